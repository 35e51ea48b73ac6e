"""Who may see protected people, for which controller and until when (ADR-0024)."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hjemvei.core.text import new_key
from hjemvei.parties.models import Controller

GRADES, SHIELD = 3, 4
DAY = dt.timedelta(days=1)


class AddressClearance(models.IntegerChoices):
    """Which protected addresses somebody is cleared for; each grade holds those below."""

    NONE = 0, _("ingen vernede adresser")
    CONFIDENTIAL = 1, _("fortrolig adresse")
    STRICTLY_CONFIDENTIAL = 2, _("strengt fortrolig adresse")
    ABROAD = 3, _("strengt fortrolig adresse, også i utlandet")


class ClearanceQuerySet(models.QuerySet["Clearance"]):
    def waiting(self) -> ClearanceQuerySet:
        return self.filter(answered_at__isnull=True, ended_at__isnull=True)

    def in_force(self, today: dt.date) -> ClearanceQuerySet:
        return self.filter(is_given=True, ended_at__isnull=True, ends_before__gt=today)

    def open(self, today: dt.date) -> ClearanceQuerySet:
        """In force, or waiting for an answer."""
        return self.waiting() | self.in_force(today)


class Clearance(models.Model):
    """One administrator asks, another answers, and it ends by its date; kernel functions alone write it.

    `value` is as in the policies: two bits for the address (0-3), 4 for the shield of staff and their
    families. Nobody asked for those that stood before clearances were kept here.
    """

    key = models.CharField(max_length=12, unique=True, default=new_key)
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="clearances")
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+")
    value = models.SmallIntegerField()
    reason = models.CharField(max_length=300)
    ends_before = models.DateField()
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    is_given = models.BooleanField(default=False)
    answered_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=300, blank=True, default="")

    objects = ClearanceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(value__gte=1, value__lte=7), name="clearance_value"),
            models.CheckConstraint(condition=~Q(reason=""), name="clearance_has_a_reason"),
            models.CheckConstraint(
                condition=Q(is_given=False)
                | Q(asked_by__isnull=True, answered_by__isnull=True)
                | (Q(answered_by__isnull=False) & ~Q(answered_by=F("asked_by"))),
                name="clearance_takes_two",
            ),
            models.CheckConstraint(
                condition=~Q(asked_by=F("user")) & ~Q(answered_by=F("user")), name="clearance_not_ones_own"
            ),
            models.CheckConstraint(
                condition=Q(is_given=False) | Q(answered_at__isnull=False), name="clearance_answered_when"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | ~Q(end_reason=""), name="clearance_ended_for_a_reason"
            ),
            models.UniqueConstraint(
                fields=["user", "controller"],
                condition=Q(answered_at__isnull=True, ended_at__isnull=True),
                name="clearance_asked_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["user"], condition=Q(is_given=True, ended_at__isnull=True), name="clearance_of_user"
            )
        ]

    def __str__(self) -> str:
        return f"clearance {self.key}"

    @property
    def address(self) -> AddressClearance:
        return AddressClearance(self.value & GRADES)

    @property
    def has_shield(self) -> bool:
        return bool(self.value & SHIELD)

    @property
    def last_day(self) -> dt.date:
        return self.ends_before - DAY
