"""Routines that wait for somebody: to be read, gone through again, or asked whether a change helped."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from hjemvei.routines.behind import Due
from hjemvei.ui import formats
from hjemvei.ui.parts import Link, Tag, Task
from hjemvei.web.board import Gathered, Section
from hjemvei.web.board_lists import SHOWN
from hjemvei.web.registry import address


def routines(found: Gathered) -> Section | None:
    """None where nothing waits: a card that only says so would be one more to read past."""
    waits = found.routines
    items = [*(_read(row) for row in waits.unread), *(_due(row, found.today) for row in waits.due)]
    if not items:
        return None
    more = Link(label=_("Alle rutiner"), url=address("routines:list"))
    return Section(title=_("Rutiner"), items=items[:SHOWN], more=more)


def _read(row: dict[str, Any]) -> Task:
    why = _("Gjelder fra %(day)s. Les den og bekreft når du har tid.")
    return Task(
        title=_("Les rutinen: %(title)s") % {"title": row["title"]},
        url=address("routines:routine", row["routine__key"]),
        reason=why % {"day": formats.date(row["valid_from"])},
    )


def _due(row: Due, today: dt.date) -> Task:
    page = "routines:lesson" if row.is_effect else "routines:routine"
    title = _("Hjalp endringen? %(title)s") if row.is_effect else _("Gå gjennom rutinen: %(title)s")
    return Task(
        title=title % {"title": row.title},
        url=address(page, row.key),
        reason=_("Innen %(day)s") % {"day": formats.date(row.due_on)},
        tag=Tag(text=_("nå"), tone="warning") if row.due_on <= today else None,
    )
