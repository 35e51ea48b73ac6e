"""The person's plan: own words, goals and measures in six life areas. One plan a case; nothing is
overwritten unseen.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from hjemvei.accounts.enums import InfoClass
from hjemvei.parties.models import Unit
from hjemvei.plans.choices import CLASS_OF_AREA, LifeArea, MeasureState
from hjemvei.sharing.models import CaseRow, CaseRowQuerySet
from hjemvei.sharing.sealed import SealedText

AREA_CLASSES = sorted({(info_class.value, info_class.label) for info_class in CLASS_OF_AREA.values()})


class Plan(CaseRow):
    """The one plan of a case (FOR-2022-06-22-1110 § 9: one plan a person). `own_words` is what the person
    wants to say.
    """

    row_class = InfoClass.COORDINATION

    own_words = SealedText(blank=True, default="")
    starts_on = models.DateField()
    review_on = models.DateField(null=True, blank=True)

    objects = CaseRowQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case"], name="plan_one_a_case")]


class Goal(CaseRow):
    """What the person wants in one area, in the person's own words where given. A home needs no other goal
    first (R2).
    """

    row_class = None

    info_class = models.SmallIntegerField(choices=AREA_CLASSES)
    area = models.CharField(max_length=10, choices=LifeArea.choices)
    text = SealedText()
    in_own_words = models.BooleanField(default=True)
    reached_on = models.DateField(null=True, blank=True)

    objects = CaseRowQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="goal_says_something")]


class Measure(CaseRow):
    """Who does what by when towards a goal."""

    row_class = None
    receiver_field = "to_unit"

    info_class = models.SmallIntegerField(choices=AREA_CLASSES)
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="measures")
    text = SealedText()
    to_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    is_own_effort = models.BooleanField(default=False)
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=MeasureState.choices, default=MeasureState.PLANNED)
    done_on = models.DateField(null=True, blank=True)

    objects = CaseRowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="measure_says_something"),
            models.CheckConstraint(
                condition=Q(to_unit__isnull=False) | Q(is_own_effort=True), name="measure_somebody_does_it"
            ),
            models.CheckConstraint(
                condition=~Q(state=MeasureState.DONE) | Q(done_on__isnull=False), name="measure_done_when"
            ),
        ]
