"""Sealed text of the rows of a case: what `persons.sealed` has, and the keys and texts of `.values()`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from hjemvei.persons.sealed import (
    SealedText,
    fetch_for,
    place,
    seal_beside,
    seal_bytes,
    seal_text,
    text_of,
    unlock,
)

if TYPE_CHECKING:
    from hjemvei.sharing.models.rows import CaseRow

__all__ = [
    "SealedText",
    "fetch_for",
    "open_values",
    "place",
    "seal_beside",
    "seal_bytes",
    "seal_text",
    "text_of",
    "unlock",
]

Row = TypeVar("Row", bound=dict[str, Any])


def open_values(rows: Iterable[Row], model: type[CaseRow], *columns: str, key: str = "key") -> list[Row]:
    """Rows of `.values()` with the text in place of what is sealed; `key` names the row's own key in them."""
    found, table = list(rows), model._meta.db_table
    fetch_for(found)
    for row in found:
        for column in columns:
            row[column] = text_of(row[column], bound_to=f"{table}:{row[key]}:{column}")
    return found
