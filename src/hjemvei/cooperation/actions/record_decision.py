"""What a meeting decides, what is done to cooperate better, and what came of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.cooperation.actions.plan_meeting import find_for_change
from hjemvei.cooperation.enums import MeasureKind
from hjemvei.cooperation.models import Decision, Forum, Improvement, Meeting, Seat
from hjemvei.cooperation.policy import can_close_work, can_lead
from hjemvei.cooperation.states import WORK, MeetingState
from hjemvei.cooperation.words import refuse_numbers
from hjemvei.core.errors import RuleBroken
from hjemvei.core.states import move


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What, by whom, by when."""

    text: str
    owner: Seat
    due_on: dt.date


def record_decision(*, actor: Actor, meeting: Meeting, work: Work, at: dt.datetime) -> Decision:
    """Raises RuleBroken where the meeting was called off, its minutes are approved, or nobody there can own
    it.
    """
    locked = find_for_change(actor, meeting)
    if locked.state == MeetingState.CANCELLED:
        raise RuleBroken(_("Møtet er avlyst."), code="wrong_state")
    _check(work, meeting.forum_id, at=at)
    decision: Decision = Decision.objects.create(
        forum_id=meeting.forum_id,
        meeting=meeting,
        text=work.text.strip(),
        owner=work.owner,
        due_on=work.due_on,
        recorded_by_id=actor.user_id,
        recorded_at=at,
    )
    return decision


def add_improvement(
    *, actor: Actor, forum: Forum, kind: MeasureKind, work: Work, decision: Decision | None, at: dt.datetime
) -> Improvement:
    """`decision` is the one it carries out, if any."""
    can_lead(actor, forum).require()
    _check(work, forum.pk, at=at)
    if decision is not None and decision.forum_id != forum.pk:
        raise RuleBroken(_("Vedtaket er gjort et annet sted."), code="other_forum", field="decision")
    improvement: Improvement = Improvement.objects.create(
        forum=forum,
        decision=decision,
        kind=kind,
        text=work.text.strip(),
        owner=work.owner,
        due_on=work.due_on,
        recorded_by_id=actor.user_id,
        recorded_at=at,
    )
    return improvement


def close_decision(*, actor: Actor, decision: Decision, verb: str, outcome: str, at: dt.datetime) -> Decision:
    """`verb` of `states.WORK`: finish or drop."""
    can_close_work(actor, decision).require()
    _close(decision, verb=verb, said=outcome, actor=actor, at=at)
    decision.outcome = outcome.strip()
    decision.save(update_fields=["state", "outcome", "closed_by", "closed_at"])
    return decision


def close_improvement(
    *, actor: Actor, improvement: Improvement, verb: str, effect: str, at: dt.datetime
) -> Improvement:
    can_close_work(actor, improvement).require()
    _close(improvement, verb=verb, said=effect, actor=actor, at=at)
    improvement.effect = effect.strip()
    improvement.save(update_fields=["state", "effect", "closed_by", "closed_at"])
    return improvement


def _close(row: Decision | Improvement, *, verb: str, said: str, actor: Actor, at: dt.datetime) -> None:
    refuse_numbers(outcome=said)
    if not said.strip():
        raise RuleBroken(_("Skriv hva det ble til."), code="empty", field="outcome")
    move(row, verb, by=WORK)
    row.closed_by_id, row.closed_at = actor.user_id, at


def _check(work: Work, forum_id: int, *, at: dt.datetime) -> None:
    refuse_numbers(text=work.text)
    if not work.text.strip():
        raise RuleBroken(_("Skriv hva som skal gjøres."), code="empty", field="text")
    if (
        work.owner.forum_id != forum_id
        or not Seat.objects.in_force(localdate(at)).filter(pk=work.owner.pk).exists()
    ):
        raise RuleBroken(_("Den som har ansvaret, må sitte her."), code="no_seat", field="owner")
