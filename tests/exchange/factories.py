"""Rolls for tests: the two real ones, and ways to load them as Siv, who has a seat in all three units."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path

from django.db.models import QuerySet

from hjemvei.accounts.actor import Actor
from hjemvei.exchange.actions.apply_roll import apply_roll
from hjemvei.exchange.actions.decide_row import Verdict, decide_row
from hjemvei.exchange.actions.stage_roll import stage_roll
from hjemvei.exchange.models import RollImport, RollRow
from hjemvei.persons.keys import number_of
from hjemvei.persons.models import Identifier
from tests.world import World

ROLLS = Path(__file__).parent.parent / "data" / "rolls"
FIRST_DAY, SECOND_DAY = dt.date(2026, 11, 2), dt.date(2026, 11, 9)
FIRST = (ROLLS / "trondheim-2026-11-02.csv").read_bytes()
SECOND = (ROLLS / "trondheim-2026-11-09.csv").read_bytes()
HEADER = FIRST.split(b"\r\n", 1)[0].decode()


def stage(
    world: World,
    data: bytes,
    *,
    at: dt.datetime,
    day: dt.date = FIRST_DAY,
    name: str = "Siv",
    slug: str = "trondheim",
) -> RollImport:
    """Stage a file; call within `acting_as` of the same actor."""
    actor: Actor = world.actor(name)
    return stage_roll(
        actor=actor, prison=world.unit(slug), data=data, file_name="liste.csv", roll_date=day, at=at
    )


def rows_of(roll: RollImport, fate: str) -> list[RollRow]:
    """Read as somebody cleared for everything: tests compare figures, not what one reader sees."""
    return list(RollRow.objects.filter(roll=roll, fate=fate).order_by("line"))


def load_first(world: World, *, at: dt.datetime) -> RollImport:
    """The first real roll, with the one namesake of the cast said to be the same person."""
    siv = world.actor("Siv")
    roll = stage(world, FIRST, at=at)
    for row in rows_of(roll, "undecided"):
        decide_row(actor=siv, roll=roll, line=row.line, verdict=Verdict.SAME, at=at)
    return apply_roll(actor=siv, roll=roll, at=at)


def lines_of(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode()), delimiter=";"))


def replaced(data: bytes, reference: str, **cells: str) -> bytes:
    """The same roll with some cells of one person changed."""
    rows = lines_of(data)
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0].keys(), delimiter=";", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(row | cells if row["person_ref"] == reference else row for row in rows)
    return out.getvalue().encode()


def numbers(rows: QuerySet[Identifier] | None = None) -> list[str]:
    """Whole identity numbers, as the one who acts may open them."""
    found = Identifier.objects.all() if rows is None else rows
    return [
        number_of(row.person.key, bytes(row.ciphertext))
        for row in found.select_related("person").order_by("id")
    ]
