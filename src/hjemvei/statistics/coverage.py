"""Who has an agreement about release with whom, and how many that leaves outside."""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from time import monotonic

from django.conf import settings
from django.contrib.postgres.aggregates import ArrayAgg
from django.db import connection
from django.db.models import Count, F, Q

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.agreements.models import AgreementParty, AgreementScope, AgreementVersion
from hjemvei.agreements.states import AgreementState
from hjemvei.agreements.upkeep import upkeep
from hjemvei.cases.models import Caseload
from hjemvei.parties.enums import UnitKind
from hjemvei.parties.models import Municipality, Unit
from hjemvei.statistics.choices import Covered
from hjemvei.statistics.rules import Span, best, suppressed, told_sum
from hjemvei.statistics.rules import coverage as of_spans

TILES = Path(__file__).resolve().parent.parent / "parties" / "reference" / "tiles.csv"
Pair = tuple[int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    number: str
    name: str
    county: str
    county_name: str
    column: int
    row: int
    covered: Covered
    prisons: tuple[tuple[str, Covered], ...] = ()
    districts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CountyLine:
    """`outside` None: fewer than five, or nobody."""

    number: str
    name: str
    counts: Mapping[Covered, int]
    outside: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PrisonLine:
    """How many municipalities the prison has an agreement with, and how many people are outside of them."""

    name: str
    slug: str
    municipalities: int
    expired: int
    outside: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnLine:
    """People in the reader's own list, in a prison that their municipality has no agreement with."""

    prison: str
    municipality: str
    people: int | None
    covered: Covered


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """`outside` is the sum of what the counties tell: those of fewer than five are not in it."""

    places: tuple[Place, ...]
    counties: tuple[CountyLine, ...]
    prisons: tuple[PrisonLine, ...]
    outside: int | None

    @property
    def counts(self) -> Counter[Covered]:
        return Counter(place.covered for place in self.places)


_kept: dict[dt.date, tuple[float, Coverage]] = {}
"""In this process: the newest, with the moment when it was counted."""


@cache
def tiles() -> Mapping[str, tuple[int, int]]:
    with TILES.open(encoding="utf-8", newline="") as file:
        return {row["number"]: (int(row["column"]), int(row["row"])) for row in csv.DictReader(file)}


def spans(today: dt.date) -> dict[Pair, str]:
    """Prison unit and municipality to the best that stands between them; three statements. That there is an
    agreement is public, also where its text is not.
    """
    with upkeep():
        return _spans(today)


def _spans(today: dt.date) -> dict[Pair, str]:
    periods: dict[int, list[Span]] = defaultdict(list)
    rows = AgreementVersion.objects.driving().order_by("id")
    for agreement_id, state, starts_on, ends_before in rows.values_list(
        "agreement_id", "agreement__state", "starts_on", "ends_before"
    ):
        ends = today if state == AgreementState.ENDED and starts_on < today else ends_before
        periods[agreement_id].append(Span(starts_on, ends))
    numbers: dict[int, list[str]] = defaultdict(list)
    parties = AgreementParty.objects.on(today).filter(controller__municipality__isnull=False).order_by("id")
    for agreement_id, number in parties.values_list("agreement_id", "controller__municipality_id"):
        numbers[agreement_id].append(number)
    found: dict[Pair, list[Span]] = defaultdict(list)
    scope = AgreementScope.objects.order_by("id").values_list("agreement_id", "unit_id")
    for agreement_id, unit_id in scope:
        for number in numbers[agreement_id]:
            found[unit_id, number] += periods[agreement_id]
    return {pair: of_spans(periods, today) for pair, periods in found.items() if periods}


def municipalities(*, today: dt.date) -> dict[str, Covered]:
    """Every municipality by its number; four statements."""
    words: dict[str, list[str]] = defaultdict(list)
    for (_unit_id, number), word in spans(today).items():
        words[number].append(word)
    numbers = Municipality.objects.order_by("number").values_list("number", flat=True)
    return {number: Covered(best(words[number])) for number in numbers}


def coverage(*, today: dt.date, anew: bool = False) -> Coverage:
    """Counted once for all who ask in the same minutes (`COVERAGE_KEPT_SECONDS`). Holds no count below five:
    everybody may read it. `anew`: for whoever is signed in and may just have signed an agreement.
    """
    kept, now = None if anew else _kept.get(today), monotonic()
    if kept is not None and now - kept[0] < settings.COVERAGE_KEPT_SECONDS:
        return kept[1]
    made = _counted(today)
    _kept.clear()
    _kept[today] = (now, made)
    return made


def _counted(today: dt.date) -> Coverage:
    """Seven statements, and three for the session."""
    with upkeep():
        pairs, parts = _spans(today), _districts(today)
    prisons = {u.pk: u for u in Unit.objects.in_force(today).prisons().order_by("name", "id")}
    counties, units = _outside(today)
    names = {pk: unit.name for pk, unit in prisons.items()}
    places = tuple(_places(pairs, names, parts))
    return Coverage(
        places=places,
        counties=tuple(_counties(places, counties)),
        prisons=tuple(
            PrisonLine(
                name=unit.name,
                slug=unit.slug,
                municipalities=_count(pairs, pk, Covered.HAS),
                expired=_count(pairs, pk, Covered.EXPIRED),
                outside=units.get(pk),
            )
            for pk, unit in prisons.items()
        ),
        outside=told_sum(counties.values()),
    )


def _count(pairs: Mapping[Pair, str], unit_id: int, word: Covered) -> int:
    return sum(unit == unit_id and found == word for (unit, _number), found in pairs.items())


def _districts(today: dt.date) -> dict[str, tuple[str, ...]]:
    """By municipality that agreements cover only parts of, which parts; one statement."""
    live = AgreementVersion.objects.in_force(today).driving().values("agreement_id")
    parties = AgreementParty.objects.on(today).filter(
        agreement_id__in=live, controller__municipality__isnull=False
    )
    here = Q(agreement__scope__unit__controller_id=F("controller_id"))
    part = here & Q(agreement__scope__unit__kind=UnitKind.CITY_DISTRICT)
    rows = parties.annotate(names=ArrayAgg("agreement__scope__unit__name", filter=part, default=[]))
    found: dict[str, list[list[str]]] = defaultdict(list)
    for number, names in rows.order_by("id").values_list("controller__municipality_id", "names"):
        found[number].append(names)
    return {
        number: tuple(sorted({name for names in several for name in names}))
        for number, several in found.items()
        if all(several)
    }


def _places(
    pairs: Mapping[Pair, str], names: Mapping[int, str], parts: Mapping[str, tuple[str, ...]]
) -> Iterable[Place]:
    of_place: dict[str, list[tuple[str, Covered]]] = defaultdict(list)
    for (unit_id, number), word in pairs.items():
        if unit_id in names:
            of_place[number].append((names[unit_id], Covered(word)))
    rows = Municipality.objects.select_related("county").order_by("county__name", "name_norwegian")
    for row in rows:
        column, line = tiles()[row.number]
        found = sorted(of_place[row.number])
        yield Place(
            number=row.number,
            name=row.name_norwegian,
            county=row.county_id,
            county_name=row.county.name,
            column=column,
            row=line,
            covered=Covered(best(word for _name, word in found)),
            prisons=tuple(found),
            districts=parts.get(row.number, ()),
        )


def _counties(places: Iterable[Place], outside: Mapping[str, int | None]) -> Iterable[CountyLine]:
    groups: dict[tuple[str, str], Counter[Covered]] = defaultdict(Counter)
    for place in places:
        groups[place.county, place.county_name][place.covered] += 1
    for (number, name), counts in groups.items():
        yield CountyLine(number=number, name=name, counts=counts, outside=outside.get(number))


def _outside(today: dt.date) -> tuple[dict[str, int | None], dict[int, int | None]]:
    """By county and by prison; suppressed before they leave the database."""
    counties: dict[str, int | None] = {}
    prisons: dict[int, int | None] = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT county, prison, people FROM kernel.people_outside(%s)", [today])
        for county, prison, people in cursor.fetchall():
            if county is not None:
                counties[county] = people
            elif prison is not None:
                prisons[prison] = people
    return counties, prisons


def own_outside(actor: Actor, *, today: dt.date) -> list[OwnLine]:
    """Of the people in the lists of the actor's units, by prison and municipality, fewest hidden."""
    if not actor.may_read(InfoClass.CUSTODY):
        return []
    pairs = spans(today)
    rows = (
        Caseload.objects.visible_to(actor)
        .filter(unit_id__in=actor.case_units(), is_open=True, released_on=None)
        .exclude(prison_unit=None)
        .exclude(municipality=None)
        .values_list("prison_unit_id", "prison_unit__name", "municipality_id", "municipality__name_norwegian")
        .annotate(people=Count("person_id", distinct=True))
        .order_by("prison_unit__name", "municipality__name_norwegian")
    )
    return [
        OwnLine(
            prison=prison,
            municipality=name,
            people=suppressed(people),
            covered=Covered(pairs.get((unit_id, number), Covered.LACKS)),
        )
        for unit_id, prison, number, name, people in rows
        if pairs.get((unit_id, number)) != Covered.HAS
    ]
