"""Routines by version, who has read which, and what was learned."""

from __future__ import annotations

import datetime as dt

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Q

from hjemvei.accounts.actor import Seer
from hjemvei.agreements.kinds import ClauseLanguage
from hjemvei.core.text import new_key
from hjemvei.parties.models import Controller, Unit, daterange
from hjemvei.routines.choices import Covers, Effect, Source
from hjemvei.routines.states import HELD, VersionState


class RoutineQuerySet(models.QuerySet["Routine"]):
    def visible_to(self, actor: Seer) -> RoutineQuerySet:
        """One's own organisation's, and what others have approved: partners know each other's ways (R145)."""
        approved = RoutineVersion.objects.filter(state__in=HELD, approved_at__isnull=False)
        return self.filter(Q(controller_id=actor.controller_id) | Q(pk__in=approved.values("routine_id")))


class Routine(models.Model):
    """`title` is that of the newest version that was approved, or of the draft. `review_on`: when the owner
    looks at it again. `starter` is the built-in routine that it was begun from.
    """

    key = models.CharField(max_length=12, unique=True, default=new_key)
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+")
    owner_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    covers = models.CharField(max_length=12, choices=Covers.choices, default=Covers.UNIT)
    title = models.CharField(max_length=120)
    starter = models.CharField(max_length=24, blank=True, default="")
    review_on = models.DateField(null=True, blank=True)

    objects = RoutineQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(title=""), name="routine_has_title")]

    def __str__(self) -> str:
        return self.title


class RoutineVersionQuerySet(models.QuerySet["RoutineVersion"]):
    def visible_to(self, actor: Seer) -> RoutineVersionQuerySet:
        return self.filter(
            Q(controller_id=actor.controller_id) | Q(state__in=HELD, approved_at__isnull=False)
        )

    def in_force(self, today: dt.date) -> RoutineVersionQuerySet:
        """What holds on a day."""
        return self.filter(
            Q(ends_before__isnull=True) | Q(ends_before__gt=today),
            state__in=HELD,
            approved_at__isnull=False,
            valid_from__lte=today,
        )


class RoutineVersion(models.Model):
    """`clauses` and `rules` are codes of the agreement's clauses and deadlines that it carries out, `roles`
    whom it concerns. What was approved is never changed: it may end, and end earlier.
    """

    routine = models.ForeignKey(Routine, on_delete=models.PROTECT, related_name="versions")
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+")
    number = models.IntegerField()
    state = models.CharField(max_length=12, choices=VersionState.choices, default=VersionState.DRAFT)
    title = models.CharField(max_length=120)
    language = models.CharField(max_length=2, choices=ClauseLanguage.choices, default=ClauseLanguage.NB)
    steps = models.TextField()
    clauses = ArrayField(models.CharField(max_length=24), default=list, blank=True)
    rules = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    roles = ArrayField(models.CharField(max_length=32), default=list, blank=True)
    change_note = models.CharField(max_length=400, blank=True, default="")
    valid_from = models.DateField(null=True, blank=True)
    ends_before = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    approved_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)

    objects = RoutineVersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["routine", "number"], name="routine_version_once"),
            models.UniqueConstraint(fields=["routine"], condition=Q(state="draft"), name="routine_one_draft"),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True, approved_by__isnull=True, valid_from__isnull=True)
                | Q(approved_at__isnull=False, approved_by__isnull=False, valid_from__isnull=False),
                name="routine_version_approved_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state="draft", approved_at__isnull=False)
                & ~Q(state__in=["approved", "replaced"], approved_at__isnull=True),
                name="routine_version_state",
            ),
            models.CheckConstraint(
                condition=Q(ends_before__isnull=True) | Q(ends_before__gte=F("valid_from")),
                name="routine_version_period",
            ),
            ExclusionConstraint(
                name="routine_version_one_at_a_time",
                expressions=[
                    ("routine", RangeOperators.EQUAL),
                    (daterange("valid_from"), RangeOperators.OVERLAPS),
                ],
                condition=Q(approved_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["controller", "valid_from"],
                condition=Q(approved_at__isnull=False),
                name="routine_version_held",
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.number}"


class RoutineReadingQuerySet(models.QuerySet["RoutineReading"]):
    def visible_to(self, actor: Seer) -> RoutineReadingQuerySet:
        """One's own; a leader's colleagues are asked for by `of_led`."""
        return self.filter(user_id=actor.user_id)


class RoutineReading(models.Model):
    """Somebody at work says: I have read and understood this version. Used for nothing else than to see that
    the routine has reached those whom it concerns.
    """

    version = models.ForeignKey(RoutineVersion, on_delete=models.PROTECT, related_name="readings")
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+", db_index=False)
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    read_at = models.DateTimeField()

    objects = RoutineReadingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "user"], name="routine_read_once"),
        ]

    def __str__(self) -> str:
        return f"version {self.version_id} read by {self.user_id}"


class ImprovementQuerySet(models.QuerySet["Improvement"]):
    def visible_to(self, actor: Seer) -> ImprovementQuerySet:
        return self.filter(controller_id=actor.controller_id)


class Improvement(models.Model):
    """What was learned, from where, and which version of which routine was changed by it.

    `reference` is what the source is called where it stands: a code, the number of a decision or a path of
    these pages, never a name. `origin` tells the row apart that it was written from, without naming it
    (`texts.origin_of`): a deviation is a fact about a person. `effect_on`: when the owner is asked whether it
    helped, `effect_months` after the changed version began.
    """

    key = models.CharField(max_length=12, unique=True, default=new_key)
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+")
    owner_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    routine = models.ForeignKey(
        Routine, on_delete=models.PROTECT, null=True, blank=True, related_name="improvements"
    )
    version = models.ForeignKey(
        RoutineVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="improvements"
    )
    source = models.CharField(max_length=12, choices=Source.choices)
    kind = models.CharField(max_length=40, blank=True, default="")
    clause = models.CharField(max_length=24, blank=True, default="")
    reference = models.CharField(max_length=120, blank=True, default="")
    origin = models.CharField(max_length=64, blank=True, default="")
    learned = models.CharField(max_length=1000)
    effect_months = models.IntegerField(default=6)
    effect_on = models.DateField(null=True, blank=True)
    effect = models.CharField(max_length=12, choices=Effect.choices, blank=True, default=Effect.UNKNOWN)
    effect_note = models.CharField(max_length=600, blank=True, default="")
    recorded_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    recorded_at = models.DateTimeField()
    answered_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = ImprovementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(learned=""), name="improvement_says_what"),
            models.CheckConstraint(
                condition=Q(effect_months__gte=1, effect_months__lte=24), name="improvement_months"
            ),
            models.CheckConstraint(
                condition=Q(version__isnull=True) | Q(routine__isnull=False), name="improvement_of_routine"
            ),
            models.CheckConstraint(
                condition=Q(effect="") | Q(answered_at__isnull=False), name="improvement_answered"
            ),
            models.UniqueConstraint(
                fields=["controller", "source", "reference"],
                condition=~Q(reference="") & Q(origin=""),
                name="improvement_once",
            ),
            models.UniqueConstraint(
                fields=["controller", "origin"], condition=~Q(origin=""), name="improvement_once_a_row"
            ),
        ]

    def __str__(self) -> str:
        return f"improvement {self.key}"
