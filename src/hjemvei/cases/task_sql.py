"""New tasks of many cases in one statement, under row-level security; what tasks share is sent once."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from typing import NamedTuple

from django.db import connection

from hjemvei.accounts.actor import Actor
from hjemvei.core.text import new_keys

# A task that is open already stays as it is.
WRITE = """
INSERT INTO cases_task (key, case_id, controller_id, owner_unit_id, recorded_by_id, recorded_at, info_class, code,
       title, clause, source, party, role, to_unit_id, opens_on, due_on, first_due_on, can_be_exempted, words,
       done_note, exempt_reason)
SELECT t.key, t.case_id, v.controller, t.owner, v.who, v.at, k.info_class, k.code, k.title, k.clause, k.source,
       k.party, k.role, t.to_unit, t.opens_on, t.due_on, t.due_on, k.can_be_exempted, '', '', ''
FROM (SELECT %s::int AS controller, %s::int AS who, %s::timestamptz AS at) v,
     unnest(%s::text[], %s::bigint[], %s::int[], %s::int[], %s::int[], %s::date[], %s::date[])
       AS t(key, case_id, owner, to_unit, kind, opens_on, due_on)
JOIN jsonb_to_recordset(%s::jsonb) AS k(kind int, info_class smallint, code text, title text, clause text, source text,
     party text, role text, can_be_exempted boolean) ON k.kind = t.kind
ORDER BY t.case_id
ON CONFLICT DO NOTHING
"""


class TaskKind(NamedTuple):
    """What all tasks of one duty have in common."""

    info_class: int
    code: str
    title: str
    clause: str
    source: str
    party: str
    role: str
    can_be_exempted: bool


class FreshTask(NamedTuple):
    """`owner` is the unit that writes it, `to_unit` the one it rests on."""

    case_id: int
    owner: int
    to_unit: int
    kind: TaskKind
    opens_on: dt.date
    due_on: dt.date


def write_tasks(*, actor: Actor, tasks: Sequence[FreshTask], at: dt.datetime) -> None:
    """Nothing to write costs nothing."""
    if not tasks:
        return
    kinds: dict[TaskKind, int] = {}
    numbers = [kinds.setdefault(task.kind, len(kinds)) for task in tasks]
    cases, owners, units = [t.case_id for t in tasks], [t.owner for t in tasks], [t.to_unit for t in tasks]
    opens, due = [task.opens_on for task in tasks], [task.due_on for task in tasks]
    shared = json.dumps([{"kind": number, **kind._asdict()} for kind, number in kinds.items()])
    fixed = (actor.controller_id, actor.user_id, at)
    with connection.cursor() as cursor:
        cursor.execute(
            WRITE, [*fixed, new_keys(len(tasks)), cases, owners, units, numbers, opens, due, shared]
        )
