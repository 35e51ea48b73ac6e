"""The record of a reorganisation: who decided what, when it was carried out, and how much moved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q

from hjemvei.core.text import new_key
from hjemvei.parties.models import Controller, Unit
from hjemvei.reorganisation.choices import Held, ReorganisationKind

if TYPE_CHECKING:
    from hjemvei.accounts.actor import Seer


class ReorganisationQuerySet(models.QuerySet["Reorganisation"]):
    def visible_to(self, actor: Seer) -> Self:
        """All staff: partners must know where to turn. It holds numbers, no person."""
        return self


class Reorganisation(models.Model):
    """`happens_on` is the first day of the new order; it is carried out then or later, by a human."""

    key = models.CharField(max_length=12, unique=True, default=new_key)
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=8, choices=ReorganisationKind.choices)
    from_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    to_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    happens_on = models.DateField()
    reason = models.CharField(max_length=300)
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    carried_out_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects = ReorganisationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="reorganisation_reason"),
            models.CheckConstraint(
                condition=Q(kind=ReorganisationKind.CLOSE) | Q(to_unit__isnull=False),
                name="reorganisation_somebody_takes_over",
            ),
            models.CheckConstraint(
                condition=Q(to_unit__isnull=True) | ~Q(to_unit=F("from_unit")),
                name="reorganisation_another_unit",
            ),
            models.UniqueConstraint(
                fields=["from_unit"],
                condition=Q(carried_out_at__isnull=True, cancelled_at__isnull=True),
                name="reorganisation_one_planned_a_unit",
            ),
        ]

    def __str__(self) -> str:
        return f"reorganisation {self.key}"


class Moved(models.Model):
    """How many of something moved."""

    reorganisation = models.ForeignKey(Reorganisation, on_delete=models.PROTECT, related_name="moved")
    what = models.CharField(max_length=12, choices=Held.choices)
    count = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reorganisation", "what"], name="moved_once"),
            models.CheckConstraint(condition=Q(count__gte=0), name="moved_count"),
        ]

    def __str__(self) -> str:
        return f"{self.reorganisation_id}: {self.what}"
