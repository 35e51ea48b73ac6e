"""Text that is sealed by the key of the person it is about (ADR-0018): plain where it is read and written,
ciphertext in the database. It is never searched.

A model's `note = SealedText()` is written and read as text. The key is that of the row's case and controller;
a model without a case names the column of its person, `sealed_for`. Where many rows are shown, `unlock` gets
the keys of all in one statement.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import models
from django.db.models.query_utils import DeferredAttribute
from django.utils.translation import gettext as _

from hjemvei.persons import keys

if TYPE_CHECKING:
    Text = models.Field[str, str]
else:
    Text = models.Field

R = TypeVar("R", bound=models.Model)


class _Opened(DeferredAttribute):
    """The text of a row; opened at the first look. A destroyed key leaves words that say so."""

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        if instance is None:
            return self
        opened = instance.__dict__.setdefault("_opened", {})
        name = self.field.attname
        if name not in opened:
            value = super().__get__(instance, cls)
            opened[name] = value if isinstance(value, str) else text_of(value, bound_to=place(instance, name))
        return opened[name]

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__.setdefault("_opened", {}).pop(self.field.attname, None)
        instance.__dict__[self.field.attname] = value


class SealedText(Text):
    """A column of bytes; the empty text is empty bytes, so that a constraint can ask for it."""

    descriptor_class = _Opened

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)

    def get_internal_type(self) -> str:
        return "BinaryField"

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = model_instance.__dict__.get(self.attname, "")
        if not isinstance(value, str):
            return value
        sealed = seal_text(model_instance, self.attname, value)
        model_instance.__dict__[self.attname] = sealed
        model_instance.__dict__.setdefault("_opened", {})[self.attname] = value
        return sealed

    def get_prep_value(self, value: Any) -> Any:
        """Raises TypeError for a text: without its row it can't be sealed, nor compared."""
        if value == "":
            return b""
        if isinstance(value, str):
            raise TypeError(f"{self.name} is sealed: save it with its row, and never search it")
        return value

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        value = self.get_prep_value(value)
        return value if value is None else connection.Database.Binary(value)


def place(row: Any, column: str) -> str:
    """What a value is bound to."""
    return f"{row._meta.db_table}:{row.key}:{column}"


def seal_text(row: Any, column: str, text: str) -> bytes:
    if not text:
        return b""
    return seal_bytes(row, column, text.encode())


def seal_bytes(row: Any, column: str, content: bytes) -> bytes:
    """By the key of the controller that owns the row, whoever writes it."""
    return keys.seal(_key_of(row), content, bound_to=place(row, column))


def _key_of(row: Any) -> keys.DataKey:
    person = getattr(row, "sealed_for", "")
    if person:
        return keys.key_of_person(getattr(row, person))
    return keys.key_of_case(row.case_id, row.controller_id)


def seal_beside(row: Any, beside: str, column: str, text: str) -> bytes:
    """By the key of another column's value. Raises Undecipherable."""
    if not text:
        return b""
    key = keys.key_by_number(keys.key_number(bytes(row.__dict__[beside])))
    return keys.seal(key, text.encode(), bound_to=place(row, column))


def text_of(value: bytes | memoryview | None, *, bound_to: str) -> str:
    """Raises Undecipherable."""
    if not value:
        return ""
    try:
        return keys.unseal(bytes(value), bound_to=bound_to).decode()
    except keys.Destroyed:
        return _("[Slettet]")


def unlock(rows: Iterable[R]) -> list[R]:
    """The rows, after the keys of all their sealed values have come in one statement."""
    found = list(rows)
    keys.fetch(
        value
        for row in found
        for value in row.__dict__.values()
        if isinstance(value, bytes) and keys.is_sealed(value)
    )
    return found


def fetch_for(rows: Iterable[Mapping[str, Any]]) -> None:
    """The same for rows of `.values()`."""
    keys.fetch(value for row in rows for value in row.values() if isinstance(value, bytes))
