"""The inbox of one unit: consented notices, own requests, offers; nothing else, not even a count."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import Role
from hjemvei.accounts.kept import Rows, instance
from hjemvei.accounts.together import together
from hjemvei.audit import reads
from hjemvei.cases.models import FAR, Assignment, Notice
from hjemvei.cases.queries import inbox_asks as asks
from hjemvei.cases.queries.hands import ask_handed_often, often_of
from hjemvei.cases.queries.inbox_duties import duty_rows
from hjemvei.cases.queries.inbox_rows import (
    EndedRow,
    Inbox,
    InquiryRow,
    Inside,
    Load,
    People,
    from_notice,
    from_request,
    offer_row,
    pressing,
)
from hjemvei.sharing.models import Case
from hjemvei.sharing.sealed import open_values

PRISON = (
    Role.CONTACT_OFFICER,
    Role.PRISON_SOCIAL_WORKER,
    Role.REINTEGRATION_COORDINATOR,
    Role.PRISON_LEADER,
)
ASKED = (
    (asks.ask_notices, None),
    (asks.ask_requests, None),
    (asks.ask_offered, None),
    (asks.ask_inquiries, None),
    (asks.ask_loads, None),
    (asks.ask_colleagues, None),
    (asks.ask_inside, None),
    (asks.ask_ended, None),
    (asks.ask_disputes, None),
    (asks.ask_moves, None),
    (ask_handed_often, None),
)
WITHOUT_OFFICER = (asks.ask_without_officer, None)


def inbox(actor: Actor, *, today: dt.date) -> Inbox:
    """For the unit acted for, in two statements, one more where a case may have changed hands often.

    Everybody shown is noted as read.
    """
    asked = [*ASKED, WITHOUT_OFFICER] if actor.has(*PRISON) else ASKED
    found = together(actor, asked, today=today)
    notices, requests, offered, inquiries, loads, colleagues, inside, ended, *more = found
    disputes, moves, maybe, *lone = more
    alone = [instance(Case, row, "case__") for rows in lone for row in rows]
    fresh = [_of_case(instance(Notice, row), row) for row in notices]
    wanted = [instance(Case, row) for row in requests]
    parts = [(_of_case(instance(Assignment, row), row), row) for row in offered]
    cases = [*[n.case for n in fresh], *wanted, *[part.case for part, _row in parts], *alone]
    often = often_of(actor, maybe)
    duties = {row["case_id"] for row in (*disputes, *moves)} | {case_id for case_id, _key, _n in often}
    people, declined = _named(actor, sorted({case.pk for case in cases} | duties))
    rows = [from_notice(notice, people, declined, today) for notice in fresh]
    rows += [from_request(case, people, declined, today) for case in wanted]
    offers = [(part, offer_row(part, _to(row), people, today)) for part, row in parts]
    return Inbox(
        rows=sorted(rows, key=pressing),
        offers=[shown for part, shown in offers if _is_for(actor, part)],
        waiting=[shown for part, shown in offers if part.owner_unit_id == actor.unit_id],
        inquiries=[_inquiry(row, today) for row in inquiries],
        loads=_loads(loads, colleagues),
        inside=_inside(inside),
        ended=[EndedRow(**row) for row in ended],
        duties=duty_rows(disputes, moves, often, people, unit_id=actor.unit_id, today=today),
        without_officer=[(case.key, people.name(case)) for case in alone],
    )


def _of_case(row: Any, values: dict[str, Any]) -> Any:
    row.case = instance(Case, values, "case__")
    return row


def _to(row: dict[str, Any]) -> str:
    return str(row["to_user__name"] or row["to_unit__name"])


def _named(actor: Actor, case_ids: Sequence[int]) -> tuple[People, dict[int, tuple[str, str]]]:
    """Who the cases are about, noted as read, and the newest no in each: who said it and why."""
    asked = [(asks.ask_people, None), (asks.ask_declined, None)]
    named, declined = together(actor, asked, cases=case_ids) if case_ids else ([], [])
    declined = open_values(declined, Assignment, "reason")
    return People(named), {row["case_id"]: (row["to_unit__name"], row["reason"]) for row in declined}


def _loads(counted: Rows, colleagues: Rows) -> list[Load]:
    """Accepted parts of those who have left the unit, then of everybody who works there, fewest first."""
    counts = {row["to_user_id"]: row["n"] for row in counted}
    names = {row["user_id"]: row["user__name"] for row in colleagues}
    found = [Load(user_id, name, counts.get(user_id, 0)) for user_id, name in names.items()]
    gone = [row for row in counted if row["to_user_id"] not in names]
    found += [Load(row["to_user_id"], row["to_user__name"], row["n"], has_left=True) for row in gone]
    return sorted(found, key=lambda load: (not load.has_left, load.count, load.name))


def _is_for(actor: Actor, row: Assignment) -> bool:
    return row.to_unit_id == actor.unit_id and row.to_user_id in (None, actor.user_id)


def _inquiry(row: dict[str, Any], today: dt.date) -> InquiryRow:
    late = row["answer_by"] is not None and row["answer_by"] < today
    return InquiryRow(
        row["key"], row["owner_unit__name"], row["body"], row["sent_at"], row["answer_by"], late
    )


def _inside(rows: Rows) -> list[Inside]:
    found: dict[str, list[tuple[str, str, dt.date | None]]] = {}
    for row in rows:
        known = None if row["sort_on"] == FAR else row["sort_on"]
        name = f"{row['person__given_name']} {row['person__family_name']}".strip()
        found.setdefault(row["prison_unit__name"], []).append((row["case__key"], name, known))
    reads.note(persons=[row["person_id"] for row in rows])
    return [Inside(prison, names) for prison, names in found.items()]
