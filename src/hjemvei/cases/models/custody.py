"""Deprivation of liberty as periods and versions: custody, placements, expected release, absence."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from hjemvei.accounts.enums import InfoClass
from hjemvei.agreements.enums import CustodyStatus
from hjemvei.agreements.models import choices
from hjemvei.cases.enums import AbsenceKind, ReleaseCertainty, ReleaseKind, WayOut
from hjemvei.parties.models import Municipality, Unit, daterange
from hjemvei.sharing.models import CaseRow, CaseRowQuerySet
from hjemvei.sharing.sealed import SealedText


class Custody(CaseRow):
    """One unbroken deprivation of liberty. How it ended has consequences; only some start follow-up."""

    row_class = InfoClass.CUSTODY

    status = models.CharField(max_length=24, choices=choices(CustodyStatus))
    reference = models.CharField(max_length=40)
    starts_on = models.DateField()
    ends_before = models.DateField(null=True, blank=True)
    way_out = models.CharField(max_length=20, choices=choices(WayOut), blank=True, default="")
    gone_since = models.DateField(null=True, blank=True)
    municipality_of_stay = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    wished_municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    objects = CaseRowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_before__isnull=True, way_out="")
                | (Q(ends_before__isnull=False) & ~Q(way_out="")),
                name="custody_ends_some_way",
            ),
            models.CheckConstraint(
                condition=Q(ends_before__isnull=True) | Q(ends_before__gte=F("starts_on")),
                name="custody_period",
            ),
            ExclusionConstraint(
                name="custody_one_at_a_time",
                expressions=[("case", RangeOperators.EQUAL), (daterange(), RangeOperators.OVERLAPS)],
            ),
        ]


class Placement(CaseRow):
    """Where in the prison service the person is, inside one custody. A transfer is a new placement."""

    row_class = InfoClass.CUSTODY

    custody = models.ForeignKey(
        Custody, on_delete=models.PROTECT, related_name="placements", db_constraint=False
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_before = models.DateField(null=True, blank=True)

    objects = CaseRowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_before__isnull=True) | Q(ends_before__gte=F("starts_on")),
                name="placement_period",
            ),
            ExclusionConstraint(
                name="placement_one_at_a_time",
                expressions=[("custody", RangeOperators.EQUAL), (daterange(), RangeOperators.OVERLAPS)],
            ),
        ]


class ReleaseDate(CaseRow):
    """A version of the expected release; the newest known is in force. `expected_on` None means not known."""

    row_class = InfoClass.CUSTODY

    custody = models.ForeignKey(
        Custody, on_delete=models.PROTECT, related_name="release_dates", db_constraint=False
    )
    expected_on = models.DateField(null=True, blank=True)
    kind = models.CharField(max_length=12, choices=choices(ReleaseKind), blank=True, default="")
    certainty = models.CharField(max_length=10, choices=choices(ReleaseCertainty))
    source = models.CharField(max_length=80)
    reason = SealedText(blank=True, default="")
    known_at = models.DateTimeField()

    objects = CaseRowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expected_on__isnull=False) | Q(certainty=ReleaseCertainty.UNKNOWN),
                name="release_date_unknown_is_said",
            ),
        ]
        indexes = [models.Index(fields=["case", "-known_at", "-id"], name="release_date_newest")]


class PresumedStay(CaseRow):
    """Somebody presumes that remand will last: until when, why. Without it remand is 'unknown', never 'no'
    (R108).
    """

    row_class = InfoClass.CUSTODY

    custody = models.ForeignKey(Custody, on_delete=models.PROTECT, related_name="presumptions")
    until = models.DateField()
    reason = SealedText()

    objects = CaseRowQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="presumed_stay_reason")]


class Absence(CaseRow):
    """Time away during the sentence, which may move the dates (FOR-2002-183 § 3-3)."""

    row_class = InfoClass.CUSTODY

    custody = models.ForeignKey(Custody, on_delete=models.PROTECT, related_name="absences")
    kind = models.CharField(max_length=20, choices=choices(AbsenceKind))
    starts_on = models.DateField()
    ends_before = models.DateField(null=True, blank=True)

    objects = CaseRowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_before__isnull=True) | Q(ends_before__gt=F("starts_on")),
                name="case_absence_period",
            ),
        ]
