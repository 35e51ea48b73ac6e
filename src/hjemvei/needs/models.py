"""Where the person lived, whether it is kept, where they will live. What is said is not what is verified."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from hjemvei.accounts.enums import InfoClass
from hjemvei.needs.choices import Situation, Standing, Topic
from hjemvei.needs.confidential_choices import ANSWERS, Question, Way
from hjemvei.sharing.models import CaseRow, CaseRowQuerySet
from hjemvei.sharing.sealed import SealedText

FITTING = Q(
    *(Q(question=question, answer__in=list(codes)) for question, codes in ANSWERS.items()), _connector=Q.OR
)


class HousingFact(CaseRow):
    """One answer about housing, as of a day, from a source. The newest of a topic counts; earlier ones stay.

    Answers given in confidence carry class CONFIDENTIAL, are recorded by municipal staff only and feed no
    shared value.
    """

    row_class = None

    info_class = models.SmallIntegerField(
        choices=[
            (InfoClass.HOUSING.value, InfoClass.HOUSING.label),
            (InfoClass.CONFIDENTIAL.value, InfoClass.CONFIDENTIAL.label),
        ],
        default=InfoClass.HOUSING,
    )
    topic = models.CharField(max_length=10, choices=Topic.choices)
    situation = models.CharField(max_length=24, choices=Situation.choices, default=Situation.UNKNOWN)
    standing = models.CharField(max_length=12, choices=Standing.choices, default=Standing.UNKNOWN)
    detail = SealedText(blank=True, default="")
    as_of = models.DateField()
    is_verified = models.BooleanField(default=False)
    source = models.CharField(max_length=120)
    corrects = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="corrected_by")

    objects = CaseRowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(source=""), name="housing_fact_source"),
            models.CheckConstraint(
                condition=~Q(info_class=InfoClass.CONFIDENTIAL, is_verified=True),
                name="housing_fact_confidence_is_said",
            ),
        ]
        indexes = [models.Index(fields=["case", "topic", "-as_of", "-id"], name="housing_fact_newest")]


class RiskAssessment(CaseRow):
    """Risk of no home, computed from verified facts that the prison and the municipality may both see."""

    row_class = InfoClass.HOUSING

    answer = models.CharField(max_length=8)
    reasons = models.JSONField(default=list)
    homeless_by_definition = models.CharField(max_length=8, blank=True, default="")
    computed_on = models.DateField()

    objects = CaseRowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answer__in=["yes", "no", "unknown"]), name="risk_three_answers"
            ),
        ]
        indexes = [models.Index(fields=["case", "-id"], name="risk_newest")]


class ConfidentialAnswer(CaseRow):
    """One answer, seen by the unit that wrote it and by nobody in a prison. Nothing is computed from it: a
    risk, a deadline or a count that moved with it would tell it (kernel.md § 2). What is said freely stands
    in `text` alone.
    """

    row_class = InfoClass.CONFIDENTIAL

    question = models.CharField(max_length=16, choices=Question.choices)
    answer = models.CharField(max_length=12)
    text = SealedText(blank=True, default="")
    told_on = models.DateField()
    way = models.CharField(max_length=14, choices=Way.choices)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")

    objects = CaseRowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=FITTING, name="confidential_answer_fits"),
            models.CheckConstraint(condition=Q(way__in=Way.values), name="confidential_answer_way"),
        ]
        indexes = [models.Index(fields=["case", "question", "-id"], name="confidential_answer_newest")]
