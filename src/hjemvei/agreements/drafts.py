"""An agreement's version as one value: to show, to change, and to say what a change means."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from hjemvei.agreements.defaults import CASE_DEADLINES, DEFAULT_PARAMETERS, parameter_changes
from hjemvei.agreements.enums import OffsetUnit, RoleCode
from hjemvei.agreements.models import AgreementVersion
from hjemvei.agreements.queries import filled_roles, terms_of
from hjemvei.agreements.rules import DeadlineRule, Offset
from hjemvei.agreements.states import VersionState

FIRST = ("acknowledge_notice", "answer_inquiry", "dispute_to_governor", "first_notice", "renotify")
"""Those that the parties ask about first."""
OTHERS = (
    "intake_interview",
    "eligibility_check",
    "consent_asked",
    "consent_asked_again",
    "readiness_pack",
    "responsible_municipality",
    "keep_home",
    "brik_offered",
    "future_plan",
    "plan_started",
    "responsible_group",
    "decide_move",
    "answer_move",
    "housing_application",
    "release_plan",
    "deposit_guarantee",
    "release_confirmed",
    "first_night",
    "first_follow_up",
)
"""Deadlines whose sentence holds whatever the number is; the rest have it in their name or in the law."""
NUMBERS = (
    "minimum_stay_months",
    "target_people_at_a_time",
    "prison_access_days_after_release",
    "renotify_when_moved_days",
    "consent_renewal_days",
    "contact_interval_count",
    "contact_interval_unit",
    "committee_interval_months",
    "termination_notice_months",
    "review_on",
)
COLUMNS = (*NUMBERS, "remand_needs_presumption")
"""What a version has in columns of its own; deadlines and units are rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionDraft:
    """`deadlines`: offset by code of every deadline that may be changed. `deputies`: who steps in for a unit;
    `told`: the roles whose unit must be told of a notice.
    """

    starts_on: dt.date
    minimum_stay_months: int = DEFAULT_PARAMETERS.minimum_stay_months
    remand_needs_presumption: bool = True
    target_people_at_a_time: int | None = None
    prison_access_days_after_release: int = DEFAULT_PARAMETERS.prison_access_days_after_release
    renotify_when_moved_days: int = DEFAULT_PARAMETERS.renotice_moved_days
    consent_renewal_days: int = DEFAULT_PARAMETERS.consent_renewal_days
    contact_interval_count: int = 1
    contact_interval_unit: OffsetUnit = OffsetUnit.MONTHS
    committee_interval_months: int = 3
    termination_notice_months: int = 3
    review_on: dt.date | None = None
    deadlines: Mapping[str, Offset] = field(default_factory=dict)
    role_units: Mapping[RoleCode, int] = field(default_factory=dict)
    deputies: Mapping[RoleCode, int] = field(default_factory=dict)
    told: frozenset[RoleCode] = frozenset()
    note: str = ""


def editable_rules() -> tuple[DeadlineRule, ...]:
    by_code = {rule.code: rule for rule in CASE_DEADLINES}
    return tuple(by_code[code] for code in (*FIRST, *OTHERS))


def draft_of(version: AgreementVersion) -> VersionDraft:
    """What stands in a version, as the start of the next."""
    rules = {rule.code: rule for rule in terms_of([version.pk])[version.pk].rules}
    columns: dict[str, Any] = {name: getattr(version, name) for name in COLUMNS}
    filled = filled_roles([version])[version.pk]
    return VersionDraft(
        **columns,
        starts_on=version.starts_on,
        note=version.note if version.state == VersionState.DRAFT else "",
        deadlines={code: rules[code].due.offset for code in (*FIRST, *OTHERS)},
        role_units={role: held.unit_id for role, held in filled.items()},
        deputies={role: held.deputy_id for role, held in filled.items() if held.deputy_id},
        told=frozenset(role for role, held in filled.items() if held.must_be_told),
    )


def columns_of(draft: VersionDraft) -> dict[str, Any]:
    """The version's columns, as the draft has them."""
    columns = {name: getattr(draft, name) for name in COLUMNS}
    return {**columns, "starts_on": draft.starts_on, "note": draft.note.strip()[:400]}


def template_draft(*, like: VersionDraft) -> VersionDraft:
    """The built-in template's numbers; it names no units, so they are those of `like`."""
    defaults = _default_offsets()
    return VersionDraft(
        starts_on=like.starts_on,
        deadlines={code: defaults[code] for code in (*FIRST, *OTHERS)},
        role_units=like.role_units,
        deputies=like.deputies,
        told=like.told,
    )


def own_offsets(draft: VersionDraft) -> dict[str, Offset]:
    """The deadlines that differ from the default rules: only these are stored."""
    defaults = _default_offsets()
    return {code: offset for code, offset in draft.deadlines.items() if offset != defaults[code]}


def _default_offsets() -> dict[str, Offset]:
    rules = {rule.code: rule.due.offset for rule in CASE_DEADLINES}
    return rules | dict(parameter_changes(DEFAULT_PARAMETERS))


def with_count(offset: Offset, count: int) -> Offset:
    """The same side of the event, in the same unit."""
    return Offset(-count if offset.count < 0 else count, OffsetUnit(offset.unit))


def differs(before: VersionDraft, after: VersionDraft) -> bool:
    """Apart from the day it starts and why."""
    names = (*COLUMNS, "deadlines", "role_units", "deputies", "told")
    return any(getattr(before, name) != getattr(after, name) for name in names)
