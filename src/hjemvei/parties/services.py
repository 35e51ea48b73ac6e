"""What a municipality and those who work with it offer, so that nobody has to know whom to ask (R119)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from hjemvei.core.paging import Page, page
from hjemvei.parties.enums import FactKind, UnitKind
from hjemvei.parties.models import Municipality, Unit, UnitFact
from hjemvei.parties.queries import GROUPS, Open, first_points, hours_of, open_state

OFFERING = (*GROUPS["municipal"], *GROUPS["others"])
FIELDS = ("id", "slug", "name", "kind", "place", "offers", "ask", "is_silent")


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """`offers` is empty where the unit has not said what it does."""

    slug: str
    name: str
    kind: str
    place: str
    offers: str
    ask: str
    phone: str
    open: Open


def _said(kind: FactKind, today: dt.date) -> QuerySet[UnitFact]:
    live = Q(ends_before__isnull=True) | Q(ends_before__gt=today)
    return UnitFact.objects.filter(live, unit=OuterRef("pk"), kind=kind, starts_on__lte=today)


def _offering(today: dt.date) -> QuerySet[Unit]:
    return Unit.objects.in_force(today).filter(kind__in=OFFERING, municipality__isnull=False)


def places(*, today: dt.date) -> list[tuple[str, str]]:
    """Number and name of every municipality with a unit that may offer something."""
    rows = Municipality.objects.filter(Exists(_offering(today).filter(municipality=OuterRef("pk"))))
    return list(rows.order_by("name_norwegian").values_list("number", "name_norwegian"))


def services(*, municipality: str, words: str, cursor: str, at: dt.datetime) -> Page[ServiceLine]:
    """Those who say what they offer first, by name, each with its first contact point; three statements."""
    today = at.date()
    rows = _offering(today).annotate(
        place=F("municipality__name_norwegian"),
        offers=Coalesce(_said(FactKind.SERVICES, today).values("text")[:1], Value("")),
        ask=Coalesce(_said(FactKind.HOW_TO_ASK, today).values("text")[:1], Value("")),
    )
    rows = rows.annotate(is_silent=Case(When(offers="", then=1), default=0))
    if municipality:
        rows = rows.filter(municipality_id=municipality)
    for word in words.split()[:5]:
        rows = rows.filter(Q(name__icontains=word) | Q(offers__icontains=word) | Q(kind__in=_kinds(word)))
    found = page(rows.values(*FIELDS), by=("is_silent", "name", "id"), cursor=cursor)
    points = first_points([int(row["id"]) for row in found.rows], at)
    lines = [
        ServiceLine(
            slug=row["slug"],
            name=row["name"],
            kind=str(UnitKind(row["kind"]).label),
            place=row["place"],
            offers=row["offers"],
            ask=row["ask"],
            phone=(point.phone or point.email) if point else "",
            open=open_state(hours_of(point), at=at) if point else Open(False),
        )
        for row, point in ((row, points.get(int(row["id"]))) for row in found.rows)
    ]
    return Page(lines, found.next_cursor, found.previous_cursor)


def _kinds(word: str) -> Sequence[UnitKind]:
    """Kinds of units whose name, in the reader's language, holds the word."""
    return [kind for kind in OFFERING if word.casefold() in str(kind.label).casefold()]
