"""What a meeting is told of deviations: released summaries by label and month, and counts from five up.

Read from `deviations` each time and kept nowhere: what is taken back there is gone here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import date_format

from hjemvei.accounts.actor import Actor
from hjemvei.cooperation.models import Meeting
from hjemvei.deviations.agenda import Point, agenda_counts, agenda_points
from hjemvei.ui import formats
from hjemvei.ui.parts import Fact


@dataclass(frozen=True, slots=True)
class Told:
    """`points` with their month in words; `tables` of a half-year that began `since`."""

    points: Sequence[tuple[str, Point]]
    since: str
    tables: Sequence[tuple[str, Sequence[Fact]]]

    def __bool__(self) -> bool:
        return bool(self.points or self.tables)


def told_at(actor: Actor, meeting: Meeting) -> Told:
    agreement = meeting.forum.agreement
    if agreement is None:
        return Told((), "", ())
    points = agenda_points(actor, agreement, meeting.key)
    counts = agenda_counts(actor, agreement)
    tables = [
        (title, [Fact(label=row.label, value=formats.number(row.people)) for row in rows])
        for title, rows in (counts.tables if counts else ())
    ]
    since = date_format(counts.since, "F Y") if counts else ""
    return Told([(date_format(point.month, "F Y"), point) for point in points], since, tables)
