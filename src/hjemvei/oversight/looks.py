"""Who has looked at the person of a case: read through the kernel, said in plain words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext as _

from hjemvei.accounts.enums import Channel, Purpose, Role
from hjemvei.core.errors import RuleBroken
from hjemvei.core.paging import BROKEN, decode, encode
from hjemvei.oversight.pages import in_plain_words
from hjemvei.sharing.models import Case

PAGE = 50
FAR = 2**63 - 1
COLUMNS = "id, at, who, is_service, roles, unit, controller, controller_id, purpose, page, channel"
TEXTS = {
    "looked_at": f"SELECT {COLUMNS} FROM kernel.looked_at(%s, %s, %s)",
    "own_looks": f"SELECT {COLUMNS} FROM kernel.own_looks(%s, %s, %s)",
}


@dataclass(frozen=True, slots=True)
class LookView:
    """`who` is a name, or what the service is called; `role` in words, empty for a service."""

    id: int
    at: dt.datetime
    who: str
    role: str
    unit: str
    controller: str
    purpose: str
    page: str
    channel: str


@dataclass(frozen=True, slots=True)
class Looks:
    rows: Sequence[LookView]
    next_cursor: str


def looked_at(case_id: int, *, cursor: str = "", size: int = PAGE) -> Looks:
    """Every look of others at the person, of all organisations, newest first. For the person: rows only where
    the session's own cases (`hjemvei.cases`) hold this one. Raises RuleBroken for a broken cursor.
    """
    return _read("looked_at", case_id, cursor=cursor, size=size)


def own_looks(case: Case, *, cursor: str = "", size: int = PAGE) -> Looks:
    """Looks of the actor's own controller, in a case that the actor sees. Raises RuleBroken."""
    return _read("own_looks", case.pk, cursor=cursor, size=size)


def _read(function: str, case_id: int, *, cursor: str, size: int) -> Looks:
    before = _before(cursor) if cursor else FAR
    with connection.cursor() as db:
        db.execute(TEXTS[function], [case_id, before, size + 1])
        rows = db.fetchall()
    more, rows = len(rows) > size, rows[:size]
    return Looks([_view(row) for row in rows], encode([rows[-1][0]]) if more else "")


def older_than(look: LookView) -> str:
    """The cursor of what stands behind this one."""
    return encode([look.id])


def _before(cursor: str) -> int:
    text = decode(cursor, fields=1)[1][0]
    if not (text.isascii() and text.isdigit() and int(text) <= FAR):
        raise RuleBroken(str(BROKEN), code="bad_cursor")
    return int(text)


def _view(row: tuple[object, ...]) -> LookView:
    number, at, who, is_service, roles, unit, controller, _controller_id, purpose, page, channel = row
    assert isinstance(number, int) and isinstance(at, dt.datetime) and isinstance(roles, list)
    said = dict(Role.choices)
    return LookView(
        id=number,
        at=at,
        who=str(who or _("en bruker som ikke finnes lenger")),
        role=_("datasystem") if is_service else ", ".join(str(said.get(role, role)) for role in roles),
        unit=str(unit or ""),
        controller=str(controller or ""),
        purpose=str(dict(Purpose.choices).get(str(purpose), purpose)),
        page=in_plain_words(str(page)),
        channel=str(dict(Channel.choices).get(str(channel), channel)),
    )
