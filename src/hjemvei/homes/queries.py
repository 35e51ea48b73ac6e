"""The stock as lists and pages show it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.core.paging import Page, page
from hjemvei.homes.choices import DwellingKind, Ownership
from hjemvei.homes.events import Taken, taken_periods
from hjemvei.homes.models import Dwelling
from hjemvei.ui.parts import Span, Tone

FIELDS = (
    "id",
    "key",
    "name",
    "address",
    "postal_code",
    "kind",
    "ownership",
    "rooms",
    "area",
    "rent",
    "is_step_free",
    "available_from",
    "ends_before",
)


@dataclass(frozen=True, slots=True)
class DwellingRow:
    """`status` in calm words; `is_free` means that somebody can move in today."""

    key: str
    name: str
    address: str
    kind: str
    ownership: str
    rooms: int
    area: int | None
    rent: int
    is_step_free: bool
    status: str
    tone: Tone
    is_free: bool


@dataclass(frozen=True, slots=True)
class DwellingPage:
    dwelling: Dwelling
    row: DwellingRow
    spans: tuple[Span, ...]
    first: dt.date
    last: dt.date


def find_dwelling(actor: Actor, key: str) -> Dwelling:
    """Raises Http404 for a dwelling of another controller."""
    dwelling = Dwelling.objects.visible_to(actor).filter(key=key).first()
    if dwelling is None:
        raise Http404
    return dwelling


def is_free(dwelling: Dwelling, day: dt.date) -> bool:
    """In use, neither let nor offered to anybody from `day` on."""
    in_use = dwelling.available_from <= day and (dwelling.ends_before is None or dwelling.ends_before > day)
    return in_use and not any(p.hinders(day) for p in taken_periods([dwelling.pk]).get(dwelling.pk, ()))


def list_dwellings(
    actor: Actor,
    *,
    today: dt.date,
    words: str = "",
    kind: str = "",
    only_free: bool = False,
    cursor: str = "",
) -> Page[DwellingRow]:
    rows = Dwelling.objects.visible_to(actor).filter(Q(ends_before=None) | Q(ends_before__gt=today))
    for word in words.split():
        rows = rows.filter(Q(name__icontains=word) | Q(address__icontains=word))
    if kind:
        rows = rows.filter(kind=kind)
    if only_free:
        ids = list(rows.filter(available_from__lte=today).order_by("id").values_list("id", flat=True))
        taken = taken_periods(ids)
        free = [pk for pk in ids if not any(period.hinders(today) for period in taken.get(pk, ()))]
        rows = rows.filter(pk__in=free)
    found = page(rows.values(*FIELDS), by=("name", "id"), cursor=cursor)
    taken = taken_periods([row["id"] for row in found.rows])
    shown = [_row(row, taken.get(row["id"], ()), today) for row in found.rows]
    return Page(shown, found.next_cursor, found.previous_cursor)


def free_dwellings(actor: Actor, *, on: dt.date) -> list[Dwelling]:
    """What can be offered from `on`, smallest and cheapest first."""
    rows = Dwelling.objects.visible_to(actor).filter(
        Q(ends_before=None) | Q(ends_before__gt=on), available_from__lte=on
    )
    found = list(rows.order_by("rooms", "rent", "name", "id"))
    taken = taken_periods([dwelling.pk for dwelling in found])
    return [dwelling for dwelling in found if not any(p.hinders(on) for p in taken.get(dwelling.pk, ()))]


def dwelling_page(actor: Actor, dwelling: Dwelling, *, today: dt.date) -> DwellingPage:
    """The dwelling and in which periods it is taken, half a year back and a year ahead."""
    periods = taken_periods([dwelling.pk]).get(dwelling.pk, [])
    values = {name: getattr(dwelling, name) for name in FIELDS}
    first, last = today - dt.timedelta(days=182), today + dt.timedelta(days=365)
    labels: dict[str, tuple[str, Tone]] = {
        "leased": (_("Utleid"), "accent"),
        "offered": (_("Tilbudt"), "warning"),
    }
    spans = tuple(
        Span(
            row=dwelling.name,
            label=labels[period.kind][0],
            starts_on=period.starts_on,
            ends_before=period.ends_before,
            tone=labels[period.kind][1],
        )
        for period in periods
        if period.ends_before is None or period.ends_before > first
    )
    return DwellingPage(dwelling, _row(values, periods, today), spans, first, last)


def _row(values: dict[str, object], periods: Sequence[Taken], today: dt.date) -> DwellingRow:
    status, tone, free = _status(values, periods, today)
    address = f"{values['address']}, {values['postal_code']}".rstrip(", ")
    return DwellingRow(
        key=str(values["key"]),
        name=str(values["name"]),
        address=address,
        kind=str(DwellingKind(str(values["kind"])).label),
        ownership=str(Ownership(str(values["ownership"])).label),
        rooms=int(str(values["rooms"])),
        area=values["area"],  # type: ignore[arg-type]
        rent=int(str(values["rent"])),
        is_step_free=bool(values["is_step_free"]),
        status=status,
        tone=tone,
        is_free=free,
    )


def _status(values: dict[str, object], periods: Sequence[Taken], today: dt.date) -> tuple[str, Tone, bool]:
    ends, opens = values["ends_before"], values["available_from"]
    if isinstance(ends, dt.date) and ends <= today:
        return _("ute av bruk"), "neutral", False
    hindering = [period for period in periods if period.hinders(today)]
    if any(period.kind == "offered" for period in hindering):
        return _("tilbudt"), "warning", False
    if hindering:
        until = hindering[-1].ends_before
        text = _("utleid") if until is None else _("ledig fra %(day)s") % {"day": f"{until:%d.%m.%Y}"}
        return text, "info", False
    if isinstance(opens, dt.date) and opens > today:
        return _("klar fra %(day)s") % {"day": f"{opens:%d.%m.%Y}"}, "info", False
    return _("ledig"), "success", True
