"""A role offered to somebody whose account belongs elsewhere too: nobody is a colleague without a yes."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from hjemvei.accounts.enums import Role
from hjemvei.core.text import new_key
from hjemvei.parties.models import Controller, Unit


class SeatOfferQuerySet(models.QuerySet["SeatOffer"]):
    def waiting(self, at: dt.datetime) -> SeatOfferQuerySet:
        return self.filter(answered_at__isnull=True, expires_at__gt=at)


class SeatOffer(models.Model):
    """`key` stands in the letter alone: whoever answers owns the account, and reads its mail."""

    key = models.CharField(max_length=12, unique=True, default=new_key)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="seat_offers")
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=32, choices=Role.choices)
    starts_on = models.DateField()
    ends_before = models.DateField(null=True, blank=True)
    offered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    offered_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    is_taken = models.BooleanField(default=False)

    objects = SeatOfferQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("offered_at")), name="seat_offer_period"),
            models.CheckConstraint(
                condition=Q(is_taken=False) | Q(answered_at__isnull=False), name="seat_offer_taken_when"
            ),
        ]

    def __str__(self) -> str:
        return f"offer to user {self.user_id}"
