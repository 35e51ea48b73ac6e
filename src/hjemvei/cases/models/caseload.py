"""A unit's own list, kept by the kernel."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

from hjemvei.core.slots import listed
from hjemvei.parties.models import Municipality, Unit
from hjemvei.persons.models import Person
from hjemvei.sharing.models import Case

if TYPE_CHECKING:
    from hjemvei.accounts.actor import Seer

FAR = dt.date(9999, 12, 31)


class CaseloadQuerySet(models.QuerySet["Caseload"]):
    def of_unit(self, unit: Any) -> Self:
        """One unit's whole list, to find or count rows in; what is shown goes through `visible_to`."""
        return self.filter(unit_id=unit)

    def visible_to(self, actor: Seer) -> Self:
        """The rows of the actor's units whose case is seen at this moment."""
        return self.filter(
            unit_id__any=actor.case_units(),
            case__access_units__overlap=listed(actor.case_units()),
            case__protection__cleared=actor.clearance,
        ).exclude(case__blocked_users__contains=[actor.user_id])


class Caseload(models.Model):
    """One row for each unit and case, kept by `kernel.sync_caseload`: what the unit's list shows
    and sorts by. Made from rows that stand and can be made again, so the database does not check
    its references.

    Each value is there only if the unit may read what it is derived from. `sort_on` is the expected
    release, far away when unknown; `rank` puts people at risk first (0 soon and no home, 1 soon and
    unknown, 2 the rest, 3 released).
    """

    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="caseloads", db_constraint=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    is_open = models.BooleanField(default=True)
    rank = models.SmallIntegerField(default=2)
    sort_on = models.DateField(default=FAR)
    certainty = models.CharField(max_length=10, blank=True, default="")
    released_on = models.DateField(null=True, blank=True)
    risk = models.CharField(max_length=10, blank=True, default="")
    status = models.CharField(max_length=24, blank=True, default="")
    prison_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    owner = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+", db_constraint=False
    )
    has_consent = models.BooleanField(default=False)
    is_restricted = models.BooleanField(default=False)
    next_task = models.CharField(max_length=200, blank=True, default="")
    next_due_on = models.DateField(null=True, blank=True)
    open_tasks = models.SmallIntegerField(default=0)
    changed_at = models.DateTimeField()

    objects = CaseloadQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "case"], name="caseload_once")]
        indexes = [
            models.Index(fields=["unit", "is_open", "rank", "sort_on", "case"], name="caseload_by_risk"),
            models.Index(fields=["unit", "is_open", "sort_on", "case"], name="caseload_by_date"),
            models.Index(fields=["unit", "owner", "sort_on", "case"], name="caseload_by_owner"),
            models.Index(
                fields=["unit", "next_due_on"],
                condition=Q(is_open=True, next_due_on__isnull=False),
                name="caseload_due",
            ),
            models.Index(fields=["unit", "owner"], condition=Q(is_open=True), name="caseload_owned"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.case_id}"
