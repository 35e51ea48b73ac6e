"""What waits for the actor, from the actor's own rows; one statement a kind of thing, never one a row."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, Exists, Func, OuterRef, Q, QuerySet, Value

from hjemvei.accounts.actor import Actor, Seer
from hjemvei.accounts.kept import Kept
from hjemvei.accounts.queries.deputies import stood_in_for
from hjemvei.allocation.models import Application, Offer
from hjemvei.allocation.states import ApplicationState, OfferState
from hjemvei.cases.models import Assignment, Message, Notice, Task
from hjemvei.cases.states import AssignmentState, NoticeState
from hjemvei.core.slots import Ask
from hjemvei.deviations.models import Deviation
from hjemvei.deviations.states import LIVE
from hjemvei.sharing.sealed import open_values
from hjemvei.tenancies.choices import ContactOutcome
from hjemvei.tenancies.models import FollowUp
from hjemvei.web.board_lists import SHOWN

MOST_TASKS = 40
Rows = QuerySet[Any, Any]


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something in one case that waits: what it is is known to the section that shows it."""

    case_id: int
    key: str
    text: str
    due_on: dt.date | None
    code: str = ""
    note: str = ""
    clause: str = ""
    unit_id: int = 0


def _mine(who: Seer) -> Q:
    """To the actor, or to the unit as a whole."""
    return _ours(who) & Q(to_unit_id__any=who.case_units())


def _ours(who: Seer) -> Q:
    """Nobody's in particular, the actor's own, and those of somebody away whose deputy the actor is."""
    return Q(to_user__isnull=True) | Q(to_user_id=who.user_id) | Q(to_user_id__in=stood_in_for(who))


def tasks_for(actor: Actor, *, today: dt.date) -> list[Waiting]:
    """Open tasks of the actor's units that are the actor's own or nobody's, by due date."""
    rows = [row for unit in actor.case_units() for row in ask_tasks(actor, None, today=today, to=unit)]
    return sorted(map(_task, open_values(rows, Task, "words")), key=_due)[:MOST_TASKS]


def _task(row: dict[str, Any]) -> Waiting:
    words = row.pop("words")
    return Waiting(*{**row, "title": words or row["title"]}.values())


def _due(row: Waiting) -> tuple[dt.date, str]:
    return row.due_on or dt.date.max, row.key


class FirstDue(Func):
    """The keys of a unit's open tasks that are due first; see the function's migration."""

    function = "kernel.first_due"
    arity = 4
    output_field = ArrayField(BigIntegerField())


@Kept
def ask_tasks(who: Seer, ask: Ask, _shape: None) -> Rows:
    """One unit at a time: the index gives its open tasks in the order they are due."""
    first = FirstDue(ask.number("to"), who.user_id, ask.day("today"), Value(MOST_TASKS))
    rows = Task.objects.visible_to(who).filter(pk__any=first)
    names = ("case_id", "key", "title", "due_on", "code", "source", "clause", "to_unit_id", "words")
    return rows.order_by("due_on", "id").values(*names)


def questions_for(actor: Actor) -> list[Waiting]:
    """Messages to the actor or the unit that ask for an answer and have none."""
    return [
        Waiting(row["case_id"], row["key"], row["body"], row["answer_by"], note=row["owner_unit__name"])
        for row in open_values(ask_questions(actor, None), Message, "body")
    ]


@Kept
def ask_questions(who: Seer, ask: Ask, _shape: None) -> Rows:
    rows = Message.objects.visible_to(who).filter(
        _mine(who), answer_by__isnull=False, answered_at__isnull=True
    )
    names = ("case_id", "key", "body", "answer_by", "owner_unit__name")
    return rows.order_by("answer_by", "id").values(*names)[:SHOWN]


def notices_for(actor: Actor) -> list[Waiting]:
    """Notices that the unit has not acknowledged; a note where the date has moved since the last one."""
    return [
        Waiting(
            row["case_id"],
            row["key"],
            row["owner_unit__name"],
            row["acknowledge_by"],
            note="moved" if row["replaces_id"] else "",
        )
        for row in ask_notices(actor, None)
    ]


@Kept
def ask_notices(who: Seer, ask: Ask, _shape: None) -> Rows:
    rows = Notice.objects.visible_to(who).filter(to_unit_id__any=who.case_units(), state=NoticeState.SENT)
    names = ("case_id", "key", "owner_unit__name", "acknowledge_by", "replaces_id")
    return rows.order_by("acknowledge_by", "id").values(*names)[:SHOWN]


def unanswered_for(actor: Actor, *, today: dt.date) -> list[Waiting]:
    """Notices of the unit's own that the receiver should have acknowledged before today."""
    found = ask_unanswered(actor, None, before=today)
    return [Waiting(*row.values()) for row in found]


@Kept
def ask_unanswered(who: Seer, ask: Ask, _shape: None) -> Rows:
    rows = Notice.objects.visible_to(who).filter(
        owner_unit_id__any=who.case_units(), state=NoticeState.SENT, acknowledge_by__lt=ask.day("before")
    )
    names = ("case_id", "key", "to_unit__name", "acknowledge_by")
    return rows.order_by("acknowledge_by", "id").values(*names)[:SHOWN]


def offered_for(actor: Actor) -> list[Waiting]:
    """Parts that the actor, or the unit as a whole, is asked to take."""
    return [
        Waiting(row["case_id"], row["key"], "", None, note=row["owner_unit__name"])
        for row in ask_offered(actor, None)
    ]


@Kept
def ask_offered(who: Seer, ask: Ask, _shape: None) -> Rows:
    rows = Assignment.objects.visible_to(who).filter(_mine(who), state=AssignmentState.OFFERED)
    return rows.order_by("offered_at", "id").values("case_id", "key", "owner_unit__name")[:SHOWN]


def declined_for(actor: Actor) -> list[Waiting]:
    """Parts that somebody said no to, in cases where nobody has the part now."""
    return [
        Waiting(row["case_id"], row["key"], row["reason"], None, note=row["to_unit__name"])
        for row in open_values(ask_declined(actor, None), Assignment, "reason")
    ]


@Kept
def ask_declined(who: Seer, ask: Ask, _shape: None) -> Rows:
    taken = Assignment.objects.filter(
        case_id=OuterRef("case_id"),
        role=OuterRef("role"),
        state__in=[AssignmentState.OFFERED, AssignmentState.ACCEPTED],
    )
    rows = Assignment.objects.visible_to(who).filter(
        ~Exists(taken), state=AssignmentState.DECLINED, owner_unit_id__any=who.case_units()
    )
    return rows.order_by("-answered_at", "-id").values("case_id", "key", "reason", "to_unit__name")[:SHOWN]


def applications_for(actor: Actor) -> list[Waiting]:
    """Applications to the unit that are not decided, oldest first."""
    return [
        Waiting(row["case_id"], row["key"], "", row["received_on"]) for row in ask_applications(actor, None)
    ]


@Kept
def ask_applications(who: Seer, ask: Ask, _shape: None) -> Rows:
    rows = Application.objects.visible_to(who).filter(
        to_unit_id__any=who.case_units(), state=ApplicationState.RECEIVED
    )
    return rows.order_by("received_on", "id").values("case_id", "key", "received_on")[:SHOWN]


def offers_for(actor: Actor, *, today: dt.date) -> list[Waiting]:
    """Offers without an answer two days before their last day, or after it."""
    found = ask_offers(actor, None, until=today + dt.timedelta(days=2))
    return [Waiting(*row.values()) for row in found]


@Kept
def ask_offers(who: Seer, ask: Ask, _shape: None) -> Rows:
    rows = Offer.objects.visible_to(who).filter(
        owner_unit_id__any=who.case_units(), state=OfferState.MADE, answer_by__lte=ask.day("until")
    )
    names = ("case_id", "key", "dwelling__name", "answer_by")
    return rows.order_by("answer_by", "id").values(*names)[:SHOWN]


def visits_for(actor: Actor, *, today: dt.date) -> list[Waiting]:
    """The first contact of each person that was planned until tomorrow and is not yet reported."""
    return [
        Waiting(row["case_id"], row["key"], "", row["planned_on"], note="" if row["person_agreed"] else "ask")
        for row in ask_visits(actor, None, until=today + dt.timedelta(days=1))
    ]


@Kept
def ask_visits(who: Seer, ask: Ask, _shape: None) -> Rows:
    planned = FollowUp.objects.visible_to(who).filter(
        _mine(who), outcome="", planned_on__lte=ask.day("until")
    )
    first = planned.order_by("case_id", "planned_on", "id").distinct("case_id").values("id")
    rows = FollowUp.objects.visible_to(who).filter(id__in=first)
    return rows.order_by("planned_on", "id").values("case_id", "key", "planned_on", "person_agreed")[:SHOWN]


def missed_for(actor: Actor, *, today: dt.date) -> list[Waiting]:
    """Contacts of the last fortnight in which nobody was reached."""
    found = ask_missed(actor, None, since=today - dt.timedelta(days=14))
    return [Waiting(row["case_id"], row["key"], "", row["happened_on"]) for row in found]


@Kept
def ask_missed(who: Seer, ask: Ask, _shape: None) -> Rows:
    rows = FollowUp.objects.visible_to(who).filter(
        to_unit_id__any=who.case_units(), outcome=ContactOutcome.MISSED, happened_on__gt=ask.day("since")
    )
    return rows.order_by("-happened_on", "-id").values("case_id", "key", "happened_on")[:SHOWN]


def followed_for(actor: Actor) -> list[Waiting]:
    """Deviations that the actor answers for, what is overdue first."""
    return [
        Waiting(row["case_id"], row["key"], row["kind"], row["due_on"]) for row in ask_followed(actor, None)
    ]


@Kept
def ask_followed(who: Seer, ask: Ask, _shape: None) -> Rows:
    rows = Deviation.objects.visible_to(who).filter(
        to_user_id=who.user_id, due_on__isnull=False, state__in=LIVE
    )
    return rows.order_by("due_on", "id").values("case_id", "key", "kind", "due_on")[:SHOWN]
