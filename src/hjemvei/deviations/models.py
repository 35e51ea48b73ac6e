"""Where the agreed slipped and what went well, in a case; and what a committee may read without one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q, QuerySet

from hjemvei.accounts.enums import InfoClass
from hjemvei.agreements.models import Agreement, AgreementParty
from hjemvei.core import clock
from hjemvei.core.text import new_key
from hjemvei.deviations.choices import Cause, DeviationKind, Effect, Mistake
from hjemvei.deviations.states import LIVE, DeviationState, SummaryState
from hjemvei.parties.models import Controller, Unit
from hjemvei.sharing.models import CaseRow, CaseRowQuerySet
from hjemvei.sharing.sealed import SealedText

if TYPE_CHECKING:
    from hjemvei.accounts.actor import Seer


class Deviation(CaseRow):
    """One breach of what was agreed, or one thing that went well. A refused consent is never one.

    `info_class` is that of what it was found from. `found_in` names that fact where the system found it: the
    key of a task, a message or a notice, else what there is one of in a case ("night", "owner"); empty for
    what people report. The same fact gives one row for each controller, opened again when it happens again.
    """

    row_class = None
    receiver_field = "to_unit"

    info_class = models.SmallIntegerField(choices=InfoClass.choices, default=InfoClass.COORDINATION)
    kind = models.CharField(max_length=32, choices=DeviationKind.choices)
    happened_on = models.DateField()
    to_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=10, choices=DeviationState.choices, default=DeviationState.OPEN)
    found_in = models.CharField(max_length=12, blank=True, default="")
    times = models.SmallIntegerField(default=1)
    cause = models.CharField(max_length=20, choices=Cause.choices, blank=True, default="")
    cause_note = SealedText(blank=True, default="")
    note = SealedText(blank=True, default="")
    measure = SealedText(blank=True, default="")
    to_user = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    due_on = models.DateField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    follow_up_on = models.DateField(null=True, blank=True)
    effect = models.CharField(max_length=10, choices=Effect.choices, blank=True, default="")
    closed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.CharField(max_length=10, choices=Mistake.choices, blank=True, default="")

    objects = CaseRowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | ~Q(cause=""), name="deviation_closed_with_cause"
            ),
            models.CheckConstraint(
                condition=Q(state=DeviationState.CLOSED, closed_at__isnull=False)
                | (~Q(state=DeviationState.CLOSED) & Q(closed_at__isnull=True)),
                name="deviation_closed_when",
            ),
            models.CheckConstraint(
                condition=~Q(state=DeviationState.WITHDRAWN)
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_why="")),
                name="deviation_withdrawn_why",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[DeviationState.PLANNED, DeviationState.DONE])
                | Q(to_user__isnull=False, due_on__isnull=False),
                name="deviation_planned_by_whom",
            ),
            models.UniqueConstraint(
                fields=["controller", "case", "kind", "found_in"],
                condition=~Q(found_in=""),
                name="deviation_found_once",
            ),
            models.UniqueConstraint(
                fields=["controller", "case", "kind", "happened_on"],
                condition=Q(found_in=""),
                name="deviation_said_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["to_unit", "happened_on", "id"],
                condition=Q(state__in=LIVE),
                name="deviation_live_of_unit",
            ),
            models.Index(fields=["to_user", "due_on"], condition=Q(state__in=LIVE), name="deviation_of_user"),
        ]


class DeviationSummary(CaseRow):
    """What the committee may read of a deviation: redacted by whoever knows it, released by a colleague.

    `point` is the released copy, which refers to nothing here.
    """

    row_class = InfoClass.COORDINATION

    deviation = models.ForeignKey(Deviation, on_delete=models.PROTECT, related_name="summaries")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="+")
    text = SealedText()
    state = models.CharField(max_length=10, choices=SummaryState.choices, default=SummaryState.WRITTEN)
    released_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    released_at = models.DateTimeField(null=True, blank=True)
    point = models.OneToOneField("AgendaPoint", on_delete=models.PROTECT, null=True, related_name="+")

    objects = CaseRowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="summary_says_something"),
            models.CheckConstraint(
                condition=~Q(state=SummaryState.RELEASED)
                | Q(released_by__isnull=False, released_at__isnull=False, point__isnull=False),
                name="summary_released_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(released_by__isnull=True) | ~Q(released_by=models.F("recorded_by")),
                name="summary_released_by_a_second",
            ),
            models.UniqueConstraint(
                fields=["deviation"],
                condition=Q(state__in=[SummaryState.WRITTEN, SummaryState.RELEASED]),
                name="summary_one_that_stands",
            ),
        ]


def party_to(actor: Seer) -> QuerySet[AgreementParty]:
    """The agreements that the actor's organisation has joined and not left."""
    return AgreementParty.objects.on(clock.today()).filter(controller_id=actor.controller_id)


class PartyQuerySet(models.QuerySet["AgendaPoint"]):
    def visible_to(self, actor: Seer) -> Self:
        """The parties of the agreement, whoever of them; what is taken back only its own organisation."""
        stands = Q(taken_back_month=None, agreement__in=party_to(actor).values("agreement"))
        return self.filter(stands | Q(controller_id=actor.controller_id))


class AgendaPoint(models.Model):
    """A released summary: no case, no name, no day. `month` is the first of the month it happened in."""

    key = models.CharField(max_length=12, unique=True, default=new_key)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="+")
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=32, choices=DeviationKind.choices)
    cause = models.CharField(max_length=20, choices=Cause.choices, blank=True, default="")
    month = models.DateField()
    text = models.CharField(max_length=600)
    settled_month = models.DateField(null=True, blank=True)
    taken_back_month = models.DateField(null=True, blank=True)

    objects = PartyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="agenda_point_says_something"),
            models.CheckConstraint(condition=Q(month__day=1), name="agenda_point_month"),
        ]

    def __str__(self) -> str:
        return f"agenda point {self.key}"


class LabelQuerySet(models.QuerySet["AgendaLabel"]):
    def visible_to(self, actor: Seer) -> Self:
        return self.filter(point__in=AgendaPoint.objects.visible_to(actor))


class AgendaLabel(models.Model):
    """What a point is called at one meeting: new and random each time."""

    point = models.ForeignKey(AgendaPoint, on_delete=models.PROTECT, related_name="labels")
    meeting = models.CharField(max_length=12)
    label = models.CharField(max_length=8)

    objects = LabelQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["point", "meeting"], name="agenda_label_once"),
            models.UniqueConstraint(fields=["meeting", "label"], name="agenda_label_one_point"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting}: {self.label}"


class CountQuerySet(models.QuerySet["AgendaCount"]):
    def visible_to(self, actor: Seer) -> Self:
        return self.filter(agreement__in=party_to(actor).values("agreement"))


class AgendaCount(models.Model):
    """How many people, by half-year: written once, never again otherwise, and never fewer than five.

    `dimension` is what they are told apart by ("kind", "cause", "month", "well"), `code` empty for all that
    are pooled; dimension "all" holds `slipped` and, where it tells nothing, `base`: all with consent.
    "looked" says that the half-year has been counted, also where nothing of it is told.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    dimension = models.CharField(max_length=8)
    code = models.CharField(max_length=32, blank=True, default="")
    people = models.IntegerField()

    objects = CountQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(people__gte=5) | Q(dimension="looked", people=0), name="agenda_count_not_small"
            ),
            models.UniqueConstraint(
                fields=["agreement", "since", "dimension", "code"], name="agenda_count_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.since}: {self.dimension} {self.code}"
