"""That access has ended: what a unit is told, without content."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from hjemvei.core.text import new_key
from hjemvei.parties.models import Unit
from hjemvei.sharing.enums import EndReason
from hjemvei.sharing.models.case import Case

if TYPE_CHECKING:
    from hjemvei.accounts.actor import Seer


class AccessEndQuerySet(models.QuerySet["AccessEnd"]):
    def visible_to(self, actor: Seer) -> Self:
        return self.filter(unit_id__any=actor.units)

    def unseen(self) -> Self:
        return self.filter(seen_at__isnull=True)


class AccessEnd(models.Model):
    """One unit has lost what a consent opened. `reference` is the case's opaque key, that the unit had in its
    own papers: it opens nothing. No name, no reason of the person's. `case` is for whoever answers for the
    row: who asks to see what is held, and what is erased.
    """

    key = models.CharField(max_length=12, unique=True, default=new_key)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=12)
    reason = models.CharField(max_length=10, choices=EndReason.choices)
    ended_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)
    seen_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")

    objects = AccessEndQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["unit"], condition=Q(seen_at=None), name="access_end_unseen")]

    def __str__(self) -> str:
        return f"access end {self.key}"
