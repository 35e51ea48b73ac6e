"""Agreements between prison and municipality: parties, scope, versions with parameters and deadlines as
data.
"""

from __future__ import annotations

import datetime as dt

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from hjemvei.agreements.enums import OffsetUnit, PartyCode, RoleCode
from hjemvei.core.text import new_key
from hjemvei.parties.models import Controller, Unit, daterange


def choices(enum: type) -> list[tuple[str, str]]:
    """Choices of a StrEnum whose labels stand elsewhere."""
    return [(item.value, item.value) for item in enum]  # type: ignore[attr-defined]


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def between(self, *, prison: Unit, municipality: str) -> AgreementQuerySet:
        """Agreements that cover the prison unit and are with the municipality's controller."""
        return self.filter(scope__unit=prison, parties__controller__municipality_id=municipality).distinct()


class Agreement(models.Model):
    key = models.CharField(max_length=12, unique=True, default=new_key)
    name = models.CharField(max_length=160)
    purpose = models.TextField(blank=True, default="")
    signed_on = models.DateField(null=True, blank=True)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="agreement_named")]

    def __str__(self) -> str:
        return self.name


class AgreementParty(models.Model):
    """A controller that is party, and the unit that answers for it in daily work."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="parties")
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+")
    side = models.CharField(max_length=16, choices=choices(PartyCode))
    contact_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "controller"], name="agreement_party_once")
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id}: {self.controller_id}"


class AgreementScope(models.Model):
    """A prison unit that the agreement covers."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="scope")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "unit"], name="agreement_scope_once")]

    def __str__(self) -> str:
        return f"{self.agreement_id}: {self.unit_id}"


class RoleUnit(models.Model):
    """Which unit fills a role of the agreement for one of its parties.

    Without a version: in every version that names no units of its own.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="role_units")
    version = models.ForeignKey(
        "AgreementVersion", on_delete=models.PROTECT, null=True, related_name="role_units"
    )
    role = models.CharField(max_length=32, choices=choices(RoleCode))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "role"], condition=Q(version__isnull=True), name="role_unit_once"
            ),
            models.UniqueConstraint(fields=["version", "role"], name="role_unit_once_a_version"),
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id}: {self.role}"


class AgreementVersionQuerySet(models.QuerySet["AgreementVersion"]):
    def in_force(self, today: dt.date) -> AgreementVersionQuerySet:
        return self.filter(Q(ends_before__isnull=True) | Q(ends_before__gt=today), starts_on__lte=today)


class AgreementVersion(models.Model):
    """The numbers of an agreement for a period. A version in force is never changed, only followed by the
    next.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="versions")
    number = models.SmallIntegerField()
    minimum_stay_months = models.SmallIntegerField(default=2)
    remand_needs_presumption = models.BooleanField(default=True)
    target_people_at_a_time = models.SmallIntegerField(null=True, blank=True)
    prison_access_days_after_release = models.SmallIntegerField(default=14)
    renotify_when_moved_days = models.SmallIntegerField(default=7)
    consent_renewal_days = models.SmallIntegerField(default=14)
    starts_on = models.DateField()
    ends_before = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=400, blank=True, default="")
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(null=True, blank=True)

    objects = AgreementVersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="agreement_version_number_once"),
            models.CheckConstraint(
                condition=Q(ends_before__isnull=True) | Q(ends_before__gt=F("starts_on")),
                name="agreement_version_period",
            ),
            models.CheckConstraint(
                condition=Q(minimum_stay_months__gte=0), name="agreement_version_minimum_stay"
            ),
            models.CheckConstraint(
                condition=Q(consent_renewal_days__gte=1), name="agreement_version_consent_renewal"
            ),
            ExclusionConstraint(
                name="agreement_version_one_at_a_time",
                expressions=[("agreement", RangeOperators.EQUAL), (daterange(), RangeOperators.OVERLAPS)],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id} v{self.number}"


class DeadlineChange(models.Model):
    """Where a version's deadline differs from the default rule of the same code."""

    version = models.ForeignKey(AgreementVersion, on_delete=models.PROTECT, related_name="deadline_changes")
    code = models.CharField(max_length=40)
    count = models.SmallIntegerField()
    unit = models.CharField(max_length=16, choices=choices(OffsetUnit))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "code"], name="deadline_change_once")]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.code}"
