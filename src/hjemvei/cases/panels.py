"""The panels of this app that the case page shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.kept import Rows
from hjemvei.cases.policy.cooperation import can_send_message
from hjemvei.cases.queries.duty import ask_answering, ask_holders, ask_moves, duty_of
from hjemvei.cases.queries.hands import ask_hands
from hjemvei.cases.queries.talk import ask_thread, thread_of
from hjemvei.cases.queries.timeline import ask_events, page_of
from hjemvei.sharing.models import Case
from hjemvei.sharing.panels import CasePanel

NEWEST = 10


def _messages(actor: Actor, case: Case, today: dt.date, rows: Sequence[Rows]) -> dict[str, Any]:
    """The newest; the form is on the page of its own."""
    others = set(case.access_units) - set(actor.units)
    return {
        "thread": thread_of(actor, rows[0], today=today),
        "more_url": reverse("cases:messages", args=[case.key]) if len(rows[0]) == NEWEST else "",
        "form": None,
        "may_write": bool(others) and bool(can_send_message(actor, case)),
    }


def _timeline(_actor: Actor, _case: Case, _today: dt.date, rows: Sequence[Rows]) -> dict[str, Any]:
    return {"story": page_of(rows[0]), "everything": False, "is_first": True}


def _duty(actor: Actor, case: Case, today: dt.date, rows: Sequence[Rows]) -> dict[str, Any]:
    return {"duty": duty_of(actor, case, today, rows)}


DUTY = CasePanel(
    "cases:people",
    "cases/_duty.html",
    ((ask_answering, None), (ask_moves, None), (ask_holders, None), (ask_hands, None)),
    _duty,
)
MESSAGES = CasePanel("cases:messages", "cases/_messages.html", ((ask_thread, NEWEST),), _messages)
TIMELINE = CasePanel("cases:timeline", "cases/_timeline.html", ((ask_events, (False, False)),), _timeline)
