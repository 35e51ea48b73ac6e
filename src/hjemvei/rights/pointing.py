"""What is written in a case, row by row in words, so that one can point at what the person says is wrong."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.text import Truncator

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.audit.held import Register, registers
from hjemvei.parties.models import Unit
from hjemvei.rights.words import Known, spoken
from hjemvei.sharing.models import Case, CaseRow
from hjemvei.sharing.sealed import SealedText, unlock

MOST_OF_A_TABLE = 10
LONGEST = 140
COMMON = frozenset(field.name for field in CaseRow._meta.get_fields())
NOT_FACTS = frozenset({"rights", "portal"})
"""Requests and visits; what the person says themselves is not for others to correct."""


@dataclass(frozen=True, slots=True)
class Written:
    """One row: what sort it is, what stands in it, and which unit wrote it."""

    table: str
    row_id: int
    sort: str
    text: str
    info_class: InfoClass
    unit: Unit

    @property
    def value(self) -> str:
        return f"{self.table}:{self.row_id}"


def written(actor: Actor, case: Case) -> list[Written]:
    """The newest rows of each table that the actor sees; bookkeeping without words is left out."""
    return [found for register in _facts() for found in _rows(actor, case, register)]


def _facts() -> Iterator[Register]:
    for register in registers():
        of_case = issubclass(register.model, CaseRow) and register.model._meta.app_label not in NOT_FACTS
        if of_case and register.is_exported:
            yield register


def _rows(actor: Actor, case: Case, register: Register) -> Iterator[Written]:
    model: Any = register.model
    newest = model.objects.visible_to(actor).of(case).select_related("owner_unit").order_by("-id")
    for row in unlock(newest[:MOST_OF_A_TABLE]):
        text = ", ".join(filter(None, _texts(register, row)))
        number = model.row_class if model.row_class is not None else row.info_class
        if text:
            short = Truncator(text).chars(LONGEST)
            sort = str(register.table.text)
            yield Written(model._meta.db_table, row.pk, sort, short, InfoClass(number), row.owner_unit)


def _texts(register: Register, row: CaseRow) -> Iterator[str]:
    names = [name for held in register.parts if not held.withheld for name in held.names.split()]
    for name in names:
        column = row._meta.get_field(name)
        if name not in COMMON and name != "info_class" and isinstance(column, models.Field):
            yield _text(column, getattr(row, str(column.attname)), row)


def _text(column: models.Field[Any, Any], value: Any, row: CaseRow) -> str:
    """Dates, choices and texts; a number that points elsewhere says nothing, and a "no" of a tick little."""
    if value in (None, "", False) or column.is_relation:
        return ""
    if isinstance(column, SealedText):
        return str(value)
    if isinstance(column, models.BinaryField):
        return ""
    if isinstance(value, dt.date):
        value = value.isoformat()
    return spoken(column, value, vars(row), Known())
