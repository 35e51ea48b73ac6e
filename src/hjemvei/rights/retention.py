"""What the retention rules do with records whose last case is closed: restrict what is due, and propose to a
human that the rest be archived or deleted. No record is ever erased by a job; rows of single tables are
(`rights.ending`).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import connections

from hjemvei.accounts.models import User, UserKind
from hjemvei.audit.retention import RECORD, rules
from hjemvei.audit.retention import Outcome as Ends
from hjemvei.cases.system_actor import EMAIL
from hjemvei.rights.enums import Outcome

NEVER = 12_000


@dataclass(frozen=True, slots=True)
class Retained:
    """How many records."""

    restricted: int
    proposed: int


def retain(*, today: dt.date, dry: bool = False, using: str = "worker") -> Retained:
    """With the installation's own periods. `dry` counts only; twice does nothing more."""
    rule = rules()[RECORD]
    values: list[str | int | dt.date] = [
        today,
        rule.restrict_months or NEVER,
        rule.end_months if rule.end_months and rule.outcome is not Ends.KEEP else NEVER,
        Outcome(rule.outcome.value).value if rule.outcome.value in Outcome.values else Outcome.ARCHIVE.value,
        0 if dry else _system(),
        dry,
    ]
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT restricted, proposed FROM kernel.retain(%s, %s, %s, %s, %s, %s)", values)
        restricted, proposed = cursor.fetchone()
    return Retained(restricted, proposed)


def _system() -> int:
    found, _made = User.objects.get_or_create(
        email=EMAIL, defaults={"name": "Hjemvei", "kind": UserKind.SYSTEM, "password": "!"}
    )
    return found.pk
