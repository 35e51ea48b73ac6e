"""Statements that are asked on every page: their text is made once for each shape, then only bound.

Building a query under `visible_to` costs several times what the database needs to answer it (ADR-0014).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from threading import Lock
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Field, Model, QuerySet
from django.db.models.sql.compiler import SQLCompiler
from psycopg.sql import Literal

from hjemvei.accounts.actor import Actor, Seer
from hjemvei.accounts.enums import InfoClass
from hjemvei.core.db import numbered_cursor
from hjemvei.core.slots import Ask, Slot

Shape = TypeVar("Shape")
MOST_KEPT = 256
"""Shapes of one query: what people type into a search decides some, so they must not grow for ever."""


Rows = list[dict[str, Any]]


class AskedActor:
    """The places where an actor's values will stand. It can see the same classes as the actor it was made
    for.
    """

    def __init__(self, readable: frozenset[InfoClass]) -> None:
        ask = Ask()
        self.user_id, self.unit_id = ask.number("actor user"), ask.number("actor unit")
        self.controller_id, self.clearance = ask.number("actor controller"), ask.number("actor clearance")
        self._units, self._case_units = ask.numbers("actor units"), ask.numbers("actor case units")
        self.own_cases = None
        self._doors = ask.numbers("actor doors")
        self._readable = readable

    @property
    def units(self) -> Any:
        return self._units

    def case_units(self) -> Any:
        return self._case_units

    def doors(self) -> Any:
        return self._doors

    def may_read(self, info_class: InfoClass) -> bool:
        return info_class in self._readable

    def keys(self, info_class: InfoClass) -> Any:
        return Ask().numbers(f"keys {info_class.value}") if info_class in self._readable else ()

    def readers(self, info_class: InfoClass) -> Any:
        return Ask().numbers(f"readers {info_class.value}") if info_class in self._readable else ()


def value_of(actor: Actor, name: str) -> Any:
    """What stands in a slot of `AskedActor`."""
    what, _space, which = name.partition(" ")
    if what == "keys":
        return actor.keys(InfoClass(int(which)))
    if what == "readers":
        return actor.readers(InfoClass(int(which)))
    return {
        "user": actor.user_id,
        "unit": actor.unit_id,
        "controller": actor.controller_id,
        "clearance": actor.clearance,
        "units": actor.units,
        "case units": actor.case_units(),
        "doors": actor.doors(),
    }[which]


@dataclass(frozen=True, slots=True)
class Statement:
    """A text with numbered places, what to put into them, and what the columns of its rows are called."""

    sql: str
    places: Sequence[Any]
    names: Sequence[str]
    compiler: SQLCompiler
    converters: dict[int, Any]


class Kept(Generic[Shape]):
    """A query by its builder: `build(who, ask, shape)` gives a `.values()` queryset with slots in it."""

    def __init__(self, build: Callable[[Seer, Ask, Shape], QuerySet[Any, Any]]) -> None:
        self.build = build
        self._made: dict[tuple[frozenset[InfoClass], Shape], Statement] = {}
        self._making = Lock()

    def __call__(self, actor: Actor, shape: Shape, **values: Any) -> Rows:
        """The rows. Raises ValueError or ValidationError for a value of another type than its slot.

        A person on their own page sees by other ways than staff, and is asked for too rarely to keep a text.
        """
        if actor.own_cases is not None:
            return self.fresh(actor, shape, **values)
        readable = actor.readable()
        statement = self._made.get((readable, shape))
        if statement is None:
            statement = self._make(readable, shape)
        return self._run(statement, actor, values)

    def _make(self, readable: frozenset[InfoClass], shape: Shape) -> Statement:
        """The oldest goes where there is no room."""
        statement = compiled(self.build(AskedActor(readable), Ask(), shape))
        with self._making:
            while len(self._made) >= MOST_KEPT:
                del self._made[next(iter(self._made))]
            self._made[readable, shape] = statement
        return statement

    def fresh(self, actor: Actor, shape: Shape, **values: Any) -> Rows:
        """The same rows by an ordinary query, to compare with."""
        return list(self.build(actor, Given(values), shape))

    def _run(self, statement: Statement, actor: Actor, values: dict[str, Any]) -> Rows:
        if not statement.sql:
            return []
        rows: Iterable[Any] = answer(statement.sql, bound(statement.places, actor, values))
        if statement.converters:
            rows = statement.compiler.apply_converters(rows, statement.converters)
        return [dict(zip(statement.names, row, strict=True)) for row in rows]


M = TypeVar("M", bound=Model)


@cache
def columns(model: type[Model]) -> tuple[str, ...]:
    """What `.values()` must name to make an instance of."""
    return tuple(field.attname for field in model._meta.concrete_fields)


def instance(
    model: type[M], row: Mapping[str, Any], prefix: str = "", names: Sequence[str] | None = None
) -> M:
    """The model's instance from a row that holds all its columns, or `names`, in the order of `columns`."""
    names = columns(model) if names is None else names
    return model.from_db(DEFAULT_DB_ALIAS, names, [row[prefix + name] for name in names])


class Given(Ask):
    """Answers with the values themselves."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.values = values

    def of(self, name: str, output_field: Field[Any, Any]) -> Any:
        return self.values[name]


def compiled(rows: QuerySet[Any, Any]) -> Statement:
    """The statement of a `.values()` queryset; without a text where it is plain that it has no rows."""
    compiler, places = rows.query.get_compiler(rows.db), Places()
    try:
        sql = places.numbered(*compiler.as_sql())
    except EmptyResultSet:
        return Statement("", (), (), compiler, {})
    columns = [column[0] for column in compiler.select]
    names = list(rows.query.selected or ())
    if len(names) != len(columns):
        raise TypeError("only a queryset of .values() with named columns can be kept")
    return Statement(sql, tuple(places.values), names, compiler, compiler.get_converters(columns))


class Places:
    """The numbered places of a text. A slot has one, however often it stands in the text, so that the driver
    and the server take each value once.
    """

    def __init__(self) -> None:
        self.values: list[Any] = []
        self._numbers: dict[Any, int] = {}

    def numbered(self, text: str, parameters: Sequence[Any]) -> str:
        """What is the same in every call stands in the text: there the planner can match it with an index."""
        given = iter(parameters)

        def place(mark: re.Match[str]) -> str:
            if mark.group() == "%%":
                return "%"
            value = next(given)
            value = value.value if isinstance(value, Enum) else value
            if type(value) in (str, int, bool):
                return Literal(value).as_string(None).strip()
            return f"${self._number(value)}"

        return re.sub(r"%s|%%", place, text)

    def _number(self, value: Any) -> int:
        key = (value.name, value.output_field.db_type(connection)) if isinstance(value, Slot) else id(value)
        if key not in self._numbers:
            self.values.append(value)
            self._numbers[key] = len(self.values)
        return self._numbers[key]


def bound(places: Sequence[Any], actor: Actor, values: Mapping[str, Any]) -> list[Any]:
    """What stands in the places. Numbers are sent as text: their type stands beside the place."""
    found = [_value(place, actor, values) if isinstance(place, Slot) else place for place in places]
    return [str(value) if type(value) is int else value for value in found]


def _value(slot: Slot, actor: Actor, values: Mapping[str, Any]) -> Any:
    own = slot.name.startswith(("actor ", "keys ", "readers "))
    return slot.bound(value_of(actor, slot.name) if own else values[slot.name])


def answer(sql: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    """The rows of a text with numbered places."""
    with numbered_cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())
