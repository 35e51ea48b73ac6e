"""The agreements that the person's cases are worked by, and their summaries: read through the kernel, which
opens nothing else of any agreement.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from hjemvei.agreements.defaults import CASE_DEADLINES, Parameters, parameter_changes
from hjemvei.agreements.enums import OffsetUnit
from hjemvei.agreements.rules import Offset, configured
from hjemvei.agreements.summaries import Summary, Written, newest_texts
from hjemvei.portal.here import Here
from hjemvei.portal.words import PROMISED, STEPS, WHO_SHALL, promised, span
from hjemvei.ui.parts import Text

AGREEMENTS = "SELECT * FROM kernel.portal_agreements(%s, %s)"
SUMMARIES = "SELECT * FROM kernel.portal_summaries(%s)"


@dataclass(frozen=True, slots=True)
class Promise:
    """What one party, or both, shall do, each with how soon."""

    who: Text
    what: Sequence[tuple[Text, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnAgreement:
    """`last_day`: of the version, where its end is set. `contact`: how long at most between two talks."""

    key: str
    name: str
    number: int
    parties: Sequence[str]
    signed_on: dt.date | None
    starts_on: dt.date
    last_day: dt.date | None
    contact: str
    promises: Sequence[Promise]
    texts: Mapping[str, Summary] = field(default_factory=dict)


def agreements(here: Here, *, today: dt.date) -> list[OwnAgreement]:
    """The newest decision first."""
    found: dict[str, OwnAgreement] = {}
    for case_id in here.cases:
        texts: dict[str, list[Written]] = {}
        for row in _rows(SUMMARIES, case_id):
            texts.setdefault(row.pop("agreement"), []).append(Written(**row))
        for row in _rows(AGREEMENTS, case_id, today):
            found.setdefault(row["key"], _agreement(row, newest_texts(texts.get(row["key"], ()))))
    return list(found.values())


def find(here: Here, key: str, *, today: dt.date) -> OwnAgreement | None:
    return next((one for one in agreements(here, today=today) if one.key == key), None)


def _rows(query: str, *values: int | dt.date) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _agreement(row: Mapping[str, Any], texts: Mapping[str, Summary]) -> OwnAgreement:
    ends = row["ends_before"]
    return OwnAgreement(
        key=row["key"],
        name=row["name"],
        number=row["number"],
        parties=row["parties"],
        signed_on=row["signed_on"],
        starts_on=row["starts_on"],
        last_day=ends - dt.timedelta(days=1) if ends else None,
        contact=span(row["interval_count"], OffsetUnit(row["interval_unit"])),
        promises=_promises(row),
        texts=texts,
    )


def _promises(row: Mapping[str, Any]) -> list[Promise]:
    own = {
        code: Offset(count, OffsetUnit(unit))
        for code, count, unit in zip(row["codes"], row["counts"], row["units"], strict=True)
    }
    changes = {**parameter_changes(Parameters()), **own}
    rules = {rule.code: rule for rule in configured(CASE_DEADLINES, changes=changes)}
    told = [(rules[code], promised(rules[code].due)) for code in PROMISED]
    return [
        Promise(who, lines)
        for party, who in WHO_SHALL.items()
        if (lines := [(STEPS[rule.code], when) for rule, when in told if when and rule.party == party])
    ]
