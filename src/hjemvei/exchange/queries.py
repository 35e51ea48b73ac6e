"""Read models of the roll pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.http import Http404
from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.audit import reads
from hjemvei.core.paging import Page, page
from hjemvei.exchange.choices import RollState, RowFate
from hjemvei.exchange.models import RollImport, RollProgress, RollRow
from hjemvei.exchange.policy import roll_units
from hjemvei.exchange.row_texts import change_texts, problem_texts
from hjemvei.parties.models import Unit
from hjemvei.persons.crypto import search_token

ROLLS_SHOWN = 50
SHOWN = (
    "line",
    "reference",
    "family_name",
    "given_name",
    "birth_date",
    "unit",
    "expected_release_on",
    "problems",
    "changes",
    "case_id",
    "person_id",
)


@dataclass(frozen=True, slots=True)
class RollView:
    """One roll as the list and the preview show it."""

    key: str
    prison: str
    file_name: str
    roll_date: dt.date
    loaded_at: dt.datetime
    loaded_by: str
    applied_at: dt.datetime | None
    state: str
    state_label: str
    refusal: str
    row_count: int
    counts: Mapping[str, int]

    @property
    def is_staged(self) -> bool:
        return self.state == RollState.STAGED

    @property
    def is_applying(self) -> bool:
        return self.state == RollState.APPLYING

    @property
    def many_gone(self) -> bool:
        """More than a third of those inside are missing: is it the right file?"""
        inside = self.counts["same"] + self.counts["changed"] + self.counts["gone"]
        return self.counts["gone"] > 5 and self.counts["gone"] * 3 > inside


@dataclass(frozen=True, slots=True)
class LineView:
    """One staged row; `line` 0 where the person stands in no line of the file."""

    number: int
    line: int
    name: str
    reference: str
    birth_date: dt.date | None
    unit: str
    release_on: dt.date | None
    says: Sequence[str]
    has_one_name: bool


def find_roll(actor: Actor, key: str) -> RollImport:
    """Raises Http404 for another unit's roll."""
    roll = (
        RollImport.objects.visible_to(actor).select_related("owner_unit", "loaded_by").filter(key=key).first()
    )
    if roll is None:
        raise Http404
    return roll


def roll_view(roll: RollImport) -> RollView:
    return RollView(
        key=roll.key,
        prison=roll.owner_unit.name,
        file_name=roll.file_name,
        roll_date=roll.roll_date,
        loaded_at=roll.loaded_at,
        loaded_by=roll.loaded_by.name,
        applied_at=roll.applied_at,
        state=roll.state,
        state_label=str(RollState(roll.state).label),
        refusal=roll.refusal,
        row_count=roll.row_count,
        counts={fate.value: getattr(roll, f"{fate.value}_count") for fate in RowFate},
    )


def recent_rolls(actor: Actor) -> list[RollView]:
    found = RollImport.objects.visible_to(actor).select_related("owner_unit", "loaded_by")
    return [roll_view(roll) for roll in found.order_by("-loaded_at", "-id")[:ROLLS_SHOWN]]


def loadable_prisons(actor: Actor, *, today: dt.date) -> list[Unit]:
    """Prisons that stand on their own and whose people the actor may load; a sub-unit comes with its
    prison.
    """
    mine = set(roll_units(actor))
    found = list(Unit.objects.prisons().in_force(today).filter(pk__in=mine).order_by("name"))
    return [unit for unit in found if unit.parent_id not in mine]


def roll_lines(actor: Actor, roll: RollImport, *, fate: str, cursor: str) -> Page[LineView]:
    """One page of the rows of one fate; who is shown is noted, by reference where there is no record yet."""
    rows = RollRow.objects.visible_to(actor).filter(roll=roll, fate=fate).values(*SHOWN)
    found = page(rows, by=["line"], cursor=cursor)
    note_rows(actor, found.rows)
    names = dict(Unit.objects.filter(pk__in=roll.units).values_list("slug", "name"))
    return Page([_line(row, names) for row in found.rows], found.next_cursor, found.previous_cursor)


def note_rows(actor: Actor, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write down who a page or file of rows identifies."""
    reads.note(
        persons=[row["person_id"] for row in rows if row["person_id"]],
        cases=[row["case_id"] for row in rows if row["case_id"]],
        tokens=[
            search_token(f"ref:{row['reference'].casefold()}", controller_id=actor.controller_id)
            for row in rows
            if row["reference"]
        ],
    )


def hidden_count(actor: Actor, roll: RollImport, *, fate: str) -> int:
    """How many rows of this fate are kept from the reader by address protection."""
    shown = RollRow.objects.visible_to(actor).filter(roll=roll, fate=fate).aggregate(n=Count("id"))["n"]
    staged = {RowFate.SAME.value: 0}.get(fate, int(getattr(roll, f"{fate}_count")))
    return max(0, staged - int(shown))


def one_name_count(actor: Actor, roll: RollImport) -> int:
    """New rows with one of the two names: right for some people, a slip for others."""
    new = RollRow.objects.visible_to(actor).filter(roll=roll, fate=RowFate.NEW)
    return new.filter(Q(given_name="") ^ Q(family_name="")).count()


def progress_of(actor: Actor, roll: RollImport) -> tuple[int, int]:
    found = RollProgress.objects.filter(roll=roll).first()
    return (found.done, found.total) if found else (0, 0)


def _line(row: Mapping[str, Any], units: Mapping[str, str]) -> LineView:
    return LineView(
        number=row["line"],
        line=max(0, row["line"]),
        name=f"{row['given_name']} {row['family_name']}".strip() or _("Uten navn"),
        reference=row["reference"],
        birth_date=row["birth_date"],
        unit=units.get(row["unit"], row["unit"]),
        release_on=row["expected_release_on"],
        says=[*problem_texts(row["problems"]), *change_texts(row["changes"], units)],
        has_one_name=bool(row["given_name"]) != bool(row["family_name"]),
    )
