"""Short routines to begin from, in the project's own words: what they carry out, and whom they concern."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from hjemvei.accounts.enums import Role as R
from hjemvei.agreements.clauses import LANGUAGES, clause_of_rule
from hjemvei.agreements.clauses import ClauseCode as C
from hjemvei.routines.texts import RoutineText

FOLDER = Path(__file__).parent / "starters"
PRISON = (R.CONTACT_OFFICER, R.PRISON_SOCIAL_WORKER, R.REINTEGRATION_COORDINATOR)
MUNICIPAL = (R.MUNICIPAL_COORDINATOR, R.SOCIAL_CASEWORKER, R.HOUSING_OFFICER)
AFTER = (R.FOLLOW_UP_WORKER, R.SOCIAL_CASEWORKER, R.HOUSING_CONSULTANT, R.VOLUNTARY_PROVIDER)


@dataclass(frozen=True, slots=True)
class Starter:
    rules: tuple[str, ...]
    roles: tuple[R, ...]
    also: tuple[C, ...] = ()

    @property
    def clauses(self) -> tuple[str, ...]:
        """Where its deadlines stand, in the agreement's order."""
        asked = {*self.also, *(clause_of_rule(code) for code in self.rules)}
        return tuple(code.value for code in C if code in asked)


STARTERS: Mapping[str, Starter] = {
    "first_notice": Starter(("first_notice", "renotify"), PRISON),
    "answer_in_time": Starter(
        ("acknowledge_notice", "answer_inquiry", "responsible_municipality"),
        (R.MUNICIPAL_COORDINATOR, R.SOCIAL_CASEWORKER),
    ),
    "keep_home": Starter(("keep_home",), (*PRISON, *MUNICIPAL, R.HOUSING_CONSULTANT)),
    "deposit_guarantee": Starter(("deposit_guarantee",), MUNICIPAL),
    "unplanned_release": Starter(
        ("unplanned_tell", "unplanned_pack", "unplanned_first_night"), (*PRISON, *MUNICIPAL)
    ),
    "release_readiness": Starter(
        ("readiness_14", "readiness_3", "readiness_pack", "release_confirmed"), PRISON
    ),
    "follow_up": Starter(
        (
            "first_follow_up",
            "follow_up_week_1",
            "follow_up_week_2",
            "follow_up_week_3",
            "follow_up_week_4",
            "still_housed_3_months",
            "still_housed_6_months",
            "still_housed_12_months",
        ),
        AFTER,
    ),
    "deviation": Starter((), (*PRISON, *MUNICIPAL, R.FOLLOW_UP_WORKER), (C.COMMITTEE, C.EVALUATION)),
}


@cache
def read_starter(code: str, language: str) -> RoutineText:
    """In the language, else Bokmål. Raises KeyError for a starter that is not there."""
    starter, spoken = STARTERS[code], language if language in LANGUAGES else LANGUAGES[0]
    title, _, steps = (FOLDER / spoken / f"{code}.md").read_text(encoding="utf-8").partition("\n")
    return RoutineText(
        title=title.removeprefix("# ").strip(),
        steps=steps.strip(),
        language=spoken,
        clauses=starter.clauses,
        rules=starter.rules,
        roles=tuple(role.value for role in starter.roles),
    )
