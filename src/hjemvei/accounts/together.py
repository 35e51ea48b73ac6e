"""Several kept statements asked in one: a page with many panels goes to the database once (ADR-0014).

Each is a subquery that answers with JSON, so that rows of different shapes come in one row.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import DateField, DateTimeField, Field, IntegerField, JSONField
from django.db.models.sql.compiler import SQLCompiler

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.accounts.kept import AskedActor, Kept, Places, Rows, answer, bound
from hjemvei.core.slots import Ask

Asked = tuple[Kept[Any], Any]
"""A kept statement and its shape."""
Reader = Callable[[str], Any]


@dataclass(frozen=True, slots=True)
class Several:
    """The text, its places, and for each statement which columns are read from text."""

    sql: str
    places: Sequence[Any]
    readers: Sequence[Sequence[tuple[str, Reader]]]


def together(actor: Actor, asked: Sequence[Asked], **values: Any) -> list[Rows]:
    """The rows of each, as the statement alone gives them. A value stands in all slots of its name."""
    several = _several(tuple(asked), actor.readable())
    found = answer(several.sql, bound(several.places, actor, values))[0]
    return [_read(rows or [], readers) for rows, readers in zip(found, several.readers, strict=True)]


def one_by_one(actor: Actor, asked: Sequence[Asked], **values: Any) -> list[Rows]:
    """The same in a statement each: cheaper where there are thousands of rows."""
    return [kept(actor, shape, **values) for kept, shape in asked]


def _read(rows: Rows, readers: Sequence[tuple[str, Reader]]) -> Rows:
    for row in rows:
        for name, read in readers:
            if row[name] is not None:
                row[name] = read(row[name])
    return rows


@lru_cache(maxsize=256)
def _several(asked: tuple[Asked, ...], readable: frozenset[InfoClass]) -> Several:
    places, texts = Places(), list[str]()
    readers: list[tuple[tuple[str, Reader], ...]] = []
    for kept, shape in asked:
        rows = kept.build(AskedActor(readable), Ask(), shape)
        compiler = rows.query.get_compiler(rows.db)
        try:
            text = places.numbered(*compiler.as_sql())
        except EmptyResultSet:
            texts.append("NULL::json")
            readers.append(())
            continue
        texts.append(f"(SELECT json_agg(asked) FROM ({text}) AS asked)")
        readers.append(_readers(compiler))
    return Several(f"SELECT {', '.join(texts)}", tuple(places.values), tuple(readers))


def _readers(compiler: SQLCompiler) -> tuple[tuple[str, Reader], ...]:
    """Raises TypeError for a column whose value JSON does not give back."""
    names = compiler.query.selected or ()
    fields = [column[0].output_field for column in compiler.select]
    strange = set(compiler.get_converters([column[0] for column in compiler.select]))
    found: list[tuple[str, Reader]] = []
    for number, (name, field) in enumerate(zip(names, fields, strict=True)):
        reader = _reader(field)
        if reader is not None:
            found.append((name, reader))
        elif number in strange and not isinstance(field, JSONField | IntegerField):
            raise TypeError(f"{name} cannot be read together with others")
    return tuple(found)


def _from_hex(text: str) -> bytes:
    return bytes.fromhex(text.removeprefix("\\x"))


def _reader(field: Field[Any, Any]) -> Reader | None:
    if isinstance(field, DateTimeField):
        return dt.datetime.fromisoformat
    if field.get_internal_type() == "BinaryField":
        return _from_hex
    return dt.date.fromisoformat if isinstance(field, DateField) else None
