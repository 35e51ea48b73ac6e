"""Leases, guarantees, the first night and follow-up. A dwelling is never given twice: an exclusion
constraint says so.
"""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from hjemvei.accounts.enums import InfoClass
from hjemvei.allocation.models import Offer
from hjemvei.homes.models import Dwelling
from hjemvei.parties.models import Unit, daterange
from hjemvei.sharing.models import CaseRow, CaseRowQuerySet
from hjemvei.sharing.sealed import SealedText
from hjemvei.tenancies.choices import ContactOutcome, NightPlace, SecurityKind


class Lease(CaseRow):
    """A lease and its keys. The period is half-open; a cancelled lease holds no dwelling."""

    row_class = InfoClass.HOUSING

    offer = models.OneToOneField(Offer, on_delete=models.PROTECT, related_name="lease")
    dwelling = models.ForeignKey(Dwelling, on_delete=models.PROTECT, related_name="+")
    rent = models.IntegerField()
    signed_on = models.DateField(null=True, blank=True)
    starts_on = models.DateField()
    ends_before = models.DateField(null=True, blank=True)
    keys_handed_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    end_reason = SealedText(blank=True, default="")

    objects = CaseRowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_before__isnull=True) | Q(ends_before__gt=F("starts_on")), name="lease_period"
            ),
            models.CheckConstraint(condition=Q(rent__gte=0), name="lease_rent"),
            models.CheckConstraint(
                condition=Q(keys_handed_at__isnull=True) | Q(signed_on__isnull=False),
                name="lease_keys_after_signing",
            ),
            ExclusionConstraint(
                name="lease_dwelling_not_free",
                expressions=[("dwelling", RangeOperators.EQUAL), (daterange(), RangeOperators.OVERLAPS)],
                condition=Q(cancelled_at__isnull=True),
            ),
        ]


class Guarantee(CaseRow):
    """Deposit or guarantee; together at most six months' rent (husleieloven §§ 3-5, 3-6). Whole kroner."""

    row_class = InfoClass.ECONOMY

    lease = models.ForeignKey(Lease, on_delete=models.PROTECT, related_name="guarantees")
    kind = models.CharField(max_length=10, choices=SecurityKind.choices)
    amount = models.IntegerField()
    issued_on = models.DateField()

    objects = CaseRowQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="guarantee_amount")]


class FirstNight(CaseRow):
    """Where the first night after release was spent; unknown is an answer, and a correction is a new row."""

    row_class = InfoClass.HOUSING

    place = models.CharField(max_length=16, choices=NightPlace.choices)
    night_of = models.DateField()
    detail = SealedText(blank=True, default="")
    source = SealedText()

    objects = CaseRowQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(source=""), name="first_night_source")]


class FollowUp(CaseRow):
    """A contact after the move: planned with the person's yes, done or missed, how it goes."""

    row_class = InfoClass.COORDINATION
    receiver_field = "to_unit"

    to_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    to_user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    code = models.CharField(max_length=40, blank=True, default="")
    planned_on = models.DateField()
    person_agreed = models.BooleanField(default=False)
    outcome = models.CharField(max_length=12, choices=ContactOutcome.choices, blank=True, default="")
    happened_on = models.DateField(null=True, blank=True)
    still_housed = models.BooleanField(null=True)
    note = SealedText(blank=True, default="")
    went_well = SealedText(blank=True, default="")
    reported_at = models.DateTimeField(null=True, blank=True)

    objects = CaseRowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="") | Q(happened_on__isnull=False), name="follow_up_reported_when"
            ),
            models.CheckConstraint(
                condition=~Q(outcome=ContactOutcome.MET) | Q(person_agreed=True),
                name="follow_up_with_the_persons_yes",
            ),
        ]
        indexes = [
            models.Index(fields=["to_unit", "planned_on"], condition=Q(outcome=""), name="follow_up_planned"),
        ]
