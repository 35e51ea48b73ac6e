"""The next meeting of each committee and network one sits in, and what one has taken on there."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from hjemvei.cooperation.queries import ForumLine, WorkLine, forum_lines, my_work, sees_any
from hjemvei.core import clock
from hjemvei.ui import formats
from hjemvei.ui.parts import Link, Tag, Task
from hjemvei.web.board import Gathered, Section
from hjemvei.web.board_lists import SHOWN
from hjemvei.web.case_road import due_tag
from hjemvei.web.registry import address

SOON = dt.timedelta(days=30)


def meetings(found: Gathered) -> Section | None:
    """None for whoever sits nowhere."""
    if not sees_any():
        return None
    forums = [line for line in forum_lines(found.actor, at=clock.now()) if not line.is_closed]
    if not forums:
        return None
    due = [(page, row) for page, row in my_work(found.actor) if row.due_on <= found.today + SOON]
    items = [_work(page, row, found.today) for page, row in due]
    items += [_overdue(line) for line in forums if line.is_overdue]
    items += [_next(line) for line in sorted(forums, key=lambda line: str(line.next_at)) if line.next_at]
    return Section(
        title=_("Møter og vedtak"),
        items=items[:SHOWN],
        empty=_("Ingen møter er planlagt, og du har ingen vedtak å følge opp."),
        more=Link(label=_("Utvalg og nettverk"), url=address("cooperation:index")),
        counted=False,
    )


def _work(page: str, row: WorkLine, today: dt.date) -> Task:
    return Task(
        title=row.text,
        url=address(page, row.forum_key, row.key),
        reason=f"{row.forum} · {_('Frist %(day)s') % {'day': formats.date(row.due_on)}}",
        tag=due_tag(row.due_on, today),
    )


def _overdue(line: ForumLine) -> Task:
    return Task(
        title=line.name,
        url=address("cooperation:forum", line.key),
        reason=_("Skulle vært holdt innen %(day)s.") % {"day": formats.date(line.due_on)},
        tag=Tag(text=_("skulle ha møttes"), tone="warning"),
    )


def _next(line: ForumLine) -> Task:
    return Task(
        title=line.name,
        url=address("cooperation:meeting", line.key, line.next_key),
        reason=_("Møte %(when)s") % {"when": formats.datetime(line.next_at)},
    )
