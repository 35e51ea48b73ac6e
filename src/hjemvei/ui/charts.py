"""Where the marks of a chart stand, in units of the picture; the macros only write them down.

The picture has presentation attributes and classes alone, so a strict content policy and dark colours hold.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from hjemvei.ui.formats import date
from hjemvei.ui.parts import Bar, GoalBar, Group, Span, Text, Tone

WIDTH = 640
BAR_HEIGHT = 160
TOP = 28
ROW = 34
LABEL_WIDTH = 150
TICK_WIDTH = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    x: float
    y: float
    width: float
    height: float
    tone: Tone
    label: Text = ""
    shown: Text = ""

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    x: float
    label: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    y: float
    label: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    marks: tuple[Mark, ...] = ()
    ticks: tuple[Tick, ...] = ()
    rows: tuple[Row, ...] = ()
    line: float | None = None
    height: float = 0
    width: float = WIDTH


def _top(values: Sequence[float], target: float | None) -> float:
    return max([*values, target or 0, 0]) or 1


def bars(items: Sequence[Bar], target: float | None = None) -> Chart:
    """Upright bars from zero; ``target`` becomes a dashed line."""
    top = _top([item.value for item in items], target)
    step = WIDTH / max(len(items), 1)
    width = min(step * 0.6, 56)
    marks = []
    for place, item in enumerate(items):
        height = round(BAR_HEIGHT * max(item.value, 0) / top, 1)
        x = round(step * place + (step - width) / 2, 1)
        y = round(TOP + BAR_HEIGHT - height, 1)
        mark = Mark(
            x=x, y=y, width=round(width, 1), height=height, tone=item.tone, label=item.label, shown=item.shown
        )
        marks.append(mark)
    line = None if target is None else round(TOP + BAR_HEIGHT * (1 - target / top), 1)
    return Chart(marks=tuple(marks), line=line, height=TOP + BAR_HEIGHT + 28)


def stacked(groups: Sequence[Group]) -> Chart:
    """Lying bars, all of the full width: shares, not sums. A group without values stays empty."""
    marks, rows = [], []
    room = WIDTH - LABEL_WIDTH
    for place, group in enumerate(groups):
        y = place * ROW + 4
        rows.append(Row(y=y + 17, label=group.label))
        total = sum(max(bar.value, 0) for bar in group.bars)
        x = float(LABEL_WIDTH)
        for bar in group.bars if total else ():
            width = room * max(bar.value, 0) / total
            mark = Mark(
                x=round(x, 1),
                y=y,
                width=round(width, 1),
                height=26,
                tone=bar.tone,
                label=bar.label,
                shown=bar.shown,
            )
            marks.append(mark)
            x += width
    return Chart(marks=tuple(marks), rows=tuple(rows), height=len(groups) * ROW + 4)


def sparkline(values: Sequence[float], width: int = 120, height: int = 28) -> str:
    """The ``points`` of a polyline from the lowest value to the highest."""
    if len(values) < 2:
        return f"0,{height / 2} {width},{height / 2}"
    low, high = min(values), max(values)
    spread = (high - low) or 1
    step = width / (len(values) - 1)
    inner = height - 4
    return " ".join(
        f"{i * step:.1f},{2 + inner * (1 - (v - low) / spread):.1f}" for i, v in enumerate(values)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """Somebody who has had it, as a numbered mark on the path."""

    x: float
    y: float
    number: int
    name: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Hands:
    holds: tuple[Hold, ...]
    path: str
    width: float
    height: float = 84


def hands(names: Sequence[Text], step: int = 84) -> Hands:
    """Who has had it, in order, on a path that goes up and down from hand to hand."""
    spots = [(28 + n * step, 24 if n % 2 else 58) for n in range(len(names))]
    holds = tuple(
        Hold(x=x, y=y, number=n, name=name)
        for n, ((x, y), name) in enumerate(zip(spots, names, strict=True), start=1)
    )
    curve = [f"M{spots[0][0]} {spots[0][1]}"] if spots else []
    for (x0, y0), (x1, y1) in pairwise(spots):
        middle = (x0 + x1) / 2
        curve.append(f"C{middle:g} {y0} {middle:g} {y1} {x1} {y1}")
    return Hands(holds=holds, path=" ".join(curve), width=56 + max(0, len(spots) - 1) * step)


def _month_starts(first: dt.date, last: dt.date, most: int) -> list[dt.date]:
    months = (last.year - first.year) * 12 + last.month - first.month
    stride = max(1, -(-months // most))
    days = []
    for count in range(0, months + 1, stride):
        year, month = divmod(first.month - 1 + count, 12)
        days.append(dt.date(first.year + year, month + 1, 1))
    return [day for day in days if first <= day <= last]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """`label_y` and `bar_y` lie inside a row; `ticks` is the most there is room for."""

    width: int
    left: int
    row: int
    label_y: int
    bar_y: int
    ticks: int


WIDE = Sizes(width=WIDTH, left=LABEL_WIDTH, row=ROW, label_y=17, bar_y=4, ticks=8)
NARROW = Sizes(width=300, left=0, row=50, label_y=10, bar_y=20, ticks=4)
"""On a telephone the names stand above the bars, so that nothing has to be pulled sideways."""


def time_axis(
    spans: Sequence[Span], first: dt.date, last: dt.date, today: dt.date, sizes: Sizes = WIDE
) -> Chart:
    """Periods as lying bars from ``first`` to ``last``; the same row name shares a row."""
    days = max((last - first).days, 1)
    room = sizes.width - sizes.left

    def place(day: dt.date) -> float:
        return round(sizes.left + room * min(max((day - first).days / days, 0), 1), 1)

    names: list[Text] = list(dict.fromkeys(span.row for span in spans))
    rows = tuple(Row(y=24 + at * sizes.row + sizes.label_y, label=name) for at, name in enumerate(names))
    marks = []
    for span in spans:
        x, end = place(span.starts_on), place(span.ends_before or last)
        y, width = 24 + names.index(span.row) * sizes.row + sizes.bar_y, max(round(end - x, 1), 3)
        marks.append(Mark(x=x, y=y, width=width, height=26, tone=span.tone, label=span.label))
    ticks = tuple(
        Tick(x=place(day), label=f"{day.month:02}.{day.year}")
        for day in _month_starts(first, last, sizes.ticks)
        if place(day) <= sizes.width - TICK_WIDTH
    )
    line, height = (place(today) if first <= today <= last else None), 24 + len(names) * sizes.row + 4
    return Chart(marks=tuple(marks), rows=rows, ticks=ticks, line=line, height=height, width=sizes.width)


def bar_rows(items: Sequence[Bar]) -> list[tuple[Text, ...]]:
    """The table behind a bar chart."""
    return [(item.label, item.shown) for item in items]


def group_rows(groups: Sequence[Group]) -> list[tuple[Text, ...]]:
    """The table behind stacked bars."""
    return [(group.label, *(bar.shown for bar in group.bars)) for group in groups]


def span_rows(spans: Sequence[Span]) -> list[tuple[Text, ...]]:
    """The table behind a time axis."""
    return [(span.row, span.label, date(span.starts_on), date(span.ends_before)) for span in spans]


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalMark:
    mark: Mark
    maybe: Mark | None
    goal: float | None
    start: float | None


SMALL, NARROW_BAR = 90, 44


def goals(items: Sequence[GoalBar]) -> tuple[GoalMark, ...]:
    """Small upright bars; the heights of target and start as lines across each."""
    tall = max([*(v for item in items for v in (item.value, item.most, item.goal, item.start) if v), 0]) or 1

    def level(value: float | None) -> float | None:
        return None if value is None else round(TOP + SMALL * (1 - max(value, 0) / tall), 1)

    marks = []
    for place, item in enumerate(items):
        y = level(item.value or 0) or 0.0
        mark = Mark(
            x=place * 2 * NARROW_BAR + 22, y=y, width=NARROW_BAR, height=round(TOP + SMALL - y, 1),
            tone=item.tone, label=item.label, shown=item.shown,
        )  # fmt: skip
        maybe = _maybe(mark, level(item.most)) if item.most and item.most > (item.value or 0) else None
        marks.append(GoalMark(mark=mark, maybe=maybe, goal=level(item.goal), start=level(item.start)))
    return tuple(marks)


def _maybe(mark: Mark, top: float | None) -> Mark | None:
    """From what is sure up to what may be."""
    if top is None:
        return None
    return Mark(x=mark.x, y=top, width=mark.width, height=round(mark.y - top, 1), tone=mark.tone)
