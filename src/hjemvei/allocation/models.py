"""Application, decision and offer. A request in any form is decided, with reasons and right of appeal
(boligsosialloven § 7).
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from hjemvei.accounts.enums import InfoClass
from hjemvei.allocation.states import ApplicationState, OfferState
from hjemvei.homes.choices import DwellingKind
from hjemvei.homes.models import Dwelling
from hjemvei.parties.models import Unit
from hjemvei.sharing.models import CaseRow, CaseRowQuerySet
from hjemvei.sharing.sealed import SealedText


class Application(CaseRow):
    """A request for a home and what was decided. `wishes` are the person's own words."""

    row_class = InfoClass.HOUSING
    receiver_field = "to_unit"

    to_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(
        max_length=10, choices=ApplicationState.choices, default=ApplicationState.RECEIVED
    )
    received_on = models.DateField()
    household_size = models.SmallIntegerField(default=1)
    wanted_kind = models.CharField(max_length=24, choices=DwellingKind.choices, blank=True, default="")
    wishes = SealedText(blank=True, default="")
    decided_on = models.DateField(null=True, blank=True)
    decided_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    help_given = SealedText(blank=True, default="")
    reasons = SealedText(blank=True, default="")
    appeal_by = models.DateField(null=True, blank=True)
    provisional_reply_on = models.DateField(null=True, blank=True)

    objects = CaseRowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(household_size__gte=1), name="application_household"),
            models.CheckConstraint(
                condition=~Q(state__in=[ApplicationState.GRANTED, ApplicationState.REFUSED])
                | (Q(decided_on__isnull=False, appeal_by__isnull=False) & ~Q(reasons="")),
                name="application_decided_with_reasons",
            ),
        ]


class Offer(CaseRow):
    """A dwelling offered on a granted application; accepted, or declined with a reason that costs nothing by
    itself.
    """

    row_class = InfoClass.HOUSING

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="offers")
    dwelling = models.ForeignKey(Dwelling, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=OfferState.choices, default=OfferState.MADE)
    available_from = models.DateField()
    answer_by = models.DateField()
    made_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    reason = SealedText(blank=True, default="")

    objects = CaseRowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=[OfferState.DECLINED, OfferState.WITHDRAWN]) | ~Q(reason=""),
                name="offer_not_taken_for_a_reason",
            ),
            models.UniqueConstraint(
                fields=["dwelling"],
                condition=Q(state__in=[OfferState.MADE, OfferState.ACCEPTED]),
                name="offer_one_of_a_dwelling",
            ),
        ]
