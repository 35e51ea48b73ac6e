"""What passes between the parties: agreement, responsibility, notices, assignments, messages, inquiries."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from hjemvei.accounts.enums import InfoClass, Role
from hjemvei.agreements.models import AgreementVersion, choices
from hjemvei.cases.enums import ReleaseCertainty
from hjemvei.cases.states import AssignmentState, NoticeState, ResponsibilityState
from hjemvei.core.text import new_key
from hjemvei.parties.models import Municipality, Unit
from hjemvei.sharing.models import CaseRow, CaseRowQuerySet
from hjemvei.sharing.sealed import SealedText

if TYPE_CHECKING:
    from hjemvei.accounts.actor import Seer


class AppliedAgreementQuerySet(CaseRowQuerySet):
    def binding(self) -> Self:
        """The newest version of each agreement that applies; what it followed is history."""
        return self._not_followed(Q())

    def on(self, day: dt.date) -> Self:
        """What bound the cases on that day: decided by its end, and not followed by then."""
        ended = timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=1), dt.time()))
        return self.filter(recorded_at__lt=ended)._not_followed(Q(recorded_at__lt=ended))

    def _not_followed(self, by: Q) -> Self:
        later = AppliedAgreement.objects.filter(
            by,
            case_id=models.OuterRef("case_id"),
            municipality_id=models.OuterRef("municipality_id"),
            version__agreement_id=models.OuterRef("version__agreement_id"),
            pk__gt=models.OuterRef("pk"),
        )
        return self.filter(~models.Exists(later))


class AppliedAgreement(CaseRow):
    """The dated decision which agreement version applies between this case and a municipality, by which
    rule. A new version that comes into force is a decision of its own (ADR-0027).
    """

    row_class = InfoClass.COORDINATION

    version = models.ForeignKey(AgreementVersion, on_delete=models.PROTECT, related_name="+")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    rule = models.CharField(max_length=120)

    objects = AppliedAgreementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "municipality", "version"], name="applied_agreement_once"
            ),
        ]


class Responsibility(CaseRow):
    """Which municipality answers: proposed by the prison, decided by the municipality, both named in a
    dispute, each with its ground (`answer`, `second_answer`); last the county governor's decision.
    """

    row_class = InfoClass.COORDINATION
    receiver_field = "to_unit"

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    second_municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, related_name="+"
    )
    to_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    state = models.CharField(
        max_length=12, choices=ResponsibilityState.choices, default=ResponsibilityState.PROPOSED
    )
    rule = models.SmallIntegerField()
    reason = SealedText()
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = SealedText(blank=True, default="")
    second_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    second_answer = SealedText(blank=True, default="")
    second_answered_at = models.DateTimeField(null=True, blank=True)
    governor_asked_on = models.DateField(null=True, blank=True)
    governor_decided_on = models.DateField(null=True, blank=True)
    governor_decision = SealedText(blank=True, default="")
    superseded_at = models.DateTimeField(null=True, blank=True)

    objects = CaseRowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="responsibility_reason"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(superseded_at__isnull=True), name="responsibility_one_in_force"
            ),
        ]


class Notice(CaseRow):
    """The prison tells the municipality, with the person's consent; the receipt and lead time are
    measured.
    """

    row_class = InfoClass.COORDINATION
    receiver_field = "to_unit"

    to_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    consent = models.ForeignKey("sharing.Consent", on_delete=models.PROTECT, related_name="+")
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    state = models.CharField(max_length=14, choices=NoticeState.choices, default=NoticeState.SENT)
    expected_release_on = models.DateField(null=True, blank=True)
    certainty = models.CharField(max_length=10, choices=choices(ReleaseCertainty))
    lead_days = models.IntegerField(null=True, blank=True)
    note = SealedText(blank=True, default="")
    sent_at = models.DateTimeField()
    acknowledge_by = models.DateField()
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    reminded_at = models.DateTimeField(null=True, blank=True)

    objects = CaseRowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=NoticeState.ACKNOWLEDGED) | Q(acknowledged_at__isnull=False),
                name="notice_acknowledged_when",
            ),
        ]


class NoticeRating(CaseRow):
    """What the receiver says of a notice: early enough, complete enough? The newest counts, the others stay.

    Sent to the unit that gave the notice, for which it is said (R321).
    """

    row_class = InfoClass.COORDINATION
    receiver_field = "to_unit"

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="ratings")
    to_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    is_early = models.BooleanField()
    is_complete = models.BooleanField()

    objects = CaseRowQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["notice", "-id"], name="notice_rating_newest")]


class Assignment(CaseRow):
    """Somebody's part in the case: offered to a unit or person, who accepts or declines with a reason."""

    row_class = InfoClass.COORDINATION
    receiver_field = "to_unit"

    role = models.CharField(max_length=32, choices=Role.choices)
    to_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    to_user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=AssignmentState.choices, default=AssignmentState.OFFERED)
    is_owner = models.BooleanField(default=False)
    reason = SealedText(blank=True, default="")
    offered_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = CaseRowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=AssignmentState.DECLINED) | ~Q(reason=""),
                name="assignment_declined_for_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state=AssignmentState.ENDED) | Q(ended_at__isnull=False),
                name="assignment_ended_when",
            ),
        ]
        indexes = [
            models.Index(
                fields=["to_user"], condition=Q(state__in=["offered", "accepted"]), name="assignment_of_user"
            ),
            models.Index(
                fields=["to_unit"], condition=Q(state__in=["offered", "accepted"]), name="assignment_of_unit"
            ),
            models.Index(
                fields=["owner_unit", "answered_at"],
                condition=Q(state="declined"),
                name="assignment_declined",
            ),
        ]


class Message(CaseRow):
    """Asynchronous talk between the parties: contact officers work shifts. A question has a day for its
    answer.
    """

    row_class = InfoClass.COORDINATION
    receiver_field = "to_unit"

    to_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    to_user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    answers = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="replies")
    body = SealedText()
    sent_at = models.DateTimeField()
    answer_by = models.DateField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = CaseRowQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(body=""), name="message_not_empty")]
        indexes = [
            models.Index(
                fields=["to_unit", "answer_by"],
                condition=Q(answer_by__isnull=False, answered_at__isnull=True),
                name="message_unanswered",
            ),
        ]


class InquiryQuerySet(models.QuerySet["Inquiry"]):
    def visible_to(self, actor: Seer) -> Self:
        return self.filter(Q(owner_unit_id__any=actor.case_units()) | Q(to_unit_id__any=actor.case_units()))


class Inquiry(models.Model):
    """A question without a person: anonymous, from one unit to another. Never tied to a case or a name."""

    key = models.CharField(max_length=12, unique=True, default=new_key)
    owner_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    to_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    answers = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="replies")
    body = models.TextField()
    sent_at = models.DateTimeField()
    answer_by = models.DateField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = InquiryQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(body=""), name="inquiry_not_empty")]

    def __str__(self) -> str:
        return f"inquiry {self.key}"
