"""An agreement's version as one value: to show, to change, and to say what a change means."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from hjemvei.agreements.defaults import CASE_DEADLINES, DEFAULT_PARAMETERS, parameter_changes
from hjemvei.agreements.enums import OffsetUnit, RoleCode
from hjemvei.agreements.models import AgreementVersion
from hjemvei.agreements.queries import role_units_of, terms_of
from hjemvei.agreements.rules import DeadlineRule, Offset

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
)


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionDraft:
    """`deadlines`: offset by code of every deadline that may be changed."""

    starts_on: dt.date
    minimum_stay_months: int
    remand_needs_presumption: bool
    target_people_at_a_time: int | None
    prison_access_days_after_release: int
    renotify_when_moved_days: int
    consent_renewal_days: int
    deadlines: Mapping[str, Offset] = field(default_factory=dict)
    role_units: Mapping[RoleCode, int] = field(default_factory=dict)
    note: str = ""


def editable_rules() -> tuple[DeadlineRule, ...]:
    by_code = {rule.code: rule for rule in CASE_DEADLINES}
    return tuple(by_code[code] for code in (*FIRST, *OTHERS))


def draft_of(version: AgreementVersion) -> VersionDraft:
    """What stands in a version, as the start of the next."""
    rules = {rule.code: rule for rule in terms_of([version.pk])[version.pk].rules}
    return VersionDraft(
        starts_on=version.starts_on,
        minimum_stay_months=version.minimum_stay_months,
        remand_needs_presumption=version.remand_needs_presumption,
        target_people_at_a_time=version.target_people_at_a_time,
        prison_access_days_after_release=version.prison_access_days_after_release,
        renotify_when_moved_days=version.renotify_when_moved_days,
        consent_renewal_days=version.consent_renewal_days,
        deadlines={code: rules[code].due.offset for code in (*FIRST, *OTHERS)},
        role_units=role_units_of([version]).get(version.pk, {}),
    )


def own_offsets(draft: VersionDraft) -> dict[str, Offset]:
    """The deadlines that differ from the default rules: only these are stored."""
    rules = {rule.code: rule.due.offset for rule in CASE_DEADLINES}
    defaults = rules | dict(parameter_changes(DEFAULT_PARAMETERS))
    return {code: offset for code, offset in draft.deadlines.items() if offset != defaults[code]}


def with_count(offset: Offset, count: int) -> Offset:
    """The same side of the event, in the same unit."""
    return Offset(-count if offset.count < 0 else count, OffsetUnit(offset.unit))


def differs(before: VersionDraft, after: VersionDraft) -> bool:
    """Apart from the day it starts and why."""
    names = (*NUMBERS, "remand_needs_presumption", "deadlines", "role_units")
    return any(getattr(before, name) != getattr(after, name) for name in names)
