"""What forms cost, and which fields nobody fills in or reads. Never about one employee."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.db import connection
from django.db.models import BooleanField, Field

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import Role
from hjemvei.audit.held import registers
from hjemvei.core.privacy import About
from hjemvei.parties.enums import ControllerKind
from hjemvei.statistics.load_rules import middle_seconds
from hjemvei.statistics.models import FieldUse

WEEKS, SELDOM = 12, 10
PACKAGE = Path(__file__).resolve().parent.parent
WORD = re.compile(r"[a-z_][a-z0-9_]{2,}")
UNREAD_PLACES = ("models", "migrations", "privacy.py", "forms", "demo", "actions")
"""Where a column is declared or written; its name there says nothing about anybody reading it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    """`minutes` is all the time that was measured, `middle` seconds of the one in the middle."""

    kind: str
    role: str
    step: str
    sent: int
    minutes: int
    middle: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldLine:
    table: str
    field: str
    total: int
    share: int
    is_shown: bool


def steps(actor: Actor, *, own: bool, today: dt.date) -> list[StepLine]:
    """The last twelve weeks, most time first. One statement."""
    first = today - dt.timedelta(weeks=WEEKS)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM kernel.step_load(%s, %s, %s)", [own, first, today])
        rows = cursor.fetchall()
    return [
        StepLine(
            kind=str(ControllerKind(kind).label),
            role=str(Role(role).label),
            step=step,
            sent=sent,
            minutes=seconds // 60,
            middle=middle_seconds(buckets) if timed else None,
        )
        for kind, role, step, sent, timed, seconds, buckets in rows
    ]


def fields(actor: Actor) -> list[FieldLine]:
    """Optional fields, least used first. One statement."""
    lines = []
    for row in FieldUse.objects.visible_to(actor).order_by("table_name", "column_name"):
        lines.append(
            FieldLine(
                table=_said().get(row.table_name, row.table_name),
                field=row.column_name,
                total=row.total,
                share=row.filled * 100 // row.total,
                is_shown=row.column_name.removesuffix("_id") in words_read(),
            )
        )
    return sorted(lines, key=lambda line: (line.is_shown, line.share, line.table, line.field))


@cache
def _said() -> dict[str, str]:
    return {found.model._meta.db_table: str(found.table.text) for found in registers()}


def optional_columns() -> list[str]:
    """`table.column` of what may stay empty in tables about people: from the registry."""
    found = []
    for register in registers():
        if register.table.about is About.PERSON:
            table = register.model._meta.db_table
            spoken = {name for held in register.table.held for name in held.names.split()}
            found += [
                f"{table}.{field.column}"
                for field in register.model._meta.concrete_fields
                if field.name in spoken and _is_optional(field)
            ]
    return sorted(found)


def _is_optional(field: Field[object, object]) -> bool:
    return (field.null or field.blank) and not isinstance(field, BooleanField)


@cache
def words_read() -> frozenset[str]:
    """Every word of the code that reads: pages, interface, letters, rules. A column whose name is not among
    them is read nowhere; a name that several columns share counts as read, so this finds too few, never too
    many.
    """
    texts = [
        path.read_text(encoding="utf-8")
        for path in sorted(PACKAGE.rglob("*"))
        if path.suffix in {".py", ".html"}
        and not set(UNREAD_PLACES) & set(path.relative_to(PACKAGE).parts)
        and path.stem not in {"models", "forms"}
    ]
    return frozenset(word for text in texts for word in WORD.findall(text))
