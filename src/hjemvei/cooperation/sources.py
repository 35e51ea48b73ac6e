"""Where points of an agenda come from. An app on a rung above, or beside through `config`, adds its own by
`add_agenda_source`; what lies below is asked here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db import connection
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.agreements.models import AgreementVersion, ReviewDate
from hjemvei.cooperation.enums import AgendaSource
from hjemvei.cooperation.models import Decision, Meeting
from hjemvei.cooperation.queries import due_before
from hjemvei.cooperation.states import WorkState
from hjemvei.deviations.agenda import agenda_counts, agenda_points
from hjemvei.statistics import sources as statistics
from hjemvei.statistics.queries import numbers_of, with_unit
from hjemvei.ui import formats

REVIEW_SOON = dt.timedelta(days=60)
REVIEW_AHEAD = dt.timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Point:
    """`ref` is the source's own lasting mark of it, at most 80 signs; the text names no person of a case."""

    ref: str
    title: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """For which meeting, by whom, on which day."""

    actor: Actor
    meeting: Meeting
    today: dt.date


Source = Callable[[Asked], Sequence[Point]]
_SOURCES: list[tuple[AgendaSource, Source]] = []


def add_agenda_source(kind: AgendaSource, source: Source) -> None:
    """Call it from the app's `listeners.register`; a second time does nothing."""
    if (kind, source) not in _SOURCES:
        _SOURCES.append((kind, source))


def agenda_sources() -> tuple[tuple[AgendaSource, Source], ...]:
    return tuple(_SOURCES)


def points_for(asked: Asked) -> Iterator[tuple[AgendaSource, Point]]:
    for kind, source in agenda_sources():
        for point in source(asked):
            yield kind, point


def open_decisions(asked: Asked) -> Sequence[Point]:
    """What earlier meetings decided and nobody has closed."""
    rows = Decision.objects.visible_to(asked.actor).filter(
        forum_id=asked.meeting.forum_id, state=WorkState.OPEN, meeting__number__lt=asked.meeting.number
    )
    return [
        Point(row.key, row.text[:200], _("Frist %(day)s") % {"day": formats.date(row.due_on)})
        for row in rows.order_by("due_on", "pk")
    ]


def ending_versions(asked: Asked) -> Sequence[Point]:
    """The agreement's version that runs out within half a year of the meeting, with none to follow."""
    day, agreement_id = localdate(asked.meeting.starts_at), asked.meeting.forum.agreement_id
    if agreement_id is None:
        return []
    versions = AgreementVersion.objects.filter(agreement_id=agreement_id)
    now = versions.in_force(day).filter(ends_before__lte=day + REVIEW_AHEAD).first()
    if now is None or now.ends_before is None or versions.filter(starts_on=now.ends_before).exists():
        return []
    last = formats.date(now.ends_before - dt.timedelta(days=1))
    text = _("Versjon %(number)s gjelder til og med %(day)s, og ingen ny er laget.")
    return [Point(f"version:{now.number}", _("Avtalen går ut"), text % {"number": now.number, "day": last})]


def reviews(asked: Asked) -> Sequence[Point]:
    """Days on which the parties have said that they will look at the agreement, until that is done."""
    agreement_id = asked.meeting.forum.agreement_id
    if agreement_id is None:
        return []
    last = localdate(asked.meeting.starts_at) + REVIEW_SOON
    rows = ReviewDate.objects.filter(agreement_id=agreement_id, held_on__isnull=True, due_on__lte=last)
    return [
        Point(f"review:{row.pk}", row.about, _("Frist %(day)s") % {"day": formats.date(row.due_on)})
        for row in rows.order_by("due_on", "pk")
    ]


def late_meetings(asked: Asked) -> Sequence[Point]:
    """That this meeting comes later than is agreed: what is done about it belongs to the committee."""
    due = due_before(asked.actor, asked.meeting)
    if due is None or localdate(asked.meeting.starts_at) <= due:
        return []
    text = _("Møtet skulle vært holdt innen %(day)s.") % {"day": formats.date(due)}
    return [Point(f"late:{asked.meeting.number}", _("Det er lenger siden forrige møte enn avtalt"), text)]


def targets(asked: Asked) -> Sequence[Point]:
    """The agreement's target numbers of this year, as far as they may be told."""
    agreement_id = asked.meeting.forum.agreement_id
    if agreement_id is None:
        return []
    numbers = [
        number
        for number in numbers_of([agreement_id], today=asked.today)[agreement_id]
        if number.now.goal is not None
    ]
    lines = [
        _("%(name)s: %(reached)s, mål %(goal)s")
        % {
            "name": number.name,
            "reached": number.now.shown or "–",
            "goal": with_unit(number.now.goal, number.kind),
        }
        for number in numbers
    ]
    title = _("Måltall i %(year)s") % {"year": asked.today.year}
    return [Point(f"targets:{asked.today.year}", title, "\n".join(lines))] if lines else []


def meetings_held(
    agreement_ids: Sequence[int], starts_on: dt.date, ends_before: dt.date
) -> Mapping[int, int]:
    """How many meetings each agreement's committee has held, for `statistics`. Only the number leaves."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT agreement_id, n FROM kernel.meetings_held(%s, %s, %s)",
            [list(agreement_ids), starts_on, ends_before],
        )
        return dict(cursor.fetchall())


def slips(asked: Asked) -> Sequence[Point]:
    """Where there is something to tell of deviations. What it is stays with them: the page reads the released
    summaries and the counts for whoever may, so that what is taken back is gone here too.
    """
    agreement = asked.meeting.forum.agreement
    if agreement is None:
        return []
    told = agenda_points(asked.actor, agreement, asked.meeting.key)
    if not told and agenda_counts(asked.actor, agreement) is None:
        return []
    return [Point("slips", _("Avvik siden sist"), _("Oppsummeringer og tall står under sakslisten."))]


def register() -> None:
    if meetings_held not in statistics.meetings_held:
        statistics.meetings_held.append(meetings_held)
    add_agenda_source(AgendaSource.DECISIONS, open_decisions)
    add_agenda_source(AgendaSource.DEVIATIONS, slips)
    add_agenda_source(AgendaSource.TARGETS, targets)
    add_agenda_source(AgendaSource.REVIEW, ending_versions)
    add_agenda_source(AgendaSource.REVIEW, reviews)
    add_agenda_source(AgendaSource.REVIEW, late_meetings)
