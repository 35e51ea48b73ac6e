"""Rows of single tables whose time is out, deleted by the rules of their tables: what was computed, what was
told in confidence, what staff wrote to each other. Record and case file wait for a human (`retention`).
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import DatabaseError, connections

from hjemvei.accounts.enums import Purpose
from hjemvei.audit.held import Register, registers, rules_of
from hjemvei.audit.retention import END_DUE, Outcome, Rule
from hjemvei.cases.system_actor import system_user
from hjemvei.core.db import session

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ended:
    """`rows` of one table went, or would go."""

    rule: Rule
    table: str
    rows: int


def end_due(*, at: dt.datetime, dry: bool = False, using: str = "worker") -> list[Ended]:
    """Each table in a transaction of its own, in the change log as the system's deed; twice is once.

    A hold on the person and a request for access that waits stop it. Raises RuntimeError at the end where the
    database did not let a table go: it keeps no other from its turn.
    """
    who = {} if dry else {"hjemvei.user": str(system_user().pk), "hjemvei.purpose": Purpose.REMINDER.value}
    ended, failed = [], []
    for register, rule, classes in deletable():
        table = register.table.model
        try:
            with session(who, using=using):
                rows = _deleted(register, rule, classes, at=at, dry=dry, using=using)
        except DatabaseError as error:
            log.exception("retention: %s: %s", table, type(error).__name__)
            failed.append(table)
            continue
        ended.append(Ended(rule, table, rows))
        if rows and not dry:
            log.info("retention: %s rows of %s, by the rule %s", rows, table, rule.code)
    if failed:
        raise RuntimeError(f"failed for {failed}")
    return ended


def deletable() -> Iterator[tuple[Register, Rule, Sequence[int] | None]]:
    """The tables that the job deletes from; where an installation keeps them, they are left out."""
    for register in registers():
        for rule, classes in rules_of(register):
            if rule.runs == END_DUE and rule.outcome is Outcome.DELETE:
                yield register, rule, classes


def _deleted(
    register: Register, rule: Rule, classes: Sequence[int] | None, *, at: dt.datetime, dry: bool, using: str
) -> int:
    named = list(classes) if classes is not None else None
    values: list[str | int | bool | dt.datetime | list[int] | None] = [
        register.model._meta.db_table, rule.starts, at, rule.end_months or 0, rule.end_days or 0, named, dry,
    ]  # fmt: skip
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT kernel.delete_due(%s, %s, %s, %s, %s, %s, %s)", values)
        return int(cursor.fetchone()[0])
