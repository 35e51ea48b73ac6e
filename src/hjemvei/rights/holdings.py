"""What one controller holds about a person, table by table as the registry declares it, in words.

The rows come through `kernel.held_rows`, which asks whether this is the controller's privacy officer; which
columns belong to the person is said by `audit.held`. What is sealed is opened with the controller's own key.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, models
from django.utils.translation import gettext as _

from hjemvei.audit.held import Register, registers
from hjemvei.cases.document_content import HELD_BACK
from hjemvei.core.crypto import Undecipherable
from hjemvei.core.privacy import Held
from hjemvei.persons import keys
from hjemvei.persons.models import Identifier
from hjemvei.rights.models import Part
from hjemvei.rights.words import MESSAGES, Known, spoken
from hjemvei.sharing.sealed import SealedText, text_of

SEALED_CONTENT = "content"
CLASSES = {"info_class", "info_classes"}
PEOPLE, CASES = "persons_person", "sharing_case"
OTHERS = {"person_ids": PEOPLE, "case_ids": CASES, "cases": CASES}
"""Lists of references: a look at a list names everybody on it, and an answer the person's own alone."""
ORDER = ("persons", "sharing", "needs", "allocation", "tenancies", "plans", "cases", "portal", "deviations")
"""What the person asks first stands first: who, consents, home, plan, case and letters. Logs come last."""
LAST = "audit"


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
    def is_log(self) -> bool:
        return self.register.model._meta.app_label == LAST

    @property
    def text(self) -> str:
        return str(self.register.table.text)


def holdings(part: Part, *, whole: bool = False) -> list[Holding]:
    """Every exported table in the order that people read, the empty ones too; `whole` with the content of
    documents. Raises DatabaseError for somebody who does not answer for the controller.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, wrapped, master FROM kernel.rights_keys(%s)", [part.pk])
        keys.take(cursor.fetchall())
    kept = sorted((found for found in registers() if found.is_exported), key=_rank)
    raw = {found.model._meta.db_table: _rows(part, found.model._meta.db_table) for found in kept}
    known = Known(people={row["id"] for row in raw[PEOPLE]}, cases={row["id"] for row in raw[CASES]})
    return [worded(found, raw[found.model._meta.db_table], known, whole=whole) for found in kept]


def _rank(found: Register) -> int:
    app = found.model._meta.app_label
    if app == LAST:
        return len(ORDER) + 1
    return ORDER.index(app) if app in ORDER else len(ORDER)


def _rows(part: Part, table: str) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT h::text FROM kernel.held_rows(%s, %s) h", [part.pk, table])
        return [json.loads(text) for (text,) in cursor.fetchall()]


def worded(
    register: Register, raw: Sequence[Mapping[str, Any]], known: Known, *, whole: bool = False
) -> Holding:
    """Rows as the database gives them, in words; their keys are at hand already (`keys.take`)."""
    parts, asked = [held for held in register.parts if not held.withheld], _Asked(known, whole)
    table = register.model._meta.db_table
    rows = [
        HeldRow(table, row["id"], [_line(register.model, held, row, asked) for held in parts]) for row in raw
    ]
    return Holding(register, rows)


@dataclass(frozen=True, slots=True)
class _Asked:
    """`whole`: with the content of documents."""

    known: Known
    whole: bool


def _line(model: type[models.Model], held: Held, row: Mapping[str, Any], asked: _Asked) -> Line:
    values: dict[str, Any] = {}
    texts: list[str] = []
    for name in held.names.split():
        column = model._meta.get_field(name)
        assert isinstance(column, models.Field)
        value, text = _shown(column, row, asked)
        if value not in (None, "", []):
            values[name] = value
            texts.append(text)
    return Line(str(held.text), ", ".join(filter(None, texts)), values)


def _shown(column: models.Field[Any, Any], row: Mapping[str, Any], asked: _Asked) -> tuple[Any, str]:
    """The value for machines, and in words. What refers to somebody else is in neither."""
    value, known = row.get(str(column.column)), asked.known
    if isinstance(column, SealedText | models.BinaryField):
        return _opened(column, row, value, whole=asked.whole)
    if value is None or value == "":
        return None, ""
    text = spoken(column, value, row, known)
    if column.name in OTHERS:
        own = known.people if OTHERS[column.name] == PEOPLE else known.cases
        return [number for number in value if number in own], text
    if column.is_relation:
        name = known.name(column.related_model, value) or str(value)  # type: ignore[arg-type]
        return (name, text) if known.own(column.related_model, value) else (None, text)
    if column.name in CLASSES:
        return text, text
    if column.flatchoices:
        return {"code": value, "text": text}, text
    return value, text


def _opened(
    column: models.Field[Any, Any], row: Mapping[str, Any], value: str | None, *, whole: bool
) -> tuple[Any, str]:
    """Sealed text as text; a document as its size, or whole in base64; other bytes tell of nobody."""
    data = bytes.fromhex((value or "").removeprefix("\\x"))
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
    is_ours = f"{column.model._meta.db_table}.{column.name}" in MESSAGES
    return text, _(text) if is_ours and text else text


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


def rows_of(found: Iterable[Holding]) -> int:
    return sum(len(holding.rows) for holding in found)
