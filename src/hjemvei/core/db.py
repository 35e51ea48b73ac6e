"""The database session: who acts is written into the transaction, where row-level security reads it.

A value lives only as long as its transaction (`set_config(..., true)`), so that a pooled connection leaks
nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connections, transaction

CLASS_COUNT = 16
EMPTY: Mapping[str, str] = {
    "hjemvei.user": "0",
    "hjemvei.unit": "0",
    "hjemvei.units": "{}",
    "hjemvei.controller": "0",
    "hjemvei.purpose": "",
    "hjemvei.clearance": "-1",
    "hjemvei.cases": "{}",
    "hjemvei.own_classes": "{}",
    **{f"hjemvei.keys_{number}": "{}" for number in range(CLASS_COUNT)},
}


_SET_ALL = "SELECT " + ", ".join(f"set_config('{name}', %s, true)" for name in EMPTY)


class ReadOnlyBroken(RuntimeError):
    """A GET view tried to write."""


def int_array(values: Sequence[int]) -> str:
    return "{" + ",".join(map(str, values)) + "}"


def write_values(values: Mapping[str, str], *, using: str = "default") -> None:
    """Set all of `EMPTY`'s names for the rest of this transaction, in one round trip. Raises KeyError for a
    missing one.
    """
    with connections[using].cursor() as cursor:
        cursor.execute(_SET_ALL, [values[name] for name in EMPTY])


@contextmanager
def session(values: Mapping[str, str], *, role: str = "", using: str = "default") -> Iterator[None]:
    """Run a transaction as somebody. Nested, it acts as the inner one and gives the outer one back
    afterwards. With `role` its statements run under that role of the database.
    """
    outer = dict(EMPTY) if not connections[using].in_atomic_block else None
    token = _kept.set({})
    try:
        with transaction.atomic(using=using):
            before = _current(using) if outer is None else None
            earlier = _role(using) if before is not None and role else ""
            if role:
                take_role(role, using=using)
            write_values({**EMPTY, **values}, using=using)
            yield
    finally:
        _kept.reset(token)
    if before is not None:
        if role:
            take_role(earlier, using=using)
        write_values(before, using=using)


def take_role(role: str, *, using: str = "default") -> None:
    """For the rest of this transaction. `none` is the role that signed in."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT set_config('role', %s, true)", [role])


def _role(using: str) -> str:
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT current_setting('role')")
        return str(cursor.fetchone()[0])


_kept: ContextVar[dict[str, dict[Any, Any]] | None] = ContextVar("hjemvei_kept", default=None)


def session_store(name: str) -> dict[Any, Any]:
    """What is kept until the session ends, such as opened keys; outside of one nothing is kept."""
    kept = _kept.get()
    return {} if kept is None else kept.setdefault(name, {})


def _current(using: str) -> dict[str, str]:
    names = list(EMPTY)
    columns = ", ".join(["current_setting(%s, true)"] * len(names))
    with connections[using].cursor() as cursor:
        cursor.execute(f"SELECT {columns}", names)
        row = cursor.fetchone()
    return {name: value or EMPTY[name] for name, value in zip(names, row, strict=True)}


def numbered_cursor(using: str = "default") -> Any:
    """A cursor for texts with numbered places; see `core.postgres`."""
    return connections[using].numbered_cursor()  # type: ignore[attr-defined]


WRITES = ("INSERT", "UPDATE", "DELETE", "MERGE", "TRUNCATE", "COPY")


@contextmanager
def read_only(*, allowed: Sequence[str] = (), using: str = "default") -> Iterator[None]:
    """Raise on any write but into the `allowed` tables; GET views run in this."""

    def guard(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        text = sql if isinstance(sql, str) else str(sql)
        if text.lstrip()[:8].upper().startswith(WRITES) and not any(f'"{name}"' in text for name in allowed):
            raise ReadOnlyBroken(f"a GET view may not write: {text[:80]}")
        return execute(sql, params, many, context)

    with connections[using].execute_wrapper(guard):
        yield


_mark: ContextVar[str] = ContextVar("hjemvei_mark", default="")


@contextmanager
def marked(*, using: str = "default") -> Iterator[None]:
    """A savepoint that `all_or_nothing` inside it goes back to: a form that is sent needs one, not two."""
    with transaction.atomic(using=using):
        opened = connections[using].savepoint_ids
        token = _mark.set(opened[-1] if opened else "")
        try:
            yield
        finally:
            _mark.reset(token)


@contextmanager
def all_or_nothing(*refusals: type[Exception], using: str = "default") -> Iterator[None]:
    """What was written is undone where one of `refusals` is raised; all since `marked` with it, where nothing
    else was opened in between.
    """
    connection, mark = connections[using], _mark.get()
    if not mark or connection.savepoint_ids[-1:] != [mark]:
        with transaction.atomic(using=using):
            yield
        return
    try:
        yield
    except refusals:
        connection.needs_rollback = False
        connection.savepoint_rollback(mark)
        raise


def call(function: str, *arguments: Any, using: str = "default") -> Any:
    """Call a kernel function and return its single value."""
    marks = ", ".join(["%s"] * len(arguments))
    with connections[using].cursor() as cursor:
        cursor.execute(f"SELECT kernel.{function}({marks})", arguments)
        row = cursor.fetchone()
    return row[0] if row else None
