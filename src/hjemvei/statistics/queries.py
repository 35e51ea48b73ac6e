"""Target numbers with what came of them: the newest figure of each number and year."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.agreements.models import Agreement
from hjemvei.core.paging import Page, page
from hjemvei.statistics.choices import HOW, SHAPE, Kind, Light, Measure, Side, Way
from hjemvei.statistics.models import Figure, Target, TargetYear
from hjemvei.statistics.rules import Reach, change, light, part_of_year, share

YEARS_BACK = 4
ADDS_UP = {Kind.PEOPLE, Kind.TIMES}
Place = tuple[str, int]
"""A number of the system's by its code, an own one by its key; and the year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class YearView:
    """`reach` is what may be told, `shown` in words."""

    year: int
    baseline: Decimal | None
    goal: Decimal | None
    reach: Reach
    shown: str
    people: int | None
    light: Light
    change: Decimal | None
    is_final: bool
    counted_at: dt.datetime | None
    note: str
    history: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberView:
    """`key` is empty for what the system counts without anybody having set a target."""

    code: Measure
    key: str
    name: str
    how: str
    kind: Kind
    way: Way
    side: Side
    years: tuple[YearView, ...]

    @property
    def now(self) -> YearView:
        return self.years[-1]

    @property
    def is_by_hand(self) -> bool:
        return self.code in (Measure.OWN, Measure.MEETINGS)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementLine:
    key: str
    name: str
    lights: Mapping[Light, int]


def shown_agreement(actor: Actor | None, key: str) -> Agreement:
    """Raises Http404. Without an actor, of those that are open to everybody."""
    rows = Agreement.objects.public() if actor is None else Agreement.objects.visible_to(actor)
    found = rows.filter(key=key).first()
    if found is None:
        raise Http404
    return found


def find_target(actor: Actor, agreement: Agreement, key: str) -> Target:
    """Raises Http404."""
    rows = Target.objects.visible_to(actor).in_use().select_related("agreement")
    found = rows.filter(agreement=agreement, key=key).first()
    if found is None:
        raise Http404
    return found


def years_shown(today: dt.date) -> list[int]:
    return list(range(today.year - YEARS_BACK, today.year + 1))


def numbers_of(agreement_ids: Sequence[int], *, today: dt.date) -> dict[int, list[NumberView]]:
    """By agreement; three statements. What was never counted and has no target is left out."""
    years = years_shown(today)
    targets = Target.objects.in_use().filter(agreement_id__in=agreement_ids).order_by("id")
    aims: dict[tuple[int, int], TargetYear] = {
        (row.target_id, row.year): row
        for row in TargetYear.objects.filter(target__in=targets, year__in=years).order_by("id")
    }
    figures: dict[tuple[int, str, int], list[Figure]] = defaultdict(list)
    rows = Figure.objects.filter(agreement_id__in=agreement_ids, year__in=years).order_by("-id")
    for row in rows.select_related("target"):
        name = row.target.key if row.target and row.code == Measure.OWN else row.code
        figures[row.agreement_id, name, row.year].append(row)
    found: dict[int, list[NumberView]] = {pk: [] for pk in agreement_ids}
    seen: set[tuple[int, str]] = set()
    for target in targets:
        name = target.key if target.code == Measure.OWN else target.code
        seen.add((target.agreement_id, name))
        found[target.agreement_id].append(_number(target, name, years, aims, figures, today))
    for pk, code in dict.fromkeys((pk, code) for pk, code, _year in figures):
        if (pk, code) not in seen and code in SHAPE:
            kind, way, side = SHAPE[Measure(code)]
            bare = Target(agreement_id=pk, code=code, key="", kind=kind, way=way, side=side)
            found[pk].append(_number(bare, code, years, aims, figures, today))
    return found


def _number(
    target: Target,
    name: str,
    years: Iterable[int],
    aims: Mapping[tuple[int, int], TargetYear],
    figures: Mapping[tuple[int, str, int], list[Figure]],
    today: dt.date,
) -> NumberView:
    code = Measure(target.code)
    return NumberView(
        code=code,
        key=target.key,
        name=target.name or str(code.label),
        how=str(HOW[code]),
        kind=Kind(target.kind),
        way=Way(target.way),
        side=Side(target.side),
        years=tuple(
            _year(
                target,
                year,
                aims.get((target.pk or 0, year)),
                figures.get((target.agreement_id, name, year), []),
                today,
            )
            for year in years
        ),
    )


def _year(
    target: Target, year: int, aim: TargetYear | None, counts: Sequence[Figure], today: dt.date
) -> YearView:
    figure, kind = (counts[0] if counts else None), Kind(target.kind)
    reach = reached(figure, kind)
    is_running = year == today.year and kind in ADDS_UP
    colour = light(
        reach=reach,
        goal=aim.goal if aim else None,
        higher_is_better=target.way == Way.UP,
        passed=part_of_year(year, today) if is_running else Decimal(1),
    )
    return YearView(
        year=year,
        baseline=aim.baseline if aim else None,
        goal=aim.goal if aim else None,
        reach=reach,
        shown=said(reach, kind) if figure else "–",
        people=figure.people if figure else None,
        light=Light(colour),
        change=change(aim.baseline if aim else None, reach.low if reach.low == reach.high else None),
        is_final=bool(figure and figure.is_final),
        counted_at=figure.counted_at if figure else None,
        note=figure.note if figure else "",
        history=max(len(counts) - 1, 0) if figure and figure.is_final else 0,
    )


def reached(figure: Figure | None, kind: Kind) -> Reach:
    if figure is None:
        return Reach(None, None)
    if figure.value is not None:
        return Reach(figure.value, figure.value)
    return share(figure.people, figure.low, figure.high) if kind == Kind.SHARE else Reach(None, None)


def said(reach: Reach, kind: Kind) -> str:
    if reach.low is None or reach.high is None:
        return _("for få til å si")
    if reach.low == reach.high:
        return with_unit(reach.low, kind)
    return _("mellom %(low)s og %(high)s") % {"low": plain(reach.low), "high": with_unit(reach.high, kind)}


def plain(value: Decimal) -> str:
    """Without a decimal that says nothing."""
    return f"{value.normalize():f}".replace(".", ",")


def with_unit(value: Decimal | None, kind: Kind) -> str:
    if value is None:
        return "–"
    return _("%(n)s prosent") % {"n": plain(value)} if kind == Kind.SHARE else f"{plain(value)} {kind.label}"


def overview(actor: Actor, *, cursor: str, today: dt.date) -> Page[AgreementLine]:
    """Agreements that anybody may read, those of one's own organisation too, by name."""
    rows = Agreement.objects.visible_to(actor).filter(Q(targets__isnull=False) | Q(figures__isnull=False))
    found = page(rows.distinct().values("id", "key", "name"), by=("name", "id"), cursor=cursor)
    numbers = numbers_of([row["id"] for row in found.rows], today=today)
    lines = [
        AgreementLine(key=row["key"], name=row["name"], lights=lights_of(numbers[row["id"]]))
        for row in found.rows
    ]
    return Page(lines, found.next_cursor, found.previous_cursor)


def lights_of(numbers: Iterable[NumberView]) -> dict[Light, int]:
    counts = dict.fromkeys(Light, 0)
    for number in numbers:
        if number.key:
            counts[number.now.light] += 1
    return counts
