"""What narrows a case list, as conditions with slots: one shape however many values are asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q, QuerySet

from hjemvei.accounts.actor import Actor, Seer
from hjemvei.cases.models import Caseload
from hjemvei.core.slots import Ask
from hjemvei.web.case_filters import CaseFilters
from hjemvei.web.case_search import Search, found_by

FREE = ("status", "fengsel", "kommune")
ASKED = "?"
NO_UNIT = 0


@dataclass(frozen=True, slots=True)
class Narrowing:
    """The shape: filters with a mark where any value may stand, and the number of name parts in each word
    searched for.
    """

    filters: CaseFilters
    words: tuple[int, ...] = ()
    prefix: str = ""
    """Tells the slots of several narrowings in one statement apart."""


def narrowing(filters: CaseFilters, search: Search | None = None, *, prefix: str = "") -> Narrowing:
    marks = {name: ASKED for name in (*FREE, "innen") if getattr(filters, name)}
    plain = replace(filters, enhet="", q="", **marks)
    return Narrowing(plain, search.shape if search else (), prefix)


def values(
    actor: Actor,
    filters: CaseFilters,
    *,
    unit_id: int,
    today: dt.date,
    search: Search | None = None,
    prefix: str = "",
) -> Mapping[str, Any]:
    """What stands in the slots. The list of a unit in which the actor works with no case is empty."""
    unit = unit_id if unit_id in actor.case_units() else NO_UNIT
    found: dict[str, Any] = {name: getattr(filters, name) for name in FREE}
    if filters.innen:
        found["within"] = today + dt.timedelta(days=int(filters.innen))
    found["due_before"] = today if filters.frist == "over" else today + dt.timedelta(days=8)
    slots = {prefix + name: value for name, value in found.items()}
    return {"unit": unit, **slots, **(search.values if search else {})}


def rows(who: Seer, ask: Ask, shape: Narrowing) -> QuerySet[Caseload]:
    """What the list of the unit in the slot `unit` holds, without order."""
    filters = shape.filters
    found = Caseload.objects.of_unit(ask.number("unit"))
    if filters.vis != "alle" and not shape.words:
        found = found.filter(is_open=filters.vis != "avsluttet")
    if filters.ordne == "frist":
        found = found.filter(next_due_on__isnull=False)
    wanted = _dates(filters, ask, shape.prefix) & _values(filters, ask, shape.prefix) & _owner(filters, who)
    return found.filter(wanted & found_by(shape.words, ask))


def _dates(filters: CaseFilters, ask: Ask, prefix: str) -> Q:
    wanted = Q()
    if filters.innen:
        wanted &= Q(released_on__isnull=True, sort_on__lte=ask.day(f"{prefix}within"))
    if filters.frist:
        wanted &= Q(next_due_on__lt=ask.day(f"{prefix}due_before"))
    return wanted


def _values(filters: CaseFilters, ask: Ask, prefix: str) -> Q:
    wanted = Q()
    if filters.risiko:
        wanted &= Q(risk__in=["unknown", ""]) if filters.risiko == "unknown" else Q(risk=filters.risiko)
    if filters.status:
        wanted &= Q(status=ask.text(f"{prefix}status"))
    if filters.samtykke:
        wanted &= Q(has_consent=filters.samtykke == "gitt")
    if filters.begrenset:
        wanted &= Q(is_restricted=True)
    if filters.fengsel:
        wanted &= Q(prison_unit__slug=ask.text(f"{prefix}fengsel"))
    if filters.kommune:
        wanted &= Q(municipality_id=ask.text(f"{prefix}kommune"))
    return wanted


def _owner(filters: CaseFilters, who: Seer) -> Q:
    if filters.ansvarlig == "ingen":
        return Q(owner__isnull=True)
    return Q(owner_id=who.user_id) if filters.ansvarlig == "meg" else Q()
