"""What the components are fed with: small frozen records, so that a mistake shows at once.

Texts may be lazy translations. ``tone`` is one of ``neutral info success warning danger accent brand``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from django.utils.functional import Promise
from markupsafe import Markup

Text = str | Promise | Markup
Tone = Literal["neutral", "info", "success", "warning", "danger", "accent", "brand"]
TONES: tuple[Tone, ...] = ("neutral", "info", "success", "warning", "danger", "accent", "brand")


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    label: Text
    url: str
    current: bool = False
    count: int | None = None
    icon: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    text: Text
    tone: Tone = "neutral"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """``sort_url`` is the address that turns the order, ``sorted`` how it stands now."""

    label: Text
    sort_url: str = ""
    sorted: Literal["", "ascending", "descending"] = ""
    numeric: bool = False
    hidden_label: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A line of a summary list; ``change_url`` gives it a link of its own."""

    label: Text
    value: Text
    note: Text = ""
    change_url: str = ""
    change_label: Text = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What somebody says against what stands written, and the answer; ``url`` leads to answering."""

    about: Text
    said: Text
    answer: Text = ""
    note: Text = ""
    kind: Text = ""
    state: Text = ""
    tone: Tone = "neutral"
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """``done_url`` takes a POST: one click does it, no words asked for; ``done_label`` says what it does.
    ``guide`` leads to how it is done.
    """

    title: Text
    url: str
    reason: Text = ""
    clause: Text = ""
    tag: Tag | None = None
    action_label: Text = ""
    action_url: str = ""
    done_label: Text = ""
    done_url: str = ""
    guide: Link | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """``milestone`` events are the first level of a timeline, the rest appear in the second."""

    title: Text
    at: dt.datetime | dt.date
    who: Text = ""
    text: Text = ""
    tone: Tone = "info"
    milestone: bool = True
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    label: Text
    state: Literal["done", "current", "late", "next"]
    note: Text = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """``met`` None means that nobody knows yet, which is a value of its own."""

    label: Text
    met: bool | None
    note: Text = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    value: Text
    label: Text
    url: str
    tone: Tone = "neutral"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    author: Text
    unit: Text
    at: dt.datetime
    text: Text
    own: bool = False
    unread: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar; ``shown`` is the value as people read it."""

    label: Text
    value: float
    shown: Text
    tone: Tone = "accent"
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """One period on a row of a time axis, half-open; ``ends_before`` None means that it is still open."""

    row: Text
    label: Text
    starts_on: dt.date
    ends_before: dt.date | None
    tone: Tone = "accent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paging:
    """Links of a keyset page; an empty address means that there is no such page."""

    previous_url: str = ""
    next_url: str = ""
    shown: Text = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """A filter in force; ``url`` is the same list without it."""

    label: Text
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorLine:
    text: Text
    target: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Bars that stand on one another under one label."""

    label: Text
    bars: Sequence[Bar] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True, kw_only=True)
class MapTile:
    """One place on a map of tiles: `letter` and `pattern` say beside the colour how it stands there."""

    column: int
    row: int
    title: Text
    letter: str
    pattern: Literal["full", "dots", "lines", "empty"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MapGroup:
    """Places that hang together, such as a county; ``url`` is its part of the list behind the map."""

    label: Text
    url: str
    tiles: Sequence[MapTile]


@dataclass(frozen=True, slots=True, kw_only=True)
class MapKey:
    """One line of a map's legend."""

    label: Text
    letter: str
    pattern: Literal["full", "dots", "lines", "empty"]
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalBar:
    """What came of a number in a period, beside what was wanted and where it began; None is not known.
    ``most`` is above ``value`` where the truth lies somewhere between the two.
    """

    label: Text
    value: float | None
    most: float | None = None
    shown: Text
    goal: float | None
    start: float | None
    tone: Tone = "accent"
