"""Notices, people and messages of one case, as the panels show them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localdate

from hjemvei.accounts.actor import Actor, Seer
from hjemvei.accounts.kept import Kept, Rows, columns, instance
from hjemvei.cases.choices import CERTAINTY
from hjemvei.cases.enums import ReleaseCertainty
from hjemvei.cases.models import Assignment, Inquiry, Message, Notice, Responsibility
from hjemvei.cases.policy.cooperation import (
    can_acknowledge_notice,
    can_answer_assignment,
    can_answer_message,
    can_answer_responsibility,
    can_rate_notice,
)
from hjemvei.cases.queries.agreed import AgreedTerm, agreed_terms
from hjemvei.cases.queries.cooperation import due_by, live_assignments, responsibility_in_force
from hjemvei.cases.states import AssignmentState, NoticeState, ResponsibilityState
from hjemvei.core.slots import Ask
from hjemvei.parties.models import Unit
from hjemvei.sharing.enums import Basis
from hjemvei.sharing.models import Case
from hjemvei.sharing.queries import Participant, participants
from hjemvei.sharing.sealed import fetch_for, unlock


@dataclass(frozen=True, slots=True)
class NoticeView:
    key: str
    to: str
    sender: str
    state: str
    state_label: str
    sent_at: dt.datetime
    expected_on: dt.date | None
    certainty: str
    lead_days: int | None
    note: str
    acknowledge_by: dt.date
    acknowledged_at: dt.datetime | None
    acknowledged_by: str
    reminded_at: dt.datetime | None
    overdue: bool
    may_acknowledge: bool
    may_rate: bool


@dataclass(frozen=True, slots=True)
class PartView:
    """Somebody's part; `name` is empty while a whole unit is asked."""

    key: str
    name: str
    unit: str
    controller: str
    role: str
    accepted: bool
    is_owner: bool
    may_answer: bool


@dataclass(frozen=True, slots=True)
class ResponsibilityView:
    key: str
    number: str
    municipality: str
    second: str
    state: str
    state_label: str
    reason: str
    answer: str
    governor_by: dt.date | None
    governor_asked_on: dt.date | None
    may_answer: bool


@dataclass(frozen=True, slots=True)
class PeopleView:
    units: Sequence[Participant]
    parts: Sequence[PartView]
    responsibility: ResponsibilityView | None
    terms: Sequence[AgreedTerm]


@dataclass(frozen=True, slots=True)
class MessageView:
    key: str
    author: str
    unit: str
    to: str
    at: dt.datetime
    body: str
    own: bool
    unread: bool
    answer_by: dt.date | None
    answered: bool
    may_answer: bool
    overdue: bool


@dataclass(frozen=True, slots=True)
class InquiryView:
    key: str
    asked_by: str
    to: str
    body: str
    sent_at: dt.datetime
    answer_by: dt.date | None
    answers: Sequence[str]
    may_answer: bool


def notices_of(actor: Actor, case: Case, *, today: dt.date) -> list[NoticeView]:
    """Newest first, in one statement."""
    rows = Notice.objects.visible_to(actor).of(case).order_by("-id")
    found = rows.select_related("to_unit", "owner_unit", "acknowledged_by")
    return [_notice(actor, row, today) for row in unlock(found)]


def _notice(actor: Actor, row: Notice, today: dt.date) -> NoticeView:
    waits = row.state == NoticeState.SENT
    return NoticeView(
        key=row.key,
        to=row.to_unit.name,
        sender=row.owner_unit.name,
        state=row.state,
        state_label=row.get_state_display(),
        sent_at=row.sent_at,
        expected_on=row.expected_release_on,
        certainty=str(CERTAINTY[ReleaseCertainty(row.certainty)]),
        lead_days=row.lead_days,
        note=row.note,
        acknowledge_by=row.acknowledge_by,
        acknowledged_at=row.acknowledged_at,
        acknowledged_by=row.acknowledged_by.name if row.acknowledged_by else "",
        reminded_at=row.reminded_at,
        overdue=waits and row.acknowledge_by < today,
        may_acknowledge=waits and bool(can_acknowledge_notice(actor, row)),
        may_rate=row.state == NoticeState.ACKNOWLEDGED and bool(can_rate_notice(actor, row)),
    )


def people_of(actor: Actor, case: Case, *, today: dt.date) -> PeopleView:
    """Who takes part, who has it by name, which municipality answers, and what is agreed about answering."""
    row = responsibility_in_force(actor, case)
    return PeopleView(
        units=participants(case),
        parts=[_part(actor, part) for part in live_assignments(actor, case)],
        responsibility=_responsibility(actor, row) if row else None,
        terms=agreed_terms(actor, case, today=today),
    )


def _part(actor: Actor, row: Assignment) -> PartView:
    accepted = row.state == AssignmentState.ACCEPTED
    return PartView(
        key=row.key,
        name=row.to_user.name if row.to_user else "",
        unit=row.to_unit.name,
        controller=row.to_unit.controller.name,
        role=row.get_role_display(),
        accepted=accepted,
        is_owner=row.is_owner,
        may_answer=not accepted and bool(can_answer_assignment(actor, row)),
    )


def _responsibility(actor: Actor, row: Responsibility) -> ResponsibilityView:
    disputed = row.state == ResponsibilityState.DISPUTED
    since = localdate(row.answered_at or row.recorded_at)
    code = "dispute_to_governor"
    return ResponsibilityView(
        key=row.key,
        number=row.municipality_id,
        municipality=row.municipality.name_norwegian,
        second=row.second_municipality.name_norwegian if row.second_municipality else "",
        state=row.state,
        state_label=row.get_state_display(),
        reason=row.reason,
        answer=row.answer,
        governor_by=due_by(actor, row.case, code=code, counted_from=since) if disputed else None,
        governor_asked_on=row.governor_asked_on,
        may_answer=bool(can_answer_responsibility(actor, row)),
    )


NAMES = ("recorded_by__name", "owner_unit__name", "to_unit__name")


@Kept
def ask_thread(who: Seer, ask: Ask, newest: int) -> QuerySet[Any, Any]:
    """The newest of the case's messages, at most `newest`; newest first."""
    rows: QuerySet[Any, Any] = Message.objects.visible_to(who).filter(case_id=ask.number("case"))
    return rows.order_by("-sent_at", "-id").values(*columns(Message), *NAMES)[:newest]


def thread_of(actor: Actor, rows: Rows, *, today: dt.date) -> list[MessageView]:
    """Oldest first, from the rows of `ask_thread`."""
    fetch_for(rows)
    return [_message(actor, row, today) for row in reversed(rows)]


def _message(actor: Actor, found: Mapping[str, Any], today: dt.date) -> MessageView:
    row = instance(Message, found)
    mine = row.to_unit_id in actor.units
    waits = row.answer_by is not None and row.answered_at is None
    author, unit, to = (found[name] for name in NAMES)
    return MessageView(
        key=row.key,
        author=author,
        unit=unit,
        to=to,
        at=row.sent_at,
        body=row.body,
        own=row.owner_unit_id in actor.units,
        unread=mine and row.read_at is None,
        answer_by=row.answer_by,
        answered=row.answered_at is not None,
        may_answer=waits and bool(can_answer_message(actor, row)),
        overdue=waits and row.answer_by is not None and row.answer_by < today,
    )


def partners(actor: Actor, case: Case) -> list[Unit]:
    """The other units that may be written to about this person."""
    ids = [part.unit_id for part in participants(case) if part.basis != Basis.OWN]
    return list(Unit.objects.filter(pk__in=set(ids) - set(actor.units)).order_by("name", "id"))


def inquiries_of(actor: Actor) -> list[InquiryView]:
    """The newest fifty that the actor's units asked or were asked, with answers, in two statements."""
    rows = Inquiry.objects.visible_to(actor).filter(answers__isnull=True).order_by("-id")
    asked = list(rows.select_related("owner_unit", "to_unit")[:50])
    replies: dict[int, list[str]] = {}
    for reply in Inquiry.objects.visible_to(actor).filter(answers__in=asked).order_by("id"):
        replies.setdefault(reply.answers_id or 0, []).append(reply.body)
    return [
        InquiryView(
            key=row.key,
            asked_by=row.owner_unit.name,
            to=row.to_unit.name,
            body=row.body,
            sent_at=row.sent_at,
            answer_by=row.answer_by,
            answers=replies.get(row.pk, []),
            may_answer=row.to_unit_id in actor.case_units() and row.answered_at is None,
        )
        for row in asked
    ]
