"""Agreements between prison and municipality: parties, scope, versions with parameters and deadlines as
data.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hjemvei.agreements.enums import OffsetUnit, PartyCode, RoleCode
from hjemvei.agreements.kinds import (
    DRIVING_LEVELS,
    AgreementKind,
    AgreementLevel,
    ClauseLanguage,
    ClauseSource,
    PartyRole,
)
from hjemvei.agreements.states import AGREED, AgreementState, VersionState
from hjemvei.core import clock
from hjemvei.core.text import new_key
from hjemvei.parties.models import Controller, Unit, daterange

if TYPE_CHECKING:
    from hjemvei.accounts.actor import Seer


def choices(enum: type) -> list[tuple[str, str]]:
    """Choices of a StrEnum whose labels stand elsewhere."""
    return [(item.value, item.value) for item in enum]  # type: ignore[attr-defined]


def _was_signed() -> Q:
    """What the parties have signed; talks that came to nothing have ended too."""
    signed = AgreementVersion.objects.signed().values("agreement_id")
    return Q(state__in=AGREED) & (~Q(state=AgreementState.ENDED) | Q(pk__in=signed))


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def visible_to(self, actor: Seer) -> AgreementQuerySet:
        """What has been signed is open to all who are signed in; what is talked about, to the parties."""
        ours = AgreementParty.objects.of(actor).values("agreement_id")
        return self.filter(_was_signed() | Q(pk__in=ours))

    def agreed(self) -> AgreementQuerySet:
        return self.filter(_was_signed())

    def public(self) -> AgreementQuerySet:
        """Open to everybody, without signing in."""
        return self.agreed().filter(is_public=True)

    def between(self, *, prison: Unit, municipality: str) -> AgreementQuerySet:
        """Agreements that cover the prison unit and are with the municipality's controller."""
        return self.filter(scope__unit=prison, parties__controller__municipality_id=municipality).distinct()


class Agreement(models.Model):
    """What parties have agreed on, or talk about. A project has its period, its money and its way out from
    the first day (R151-R152).

    `parent`: the central agreement whose clauses hold where this one says nothing else. `adapted_from`:
    somebody else's agreement that this one was written from, with what was adapted and why.
    `coordinating_unit`: the coordinator that several municipalities share.
    """

    key = models.CharField(max_length=12, unique=True, default=new_key)
    name = models.CharField(max_length=160)
    purpose = models.TextField(blank=True, default="")
    signed_on = models.DateField(null=True, blank=True)
    kind = models.CharField(max_length=12, choices=AgreementKind.choices, default=AgreementKind.RELEASE)
    level = models.CharField(max_length=20, choices=AgreementLevel.choices, default=AgreementLevel.LOCAL)
    state = models.CharField(max_length=16, choices=AgreementState.choices, default=AgreementState.DIALOGUE)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    adapted_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="adaptions")
    adapted_note = models.TextField(blank=True, default="")
    coordinating_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    strategy_target = models.CharField(max_length=200, blank=True, default="")
    is_public = models.BooleanField(default=False)
    project_starts_on = models.DateField(null=True, blank=True)
    project_ends_before = models.DateField(null=True, blank=True)
    project_funding = models.CharField(max_length=200, blank=True, default="")
    exit_plan = models.TextField(blank=True, default="")

    objects = AgreementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="agreement_named"),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="agreement_not_its_own_parent"
            ),
            models.CheckConstraint(
                condition=Q(adapted_from__isnull=True) | ~Q(adapted_note=""), name="agreement_adaption_said"
            ),
            models.CheckConstraint(
                condition=Q(project_starts_on__isnull=True, project_ends_before__isnull=True)
                | Q(
                    project_starts_on__isnull=False,
                    project_ends_before__gt=F("project_starts_on"),
                )
                & ~Q(project_funding="")
                & ~Q(exit_plan=""),
                name="agreement_project_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.name


NOT_YET = dt.date.max
"""The day on which somebody joins who has been named by the other parties, and has not said yes itself."""


class AgreementPartyQuerySet(models.QuerySet["AgreementParty"]):
    def of(self, actor: Seer) -> AgreementPartyQuerySet:
        """The agreements that the actor's organisation is party to today: joined, and not left."""
        return self.on(clock.today()).filter(controller_id=actor.controller_id)

    def on(self, today: dt.date) -> AgreementPartyQuerySet:
        """Who is party that day."""
        return self.filter(
            Q(joins_on__isnull=True) | Q(joins_on__lte=today),
            Q(leaves_before__isnull=True) | Q(leaves_before__gt=today),
        )


class AgreementParty(models.Model):
    """A controller that is party, and the unit that answers for it in daily work.

    `joins_on`: party to a running agreement from that day (R176), `NOT_YET` until it has said yes; without
    one, from the beginning, by its signature. `agrees_to_end`: the day, earlier than by notice, on which the
    party will end it; it ends when all have said the same.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="parties")
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+")
    side = models.CharField(max_length=16, choices=choices(PartyCode))
    contact_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=12, choices=PartyRole.choices, default=PartyRole.MAIN)
    joins_on = models.DateField(null=True, blank=True)
    leaves_before = models.DateField(null=True, blank=True)
    agrees_to_end = models.DateField(null=True, blank=True)

    objects = AgreementPartyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "controller"], name="agreement_party_once"),
            models.CheckConstraint(
                condition=Q(joins_on__isnull=True)
                | Q(leaves_before__isnull=True)
                | Q(leaves_before__gt=F("joins_on")),
                name="agreement_party_period",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id}: {self.controller_id}"

    @property
    def is_asked(self) -> bool:
        """Named by the others, and not bound: it has not answered."""
        return self.joins_on == NOT_YET


class AgreementScope(models.Model):
    """A prison unit that the agreement covers."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="scope")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "unit"], name="agreement_scope_once")]

    def __str__(self) -> str:
        return f"{self.agreement_id}: {self.unit_id}"


class ReviewDate(models.Model):
    """When the parties look at the agreement together; they are reminded until it is done."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="reviews")
    due_on = models.DateField()
    about = models.CharField(max_length=200)
    held_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=400, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "due_on", "about"], name="agreement_review_once"),
            models.CheckConstraint(condition=~Q(about=""), name="agreement_review_about"),
            models.CheckConstraint(
                condition=Q(held_on__isnull=True) | ~Q(outcome=""), name="agreement_review_outcome"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id}: {self.due_on}"


class AnchoringDocument(models.Model):
    """A plan or decision elsewhere that the agreement rests on. `body` is who decided it."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="anchoring")
    title = models.CharField(max_length=200)
    body = models.CharField(max_length=160)
    decided_on = models.DateField()
    url = models.CharField(max_length=400, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "title", "decided_on"], name="agreement_anchoring_once"
            ),
            models.CheckConstraint(condition=~Q(title="") & ~Q(body=""), name="agreement_anchoring_named"),
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id}: {self.title}"


class RoleUnit(models.Model):
    """Which unit fills a role of the agreement for one of its parties, and who steps in for it.

    Without a version: in every version that names no units of its own. `must_be_told`: a notice to the
    municipality goes to this unit too, where the person has said yes to it.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="role_units")
    version = models.ForeignKey(
        "AgreementVersion", on_delete=models.PROTECT, null=True, related_name="role_units"
    )
    role = models.CharField(max_length=32, choices=choices(RoleCode))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    deputy_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    must_be_told = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(deputy_unit__isnull=True) | ~Q(deputy_unit=F("unit")), name="role_unit_deputy"
            ),
            models.UniqueConstraint(
                fields=["agreement", "role"], condition=Q(version__isnull=True), name="role_unit_once"
            ),
            models.UniqueConstraint(fields=["version", "role"], name="role_unit_once_a_version"),
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id}: {self.role}"


class AgreementVersionQuerySet(models.QuerySet["AgreementVersion"]):
    def signed(self) -> AgreementVersionQuerySet:
        return self.filter(state=VersionState.SIGNED)

    def driving(self) -> AgreementVersionQuerySet:
        """Those that cases are worked by: about release, between parties who owe each other something."""
        return self.signed().filter(
            agreement__kind=AgreementKind.RELEASE, agreement__level__in=DRIVING_LEVELS
        )

    def in_force(self, today: dt.date) -> AgreementVersionQuerySet:
        """Signed, and the day is within its period."""
        return self.signed().filter(
            Q(ends_before__isnull=True) | Q(ends_before__gt=today), starts_on__lte=today
        )


class AgreementVersion(models.Model):
    """The numbers of an agreement for a period. A draft may be changed; what is signed never is, only
    followed by the next: the database refuses everything but its last day (ADR-0027).

    `parent_version`: the central agreement's version that clauses are inherited from.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="versions")
    number = models.SmallIntegerField()
    state = models.CharField(max_length=8, choices=VersionState.choices, default=VersionState.DRAFT)
    parent_version = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    minimum_stay_months = models.SmallIntegerField(default=2)
    remand_needs_presumption = models.BooleanField(default=True)
    target_people_at_a_time = models.SmallIntegerField(null=True, blank=True)
    prison_access_days_after_release = models.SmallIntegerField(default=14)
    renotify_when_moved_days = models.SmallIntegerField(default=7)
    consent_renewal_days = models.SmallIntegerField(default=14)
    contact_interval_count = models.SmallIntegerField(default=1)
    contact_interval_unit = models.CharField(
        max_length=16, choices=choices(OffsetUnit), default=OffsetUnit.MONTHS
    )
    committee_interval_months = models.SmallIntegerField(default=3)
    termination_notice_months = models.SmallIntegerField(default=3)
    review_on = models.DateField(null=True, blank=True)
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
            models.CheckConstraint(
                condition=Q(contact_interval_count__gte=1)
                & Q(committee_interval_months__gte=1)
                & Q(termination_notice_months__gte=0),
                name="agreement_version_intervals",
            ),
            models.UniqueConstraint(
                fields=["agreement"],
                condition=Q(state=VersionState.DRAFT),
                name="agreement_version_one_draft",
                violation_error_message=_("Avtalen har alt et utkast. Arbeid videre i det."),
            ),
            ExclusionConstraint(
                name="agreement_version_one_at_a_time",
                condition=Q(state=VersionState.SIGNED),
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


class AgreementClause(models.Model):
    """A clause of a version in one language, as the parties word it.

    A version without a row for a clause reads the central agreement's, else the built-in template's, until
    it is signed. `is_left_out`: the parties do without what they would have inherited.
    """

    version = models.ForeignKey(AgreementVersion, on_delete=models.PROTECT, related_name="clauses")
    language = models.CharField(max_length=2, choices=ClauseLanguage.choices)
    code = models.CharField(max_length=40)
    position = models.SmallIntegerField()
    title = models.CharField(max_length=200)
    body = models.TextField()
    source = models.CharField(max_length=8, choices=ClauseSource.choices)
    forked_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    change_note = models.CharField(max_length=400, blank=True, default="")
    is_left_out = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "language", "code"], name="agreement_clause_once"),
            models.CheckConstraint(
                condition=~Q(code="") & ~Q(title="") & ~Q(body=""), name="agreement_clause_has_text"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.code} ({self.language})"
