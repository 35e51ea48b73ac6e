"""Coverage: open to everybody, with one card more for whoever is signed in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hjemvei.accounts.access import public
from hjemvei.core import clock
from hjemvei.statistics import coverage as covered
from hjemvei.statistics.choices import Covered
from hjemvei.statistics.forms import CountyFilter
from hjemvei.statistics.sheets import coverage_xlsx, sheet_response
from hjemvei.ui.jinja import url
from hjemvei.ui.kept import MINUTES, for_everybody
from hjemvei.ui.parts import MapGroup, MapKey, MapTile
from hjemvei.ui.render import render

COVERAGE = "statistics:coverage"
LETTERS = {Covered.HAS: "A", Covered.COMING: "K", Covered.EXPIRED: "U", Covered.LACKS: "–"}
PATTERNS: dict[Covered, Any] = {
    Covered.HAS: "full",
    Covered.COMING: "dots",
    Covered.EXPIRED: "lines",
    Covered.LACKS: "empty",
}
TONES = {
    Covered.HAS: "success",
    Covered.COMING: "info",
    Covered.EXPIRED: "warning",
    Covered.LACKS: "neutral",
}


@public("who has an agreement is public; people are counted in fives, and fewer than five are never told")
@require_safe
def coverage(request: HttpRequest) -> HttpResponse:
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    shown = covered.coverage(today=today, anew=actor is not None)
    form = CountyFilter(request.GET or None, counties=[(row.number, row.name) for row in shown.counties])
    county = form.cleaned_data["fylke"] if form.is_valid() else ""
    context = {
        "shown": shown,
        "groups": _groups(shown),
        "keys": _keys(shown),
        "form": form,
        "county": county,
        "places": [row for row in shown.places if _is_listed(row, county)],
        "own": covered.own_outside(actor, today=today) if actor else [],
        "signed_in": actor is not None,
        "tones": TONES,
    }
    answer = render(request, "statistics/coverage.html", context, status=422 if form.errors else 200)
    if actor is None:
        answer.headers["Cache-Control"] = f"private, max-age={MINUTES}"
    return answer


@public("the same as the page of coverage, as a spreadsheet")
@require_safe
def coverage_export(request: HttpRequest) -> HttpResponse:
    today = clock.today()
    shown = covered.coverage(today=today)
    return for_everybody(request, sheet_response(coverage_xlsx(shown, today=today), "dekning", today=today))


def _is_listed(row: covered.Place, county: str) -> bool:
    return row.county == county if county else row.covered != Covered.LACKS


def _groups(shown: covered.Coverage) -> list[MapGroup]:
    tiles: dict[str, list[MapTile]] = {}
    for place in shown.places:
        tile = MapTile(
            column=place.column,
            row=place.row,
            title=_("%(name)s: %(state)s") % {"name": place.name, "state": place.covered.label},
            letter=LETTERS[place.covered],
            pattern=PATTERNS[place.covered],
        )
        tiles.setdefault(place.county, []).append(tile)
    return [
        MapGroup(
            label=_("%(county)s: %(has)s av %(all)s kommuner har avtale")
            % {"county": row.name, "has": row.counts[Covered.HAS], "all": len(tiles[row.number])},
            url=url(COVERAGE, query={"fylke": row.number}) + "#kommuner",
            tiles=tiles[row.number],
        )
        for row in shown.counties
    ]


def _keys(shown: covered.Coverage) -> list[MapKey]:
    counts = shown.counts
    return [
        MapKey(label=word.label, letter=LETTERS[word], pattern=PATTERNS[word], count=counts[word])
        for word in Covered
    ]
