"""Places in a statement whose values come when it is run, so that its text is made once (ADR-0014)."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BigIntegerField,
    CharField,
    DateField,
    Expression,
    Field,
    ForeignObject,
    IntegerField,
    Lookup,
)

from hjemvei.core.db import int_array
from hjemvei.core.rls import cleared

LARGEST = 2**63 - 1


class Slot(Expression):
    """Stands for a value of `output_field`'s type; compiled, it is its own parameter."""

    def __init__(self, name: str, output_field: Field[Any, Any]) -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return f"%s::{self.output_field.cast_db_type(connection)}", (self,)

    def bound(self, value: Any) -> Any:
        """The value as the driver takes it. Raises ValueError or ValidationError for one of another type."""
        if isinstance(self.output_field, ArrayField):
            return int_array(value)
        found = self.output_field.to_python(value)
        if isinstance(found, int) and not -LARGEST <= found <= LARGEST:
            raise ValueError(f"{found} is no number of the database")
        if isinstance(found, str) and "\x00" in found:
            raise ValueError("a text of the database has no NUL")
        return found


class Ask:
    """Makes slots by name and type."""

    def of(self, name: str, output_field: Field[Any, Any]) -> Any:
        return Slot(name, output_field)

    def number(self, name: str) -> Any:
        return self.of(name, BigIntegerField())

    def numbers(self, name: str) -> Any:
        return self.of(name, ArrayField(IntegerField()))

    def large_numbers(self, name: str) -> Any:
        return self.of(name, ArrayField(BigIntegerField()))

    def text(self, name: str) -> Any:
        return self.of(name, CharField())

    def day(self, name: str) -> Any:
        return self.of(name, DateField())


def listed(values: Any) -> Any:
    """Numbers for a comparison of arrays; a slot stays what it is."""
    return values if isinstance(values, Slot) else list(values)


class AnyOf(Lookup):
    """`unit_id__any=[1, 2]`: one parameter however many values, where `__in` has one for each."""

    lookup_name = "any"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, before = self.process_lhs(compiler, connection)
        if hasattr(self.rhs, "as_sql"):
            values, after = compiler.compile(self.rhs)
        else:
            values, after = "%s::bigint[]", (int_array(self.rhs),)
        return f"{column} = ANY({values})", (*before, *after)


class Cleared(Lookup):
    """`protection__cleared=clearance`, as `core.rls.cleared` says it to the database."""

    lookup_name = "cleared"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, before = self.process_lhs(compiler, connection)
        if hasattr(self.rhs, "as_sql"):
            value, after = compiler.compile(self.rhs)
        else:
            value, after = "%s", (self.rhs,)
        twice = (*before, *after)
        return cleared(column, value), (*twice, *twice)


def register() -> None:
    """`__any` for numbers and for keys to other tables, `__cleared` for protections."""
    for kind in (IntegerField, BigIntegerField, ForeignObject):
        kind.register_lookup(AnyOf)
    IntegerField.register_lookup(Cleared)
