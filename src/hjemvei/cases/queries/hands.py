"""Who has held a case, and how often it changed hands: two cases or two thousand in one statement."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localdate

from hjemvei.accounts.actor import Actor, Seer
from hjemvei.accounts.kept import Kept, Rows
from hjemvei.cases.models import Hand
from hjemvei.cases.rules.hands import WARN_FROM, HandKind, Taking, hand_offs, warns
from hjemvei.core.slots import Ask

NAMES = (
    *("case_id", "kind", "recorded_at", "municipality_id", "municipality__name_norwegian"),
    *("unit_id", "unit__name", "unit__controller__municipality_id"),
    "unit__controller__municipality__name_norwegian",
)


@dataclass(frozen=True, slots=True)
class HandView:
    """One change of hands, in names."""

    on: dt.date
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class HandsView:
    """`holders`: everybody who has had it, in order, as the picture draws them."""

    holders: Sequence[str]
    changes: Sequence[HandView]

    @property
    def count(self) -> int:
        return len(self.changes)

    @property
    def warns(self) -> bool:
        return warns(self.count)


@Kept
def ask_hands(who: Seer, ask: Ask, _shape: None) -> QuerySet[Any, Any]:
    """Oldest first, of one case or many."""
    rows: QuerySet[Any, Any] = Hand.objects.visible_to(who).filter(case_id__any=ask.large_numbers("cases"))
    return rows.order_by("recorded_at", "id").values(*NAMES)


@Kept
def ask_handed_often(who: Seer, ask: Ask, _shape: None) -> QuerySet[Any, Any]:
    """Open cases that may have changed hands often, by an index of few rows; `counts_of` says which have."""
    rows: QuerySet[Any, Any] = Hand.objects.visible_to(who).filter(
        turn__gte=WARN_FROM, case__closed_at__isnull=True
    )
    return rows.order_by("case_id").values("case_id", "case__key").distinct()[:200]


def counts_of(actor: Actor, case_ids: Collection[int]) -> dict[int, int]:
    """How often each case has changed hands, as far as the actor sees it. One statement."""
    if not case_ids:
        return {}
    found: dict[int, list[Taking]] = defaultdict(list)
    for row in ask_hands(actor, None, cases=sorted(case_ids)):
        found[row["case_id"]].append(_taking(row))
    return {case_id: len(hand_offs(takings)) for case_id, takings in found.items()}


def handed_often(actor: Actor) -> dict[int, int]:
    """Open cases from the third change of hands on, with the count. Two statements."""
    return {case_id: count for case_id, _key, count in often_of(actor, ask_handed_often(actor, None))}


def often_of(actor: Actor, rows: Rows) -> list[tuple[int, str, int]]:
    """Case, its key and the count, of those among the rows of `ask_handed_often` that warn."""
    counts = counts_of(actor, [row["case_id"] for row in rows])
    found = [(row["case_id"], row["case__key"], counts.get(row["case_id"], 0)) for row in rows]
    return [one for one in found if warns(one[2])]


def hands_view(rows: Rows) -> HandsView:
    """From the rows of `ask_hands` of one case."""
    names = _names(rows)
    changes = hand_offs(_taking(row) for row in rows)
    said = [HandView(one.on, _said(one.before, names), _said(one.after, names)) for one in changes]
    first = [said[0].before] if said else []
    return HandsView([*first, *(one.after for one in said)], said)


def _taking(row: Mapping[str, Any]) -> Taking:
    kind = HandKind(row["kind"])
    number = row["municipality_id"] or row["unit__controller__municipality_id"] or ""
    return Taking(localdate(row["recorded_at"]), kind, number, row["unit_id"] or 0)


def _names(rows: Rows) -> dict[tuple[str, int], str]:
    names: dict[tuple[str, int], str] = {}
    for row in rows:
        if row["unit_id"]:
            number = row["unit__controller__municipality_id"] or ""
            names[number, row["unit_id"]] = row["unit__name"]
            names.setdefault((number, 0), row["unit__controller__municipality__name_norwegian"] or "")
        else:
            names[row["municipality_id"], 0] = row["municipality__name_norwegian"]
    return names


def _said(place: tuple[str, int], names: Mapping[tuple[str, int], str]) -> str:
    return names.get(place) or names.get((place[0], 0), "")
