"""What the retention rules would do now: counts by rule and table, no names. Nothing is changed.

The nightly job (`rights.retention`) restricts and proposes by whole records, never by rows of one table.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connections

from hjemvei.accounts.enums import InfoClass
from hjemvei.audit.held import Register, registers
from hjemvei.audit.retention import Rule, rules
from hjemvei.privacy.rules import windows


@dataclass(frozen=True, slots=True)
class Due:
    """`restrict` and `end` are rows; None where the rule has no such step."""

    rule: Rule
    table: str
    restrict: int | None
    end: int | None


def due(*, at: dt.datetime, using: str = "worker") -> Iterator[Due]:
    """One line for each rule and table that the rule can be counted for."""
    found = rules()
    for register in registers():
        for code, classes in _codes(register):
            rule = found[code]
            if rule.starts and (rule.end_months or rule.end_days or rule.restrict_months):
                yield _count(register, rule, classes, at=at, using=using)


def _codes(register: Register) -> Iterator[tuple[str, list[int] | None]]:
    """The table's rule, and that of classes with one of their own; the first then leaves these out."""
    other = register.table.retention_of
    yield register.table.retention, [c.value for c in InfoClass if c not in other] if other else None
    for info_class, code in other.items():
        yield code, [int(info_class)]


def _count(register: Register, rule: Rule, classes: list[int] | None, *, at: dt.datetime, using: str) -> Due:
    times = windows(
        at=at, restrict_months=rule.restrict_months, end_months=rule.end_months, end_days=rule.end_days
    )
    table, starts = register.model._meta.db_table, rule.starts

    def rows(since: dt.datetime | None, until: dt.datetime | None) -> int | None:
        if until is None:
            return None
        with connections[using].cursor() as cursor:
            cursor.execute("SELECT kernel.due(%s, %s, %s, %s, %s)", [table, starts, since, until, classes])
            (count,) = cursor.fetchone()
        return int(count)

    restrict = rows(times.restrict_from, times.restrict_before)
    return Due(rule, register.table.model, restrict, rows(None, times.end_before))
