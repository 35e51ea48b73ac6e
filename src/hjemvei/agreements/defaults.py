"""What a new agreement starts from: its parameters and its table of deadlines, all of it editable data.

Where no law or text gives a number, the rule's `basis` says that the default is our own, for the agreement's
parties to look at.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hjemvei.agreements.deadlines_after import (
    AFTER_RULES,
    AGREEMENT_RULES,
    RETENTION_RULES,
    TEMPORARY_STAY_RULES,
    WEEKLY_RULES,
)
from hjemvei.agreements.deadlines_inside import INSIDE_RULES
from hjemvei.agreements.deadlines_release import RELEASE_RULES
from hjemvei.agreements.deadlines_together import MOVE_RULES, TOGETHER_RULES
from hjemvei.agreements.enums import OffsetUnit
from hjemvei.agreements.rules import Offset


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """The numbers that an agreement's parties are asked to settle. Months are calendar months.

    The last three are not in any text: how many days a date must move before the municipality is told anew,
    how long before a consent ends the person is asked again, and with how short a lead a release counts as
    unplanned.
    """

    minimum_stay_months: int = 2
    homeless_gate_months: int = 2
    acknowledge_notice_working_days: int = 3
    answer_inquiry_working_days: int = 5
    dispute_to_governor_days: int = 14
    prison_access_days_after_release: int = 14
    readiness_pack_day: int = 7
    renotice_moved_days: int = 7
    consent_renewal_days: int = 14
    planned_release_lead_days: int = 14


DEFAULT_PARAMETERS = Parameters()
CONTACT = "regular_contact"
"""The one deadline that comes again: counted from the last time, by the version's own interval."""
LONGEST_RENEWAL = 90
"""Days: whoever is asked earlier than this has hardly begun."""

CASE_DEADLINES = (
    *INSIDE_RULES,
    *TOGETHER_RULES,
    *MOVE_RULES,
    *RELEASE_RULES,
    *AFTER_RULES,
    *WEEKLY_RULES,
    *RETENTION_RULES,
    *TEMPORARY_STAY_RULES,
)
AGREEMENT_DEADLINES = AGREEMENT_RULES


def parameter_changes(parameters: Parameters) -> Mapping[str, Offset]:
    """The parameters that are deadlines of one task, for `rules.configured`: no number stands twice."""
    return {
        "acknowledge_notice": Offset(parameters.acknowledge_notice_working_days, OffsetUnit.WORKING_DAYS),
        "answer_inquiry": Offset(parameters.answer_inquiry_working_days, OffsetUnit.WORKING_DAYS),
        "dispute_to_governor": Offset(parameters.dispute_to_governor_days, OffsetUnit.DAYS),
        "prison_access_ends": Offset(parameters.prison_access_days_after_release, OffsetUnit.DAYS),
        "readiness_pack": Offset(parameters.readiness_pack_day, OffsetUnit.DAYS),
        "homeless_gate": Offset(-parameters.homeless_gate_months, OffsetUnit.MONTHS),
    }
