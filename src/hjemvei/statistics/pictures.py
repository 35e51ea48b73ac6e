"""Target numbers as cards: the picture over the years, and the table behind it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from hjemvei.statistics.choices import Light
from hjemvei.statistics.queries import NumberView, YearView, with_unit
from hjemvei.ui.parts import GoalBar, Tone

TONES: dict[Light, Tone] = {
    Light.GREEN: "success",
    Light.AMBER: "warning",
    Light.RED: "danger",
    Light.GREY: "neutral",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class YearLine:
    view: YearView
    goal: str
    baseline: str
    tone: Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    number: NumberView
    tone: Tone
    bars: tuple[GoalBar, ...]
    lines: tuple[YearLine, ...]

    @property
    def has_picture(self) -> bool:
        """Whether any year has something to draw: no empty frame above a table of dashes and noughts."""
        return any(mark for bar in self.bars for mark in (bar.value, bar.most, bar.goal, bar.start))


def cards_of(numbers: Iterable[NumberView], *, since: int) -> list[Card]:
    """Years in which nothing was counted and nothing set are left out, but this one; so are those before the
    agreement began, `since`, of which nothing is known.
    """
    return [_card(number, since) for number in numbers]


def _is_told(number: NumberView, year: YearView, since: int) -> bool:
    if year is number.now or year.goal is not None:
        return True
    known = year.baseline is not None or year.reach.low or year.people
    return year.counted_at is not None and (year.year >= since or bool(known))


def _card(number: NumberView, since: int) -> Card:
    told = [year for year in number.years if _is_told(number, year, since)]
    return Card(
        number=number,
        tone=TONES[number.now.light],
        bars=tuple(
            GoalBar(
                label=str(year.year),
                value=None if year.reach.low is None else float(year.reach.low),
                most=None if year.reach.high is None else float(year.reach.high),
                shown=year.shown,
                goal=None if year.goal is None else float(year.goal),
                start=None if year.baseline is None else float(year.baseline),
                tone=TONES[year.light],
            )
            for year in told
        ),
        lines=tuple(
            YearLine(
                view=year,
                goal=with_unit(year.goal, number.kind),
                baseline=with_unit(year.baseline, number.kind),
                tone=TONES[year.light],
            )
            for year in reversed(told)
        ),
    )
