"""What one controller holds about a person, table by table as the registry declares it, in words.

The rows come through `kernel.held_rows`, which asks whether this is the controller's privacy officer; which
columns belong to the person is said by `audit.held`. What is sealed is opened with the controller's own key.
"""

from __future__ import annotations

import base64
import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, models
from django.utils import formats
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from hjemvei.accounts.enums import InfoClass
from hjemvei.audit.held import Register, registers
from hjemvei.cases.document_content import HELD_BACK
from hjemvei.core.crypto import Undecipherable, decrypt
from hjemvei.core.privacy import Held
from hjemvei.persons import keys
from hjemvei.persons.models import Identifier
from hjemvei.rights.models import Part
from hjemvei.sharing.models import StatuteMessage
from hjemvei.sharing.sealed import SealedText, text_of
from hjemvei.sharing.told import body_bound_to

SEALED_CONTENT = "content"
CLASSES = {"info_class", "info_classes"}


@dataclass(frozen=True, slots=True)
class Line:
    """One piece of information: its label in the registry, and what stands there, for eyes and machines."""

    label: str
    text: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class HeldRow:
    table: str
    row_id: int
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Holding:
    """A table with its rows; what is technical or somebody else's is no line."""

    register: Register
    rows: Sequence[HeldRow] = field(default_factory=list)

    @property
    def table(self) -> str:
        return self.register.model._meta.db_table

    @property
    def text(self) -> str:
        return str(self.register.table.text)


def holdings(part: Part, *, whole: bool = False) -> list[Holding]:
    """Every exported table in the order of the ladder, the empty ones too; `whole` with the content of
    documents. Raises DatabaseError for somebody
    who does not answer for the controller.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, wrapped, master FROM kernel.rights_keys(%s)", [part.pk])
        keys.take(cursor.fetchall())
    names = _Names(whole=whole)
    return [_holding(part, register, names) for register in registers() if register.is_exported]


def _holding(part: Part, register: Register, names: _Names) -> Holding:
    table = register.model._meta.db_table
    parts = [held for held in register.parts if not held.withheld]
    with connection.cursor() as cursor:
        cursor.execute("SELECT h::text FROM kernel.held_rows(%s, %s) h", [part.pk, table])
        raw = [json.loads(text) for (text,) in cursor.fetchall()]
    rows = [
        HeldRow(table, row["id"], [_line(register.model, held, row, names) for held in parts]) for row in raw
    ]
    return Holding(register, rows)


def _line(model: type[models.Model], held: Held, row: Mapping[str, Any], names: _Names) -> Line:
    values: dict[str, Any] = {}
    texts: list[str] = []
    for name in held.names.split():
        column = model._meta.get_field(name)
        assert isinstance(column, models.Field)
        value, text = _shown(column, row, names)
        if value not in (None, "", []):
            values[name] = value
            texts.append(text)
    return Line(str(held.text), ", ".join(filter(None, texts)), values)


def _shown(column: models.Field[Any, Any], row: Mapping[str, Any], names: _Names) -> tuple[Any, str]:
    """The value for machines, and in words."""
    value = row.get(str(column.column))
    if isinstance(column, SealedText | models.BinaryField):
        return _opened(column, row, value, whole=names.whole)
    if value is None:
        return None, ""
    if column.is_relation:
        text = names.of(column, value)
        return text, text
    if column.name in CLASSES:
        numbers = value if isinstance(value, list) else [value]
        text = ", ".join(str(InfoClass(number).label) for number in numbers)
        return text, text
    if column.flatchoices:
        text = str(dict(column.flatchoices).get(value, value))
        return {"code": value, "text": text}, text
    return value, words(column, value)


def words(column: models.Field[Any, Any], value: Any) -> str:
    if isinstance(column, models.DateTimeField) and (at := parse_datetime(value)):
        return formats.date_format(localtime(at), "j. F Y H:i")
    if isinstance(column, models.DateField) and (day := parse_date(value)):
        return formats.date_format(day, "j. F Y") if day.year < dt.MAXYEAR else ""
    if isinstance(value, bool):
        return _("ja") if value else _("nei")
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _opened(
    column: models.Field[Any, Any], row: Mapping[str, Any], value: str | None, *, whole: bool
) -> tuple[Any, str]:
    """Sealed text as text; a document as its size, or whole in base64; other bytes tell of nobody."""
    data = bytes.fromhex((value or "").removeprefix("\\x"))
    if column.model is StatuteMessage and data:
        text = decrypt(data, bound_to=body_bound_to(row["key"]))
        return text, text
    if not keys.is_sealed(data):
        return None, ""
    if column.model is Identifier:
        number = _text(data, bound_to=keys.number_bound_to(row["person_key"]))
        return number, number
    place = f"{column.model._meta.db_table}:{row['key']}:{column.attname}"
    if column.name == SEALED_CONTENT:
        size = _("eget vedlegg, %(size)s byte") % {"size": row["size"]}
        return (_base64(data, bound_to=place) if whole and row["scan"] not in HELD_BACK else size), size
    text = _text(data, bound_to=place)
    return text, text


def _base64(data: bytes, *, bound_to: str) -> str:
    try:
        return base64.b64encode(keys.unseal(data, bound_to=bound_to)).decode()
    except Undecipherable:
        return _("[kan ikke åpnes]")


def _text(data: bytes, *, bound_to: str) -> str:
    try:
        return text_of(data, bound_to=bound_to)
    except Undecipherable:
        return _("[kan ikke åpnes]")


class _Names:
    """What references are called: people at work and units by name, rows by their own key."""

    def __init__(self, *, whole: bool) -> None:
        self.whole = whole
        self._known: dict[tuple[type[models.Model], Any], str] = {}

    def of(self, column: models.Field[Any, Any], value: Any) -> str:
        model = column.related_model
        assert isinstance(model, type)
        place = (model, value)
        if place not in self._known:
            self._known[place] = _name(model, value)
        return self._known[place]


def _name(model: type[models.Model], value: Any) -> str:
    """Units, controllers and people at work by name; other rows by their number."""
    names = {field.name for field in model._meta.concrete_fields}
    if "name" not in names:
        return str(value)
    found = model._default_manager.filter(pk=value).values_list("name", flat=True).first()
    return str(found or value)


def rows_of(found: Iterable[Holding]) -> int:
    return sum(len(holding.rows) for holding in found)
