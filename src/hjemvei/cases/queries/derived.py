"""Duties that the case's own facts show to be done: nobody ticks off what the system can see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils.timezone import localdate

from hjemvei.accounts.enums import Role
from hjemvei.cases.enums import Answer
from hjemvei.cases.models import Custody
from hjemvei.cases.queries.material import Material
from hjemvei.cases.rules.eligibility import Eligibility
from hjemvei.cases.states import NoticeState, ResponsibilityState
from hjemvei.sharing.enums import ConsentState

DERIVED = frozenset(
    {
        "contact_officer",
        "eligibility_check",
        "consent_asked",
        "release_dates_computed",
        "responsible_municipality",
        "first_notice",
        "acknowledge_notice",
        "owner_in_ordinary_service",
        "release_confirmed",
        "prison_access_ends",
    }
)


def derived_done(found: Material, case_id: int, custody: Custody, verdict: Eligibility) -> dict[str, dt.date]:
    """Code of the duty and the day it was done."""
    done: dict[str, dt.date | None] = {
        "contact_officer": _contact_officer(found, case_id),
        "eligibility_check": custody.starts_on if verdict.answer is not Answer.UNKNOWN else None,
        "consent_asked": _first(found.consents[case_id], "recorded_at"),
        "release_dates_computed": _first(
            [d for d in found.dates[case_id] if d.custody_id == custody.pk and d.expected_on], "known_at"
        ),
        "responsible_municipality": _responsible(found, case_id),
        "release_confirmed": custody.ends_before,
        "prison_access_ends": custody.ends_before,
        **_noticed(found, case_id),
        "owner_in_ordinary_service": _owner(found, case_id, custody),
    }
    return {code: day for code, day in done.items() if day is not None}


def _first(rows: Sequence[object], field: str) -> dt.date | None:
    return localdate(getattr(rows[0], field)) if rows else None


def _contact_officer(found: Material, case_id: int) -> dt.date | None:
    named = [row for row in found.assignments[case_id] if row.role == Role.CONTACT_OFFICER and row.to_user_id]
    return localdate(named[0].answered_at or named[0].offered_at) if named else None


def _responsible(found: Material, case_id: int) -> dt.date | None:
    """Agreed or decided; where the person shares with nobody, the prison's proposal is what there can be."""
    settled = {ResponsibilityState.ACCEPTED, ResponsibilityState.DECIDED}
    if not any(consent.state == ConsentState.GIVEN for consent in found.consents[case_id]):
        settled.add(ResponsibilityState.PROPOSED)
    rows = [row for row in found.responsibilities[case_id] if row.state in settled]
    return localdate(rows[0].answered_at or rows[0].recorded_at) if rows else None


def _noticed(found: Material, case_id: int) -> dict[str, dt.date | None]:
    live = [row for row in found.notices[case_id] if row.state != NoticeState.CANCELLED]
    if not live:
        return {}
    newest = live[-1]
    answered = localdate(newest.acknowledged_at) if newest.acknowledged_at else None
    return {"first_notice": localdate(live[0].sent_at), "acknowledge_notice": answered}


def _owner(found: Material, case_id: int, custody: Custody) -> dt.date | None:
    owners = [
        row
        for row in found.assignments[case_id]
        if row.is_owner and row.to_unit.controller_id != custody.controller_id
    ]
    return localdate(owners[0].answered_at or owners[0].offered_at) if owners else None
