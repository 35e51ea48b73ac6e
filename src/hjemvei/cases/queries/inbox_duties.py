"""What an inbox says of disputes, moves and cases handed on too often: red, amber, and until when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hjemvei.accounts.kept import Rows
from hjemvei.cases.queries.cooperation import default_due_by
from hjemvei.cases.queries.duty import TONES
from hjemvei.cases.queries.inbox_rows import DutyRow, People
from hjemvei.cases.rules.disputes import Dispute, Pressure, pressure
from hjemvei.cases.states import MoveState


def duty_rows(
    disputes: Rows,
    moves: Rows,
    often: Sequence[tuple[int, str, int]],
    people: People,
    *,
    unit_id: int,
    today: dt.date,
) -> list[DutyRow]:
    """Red first, then by day. `often`: case, its key, and how many times it has changed hands."""
    found = [_dispute(row, people, today) for row in disputes]
    found += [_move(row, people, unit_id, today) for row in moves]
    found += [
        DutyRow(
            key,
            people.of(case_id),
            ngettext("har skiftet hender %(n)s gang", "har skiftet hender %(n)s ganger", n) % {"n": n},
            "danger",
            None,
        )
        for case_id, key, n in often
    ]
    return sorted(found, key=lambda row: (row.tone != "danger", row.due_on or today, row.case_key))


def _dispute(row: Mapping[str, Any], people: People, today: dt.date) -> DutyRow:
    since = localdate(row["answered_at"]) if row["answered_at"] else today
    by = default_due_by(code="dispute_to_governor", counted_from=since)
    facts = Dispute(
        disputed=True,
        second_asked=False,
        second_answered=False,
        governor_by=by,
        governor_asked_on=row["governor_asked_on"],
        helper_named=row["is_named"],
    )
    first, second = row["municipality__name_norwegian"], row["second_municipality__name_norwegian"]
    text = _("uenighet om ansvaret: %(first)s") % {"first": " – ".join(filter(None, (first, second)))}
    if not row["is_named"]:
        text = _("%(text)s. Ingen hjelper med navn") % {"text": text}
    due_on = None if row["governor_asked_on"] else by
    return DutyRow(
        row["case__key"], people.of(row["case_id"]), text, TONES[pressure(facts, today=today)], due_on
    )


def _move(row: Mapping[str, Any], people: People, unit_id: int, today: dt.date) -> DutyRow:
    is_ours = row["state"] == MoveState.INVITED and row["to_unit_id"] == unit_id
    due_on = row["answer_by"] if is_ours else row["decide_by"]
    wished = {"name": row["to_municipality__name_norwegian"]}
    text = (
        _("dere er invitert til å overta ansvaret")
        if is_ours
        else _("vil flytte til %(name)s, ta stilling") % wished
    )
    tone = TONES[Pressure.RED if due_on < today else Pressure.AMBER]
    return DutyRow(row["case__key"], people.of(row["case_id"]), text, tone, due_on)
