"""Who has the duty now: a dispute with both grounds, the wish to move, and each change of hands.

One statement for all of it; two more where there is a dispute, for the agreement's day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localdate

from hjemvei.accounts.actor import Actor, Seer
from hjemvei.accounts.kept import Kept, Rows, columns, instance
from hjemvei.cases.choices import MOVE_REFUSAL, MOVE_VIEW
from hjemvei.cases.enums import MoveRefusal, MoveView
from hjemvei.cases.models import Assignment, MoveWish, Responsibility
from hjemvei.cases.policy.cooperation import can_answer_as_second
from hjemvei.cases.policy.moves import (
    OPEN,
    can_answer_move,
    can_decide_move,
    can_invite_move,
    can_withdraw_move,
)
from hjemvei.cases.queries.cooperation import due_by
from hjemvei.cases.queries.hands import HandsView, hands_view
from hjemvei.cases.rules.disputes import Dispute, NextStep, Pressure, next_step, pressure
from hjemvei.cases.states import AssignmentState, MoveState, ResponsibilityState
from hjemvei.core.slots import Ask
from hjemvei.parties.models import Unit
from hjemvei.sharing.models import Case
from hjemvei.ui.parts import Text, Tone

MOST_MOVES = 5
PARTIES = ("municipality__name_norwegian", "second_municipality__name_norwegian")
MOVE_NAMES = ("from_municipality__name_norwegian", "to_municipality__name_norwegian", "to_unit__name")
TONES: Mapping[Pressure, Tone] = {
    Pressure.CALM: "neutral",
    Pressure.AMBER: "warning",
    Pressure.RED: "danger",
}
MOVE_TONES: Mapping[str, Tone] = {
    MoveState.WISHED: "info",
    MoveState.INVITED: "warning",
    MoveState.ACCEPTED: "success",
    MoveState.REFUSED: "danger",
    MoveState.WITHDRAWN: "neutral",
}


@dataclass(frozen=True, slots=True)
class DisputeView:
    """`helper` is who helps meanwhile, by name; empty where nobody has it by name."""

    first: str
    second: str
    first_ground: str
    second_ground: str
    governor_by: dt.date
    governor_asked_on: dt.date | None
    helper: str
    tone: Tone
    step: NextStep
    may_ground: bool


@dataclass(frozen=True, slots=True)
class GovernorView:
    municipality: str
    on: dt.date
    decision: str


@dataclass(frozen=True, slots=True)
class MoveLine:
    """A wish as it stands. `late` says which answer should have come."""

    key: str
    origin: str
    wished: str
    state: str
    state_label: Text
    tone: Tone
    wished_on: dt.date
    why: str
    view: Text
    view_reason: str
    decide_by: dt.date
    unit: str
    answer_by: dt.date | None
    refusal: Text
    refusal_reason: str
    late: str
    may_decide: bool
    may_invite: bool
    may_answer: bool
    may_withdraw: bool

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


@dataclass(frozen=True, slots=True)
class DutyView:
    dispute: DisputeView | None
    governor: GovernorView | None
    moves: Sequence[MoveLine]
    hands: HandsView

    def __bool__(self) -> bool:
        return bool(self.dispute or self.governor or self.moves or self.hands.count)


@Kept
def ask_answering(who: Seer, ask: Ask, _shape: None) -> QuerySet[Any, Any]:
    rows = Responsibility.objects.visible_to(who).filter(
        case_id=ask.number("case"),
        superseded_at__isnull=True,
        state__in=[ResponsibilityState.DISPUTED, ResponsibilityState.DECIDED],
    )
    found: QuerySet[Any, Any] = rows.order_by("-id").values(*columns(Responsibility), *PARTIES)[:1]
    return found


@Kept
def ask_moves(who: Seer, ask: Ask, _shape: None) -> QuerySet[Any, Any]:
    rows = MoveWish.objects.visible_to(who).filter(case_id=ask.number("case"))
    found: QuerySet[Any, Any] = rows.order_by("-id").values(*columns(MoveWish), *MOVE_NAMES)[:MOST_MOVES]
    return found


@Kept
def ask_holders(who: Seer, ask: Ask, _shape: None) -> QuerySet[Any, Any]:
    """Who has the case by name, in each controller."""
    rows: QuerySet[Any, Any] = Assignment.objects.visible_to(who).filter(
        case_id=ask.number("case"), is_owner=True, state=AssignmentState.ACCEPTED, to_user__isnull=False
    )
    return rows.order_by("id").values("to_user__name", "to_unit__controller__municipality_id")


def duty_of(actor: Actor, case: Case, today: dt.date, rows: Sequence[Rows]) -> DutyView:
    """From the rows of `ask_answering`, `ask_moves`, `ask_holders` and `ask_hands`."""
    answering, wishes, holders, hands = rows
    named = {row["to_unit__controller__municipality_id"]: row["to_user__name"] for row in holders}
    found = [_answering(case, row) for row in answering]
    disputed = [pair for pair in found if pair[0].state == ResponsibilityState.DISPUTED]
    decided = [pair for pair in found if pair[0].state == ResponsibilityState.DECIDED]
    return DutyView(
        dispute=_dispute(actor, *disputed[0], named, today) if disputed else None,
        governor=_governor(*decided[0]) if decided else None,
        moves=[_move(actor, case, row, today) for row in wishes],
        hands=hands_view(hands),
    )


def _answering(case: Case, values: Mapping[str, Any]) -> tuple[Responsibility, Mapping[str, Any]]:
    row = instance(Responsibility, values)
    row.case = case
    return row, values


def _dispute(
    actor: Actor,
    row: Responsibility,
    names: Mapping[str, Any],
    helpers: Mapping[str | None, str],
    today: dt.date,
) -> DisputeView:
    since = localdate(row.answered_at or row.recorded_at)
    helper = helpers.get(row.municipality_id, "")
    facts = Dispute(
        disputed=True,
        second_asked=row.second_unit_id is not None,
        second_answered=row.second_answered_at is not None,
        governor_by=due_by(actor, row.case, code="dispute_to_governor", counted_from=since),
        governor_asked_on=row.governor_asked_on,
        helper_named=bool(helper),
    )
    first, second = (names[name] or "" for name in PARTIES)
    return DisputeView(
        first=first,
        second=second,
        first_ground=row.answer,
        second_ground=row.second_answer,
        governor_by=facts.governor_by,
        governor_asked_on=row.governor_asked_on,
        helper=helper,
        tone=TONES[pressure(facts, today=today)],
        step=next_step(facts, today=today),
        may_ground=bool(can_answer_as_second(actor, row)),
    )


def _governor(row: Responsibility, names: Mapping[str, Any]) -> GovernorView | None:
    if row.governor_decided_on is None:
        return None
    return GovernorView(names[PARTIES[0]], row.governor_decided_on, row.governor_decision)


def _move(actor: Actor, case: Case, values: Mapping[str, Any], today: dt.date) -> MoveLine:
    row = instance(MoveWish, values)
    row.case = case
    if row.to_unit_id:
        row.to_unit = Unit(pk=row.to_unit_id, name=values[MOVE_NAMES[2]])
    is_open, is_invited = row.state in OPEN, row.state == MoveState.INVITED
    return MoveLine(
        key=row.key,
        origin=values[MOVE_NAMES[0]],
        wished=values[MOVE_NAMES[1]],
        state=row.state,
        state_label=row.get_state_display(),
        tone=MOVE_TONES[row.state],
        wished_on=row.wished_on,
        why=row.own_words,
        view=MOVE_VIEW[MoveView(row.decision)] if row.decision else "",
        view_reason=row.decision_reason,
        decide_by=row.decide_by,
        unit=values[MOVE_NAMES[2]] or "",
        answer_by=row.answer_by,
        refusal=MOVE_REFUSAL[MoveRefusal(row.refusal)] if row.refusal else "",
        refusal_reason=row.refusal_reason,
        late=late_answer(row, today=today),
        may_decide=is_open and not row.decision and bool(can_decide_move(actor, row)),
        may_invite=row.state == MoveState.WISHED and bool(can_invite_move(actor, row)),
        may_answer=is_invited and bool(can_answer_move(actor, row)),
        may_withdraw=is_open and bool(can_withdraw_move(actor, row)),
    )


def late_answer(row: MoveWish, *, today: dt.date) -> str:
    """Whose answer is past its day: `origin`, `wished`, or empty."""
    if row.state == MoveState.INVITED and row.answer_by is not None and row.answer_by < today:
        return "wished"
    return "origin" if row.state in OPEN and not row.decision and row.decide_by < today else ""
