"""The municipality says yes: it answers for the person."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_noop

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.cases.actions.record_event import record_event
from hjemvei.cases.actions.sync_caseload import sync_caseload
from hjemvei.cases.models import Responsibility
from hjemvei.cases.policy.cooperation import can_answer_responsibility
from hjemvei.cases.queries.cooperation import lock_responsibility
from hjemvei.cases.states import RESPONSIBILITY
from hjemvei.core.states import move

ACCEPTED = gettext_noop("%(municipality)s bekreftet ansvaret")


def accept_responsibility(
    *, actor: Actor, responsibility: Responsibility, answer: str = "", at: dt.datetime
) -> Responsibility:
    """Also ends a dispute: whoever was asked may say yes at any time."""
    row = lock_responsibility(actor, responsibility)
    can_answer_responsibility(actor, row).require()
    move(row, "accept", by=RESPONSIBILITY)
    row.answered_at, row.answer = at, answer[:600]
    row.save(update_fields=["state", "answered_at", "answer"])
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
    sync_caseload(case_ids=[row.case_id])
    return row
