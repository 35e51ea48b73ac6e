"""Rows of many cases, one statement a table, in the order rules want them; only what the actor may see."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import QuerySet

from hjemvei.accounts.actor import Actor, Seer
from hjemvei.accounts.enums import InfoClass
from hjemvei.accounts.kept import Kept
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
from hjemvei.sharing.queries import cases_seen, rows_of_cases

Row = TypeVar("Row")
ENDED = "_ended"
EVENT_CODES = tuple(f"{code}{suffix}" for code in EventCode for suffix in ("", ENDED))


@dataclass(frozen=True, slots=True)
class Material:
    """Rows by case. Lists are oldest first; `dates` therefore end with the version in force."""

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


def material(actor: Actor, case_ids: Sequence[int]) -> Material:
    """Sixteen statements however many cases there are."""
    cases = {case.pk: case for case in cases_seen(actor, case_ids)}
    ids = list(cases)

    def rows(
        model: Any, *order: str, related: tuple[str, ...] = (), **constants: Any
    ) -> dict[int, list[Any]]:
        order = order or ("id",)
        return by_case(rows_of_cases(actor, model, ids, order=order, related=related, **constants))

    return Material(
        cases=cases,
        custodies=rows(Custody, "starts_on", "id"),
        placements=rows(Placement, related=("unit",)),
        dates=rows(ReleaseDate, "known_at", "id"),
        absences=rows(Absence, "starts_on", "id"),
        presumptions=rows(PresumedStay),
        consents=rows(Consent),
        date_readers=_date_readers(actor, ids),
        notices=rows(Notice),
        responsibilities=rows(Responsibility, superseded_at__isnull=True),
        assignments=rows(Assignment, related=("to_unit",), state="accepted"),
        tasks=rows(Task),
        events=rows(Event, "happened_at", "id", code__in=EVENT_CODES),
        births=_births(actor, ids),
        terms=_terms(actor, ids),
    )


def by_case(rows: Iterable[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.case_id].append(row)  # type: ignore[attr-defined]
    return found


def _births(actor: Actor, ids: Sequence[int]) -> dict[int, dt.date | None]:
    return {row["case_id"]: row["person__birth_date"] for row in ask_births(actor, None, cases=ids)}


@Kept
def ask_births(who: Seer, ask: Ask, _shape: None) -> QuerySet[Any, Any]:
    parts = Participation.objects.visible_to(who).filter(case_id__any=ask.large_numbers("cases"))
    return parts.order_by("id").values("case_id", "person__birth_date")


def _date_readers(actor: Actor, ids: Sequence[int]) -> dict[int, list[tuple[int, int]]]:
    """Pairs of consent and unit for which the consent names the dates inside."""
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    custody, given = InfoClass.CUSTODY.value, ConsentState.GIVEN.value
    for scope in rows_of_cases(actor, ConsentScope, ids, info_class=custody, consent__state=given):
        found[scope.case_id].append((scope.consent_id, scope.receiver_unit_id))
    return found


def _terms(actor: Actor, ids: Sequence[int]) -> dict[int, Terms]:
    """The terms of the newest agreement applied to each case."""
    applied = rows_of_cases(actor, AppliedAgreement, ids)
    versions = {row.case_id: row.version_id for row in applied}
    terms = terms_of(list(versions.values()))
    return {case_id: terms[version_id] for case_id, version_id in versions.items()}
