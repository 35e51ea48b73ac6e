"""What the case list's page needs beside its rows: units, chips, the links of sorting and paging."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.cases.models import Caseload
from hjemvei.parties.models import Unit
from hjemvei.ui.parts import Chip, Column, Link, Paging, Text
from hjemvei.web.case_filters import NEEDS, CaseFilters, classes, permitted
from hjemvei.web.case_list import COUNTED, CaseList
from hjemvei.web.case_rows import STAGES
from hjemvei.web.registry import address

NAMES: dict[str, Text] = {
    "q": gettext_lazy("Søk"),
    "enhet": gettext_lazy("Enhet"),
    "innen": gettext_lazy("Løslates innen"),
    "risiko": gettext_lazy("Fare for å stå uten bolig"),
    "status": gettext_lazy("Bolig"),
    "ansvarlig": gettext_lazy("Ansvarlig"),
    "frist": gettext_lazy("Frist"),
    "samtykke": gettext_lazy("Samtykke"),
    "begrenset": gettext_lazy("Begrenset innsyn"),
    "fengsel": gettext_lazy("Fengsel"),
    "kommune": gettext_lazy("Kommune"),
    "vis": gettext_lazy("Saker"),
    "ordne": gettext_lazy("Rekkefølge"),
    "side": gettext_lazy("Side i listen"),
}
OPTIONS: dict[str, tuple[tuple[str, Text], ...]] = {
    "innen": tuple((days, gettext_lazy("%s dager") % days) for days in ("14", "30", "60", "90", "180")),
    "risiko": (
        ("yes", gettext_lazy("ja")),
        ("unknown", gettext_lazy("ikke avklart")),
        ("no", gettext_lazy("nei")),
    ),
    "status": tuple(STAGES.items()),
    "ansvarlig": (("meg", gettext_lazy("meg")), ("ingen", gettext_lazy("ingen"))),
    "frist": (("over", gettext_lazy("over fristen")), ("uke", gettext_lazy("innen en uke"))),
    "samtykke": (("mangler", gettext_lazy("mangler")), ("gitt", gettext_lazy("gitt"))),
    "begrenset": (("ja", gettext_lazy("ja")),),
    "vis": (("avsluttet", gettext_lazy("avsluttede")), ("alle", gettext_lazy("alle"))),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """A select of the filter form; an empty value means that it does not narrow."""

    name: str
    label: Text
    options: Sequence[tuple[str, Text]]
    value: str


@cache
def slug_of(unit_id: int) -> str:
    """A unit's slug never changes, so the process asks once."""
    return Unit.objects.values_list("slug", flat=True).get(pk=unit_id)


def unit_of(actor: Actor, slug: str) -> tuple[int, bool]:
    """The unit whose list is meant, and whether the slug was one of the actor's own."""
    own = actor.case_units()
    usual = actor.unit_id if actor.unit_id in own or not own else own[0]
    if not slug:
        return usual, True
    return next(((unit, True) for unit in own if slug_of(unit) == slug), (usual, False))


def list_page(
    request: HttpRequest,
    actor: Actor,
    *,
    unit_id: int,
    filters: CaseFilters,
    found: CaseList,
    faulty: Sequence[str],
) -> dict[str, Any]:
    path = address("web:cases")
    kept = permitted(filters, found.readable)
    return {
        "found": found,
        "filters": kept,
        "first": _selects(kept, found.readable, ("innen", "risiko", "frist")),
        "units": _units(request, actor, unit_id, kept),
        "columns": _columns(kept, found.readable, path),
        "chips": [
            Chip(label=_chip(kept, name), url=kept.address(path, **{name: ""})) for name in kept.in_force()
        ],
        "summary": _summary(found),
        "paging": _paging(kept, found, path),
        "saved": [Link(label=view["name"], url=f"{path}?{view['query']}") for view in found.views],
        "query": kept.address("").removeprefix("?"),
        "faulty": ", ".join(str(NAMES[name]) for name in faulty),
        "save_url": address("accounts:save_view"),
        "works": bool(actor.case_units()),
    }


def _selects(filters: CaseFilters, readable: frozenset[InfoClass], names: Sequence[str]) -> list[Choice]:
    shown = [name for name in names if name not in NEEDS or NEEDS[name] in readable]
    return [Choice(name, NAMES[name], OPTIONS[name], getattr(filters, name)) for name in shown]


def choices(actor: Actor, *, unit_id: int, filters: CaseFilters) -> list[Choice]:
    """The rarer filters; prisons and municipalities are those that the unit's open cases name."""
    readable = classes(actor, unit_id)
    kept = permitted(filters, readable)
    names = ("status", "ansvarlig", "samtykke", "begrenset", "vis")
    mine = Caseload.objects.visible_to(actor).filter(unit_id=unit_id, is_open=True)
    found = _selects(kept, readable, names)
    for name, key, label in (
        ("fengsel", "prison_unit__slug", "prison_unit__name"),
        ("kommune", "municipality_id", "municipality__name_norwegian"),
    ):
        if NEEDS[name] in readable:
            known = mine.exclude(**{key: None}).order_by(label).values_list(key, label).distinct()
            found.append(Choice(name, NAMES[name], list(known[:COUNTED]), getattr(kept, name)))
    return found


def _chip(filters: CaseFilters, name: str) -> Text:
    value = getattr(filters, name)
    shown = dict(OPTIONS.get(name, ())).get(value, value)
    return f"{NAMES[name]}: {shown}"


def _units(request: HttpRequest, actor: Actor, unit_id: int, filters: CaseFilters) -> list[Link]:
    own = actor.case_units()
    if len(own) < 2:
        return []
    named = {seat.unit_id: seat.unit_name for seat in request.seats}  # type: ignore[attr-defined]
    plain = CaseFilters(ordne=filters.ordne)
    path = address("web:cases")
    return [
        Link(
            label=named.get(unit, ""),
            url=replace(plain, enhet=slug_of(unit)).address(path),
            current=unit == unit_id,
        )
        for unit in own
    ]


def _columns(filters: CaseFilters, readable: frozenset[InfoClass], path: str) -> list[Column]:
    work, dates = InfoClass.COORDINATION in readable, InfoClass.CUSTODY in readable
    sorts = {"dato": dates and InfoClass.HOUSING in readable, "frist": work, "ansvarlig": work}
    heads = (
        (_("Person"), ""),
        (_("Løslates"), "dato"),
        (_("Fra og til"), ""),
        (_("Bolig"), ""),
        (_("Neste steg"), "frist"),
        (_("Ansvarlig"), "ansvarlig"),
    )
    return [
        Column(
            label=label,
            sort_url=filters.address(path, ordne="" if filters.ordne == order else order)
            if sorts.get(order)
            else "",
            sorted="ascending" if order and filters.ordne == order else "",
        )
        for label, order in heads
    ]


def _summary(found: CaseList) -> str:
    if found.count is None:
        return ""
    if found.count > COUNTED:
        return _("Mer enn %(n)s saker") % {"n": COUNTED}
    return _("1 sak") if found.count == 1 else _("%(n)s saker") % {"n": found.count}


def _paging(filters: CaseFilters, found: CaseList, path: str) -> Paging:
    def to(cursor: str) -> str:
        place = filters.address(path)
        return f"{place}{'&' if '?' in place else '?'}{urlencode({'side': cursor})}" if cursor else ""

    return Paging(previous_url=to(found.previous_cursor), next_url=to(found.next_cursor))
