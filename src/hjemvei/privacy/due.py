"""What the retention rules would do now: counts by rule and table, no names. Nothing is changed.

By night `rights.retention` restricts and proposes records; `rights.ending` deletes rows of single tables.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connections

from hjemvei.audit.held import Register, registers, rules_of
from hjemvei.audit.retention import Rule
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
    for register in registers():
        for rule, classes in rules_of(register):
            if rule.starts and (rule.end_months or rule.end_days or rule.restrict_months):
                yield _count(register, rule, classes, at=at, using=using)


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
