"""The case shell and who takes part in it; all four tables are written by kernel functions alone."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from hjemvei.core.slots import listed
from hjemvei.core.text import new_key
from hjemvei.parties.models import Controller, Unit
from hjemvei.persons.models import Person
from hjemvei.sharing.enums import Basis, CloseReason

if TYPE_CHECKING:
    from hjemvei.accounts.actor import Seer


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, actor: Seer) -> CaseQuerySet:
        """Cases in which one of the actor's units takes part now; for a person, their own."""
        if actor.own_cases is not None:
            return self.filter(pk__in=actor.own_cases)
        return self.filter(
            access_units__overlap=listed(actor.doors()), protection__cleared=actor.clearance
        ).exclude(blocked_users__contains=[actor.user_id])

    def open(self) -> CaseQuerySet:
        return self.filter(closed_at__isnull=True)


class Case(models.Model):
    """One way home. A shell: it holds no name and no fact, only who may look."""

    key = models.CharField(max_length=12, unique=True, default=new_key)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="cases")
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+", db_index=False)
    opened_by_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    close_reason = models.CharField(max_length=16, choices=CloseReason.choices, blank=True, default="")
    access_units = ArrayField(models.IntegerField(), default=list)
    visible_until = models.DateTimeField()
    protection = models.SmallIntegerField(default=0)
    blocked_users = ArrayField(models.IntegerField(), default=list)

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(closed_at__isnull=True), name="case_one_open_a_person_record"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, close_reason="")
                | (Q(closed_at__isnull=False) & ~Q(close_reason="")),
                name="case_closed_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"case {self.key}"


def period() -> Func:
    return Func(
        F("starts_at"), F("ends_at"), Value("[)"), function="tstzrange", output_field=DateTimeRangeField()
    )


class ParticipationQuerySet(models.QuerySet["Participation"]):
    def visible_to(self, actor: Seer) -> ParticipationQuerySet:
        return self.filter(unit_id__any=actor.units)

    def in_force(self, at: dt.datetime) -> ParticipationQuerySet:
        return self.filter(starts_at__lte=at, ends_at__gt=at)


class Participation(models.Model):
    """A unit's part in a case for a period, and the person record of its own controller.

    `basis` is why it takes part; `legal_basis` is by which law it processes at all (a code of
    `audit.processing.BASES`), and the kernel alone sets it.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="participations")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="participations")
    basis = models.CharField(max_length=12, choices=Basis.choices)
    can_write = models.BooleanField(default=False)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    consent = models.ForeignKey("Consent", on_delete=models.PROTECT, null=True, related_name="+")
    legal_basis = models.CharField(max_length=20, default="", db_default="")

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gte=F("starts_at")), name="participation_period"),
            models.CheckConstraint(
                condition=~Q(basis=Basis.CONSENT) | Q(consent__isnull=False),
                name="participation_consent_named",
            ),
            ExclusionConstraint(
                name="participation_one_a_basis",
                expressions=[
                    ("case", RangeOperators.EQUAL),
                    ("unit", RangeOperators.EQUAL),
                    ("basis", RangeOperators.EQUAL),
                    (period(), RangeOperators.OVERLAPS),
                ],
                condition=Q(consent__isnull=True) & ~Q(basis=Basis.BREAK_GLASS),
            ),
        ]
        indexes = [models.Index(fields=["unit", "case"], name="participation_unit_case")]

    def __str__(self) -> str:
        return f"unit {self.unit_id} in case {self.case_id}"


class Grant(models.Model):
    """What a unit may read of another's rows in a case: keys (unit * 16 + class) given by one controller,
    for a period.

    Only kernel functions write it, from a participation that the database checks.
    """

    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="grants")
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="grants", db_index=False, db_constraint=False
    )
    giver = models.ForeignKey(
        Controller, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    keys = ArrayField(models.IntegerField())
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(ends_at__gte=F("starts_at")), name="grant_period")]
        indexes = [models.Index(fields=["case", "giver", "unit"], name="grant_case_giver_unit")]

    def __str__(self) -> str:
        return f"grant to {self.unit_id} in case {self.case_id}"


class SearchToken(models.Model):
    """One row for each unit, token and case: name parts, their first three letters, references and numbers,
    all hashed. Written by kernel functions alone, for participations that stand.
    """

    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    token = models.BigIntegerField()
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+", db_constraint=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "token", "case"], name="search_token_once")]

    def __str__(self) -> str:
        return f"token {self.pk}"
