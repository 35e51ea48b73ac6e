"""Rows of many cases, one statement a table, in the order rules want them; only what the actor may see."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
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
from hjemvei.sharing.enums import ConsentState
from hjemvei.sharing.models import Case, Consent, ConsentScope, Participation
from hjemvei.sharing.queries import consents_seen

Row = TypeVar("Row")
ENDED = "_ended"
EVENT_CODES = [f"{code}{suffix}" for code in EventCode for suffix in ("", ENDED)]


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
    cases = Case.objects.visible_to(actor).in_bulk(list(case_ids))
    ids = list(cases)

    def rows(model: Any, *order: str, **filters: Any) -> dict[int, list[Any]]:
        found = model.objects.visible_to(actor).filter(case_id__in=ids, **filters)
        return by_case(found.order_by(*(order or ("id",))))

    events = rows(Event, "happened_at", "id", code__in=EVENT_CODES)
    return Material(
        cases=cases,
        custodies=rows(Custody, "starts_on", "id"),
        placements=rows(Placement),
        dates=rows(ReleaseDate, "known_at", "id"),
        absences=rows(Absence, "starts_on", "id"),
        presumptions=rows(PresumedStay),
        consents=by_case(consents_seen(actor).filter(case_id__in=ids).order_by("id")),
        date_readers=_date_readers(actor, ids),
        notices=rows(Notice),
        responsibilities=rows(Responsibility, superseded_at=None),
        assignments=by_case(
            Assignment.objects.visible_to(actor)
            .filter(case_id__in=ids, state="accepted")
            .select_related("to_unit")
            .order_by("id")
        ),
        tasks=rows(Task),
        events=events,
        births=_births(actor, ids),
        terms=_terms(actor, ids),
    )


def by_case(rows: Iterable[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.case_id].append(row)  # type: ignore[attr-defined]
    return found


def _births(actor: Actor, ids: Sequence[int]) -> dict[int, dt.date | None]:
    parts = Participation.objects.visible_to(actor).filter(case_id__in=ids).order_by("id")
    return dict(parts.values_list("case_id", "person__birth_date"))


def _date_readers(actor: Actor, ids: Sequence[int]) -> dict[int, list[tuple[int, int]]]:
    """Pairs of consent and unit for which the consent names the dates inside."""
    scopes = ConsentScope.objects.visible_to(actor).filter(
        case_id__in=ids, info_class=InfoClass.CUSTODY, consent__state=ConsentState.GIVEN
    )
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for case_id, consent_id, unit_id in scopes.values_list("case_id", "consent_id", "receiver_unit_id"):
        found[case_id].append((consent_id, unit_id))
    return found


def _terms(actor: Actor, ids: Sequence[int]) -> dict[int, Terms]:
    """The terms of the newest agreement applied to each case."""
    applied = AppliedAgreement.objects.visible_to(actor).filter(case_id__in=ids).order_by("id")
    versions = dict(applied.values_list("case_id", "version_id"))
    terms = terms_of(list(versions.values()))
    return {case_id: terms[version_id] for case_id, version_id in versions.items()}
