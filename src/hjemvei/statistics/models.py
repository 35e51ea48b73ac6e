"""Target numbers, figures as they were counted, and what forms cost. No row is about a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from hjemvei.agreements.models import Agreement
from hjemvei.core.text import new_key
from hjemvei.parties.models import Controller
from hjemvei.statistics.choices import Kind, Measure, Side, Way

if TYPE_CHECKING:
    from hjemvei.accounts.actor import Seer

LONG_AGO, FAR = 2000, 2100


class TargetQuerySet(models.QuerySet["Target"]):
    def visible_to(self, actor: Seer) -> TargetQuerySet:
        """As the agreements themselves."""
        return self.filter(agreement__in=Agreement.objects.visible_to(actor))

    def in_use(self) -> TargetQuerySet:
        return self.filter(ended_at__isnull=True)


class Target(models.Model):
    """A number that an agreement sets itself: counted by the system, or the parties' own (R192)."""

    key = models.CharField(max_length=12, unique=True, default=new_key)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="targets")
    code = models.CharField(max_length=20, choices=Measure.choices)
    name = models.CharField(max_length=120, blank=True, default="")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    way = models.CharField(max_length=4, choices=Way.choices)
    side = models.CharField(max_length=16, choices=Side.choices)
    recorded_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    recorded_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = TargetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(code=Measure.OWN) | ~Q(name=""), name="target_own_is_named"),
            models.UniqueConstraint(
                fields=["agreement", "code", "name"],
                condition=Q(ended_at__isnull=True),
                name="target_once",
            ),
        ]

    def __str__(self) -> str:
        return f"target {self.key}"


class TargetYear(models.Model):
    """What is to be reached in a year, and what it was before anybody began."""

    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="years")
    year = models.SmallIntegerField()
    baseline = models.DecimalField(max_digits=9, decimal_places=1, null=True, blank=True)
    goal = models.DecimalField(max_digits=9, decimal_places=1)
    note = models.CharField(max_length=300, blank=True, default="")
    recorded_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(year__gte=LONG_AGO, year__lte=FAR), name="target_year_sensible"
            ),
            models.CheckConstraint(condition=Q(goal__gte=0), name="target_year_goal"),
            models.UniqueConstraint(fields=["target", "year"], name="target_year_once"),
        ]

    def __str__(self) -> str:
        return f"{self.target_id}: {self.year}"


class FigureQuerySet(models.QuerySet["Figure"]):
    def visible_to(self, actor: Seer) -> FigureQuerySet:
        """Suppressed before they are written; whom the agreement is open to, the figures are."""
        return self.filter(agreement__in=Agreement.objects.visible_to(actor))


class Figure(models.Model):
    """One count of one number for one year, never changed: the newest of its kind is the one that holds.

    Written by `kernel.count_figures` alone but for meetings and the parties' own numbers. `people` and the
    bounds of what was reached are empty for fewer than five, and a remainder of one to four is a bound, not
    a number. `is_final`: the year is over and frozen; a later one says in its note why it was counted again.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="figures")
    target = models.ForeignKey(Target, on_delete=models.PROTECT, null=True, related_name="figures")
    code = models.CharField(max_length=20, choices=Measure.choices)
    year = models.SmallIntegerField()
    people = models.IntegerField(null=True, blank=True)
    low = models.IntegerField(null=True, blank=True)
    high = models.IntegerField(null=True, blank=True)
    value = models.DecimalField(max_digits=9, decimal_places=1, null=True, blank=True)
    is_final = models.BooleanField(default=False)
    note = models.CharField(max_length=300, blank=True, default="")
    counted_at = models.DateTimeField()
    counted_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    objects = FigureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(people__isnull=True) | Q(people__gte=5), name="figure_not_of_few"
            ),
            models.CheckConstraint(
                condition=Q(low__isnull=True, high__isnull=True)
                | Q(people__isnull=False, low__gte=0, low__lte=F("high"), high__lte=F("people")),
                name="figure_bounds",
            ),
            models.CheckConstraint(
                condition=~Q(code=Measure.OWN) | Q(target__isnull=False), name="figure_own_has_its_target"
            ),
        ]
        indexes = [models.Index(fields=["agreement", "year", "code", "-id"], name="figure_newest")]

    def __str__(self) -> str:
        return f"{self.agreement_id}: {self.code} {self.year}"


class StepDay(models.Model):
    """How often a form was sent one day in one organisation by one role, and how long it lay open.

    Written and read by kernel functions alone; it names nobody. `buckets` count the times by `BOUNDS`
    (`statistics.load_rules`), in seconds.
    """

    day = models.DateField()
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+", db_index=False)
    role = models.CharField(max_length=32)
    step = models.CharField(max_length=60)
    sent = models.IntegerField()
    timed = models.IntegerField()
    seconds = models.BigIntegerField()
    buckets = ArrayField(models.IntegerField())

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(sent__gt=0, timed__gte=0), name="step_day_sent"),
            models.UniqueConstraint(fields=["day", "controller", "role", "step"], name="step_day_once"),
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.step}"


class FieldUseQuerySet(models.QuerySet["FieldUse"]):
    def visible_to(self, actor: Seer) -> FieldUseQuerySet:
        return self.all()


class FieldUse(models.Model):
    """How many rows of a table have something in an optional column, over the whole installation."""

    day = models.DateField()
    table_name = models.CharField(max_length=63)
    column_name = models.CharField(max_length=63)
    total = models.IntegerField()
    filled = models.IntegerField()

    objects = FieldUseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(total__gte=5, filled__gte=0, filled__lte=F("total")), name="field_use_not_of_few"
            ),
            models.UniqueConstraint(fields=["table_name", "column_name"], name="field_use_once"),
        ]

    def __str__(self) -> str:
        return f"{self.table_name}.{self.column_name}"
