"""Which slots a visiting day has, and which of them are taken: the moment alone, never by whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import connection

from hjemvei.core.working_days import holidays_of
from hjemvei.presence.models import VisitDay
from hjemvei.presence.rules import OSLO, Change, Stretch, Weekly, days, free, opening_on, slots

WEEKS_AHEAD = 6
Openings = list[tuple[dt.date, Stretch]]


def taken(day_ids: Sequence[int], *, since: dt.datetime, until: dt.datetime) -> dict[int, list[Stretch]]:
    found: dict[int, list[Stretch]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT visit_day_id, starts_at, ends_at FROM kernel.taken_slots(%s, %s, %s)",
            [list(day_ids), since, until],
        )
        for day_id, starts_at, ends_at in cursor.fetchall():
            found.setdefault(day_id, []).append(Stretch(starts_at, ends_at))
    return found


def weekly(day: VisitDay) -> Weekly:
    """A visitor from outside does not come on a public holiday."""
    return Weekly(
        weekday=int(day.weekday),
        begins=day.begins,
        ends=day.ends,
        starts_on=day.starts_on,
        ends_before=day.ends_before,
        every_weeks=day.every_weeks,
        on_holidays=False,
    )


def changes_of(day: VisitDay) -> list[Change]:
    """Of a day whose `changes` are read along, the newest last."""
    rows = sorted(day.changes.all(), key=lambda row: row.pk)
    return [Change(row.falls_on, row.begins, row.ends) for row in rows]


def openings(day: VisitDay, *, since: dt.date, weeks: int = WEEKS_AHEAD) -> Openings:
    count = weeks * 7
    holidays = {on for year in {since.year, since.year + 1} for on in holidays_of(year)}
    changes, rule = changes_of(day), weekly(day)
    found = [(on, opening_on(rule, changes, on, holidays=holidays)) for on in days(since, count)]
    return [(on, opening) for on, opening in found if opening is not None]


def is_held(day: VisitDay, starts_at: dt.datetime, ends_at: dt.datetime) -> bool:
    """Whether the visitor is there the whole time; False where the date was called off or changed since."""
    on = starts_at.astimezone(OSLO).date()
    opening = opening_on(weekly(day), changes_of(day), on, holidays=holidays_of(on.year))
    return opening is not None and opening.starts_at <= starts_at and ends_at <= opening.ends_at


def free_slots(day: VisitDay, *, at: dt.datetime, weeks: int = WEEKS_AHEAD) -> list[Stretch]:
    """Those of the next weeks that nobody has."""
    since = at.astimezone(OSLO).date()
    wanted = [
        slot
        for _on, opening in openings(day, since=since, weeks=weeks)
        for slot in slots(opening, minutes=day.slot_minutes)
    ]
    if not wanted:
        return []
    gone = taken([day.pk], since=wanted[0].starts_at, until=wanted[-1].ends_at)
    return free(wanted, gone.get(day.pk, []), at=at)
