"""What every fact in a case has in common: its owner, its class of information, and who sees it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from hjemvei.accounts.enums import InfoClass
from hjemvei.core.decisions import YES, Decision
from hjemvei.core.slots import listed
from hjemvei.core.text import new_key
from hjemvei.parties.models import Controller, Unit
from hjemvei.sharing.models.case import Case, Grant

if TYPE_CHECKING:
    from hjemvei.accounts.actor import Actor, Seer


READ_ONLY = Decision(
    False,
    _("Du har nødtilgang til saken. Da kan du lese, men ikke skrive. Meld fra til enheten som har saken."),
)


class CaseRowQuerySet(models.QuerySet[Any]):
    """Rows that hang on a case and have an owner unit; every such model's queryset starts here."""

    def visible_to(self, actor: Seer) -> Self:
        """Rows of cases the actor sees, owned by the actor's units or shared with them in a class the role
        may read.
        """
        classes = self.model.row_class
        cases = Case.objects.visible_to(actor)
        rows = self.filter(case__in=cases)
        return rows.filter(self._ways(actor, classes))

    def _ways(self, actor: Seer, row_class: InfoClass | None) -> Q:
        readable = [row_class] if row_class is not None else list(InfoClass)
        if actor.own_cases is not None:
            return _of_the_person(actor, readable, mixed=row_class is None)
        ways = Q()
        for info_class in readable:
            ways |= self._way(actor, info_class, mixed=row_class is None)
        return ways

    def _way(self, actor: Seer, info_class: InfoClass, *, mixed: bool) -> Q:
        keys, units = actor.keys(info_class), actor.readers(info_class)
        if not keys:
            return Q(pk__in=[])
        owned = Q(owner_unit_id__any=units)
        granted = models.Exists(
            Grant.objects.filter(
                case_id=models.OuterRef("case_id"),
                giver_id=models.OuterRef("controller_id"),
                keys__overlap=listed(keys),
                starts_at__lte=Now(),
                ends_at__gt=Now(),
            )
        )
        way = owned | Q(granted)
        if self.model.receiver_field:
            way |= Q(**{f"{self.model.receiver_field}_id__any": units})
        return Q(info_class=info_class) & way if mixed else way

    def of(self, case: Case) -> Self:
        return self.filter(case=case)


class CaseRow(models.Model):
    """A fact in a case: who owns it, who wrote it, when it was known. Corrections are new rows.

    `row_class` is the table's class of information, or None where each row carries `info_class`;
    `receiver_field` names the column of a unit that sees the row because it was sent to it.
    """

    row_class: InfoClass | None = None
    receiver_field = ""
    is_locked = False

    key = models.CharField(max_length=12, unique=True, default=new_key)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+", db_index=False)
    owner_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    recorded_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    recorded_at = models.DateTimeField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.model_name} {self.key}"


def _of_the_person(actor: Seer, classes: list[InfoClass], *, mixed: bool) -> Q:
    """What is written about somebody is theirs to see whoever wrote it, class by class."""
    seen = [info_class for info_class in classes if actor.may_read(info_class)]
    if not seen:
        return Q(pk__in=[])
    return Q(info_class__in=seen) if mixed else Q(pk__isnull=False)


def can_write(actor: Actor, case: Case) -> Decision:
    """An emergency access is for reading: whoever sees the case by it alone writes nothing there."""
    if actor.emergency and not set(case.access_units).intersection(actor.units):
        return READ_ONLY
    return YES


def owned_by(actor: Actor, case: Case, *, at: dt.datetime) -> dict[str, Any]:
    """The fields every new case row gets from who writes it. Raises NotAllowed in an emergency."""
    can_write(actor, case).require()
    return {
        "case": case,
        "controller_id": actor.controller_id,
        "owner_unit_id": writing_unit(actor, case),
        "recorded_by_id": actor.user_id,
        "recorded_at": at,
    }


def writing_unit(actor: Actor, case: Case) -> int:
    """The actor's unit that takes part in the case; the unit acted for comes first."""
    takes_part = set(case.access_units).intersection(actor.units)
    return actor.unit_id if actor.unit_id in takes_part or not takes_part else min(takes_part)
