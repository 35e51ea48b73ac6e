"""The clauses of an agreement: their order, what each carries, and the built-in template's own words.

No Django, no clock. Reads only the files under `template/`, which are shipped with the package.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from string import ascii_lowercase

from hjemvei.agreements.clause_laws import LawCode as L
from hjemvei.agreements.clause_text import BadTemplate, ClauseText
from hjemvei.agreements.defaults import AGREEMENT_DEADLINES, CASE_DEADLINES, Parameters, parameter_changes
from hjemvei.agreements.enums import OffsetUnit
from hjemvei.agreements.rules import DeadlineRule, Offset

FOLDER = Path(__file__).parent / "template"
LANGUAGES = ("nb", "nn", "en")
"""The agreement itself; the Norwegian text that was signed prevails."""
OWN, MOST_OWN = "own-", 20
LETTERS = ("", *ascii_lowercase)
SUMMARY_LANGUAGES = (*LANGUAGES, "pl", "lt", "ro", "se", "ar", "so")


class ClauseCode(StrEnum):
    """In the agreement's order; the file of a clause is its number and this code."""

    PARTIES = "parties"
    PURPOSE = "purpose"
    LEGAL_BASES = "legal_bases"
    TARGET_GROUP = "target_group"
    CONSENT = "consent"
    PRISON_DUTIES = "prison_duties"
    MUNICIPAL_DUTIES = "municipal_duties"
    JOINT_WORK = "joint_work"
    TIMELINE = "timeline"
    MOVES = "moves"
    INFORMATION = "information"
    CONTACTS = "contacts"
    COMMITTEE = "committee"
    NETWORKS = "networks"
    TARGETS = "targets"
    PROVIDERS = "providers"
    EVALUATION = "evaluation"
    DURATION = "duration"
    LANGUAGES = "languages"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """`parameters` are numbers of the version, `rules` deadlines by code, `facts` what else is filled in.

    `blocks` are lists and tables that stand on a line of their own. `meets` are requirement ids.
    """

    parameters: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    blocks: tuple[str, ...] = ()
    meets: tuple[str, ...] = ()
    laws: tuple[L, ...] = ()


RULE_OF_PARAMETER: Mapping[str, str] = {
    "homeless_gate_months": "homeless_gate",
    "acknowledge_notice_working_days": "acknowledge_notice",
    "answer_inquiry_working_days": "answer_inquiry",
    "dispute_to_governor_days": "dispute_to_governor",
    "prison_access_days_after_release": "prison_access_ends",
    "readiness_pack_day": "readiness_pack",
}
"""Parameters that are a rule's number: the text names the rule, so that its unit may change too."""

SUGGESTED: Mapping[str, Offset] = {
    "contact_interval": Offset(1, OffsetUnit.MONTHS),
    "committee_interval": Offset(3, OffsetUnit.MONTHS),
    "termination_notice": Offset(3, OffsetUnit.MONTHS),
}
"""Our own proposals, for the parties to look at: no law or text gives these numbers."""

CLAUSES: Mapping[ClauseCode, Clause] = {
    ClauseCode.PARTIES: Clause(
        blocks=("parties", "scope"), meets=("R107", "R170", "R176", "R186", "R308", "R309", "R315")
    ),
    ClauseCode.PURPOSE: Clause(meets=("R24", "R99", "R100", "R101", "R102", "R103", "R104", "R134")),
    ClauseCode.LEGAL_BASES: Clause(blocks=("laws",), meets=("R99", "R105", "R184", "L1"), laws=tuple(L)),
    ClauseCode.TARGET_GROUP: Clause(
        parameters=("minimum_stay_months", "remand_needs_presumption"),
        rules=("eligibility_check",),
        blocks=("remand_needs_presumption",),
        meets=("R106", "R107", "R108"),
        laws=(L.SOCIAL_SERVICES,),
    ),
    ClauseCode.CONSENT: Clause(
        parameters=("consent_renewal_days",),
        rules=("consent_asked", "consent_asked_again"),
        meets=("R109", "R110", "R185", "L16"),
        laws=(L.EXECUTION_OF_SENTENCES, L.INDIVIDUAL_PLAN),
    ),
    ClauseCode.PRISON_DUTIES: Clause(
        parameters=("homeless_gate_months", "readiness_pack_day", "renotice_moved_days"),
        rules=(
            "contact_officer",
            "intake_interview",
            "brik_offered",
            "future_plan",
            "readiness_pack",
            "first_notice",
            "under_25_contact",
            "under_25_coordination",
            "homeless_gate",
            "renotify",
            "detention_letter",
        ),
        meets=("R81", "R137", "R138", "R252", "R321", "L3"),
        laws=(L.EXECUTION_OF_SENTENCES, L.EXECUTION_REGULATION, L.BRIK),
    ),
    ClauseCode.MUNICIPAL_DUTIES: Clause(
        parameters=("acknowledge_notice_working_days",),
        rules=(
            "acknowledge_notice",
            "housing_application",
            "deposit_guarantee",
            "first_follow_up",
            "follow_up_week_1",
            "follow_up_week_2",
            "follow_up_week_3",
            "follow_up_week_4",
            "temporary_stay_30",
            "temporary_stay_60",
            "temporary_stay_90",
            "owner_in_ordinary_service",
        ),
        meets=("R91", "R113", "R114", "R115", "R118", "R148", "R255", "L1", "L2", "L6", "L7"),
        laws=(L.HOUSING_SOCIAL, L.SOCIAL_SERVICES, L.TENANCY, L.HOUSING_ALLOWANCE),
    ),
    ClauseCode.JOINT_WORK: Clause(
        rules=(
            "keep_home",
            "plan_started",
            "responsible_group",
            "regular_contact",
            "release_plan",
            "first_night",
            "reporting_duty",
            "still_housed_3_months",
            "still_housed_6_months",
            "still_housed_12_months",
        ),
        facts=("contact_interval",),
        meets=("R91", "R103", "R168", "R177", "R178", "R185", "R238", "R313", "L4"),
        laws=(L.INDIVIDUAL_PLAN, L.SOCIAL_SERVICES, L.EXECUTION_OF_SENTENCES),
    ),
    ClauseCode.TIMELINE: Clause(
        parameters=("planned_release_lead_days",),
        rules=(
            "release_dates_computed",
            "release_dates_recomputed",
            "readiness_14",
            "readiness_3",
            "release_confirmed",
            "unplanned_tell",
            "unplanned_pack",
            "unplanned_first_night",
        ),
        blocks=("deadlines",),
        meets=("R58", "R101", "R136", "L18"),
        laws=(L.EXECUTION_OF_SENTENCES, L.EXECUTION_REGULATION, L.SOCIAL_SERVICES),
    ),
    ClauseCode.MOVES: Clause(
        parameters=("dispute_to_governor_days",),
        rules=("responsible_municipality", "dispute_to_governor", "decide_move", "answer_move"),
        meets=("R102", "R238", "R244", "L9"),
        laws=(L.SOCIAL_SERVICES, L.HOUSING_SOCIAL),
    ),
    ClauseCode.INFORMATION: Clause(
        parameters=("prison_access_days_after_release",),
        rules=("prison_access_ends",),
        meets=("R86", "R129", "R184", "L12", "L13", "L14"),
        laws=(L.ADMINISTRATION, L.SOCIAL_SERVICES, L.HOUSING_SOCIAL, L.EXECUTION_OF_SENTENCES, L.ARCHIVES),
    ),
    ClauseCode.CONTACTS: Clause(
        parameters=("answer_inquiry_working_days",),
        rules=("answer_inquiry",),
        blocks=("contacts", "roles"),
        meets=("R81", "R82", "R83", "R139", "R141", "R142", "R145", "R169", "R316"),
    ),
    ClauseCode.COMMITTEE: Clause(
        facts=("committee_interval",), meets=("R93", "R135", "R140", "R254"), laws=(L.ADMINISTRATION,)
    ),
    ClauseCode.NETWORKS: Clause(
        rules=("professional_network",),
        meets=("R142", "R163", "R171", "R187", "R199", "R256", "R265", "R317", "R323"),
    ),
    ClauseCode.TARGETS: Clause(
        parameters=("target_people_at_a_time",),
        rules=("mapping_export",),
        blocks=("targets",),
        meets=("R5", "R6", "R7", "R8", "R9", "R10", "R111", "R192", "R193", "R259"),
        laws=(L.HOUSING_SOCIAL,),
    ),
    ClauseCode.PROVIDERS: Clause(
        meets=("R9", "R322", "L12"), laws=(L.SOCIAL_SERVICES, L.HOUSING_SOCIAL, L.ARCHIVES)
    ),
    ClauseCode.EVALUATION: Clause(
        facts=("review_on",), meets=("R121", "R123", "R124", "R188", "R306", "R307", "R327", "R329")
    ),
    ClauseCode.DURATION: Clause(
        facts=("starts_on", "termination_notice"),
        meets=("R92", "R93", "R112", "R133", "R151", "R152"),
    ),
    ClauseCode.LANGUAGES: Clause(meets=("R49", "R257", "L16", "L20")),
}
BLOCKS = frozenset(code for clause in CLAUSES.values() for code in clause.blocks)


def placeholders(code: ClauseCode) -> frozenset[str]:
    """What may stand in braces in the clause. A parameter that is a rule's number stands by the rule;
    how many people get help at a time stands among the targets.
    """
    clause = CLAUSES[code]
    numbers = {name for name in clause.parameters if name not in RULE_OF_PARAMETER}
    return frozenset(numbers - {"target_people_at_a_time"}) | {*clause.rules, *clause.facts, *clause.blocks}


def clause_of_rule(code: str) -> ClauseCode:
    """Where a task's duty stands. Raises KeyError for a rule of no clause."""
    return _CLAUSE_OF_RULE[code]


def number_of(code: ClauseCode) -> int:
    """As people cite it: clause 1 is the parties."""
    return _NUMBER[code]


def is_own(code: str) -> bool:
    """A clause of the parties' own, beyond the template's."""
    return code.startswith(OWN)


def labels(codes: Iterable[str]) -> list[str]:
    """As people cite each: the template's number, whatever was added or left out before it, so that task and
    paper name the same clause; a letter behind it for the parties' own.
    """
    last, letters, found = 0, 0, []
    for code in codes:
        last, letters = (_NUMBER[ClauseCode(code)], 0) if not is_own(code) else (last, letters + 1)
        found.append(f"{last}{LETTERS[letters]}")
    return found


_NUMBER = {code: number for number, code in enumerate(ClauseCode, 1)}
_CLAUSE_OF_RULE = {rule: code for code, clause in CLAUSES.items() for rule in clause.rules}


def lengths(parameters: Parameters, rules: tuple[DeadlineRule, ...] = ()) -> Mapping[str, Offset]:
    """Every number of the text by its placeholder, never negative; the page says it in its language.

    `rules`: the version's own where they differ from the defaults. For what nobody stores: the suggestion.
    """
    days, months = OffsetUnit.DAYS, OffsetUnit.MONTHS
    own = {rule.code: rule.due.offset for rule in rules}
    of_rules = {rule.code: rule.due.offset for rule in (*CASE_DEADLINES, *AGREEMENT_DEADLINES)}
    offsets = of_rules | dict(parameter_changes(parameters)) | own | dict(SUGGESTED)
    offsets |= {
        "minimum_stay_months": Offset(parameters.minimum_stay_months, months),
        "renotice_moved_days": Offset(parameters.renotice_moved_days, days),
        "consent_renewal_days": Offset(parameters.consent_renewal_days, days),
        "planned_release_lead_days": Offset(parameters.planned_release_lead_days, days),
    }
    return {code: Offset(abs(offset.count), offset.unit) for code, offset in offsets.items()}


@cache
def read_template(language: str) -> tuple[ClauseText, ...]:
    """The clauses in order. Raises KeyError for a language without a template, BadTemplate for a bad file."""
    if language not in LANGUAGES:
        raise KeyError(language)
    return tuple(
        _read(FOLDER / language / f"{number:02}_{code}.md", code) for number, code in enumerate(ClauseCode, 1)
    )


@cache
def read_summary(language: str) -> ClauseText:
    """The agreement in plain words for the person. Raises KeyError for a language without one."""
    if language not in SUMMARY_LANGUAGES:
        raise KeyError(language)
    return _read(FOLDER / "summary" / f"{language}.md", "summary")


def _read(path: Path, code: str) -> ClauseText:
    title, _, body = path.read_text(encoding="utf-8").partition("\n")
    if not title.startswith("# ") or not body.strip():
        raise BadTemplate(path.name)
    return ClauseText(code, title.removeprefix("# ").strip(), body.strip())
