"""A staged row as it is applied: a plain tuple, since a hundred thousand of them pass in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from hjemvei.accounts.actor import Actor
from hjemvei.exchange.models import RollImport, RollRow

CHUNK = 5000


class StagedRow(NamedTuple):
    line: int
    fate: str
    reference: str
    unit: str
    changes: dict[str, Any]
    case_id: int | None


def staged_rows(
    actor: Actor, roll: RollImport, *, fates: Iterable[str], lines: Iterable[int] | None = None
) -> Iterator[StagedRow]:
    """The rows with these fates (or those among these lines), in the order of the file."""
    rows = RollRow.objects.visible_to(actor).filter(roll=roll, fate__in=list(fates)).order_by("line")
    if lines is not None:
        rows = rows.filter(line__in=list(lines))
    for values in rows.values_list(*StagedRow._fields).iterator(chunk_size=CHUNK):
        yield StagedRow(*values)
