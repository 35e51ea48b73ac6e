"""Figures of agreements and coverage for other systems; suppressed before they leave the database."""

from __future__ import annotations

from decimal import Decimal

from ninja import Query, Schema

from hjemvei.accounts.api import ApiRequest
from hjemvei.agreements.models import Agreement
from hjemvei.core import clock
from hjemvei.core.api import Key, Listed, Paging, Routes, page_of
from hjemvei.parties.models import Municipality
from hjemvei.statistics.choices import Covered, Kind, Light, Side, Way
from hjemvei.statistics.coverage import municipalities
from hjemvei.statistics.queries import NumberView, YearView, numbers_of, shown_agreement

figures = Routes("figures")


class YearOut(Schema):
    """`low` and `high` are what was reached, equal where it may be told exactly; null for fewer than five
    people.
    """

    year: int
    baseline: float | None
    goal: float | None
    low: float | None
    high: float | None
    people: int | None
    light: Light
    is_final: bool
    note: str


class NumberOut(Schema):
    """`code` own: a number of the parties; its `name` says which."""

    code: str
    name: str
    unit: Kind
    direction: Way
    party: Side
    years: list[YearOut]


class FiguresOut(Schema):
    agreement: str
    name: str
    numbers: list[NumberOut]


class CoverageOut(Schema):
    """How it stands between a municipality and prisons, best first; fetched in the order of the numbers."""

    municipality: str
    name: str
    county: str
    state: Covered


@figures.read("/agreements/{key}/figures", FiguresOut, single=True)
def read_figures(request: ApiRequest, key: Key) -> FiguresOut:
    agreement = shown_agreement(request.actor, key)
    return _out(agreement, numbers_of([agreement.pk], today=clock.today())[agreement.pk])


@figures.read("/coverage", Listed[CoverageOut])
def list_coverage(request: ApiRequest, paging: Query[Paging]) -> Listed[CoverageOut]:
    found = page_of(
        Municipality.objects.values("number", "name_norwegian", "county_id"), paging, by=("number",)
    )
    states = municipalities(today=clock.today())
    items = [
        CoverageOut(
            municipality=row["number"],
            name=row["name_norwegian"],
            county=row["county_id"],
            state=states[row["number"]],
        )
        for row in found.rows
    ]
    return Listed[CoverageOut](items=items, next_cursor=found.next_cursor)


def _out(agreement: Agreement, numbers: list[NumberView]) -> FiguresOut:
    return FiguresOut(
        agreement=agreement.key,
        name=agreement.name,
        numbers=[
            NumberOut(
                code=number.code.value,
                name=number.name,
                unit=number.kind,
                direction=number.way,
                party=number.side,
                years=[_year(year) for year in number.years if year.counted_at or year.goal is not None],
            )
            for number in numbers
        ],
    )


def _year(year: YearView) -> YearOut:
    def plain(value: Decimal | None) -> float | None:
        return None if value is None else float(value)

    return YearOut(
        year=year.year,
        baseline=plain(year.baseline),
        goal=plain(year.goal),
        low=plain(year.reach.low),
        high=plain(year.reach.high),
        people=year.people,
        light=year.light,
        is_final=year.is_final,
        note=year.note,
    )
