"""What happens in a case: custody and dates, notices, responsibility, who does what, tasks, timeline,
messages, documents.

Every table is a case's child under row-level security; `Caseload` is a unit's own list, kept by the kernel.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from hjemvei.accounts.enums import InfoClass, Role
from hjemvei.agreements.enums import CustodyStatus, PartyCode, RoleCode
from hjemvei.agreements.models import AgreementVersion, choices
from hjemvei.cases.choices import HomeStage
from hjemvei.cases.enums import AbsenceKind, ReleaseCertainty, ReleaseKind, WayOut
from hjemvei.cases.states import AssignmentState, NoticeState, ResponsibilityState
from hjemvei.core.text import new_key
from hjemvei.parties.models import Municipality, Unit, daterange
from hjemvei.persons.models import Person
from hjemvei.sharing.models import Case, CaseRow, CaseRowQuerySet

if TYPE_CHECKING:
    from hjemvei.accounts.actor import Actor

FAR = dt.date(9999, 12, 31)


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
        Municipality, on_delete=models.PROTECT, null=True, related_name="+"
    )
    wished_municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, related_name="+"
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

    custody = models.ForeignKey(Custody, on_delete=models.PROTECT, related_name="placements")
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

    custody = models.ForeignKey(Custody, on_delete=models.PROTECT, related_name="release_dates")
    expected_on = models.DateField(null=True, blank=True)
    kind = models.CharField(max_length=12, choices=choices(ReleaseKind), blank=True, default="")
    certainty = models.CharField(max_length=10, choices=choices(ReleaseCertainty))
    source = models.CharField(max_length=80)
    reason = models.CharField(max_length=300, blank=True, default="")
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
    reason = models.CharField(max_length=300)

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


class AppliedAgreement(CaseRow):
    """The dated decision which agreement version applies between this case and a municipality, by which
    rule.
    """

    row_class = InfoClass.COORDINATION

    version = models.ForeignKey(AgreementVersion, on_delete=models.PROTECT, related_name="+")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    rule = models.CharField(max_length=120)

    objects = CaseRowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "municipality", "version"], name="applied_agreement_once"
            ),
        ]


class Responsibility(CaseRow):
    """Which municipality answers: proposed by the prison, decided by the municipality, both named in a
    dispute.
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
    reason = models.CharField(max_length=600)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=600, blank=True, default="")
    governor_asked_on = models.DateField(null=True, blank=True)
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
    note = models.TextField(blank=True, default="")
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


class Assignment(CaseRow):
    """Somebody's part in the case: offered to a unit or person, who accepts or declines with a reason."""

    row_class = InfoClass.COORDINATION
    receiver_field = "to_unit"

    role = models.CharField(max_length=32, choices=Role.choices)
    to_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    to_user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=AssignmentState.choices, default=AssignmentState.OFFERED)
    is_owner = models.BooleanField(default=False)
    reason = models.CharField(max_length=300, blank=True, default="")
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
        ]


class Task(CaseRow):
    """What is to be done, by when, by whom, and the clause it comes from. An exemption never erases a passed
    date.
    """

    row_class = None
    receiver_field = "to_unit"

    info_class = models.SmallIntegerField(choices=InfoClass.choices, default=InfoClass.COORDINATION)
    code = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    clause = models.CharField(max_length=400, blank=True, default="")
    source = models.CharField(max_length=200, blank=True, default="")
    party = models.CharField(max_length=16, choices=choices(PartyCode))
    role = models.CharField(max_length=32, choices=choices(RoleCode), blank=True, default="")
    to_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    to_user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    opens_on = models.DateField()
    due_on = models.DateField()
    first_due_on = models.DateField()
    can_be_exempted = models.BooleanField(default=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    done_note = models.CharField(max_length=300, blank=True, default="")
    exempted_at = models.DateTimeField(null=True, blank=True)
    exempted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    exempt_reason = models.CharField(max_length=300, blank=True, default="")
    lapsed_at = models.DateTimeField(null=True, blank=True)

    objects = CaseRowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(exempted_at__isnull=True) | ~Q(exempt_reason=""),
                name="task_exempted_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(exempted_at__isnull=True) | Q(can_be_exempted=True), name="task_exemption_allowed"
            ),
            models.UniqueConstraint(
                fields=["case", "code", "to_unit"],
                condition=Q(done_at__isnull=True, exempted_at__isnull=True, lapsed_at__isnull=True),
                name="task_open_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["to_unit", "due_on"],
                condition=Q(done_at__isnull=True, exempted_at__isnull=True, lapsed_at__isnull=True),
                name="task_open_of_unit",
            ),
            models.Index(
                fields=["to_user", "due_on"],
                condition=Q(done_at__isnull=True, exempted_at__isnull=True, lapsed_at__isnull=True),
                name="task_open_of_user",
            ),
        ]


class HomeStatus(CaseRow):
    """How far the home is, and the risk of having none: said by the apps that know, for lists that sort by
    it.
    """

    row_class = InfoClass.HOUSING

    risk = models.CharField(max_length=8, blank=True, default="")
    status = models.CharField(max_length=24, choices=HomeStage.choices, blank=True, default="")

    objects = CaseRowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(risk__in=["", "yes", "no", "unknown"]), name="home_status_risk"
            ),
        ]
        indexes = [models.Index(fields=["case", "-id"], name="home_status_newest")]


class Event(CaseRow):
    """A line of the timeline. `text` is a message id with %(name)s blanks, `values` fill them; no free
    text.
    """

    row_class = None

    info_class = models.SmallIntegerField(choices=InfoClass.choices)
    code = models.CharField(max_length=40)
    text = models.CharField(max_length=300)
    values = models.JSONField(default=dict)
    is_milestone = models.BooleanField(default=False)
    happened_at = models.DateTimeField()

    objects = CaseRowQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="event_says_something")]
        indexes = [models.Index(fields=["case", "-happened_at", "-id"], name="event_newest")]


class Message(CaseRow):
    """Asynchronous talk between the parties: contact officers work shifts. A question has a day for its
    answer.
    """

    row_class = InfoClass.COORDINATION
    receiver_field = "to_unit"

    to_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    to_user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    answers = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="replies")
    body = models.TextField()
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


class Document(CaseRow):
    """A letter or decision as it left, or a paper that came in. Encrypted; never served inline."""

    row_class = None
    receiver_field = "to_unit"

    info_class = models.SmallIntegerField(choices=InfoClass.choices)
    to_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    media_type = models.CharField(max_length=60)
    language = models.CharField(max_length=8, default="nb")
    content = models.BinaryField()
    sha256 = models.BinaryField(max_length=32)
    size = models.IntegerField()

    objects = CaseRowQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(size__gt=0), name="document_not_empty")]


class InquiryQuerySet(models.QuerySet["Inquiry"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(Q(owner_unit_id__in=actor.case_units()) | Q(to_unit_id__in=actor.case_units()))


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


class CaseloadQuerySet(models.QuerySet["Caseload"]):
    def visible_to(self, actor: Actor) -> Self:
        """The rows of the actor's units whose case is seen at this moment."""
        return self.filter(unit_id__in=actor.case_units(), case__in=Case.objects.visible_to(actor))


class Caseload(models.Model):
    """One row for each unit and case, kept by `kernel.sync_caseload`: what the unit's list shows and sorts
    by.

    Each value is there only if the unit may read what it is derived from. `sort_on` is the expected release,
    far away
    when unknown; `rank` puts people at risk first (0 soon and no home, 1 soon and unknown, 2 the rest, 3
    released).
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="caseloads")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    is_open = models.BooleanField(default=True)
    rank = models.SmallIntegerField(default=2)
    sort_on = models.DateField(default=FAR)
    certainty = models.CharField(max_length=10, blank=True, default="")
    released_on = models.DateField(null=True, blank=True)
    risk = models.CharField(max_length=10, blank=True, default="")
    status = models.CharField(max_length=24, blank=True, default="")
    prison_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    owner = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    has_consent = models.BooleanField(default=False)
    is_restricted = models.BooleanField(default=False)
    next_task = models.CharField(max_length=200, blank=True, default="")
    next_due_on = models.DateField(null=True, blank=True)
    open_tasks = models.SmallIntegerField(default=0)
    changed_at = models.DateTimeField()

    objects = CaseloadQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "case"], name="caseload_once")]
        indexes = [
            models.Index(fields=["unit", "is_open", "rank", "sort_on", "case"], name="caseload_by_risk"),
            models.Index(fields=["unit", "is_open", "sort_on", "case"], name="caseload_by_date"),
            models.Index(fields=["unit", "owner", "sort_on", "case"], name="caseload_by_owner"),
            models.Index(
                fields=["unit", "next_due_on"],
                condition=Q(is_open=True, next_due_on__isnull=False),
                name="caseload_due",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.case_id}"
