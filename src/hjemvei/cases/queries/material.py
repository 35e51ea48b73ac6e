"""Rows of many cases, one statement a table, in the order rules want them; only what the actor may see."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.utils.timezone import localdate

from hjemvei.accounts.actor import Actor, Seer
from hjemvei.accounts.enums import InfoClass
from hjemvei.accounts.kept import Kept, Rows, instance
from hjemvei.accounts.together import one_by_one, together
from hjemvei.agreements.enums import EventCode
from hjemvei.agreements.queries import Terms, terms_of
from hjemvei.cases.models import (
    Absence,
    AppliedAgreement,
    Assignment,
    Custody,
    Event,
    Notice,
    Placement,
    PresumedStay,
    ReleaseDate,
    Responsibility,
    Task,
)
from hjemvei.core.slots import Ask
from hjemvei.sharing.enums import ConsentState
from hjemvei.sharing.models import Case, Consent, ConsentScope, Participation
from hjemvei.sharing.queries import SEEN
from hjemvei.sharing.rows import Table

Row = TypeVar("Row")
ENDED = "_ended"
EVENT_CODES = tuple(f"{code}{suffix}" for code in EventCode for suffix in ("", ENDED))


@dataclass(frozen=True, slots=True)
class Material:
    """Rows by case. Lists are oldest first; `dates` therefore end with the version in force.

    `followed`: where a version of the agreement came after another, each from its day, the newest too.
    """

    cases: dict[int, Case]
    custodies: dict[int, list[Custody]]
    placements: dict[int, list[Placement]]
    dates: dict[int, list[ReleaseDate]]
    absences: dict[int, list[Absence]]
    presumptions: dict[int, list[PresumedStay]]
    consents: dict[int, list[Consent]]
    date_readers: dict[int, list[tuple[int, int]]]
    notices: dict[int, list[Notice]]
    responsibilities: dict[int, list[Responsibility]]
    assignments: dict[int, list[Assignment]]
    tasks: dict[int, list[Task]]
    events: dict[int, list[Event]]
    births: dict[int, dt.date | None]
    terms: dict[int, Terms]
    followed: dict[int, list[tuple[dt.date, Terms]]]


FEW = 20
"""Cases up to which one large statement costs less than one a table."""
TABLES: dict[str, Table[Any]] = {
    "custodies": Table(Custody, ("starts_on", "id")),
    "placements": Table(Placement, related=("unit",)),
    "dates": Table(ReleaseDate, ("known_at", "id")),
    "absences": Table(Absence, ("starts_on", "id")),
    "presumptions": Table(PresumedStay),
    "consents": Table(Consent),
    "scopes": Table(
        ConsentScope,
        constants=(("info_class", InfoClass.CUSTODY.value), ("consent__state", ConsentState.GIVEN.value)),
    ),
    "notices": Table(Notice),
    "responsibilities": Table(Responsibility, constants=(("superseded_at__isnull", True),)),
    "assignments": Table(Assignment, related=("to_unit",), constants=(("state", "accepted"),)),
    "tasks": Table(Task),
    "events": Table(Event, ("happened_at", "id"), constants=(("code__in", EVENT_CODES),)),
    "applied": Table(AppliedAgreement),
}


def material(actor: Actor, case_ids: Sequence[int]) -> Material:
    """The terms in three statements; the rest in one for a few cases, and one a table for many."""
    asked = [(SEEN, None), (ask_births, None), *(table.asked for table in TABLES.values())]
    read = together if len(case_ids) <= FEW else one_by_one
    cases, births, *tables = read(actor, asked, cases=case_ids)
    rows = _by_table(TABLES, tables)
    terms, followed = _terms(rows.pop("applied"))
    return Material(
        cases={row["id"]: instance(Case, row) for row in cases},
        births={row["case_id"]: row["person__birth_date"] for row in births},
        date_readers=_date_readers(rows.pop("scopes")),
        terms=terms,
        followed=followed,
        **rows,
    )


def material_of(actor: Actor, case_ids: Sequence[int], tables: Mapping[str, Table[Any]]) -> Material:
    """Of these tables alone, in a statement each and three for the terms; the others are as if empty, and so
    are the cases themselves.
    """
    rows = _by_table(tables, one_by_one(actor, [t.asked for t in tables.values()], cases=case_ids))
    terms, followed = _terms(rows.pop("applied"))
    return Material(
        cases={},
        births={},
        date_readers=_date_readers(rows.pop("scopes")),
        terms=terms,
        followed=followed,
        **rows,
    )


def _by_table(tables: Mapping[str, Table[Any]], found: Iterable[Rows]) -> dict[str, Any]:
    rows: dict[str, Any] = {name: defaultdict(list) for name in TABLES}
    for (name, table), values in zip(tables.items(), found, strict=True):
        rows[name] = by_case(table.made(values))
    return rows


def by_case(rows: Iterable[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.case_id].append(row)  # type: ignore[attr-defined]
    return found


@Kept
def ask_births(who: Seer, ask: Ask, _shape: None) -> QuerySet[Any, Any]:
    parts = Participation.objects.visible_to(who).filter(case_id__any=ask.large_numbers("cases"))
    return parts.order_by("id").values("case_id", "person__birth_date")


def _date_readers(scopes: Mapping[int, Sequence[ConsentScope]]) -> dict[int, list[tuple[int, int]]]:
    """Pairs of consent and unit for which the consent names the dates inside."""
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for case_id, rows in scopes.items():
        found[case_id] = [(scope.consent_id, scope.receiver_unit_id) for scope in rows]
    return found


def _terms(
    applied: Mapping[int, Sequence[AppliedAgreement]],
) -> tuple[dict[int, Terms], dict[int, list[tuple[dt.date, Terms]]]]:
    """The terms of the newest agreement applied to each case, and the versions of it that came in turn."""
    terms = terms_of([row.version_id for rows in applied.values() for row in rows])
    newest = {case_id: terms[rows[-1].version_id] for case_id, rows in applied.items()}
    followed = {
        case_id: [
            (localdate(row.recorded_at), terms[row.version_id])
            for row in rows
            if terms[row.version_id].agreement_id == newest[case_id].agreement_id
        ]
        for case_id, rows in applied.items()
        if len(rows) > 1
    }
    return newest, {case_id: found for case_id, found in followed.items() if len(found) > 1}
