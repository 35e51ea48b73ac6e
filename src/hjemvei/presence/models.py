"""Rosters, contacts, visiting days and booked visits.

All but the visits are about people at work; a visit is about somebody in prison and hangs on the case.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from hjemvei.accounts.enums import InfoClass
from hjemvei.agreements.enums import RoleCode
from hjemvei.agreements.models import Agreement, choices
from hjemvei.cases.models import Assignment
from hjemvei.cases.states import AssignmentState
from hjemvei.core.text import new_key
from hjemvei.parties.enums import Weekday
from hjemvei.parties.models import Controller, Unit
from hjemvei.presence.choices import ShiftKind, VisitState
from hjemvei.sharing.models import CaseRow, CaseRowQuerySet
from hjemvei.sharing.sealed import SealedText

if TYPE_CHECKING:
    from hjemvei.accounts.actor import Seer


def moments() -> Func:
    return Func(
        F("starts_at"), F("ends_at"), Value("[)"), function="tstzrange", output_field=DateTimeRangeField()
    )


class RosterQuerySet(models.QuerySet[Any]):
    """Colleagues' rosters; of others, those of people with an accepted part in a case that one sees."""

    def visible_to(self, actor: Seer) -> Self:
        parts = Assignment.objects.visible_to(actor).filter(
            to_user_id=models.OuterRef("user_id"), state=AssignmentState.ACCEPTED
        )
        return self.filter(Q(controller_id=actor.controller_id) | Q(models.Exists(parts)))


class OpenQuerySet(models.QuerySet[Any]):
    """What all signed-in staff read, as they read contact points: no person in prison stands in it."""

    def visible_to(self, actor: Seer) -> Self:
        return self


class OfUnit(models.Model):
    """Something a unit keeps about its own staff."""

    key = models.CharField(max_length=12, unique=True, default=new_key)
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    recorded_at = models.DateTimeField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.model_name} {self.key}"


class ShiftPattern(OfUnit):
    """A shift that comes back every so many weeks. An end not later than the beginning is on the next day."""

    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    weekday = models.CharField(max_length=1, choices=Weekday.choices)
    begins = models.TimeField()
    ends = models.TimeField()
    every_weeks = models.SmallIntegerField(default=1)
    starts_on = models.DateField()
    ends_before = models.DateField(null=True, blank=True)

    objects = RosterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_before__isnull=True) | Q(ends_before__gte=F("starts_on")),
                name="shift_pattern_period",
            ),
            models.CheckConstraint(condition=Q(every_weeks__range=(1, 12)), name="shift_pattern_weeks"),
        ]


class Shift(OfUnit):
    """A dated shift, or (`off`) a stretch in which the pattern does not hold."""

    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=3, choices=ShiftKind.choices, default=ShiftKind.ON)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects = RosterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="shift_period"),
            ExclusionConstraint(
                name="shift_one_at_a_time",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    (moments(), RangeOperators.OVERLAPS),
                ],
                condition=Q(cancelled_at__isnull=True),
            ),
        ]
        indexes = [models.Index(fields=["unit", "starts_at"], name="shift_of_unit")]


class ContactDuty(OfUnit):
    """Who is the one to turn to for what, towards whom (R316), and who answers instead."""

    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    deputy = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    topic = models.CharField(max_length=120)
    towards = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    starts_on = models.DateField()
    ends_before = models.DateField(null=True, blank=True)

    objects = OpenQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(topic=""), name="contact_duty_says_what"),
            models.CheckConstraint(
                condition=Q(ends_before__isnull=True) | Q(ends_before__gte=F("starts_on")),
                name="contact_duty_period",
            ),
            models.CheckConstraint(
                condition=Q(deputy__isnull=True) | ~Q(deputy=F("user")), name="contact_duty_deputy_is_another"
            ),
        ]


class RoleAddition(models.Model):
    """What an agreement's parties have added to the description of a role; the newest in force stands."""

    key = models.CharField(max_length=12, unique=True, default=new_key)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=32, choices=choices(RoleCode))
    text = models.CharField(max_length=600)
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    objects = OpenQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "role"],
                condition=Q(superseded_at__isnull=True),
                name="role_addition_one_in_force",
            ),
        ]

    def __str__(self) -> str:
        return f"addition {self.key}"


class VisitDay(OfUnit):
    """A fixed day on which somebody from the unit is in the prison, in slots that can be booked (R83)."""

    prison = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    topic = models.CharField(max_length=120)
    place = models.CharField(max_length=120, blank=True, default="")
    weekday = models.CharField(max_length=1, choices=Weekday.choices)
    begins = models.TimeField()
    ends = models.TimeField()
    slot_minutes = models.SmallIntegerField(default=30)
    every_weeks = models.SmallIntegerField(default=1)
    starts_on = models.DateField()
    ends_before = models.DateField(null=True, blank=True)

    objects = OpenQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("begins")), name="visit_day_times"),
            models.CheckConstraint(condition=Q(slot_minutes__range=(10, 240)), name="visit_day_slot"),
            models.CheckConstraint(condition=Q(every_weeks__range=(1, 12)), name="visit_day_weeks"),
            models.CheckConstraint(
                condition=Q(ends_before__isnull=True) | Q(ends_before__gte=F("starts_on")),
                name="visit_day_period",
            ),
        ]


class VisitChange(models.Model):
    """A date on which a visiting day is called off, or has other times; the newest holds."""

    key = models.CharField(max_length=12, unique=True, default=new_key)
    visit_day = models.ForeignKey(VisitDay, on_delete=models.PROTECT, related_name="changes")
    falls_on = models.DateField()
    begins = models.TimeField(null=True, blank=True)
    ends = models.TimeField(null=True, blank=True)
    reason = models.CharField(max_length=200)
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    objects = OpenQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(begins__isnull=True, ends__isnull=True) | Q(ends__gt=F("begins")),
                name="visit_change_times",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="visit_change_reason"),
        ]

    def __str__(self) -> str:
        return f"change {self.key}"


class Booking(CaseRow):
    """A slot for one person. A move is a new row that names the old one; nothing is written over.

    `to_unit` is the visitor's: it sees who comes only when the case is open to it.
    """

    row_class = InfoClass.COORDINATION
    receiver_field = "to_unit"

    visit_day = models.ForeignKey(VisitDay, on_delete=models.PROTECT, related_name="+")
    to_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=VisitState.choices, default=VisitState.BOOKED)
    about = SealedText(blank=True, default="")
    reason = SealedText(blank=True, default="")
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    changed_at = models.DateTimeField(null=True, blank=True)

    objects = CaseRowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="visit_period"),
            ExclusionConstraint(
                name="visit_slot_not_free",
                expressions=[
                    ("visit_day", RangeOperators.EQUAL),
                    (moments(), RangeOperators.OVERLAPS),
                ],
                condition=Q(state__in=["booked", "done"]),
            ),
            ExclusionConstraint(
                name="visit_person_in_one_place",
                expressions=[
                    ("case", RangeOperators.EQUAL),
                    ("controller", RangeOperators.EQUAL),
                    (moments(), RangeOperators.OVERLAPS),
                ],
                condition=Q(state__in=["booked", "done"]),
            ),
        ]
