"""When two are there at once, and which slots a visiting day has; told by hand, no database."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hjemvei.core.working_days import holidays_of
from hjemvei.presence.rules import (
    OSLO,
    Change,
    Stretch,
    Weekly,
    both,
    free,
    joined,
    moment,
    next_time,
    opening_on,
    presence,
    slots,
    span,
    without,
)
from tests.golden import Row, golden

DAYS = ["ma", "ti", "on", "to", "fr", "lø", "sø"]
ROW = re.compile(r"^(..)(?:-(..))? (\d\d:\d\d)-(\d\d:\d\d)( kontor)?(?: /(\d) (\S+))?$")
HOLIDAYS = frozenset(day for year in (2026, 2027) for day in holidays_of(year))
MONDAY = dt.date(2026, 11, 23)
AHEAD = 60


def weekly(text: str) -> list[Weekly]:
    found = []
    for part in text.split(","):
        match = ROW.match(part)
        assert match is not None, part
        first, last, begins, ends, office, weeks, since = match.groups()
        for number in range(DAYS.index(first), DAYS.index(last or first) + 1):
            found.append(
                Weekly(
                    weekday=number + 1,
                    begins=dt.time.fromisoformat(begins),
                    ends=dt.time.fromisoformat(ends),
                    every_weeks=int(weeks or 1),
                    starts_on=dt.date.fromisoformat(since) if since else dt.date(2020, 1, 6),
                    on_holidays=not office,
                )
            )
    return found


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=OSLO).astimezone(dt.UTC)


@pytest.mark.parametrize("row", golden("presence", "begge"), ids=lambda row: row["kilde"][:40])
def test_the_next_time_both_are_there(row: Row) -> None:
    since = at(row["fra"])
    ours, theirs = (
        presence(weekly(row[who]), holidays=HOLIDAYS, since=since, for_days=AHEAD) for who in ("vi", "de")
    )
    found = next_time(both(ours, theirs))
    said = ""
    if found is not None:
        starts, ends = found.starts_at.astimezone(OSLO), found.ends_at.astimezone(OSLO)
        said = f"{starts:%Y-%m-%d %H:%M}-{ends:%H:%M}"
    assert said == row["svar"]


def test_the_night_the_clock_is_put_back_has_an_hour_more() -> None:
    back = span(dt.date(2026, 10, 24), dt.time(22), dt.time(7))
    on = span(dt.date(2027, 3, 27), dt.time(22), dt.time(7))
    assert back.ends_at - back.starts_at == dt.timedelta(hours=10)
    assert on.ends_at - on.starts_at == dt.timedelta(hours=8)


def test_a_day_off_takes_the_shift_away_and_a_dated_one_comes_in_addition() -> None:
    since = moment(MONDAY, dt.time(0))
    off = span(MONDAY, dt.time(0), dt.time(0))
    extra = span(MONDAY + dt.timedelta(days=1), dt.time(15), dt.time(22))
    found = presence(weekly("ma-on 07:00-15:00"), extra=[extra], off=[off], since=since, for_days=3)
    starts = [one.starts_at.astimezone(OSLO).strftime("%d %H") for one in found]
    assert starts == ["24 07", "25 07"]
    assert found[0].ends_at == extra.ends_at


def test_slots_are_whole_and_what_is_taken_or_over_is_not_free() -> None:
    opening = span(MONDAY, dt.time(9), dt.time(11, 20))
    found = slots(opening, minutes=30)
    assert [one.starts_at.astimezone(OSLO).strftime("%H:%M") for one in found] == [
        "09:00", "09:30", "10:00", "10:30",
    ]  # fmt: skip
    taken = [Stretch(found[1].starts_at, found[1].ends_at)]
    assert free(found, taken, at=found[0].starts_at) == [found[2], found[3]]


def test_a_visiting_day_is_called_off_moved_and_never_on_a_holiday() -> None:
    day = Weekly(weekday=5, begins=dt.time(9), ends=dt.time(12), on_holidays=False)
    friday, christmas = dt.date(2026, 11, 27), dt.date(2026, 12, 25)
    assert opening_on(day, [], friday, holidays=HOLIDAYS) == span(friday, dt.time(9), dt.time(12))
    assert opening_on(day, [], christmas, holidays=HOLIDAYS) is None
    off, later = Change(friday), Change(friday, dt.time(13), dt.time(15))
    assert opening_on(day, [off], friday, holidays=HOLIDAYS) is None
    assert opening_on(day, [off, later], friday, holidays=HOLIDAYS) == span(friday, dt.time(13), dt.time(15))
    assert opening_on(day, [later, off], friday, holidays=HOLIDAYS) is None


MINUTES = st.integers(0, 600)
STRETCHES = st.lists(st.tuples(MINUTES, st.integers(1, 90)), max_size=8)
ZERO = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)


def made(pairs: list[tuple[int, int]]) -> list[Stretch]:
    return [
        Stretch(ZERO + dt.timedelta(minutes=start), ZERO + dt.timedelta(minutes=start + length))
        for start, length in pairs
    ]


def inside(stretches: list[Stretch], minute: int) -> bool:
    now = ZERO + dt.timedelta(minutes=minute)
    return any(one.starts_at <= now < one.ends_at for one in stretches)


@given(STRETCHES, STRETCHES, MINUTES)
def test_both_are_there_exactly_when_each_is(
    ours: list[tuple[int, int]], theirs: list[tuple[int, int]], minute: int
) -> None:
    first, second = joined(made(ours)), joined(made(theirs))
    assert inside(both(first, second), minute) == (inside(first, minute) and inside(second, minute))


@given(STRETCHES, STRETCHES, MINUTES)
def test_what_is_taken_away_is_gone_and_the_rest_stays(
    have: list[tuple[int, int]], gone: list[tuple[int, int]], minute: int
) -> None:
    left = [part for one in made(have) for part in without(one, made(gone))]
    assert inside(left, minute) == (inside(made(have), minute) and not inside(made(gone), minute))
