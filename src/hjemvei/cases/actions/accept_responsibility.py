"""The municipality says yes: it answers for the person."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_noop

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.cases.actions.finish_task import finish_task
from hjemvei.cases.actions.record_event import record_event
from hjemvei.cases.actions.sync_caseload import sync_caseload
from hjemvei.cases.asked import GROUND, lapse_asked
from hjemvei.cases.hands import note_hand
from hjemvei.cases.models import Responsibility
from hjemvei.cases.policy.cooperation import can_answer_as_second, can_answer_responsibility
from hjemvei.cases.queries.cooperation import lock_responsibility
from hjemvei.cases.states import RESPONSIBILITY, ResponsibilityState
from hjemvei.core.states import move

PARTIES = ("municipality", "second_municipality", "to_unit", "second_unit", "answer", "second_answer")
ACCEPTED = gettext_noop("%(municipality)s bekreftet ansvaret")


def accept_responsibility(
    *, actor: Actor, responsibility: Responsibility, answer: str = "", at: dt.datetime
) -> Responsibility:
    """Also ends a dispute: either of the two that are named may say yes at any time."""
    row = lock_responsibility(actor, responsibility)
    if row.state == ResponsibilityState.DISPUTED and can_answer_as_second(actor, row):
        change_sides(row)
    can_answer_responsibility(actor, row).require()
    move(row, "accept", by=RESPONSIBILITY)
    row.answered_at = at
    if answer:
        row.answer = answer[:600]
    row.save(update_fields=["state", "answered_at", *PARTIES])
    record_event(
        actor=actor,
        case=row.case,
        code="responsibility_accepted",
        text=ACCEPTED,
        info_class=InfoClass.COORDINATION,
        at=at,
        milestone=True,
        municipality=row.municipality.name_norwegian,
    )
    note_hand(actor, row.case, municipality=row.municipality, at=at)
    lapse_asked(actor, row.case, GROUND, at=at)
    finish_task(actor=actor, case=row.case, code="dispute_to_governor", at=at)
    sync_caseload(case_ids=[row.case_id])
    return row


def change_sides(row: Responsibility) -> None:
    """The second of the two that are named is the one that answers, and the first is remembered."""
    assert row.second_municipality is not None
    row.municipality, row.second_municipality = row.second_municipality, row.municipality
    row.to_unit_id, row.second_unit_id = row.second_unit_id, row.to_unit_id
    row.answer, row.second_answer = row.second_answer, row.answer
