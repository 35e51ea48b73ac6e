"""Which rows an organisation may see, worked out in plain Python from what a superuser reads.

It starts from who takes part now, not from the arrays that the policies compare; roles and classes are all
that it shares with the program.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from hjemvei.accounts.enums import READABLE, InfoClass, Role
from tests.guards.organisations import OF_VERSION, Organisation
from tests.guards.rows import case_row_models

Row = dict[str, Any]
CHILDREN = {model._meta.db_table: model for model in case_row_models()}
UNSECURED = ("accounts_membership",)
"""Open tables that say who may see others."""
AGREED = {"signed", "in_force", "under_revision", "ended"}
LEADERS = {Role.PRISON_LEADER, Role.MUNICIPAL_LEADER}
FOUNDERS = {
    *(Role.PRISON_LEADER, Role.MUNICIPAL_LEADER, Role.REINTEGRATION_COORDINATOR, Role.MUNICIPAL_COORDINATOR)
}
REFUSED = {"audit_changelog", "audit_rowsalt", "statistics_stepday"}
"""The application has no right to a single column."""


@dataclass(frozen=True)
class Facts:
    """Every row of every secured table and of `UNSECURED`, and the moment that is asked about."""

    rows: dict[str, list[Row]]
    unsecured: dict[str, list[Row]]
    at: dt.datetime

    def in_force(self, row: Row) -> bool:
        return bool(row["starts_at"] <= self.at < row["ends_at"])

    @property
    def today(self) -> dt.date:
        return self.at.astimezone(ZoneInfo("Europe/Oslo")).date()

    @cached_property
    def taking_part(self) -> list[Row]:
        stopped = {
            (row["case_id"], row["controller_id"])
            for row in self.rows["rights_restriction"]
            if row["lifted_at"] is None
        }
        return [
            row
            for row in self.rows["sharing_participation"]
            if self.in_force(row) and (row["case_id"], row["controller_id"]) not in stopped
        ]

    @cached_property
    def agreements(self) -> dict[int, Row]:
        return {row["id"]: row for row in self.rows["agreements_agreement"]}

    @cached_property
    def versions(self) -> dict[int, Row]:
        return {row["id"]: row for row in self.rows["agreements_agreementversion"]}

    @cached_property
    def approved_routines(self) -> set[int]:
        rows = self.rows["routines_routineversion"]
        return {row["routine_id"] for row in rows if row["approved_at"] is not None}

    @cached_property
    def signed(self) -> set[int]:
        return {row["agreement_id"] for row in self.versions.values() if row["state"] == "signed"}

    def is_agreed(self, agreement: int) -> bool:
        """Talks that ended without a signature are no more than talks."""
        state = self.agreements[agreement]["state"]
        return state in AGREED and (state != "ended" or agreement in self.signed)

    def is_public(self, table: str, row: Row) -> bool:
        """Of an agreement that its parties have opened for everybody, also without signing in."""
        if table not in OF_AGREEMENT:
            return False
        agreement, is_agreed = OF_AGREEMENT[table](self, row)
        if table == "agreements_summarytranslation" and row["status"] != "approved":
            return False
        return is_agreed and bool(self.agreements[agreement]["is_public"])

    def is_party_now(self, row: Row) -> bool:
        """Joined, and not left."""
        joins, leaves = row["joins_on"], row["leaves_before"]
        return bool((joins is None or joins <= self.today) and (leaves is None or leaves > self.today))

    def sits(self, row: Row) -> bool:
        ends = row["ends_before"]
        return bool(row["starts_on"] <= self.today and (ends is None or ends > self.today))

    @cached_property
    def given(self) -> dict[tuple[int, int], set[int]]:
        """Case and giver -> the keys of units and classes that are open now."""
        found: dict[tuple[int, int], set[int]] = defaultdict(set)
        for row in self.rows["sharing_grant"]:
            if self.in_force(row):
                found[row["case_id"], row["giver_id"]].update(row["keys"])
        return found

    @cached_property
    def sent(self) -> set[tuple[int, int, int]]:
        """Case, sender's controller, receiver."""
        return {
            (row["case_id"], row["controller_id"], row[column])
            for rows in self.rows.values()
            for column in ("to_unit_id", "receiver_unit_id")
            if rows and {"case_id", "controller_id", column} <= set(rows[0])
            for row in rows
        }


class Eye:
    """What one organisation's worker sees."""

    def __init__(self, who: Organisation, facts: Facts) -> None:
        self.who, self.facts, self.here = who, facts, who.units[0]
        self.classes = READABLE[who.role]
        self.works_with_cases = InfoClass.IDENTITY in self.classes
        self.is_officer = who.role is Role.PRIVACY_OFFICER
        self.follows_rights = who.role in {Role.PRIVACY_OFFICER, Role.RIGHTS_OFFICER}
        mine = [row for row in facts.taking_part if self.is_here(row["unit_id"])]
        self.cases = self._screened("sharing_case", {row["case_id"] for row in mine})
        self.people = self._screened("persons_person", {row["person_id"] for row in mine})

    def is_here(self, unit: int | None) -> bool:
        return self.works_with_cases and unit == self.here

    def is_ours(self, row: Row) -> bool:
        return bool(row["controller_id"] == self.who.controller)

    def is_me(self, row: Row, column: str = "user_id") -> bool:
        return bool(row[column] == self.who.user)

    def is_cleared(self, row: Row) -> bool:
        """Two bits grade the address, the third shields staff and their families."""
        grade, mine = row["protection"], self.who.clearance
        return grade <= mine and grade % 4 <= mine % 4 and self.who.user not in row.get("blocked_users", [])

    def sees(self, table: str, row: Row) -> bool:
        return self.child(table, row) if table in CHILDREN else RULES[table](self, row)

    def child(self, table: str, row: Row) -> bool:
        model = CHILDREN[table]
        info_class = row["info_class"] if model.row_class is None else model.row_class
        if row["case_id"] not in self.cases or info_class not in self.classes:
            return False
        receiver = f"{model.receiver_field}_id"
        if self.here in {row["owner_unit_id"], row.get(receiver)}:
            return True
        if self.here * 16 + info_class in self.facts.given[row["case_id"], row["controller_id"]]:
            return True
        return (table, row["id"]) in self._named

    @cached_property
    def _named(self) -> set[tuple[str, int]]:
        """Consents, and what was said of them, where this unit is the receiver."""
        tables = {"sharing_consentscope": "sharing_consent", "sharing_consentchange": "sharing_consentevent"}
        columns = {"sharing_consentscope": "consent_id", "sharing_consentchange": "event_id"}
        return {
            (tables[table], row[column])
            for table, column in columns.items()
            for row in self.facts.rows[table]
            if row["receiver_unit_id"] == self.here and row["case_id"] in self.cases
        }

    @cached_property
    def openable(self) -> set[int]:
        """People of whom something was given or sent to this unit, in a case that it takes part in."""
        keys = {self.here * 16 + info_class for info_class in self.classes}
        found = set()
        for row in self.facts.rows["sharing_participation"]:
            case, giver = row["case_id"], row["controller_id"]
            is_given = keys & self.facts.given[case, giver] or (case, giver, self.here) in self.facts.sent
            if case in self.cases and is_given:
                found.add(row["person_id"])
        for row in self.facts.rows["sharing_breakglass"]:
            if self.is_ours(row) and (self.is_me(row) or self.is_officer):
                found.add(row["person_id"])
        return found

    @cached_property
    def partners(self) -> set[int]:
        """People at work who have accepted a part in a case, where that part is seen."""
        table = "cases_assignment"
        rows = [row for row in self.facts.rows[table] if row["state"] == "accepted"]
        return {row["to_user_id"] for row in rows if self.sees(table, row)}

    @cached_property
    def led(self) -> set[int]:
        """Who works today in the unit that this user leads."""
        seats = self.facts.unsecured["accounts_membership"] if self.who.role in LEADERS else []
        return {row["user_id"] for row in seats if row["unit_id"] == self.here and self.facts.sits(row)}

    @cached_property
    def agreements(self) -> set[int]:
        """To which this organisation is party."""
        parties = self.facts.rows["agreements_agreementparty"]
        return {row["agreement_id"] for row in parties if self.is_ours(row) and self.facts.is_party_now(row)}

    @cached_property
    def points(self) -> set[int]:
        rows = self.facts.rows["deviations_agendapoint"]
        return {row["id"] for row in rows if _point(self, row)}

    @cached_property
    def requests(self) -> set[int]:
        parts = self.facts.rows["rights_part"]
        return {row["request_id"] for row in parts if self.sees("rights_part", row)}

    def _sits(self, row: Row) -> bool:
        """In force, for the organisation that whoever sits there works for."""
        ours = row["user_id"] - row["controller_id"] == self.who.user - self.who.controller
        return bool(ours and self.facts.sits(row))

    @cached_property
    def forums(self) -> set[int]:
        """Where this user sits, and this body's own that nobody leads any more."""
        seats = [row for row in self.facts.rows["cooperation_seat"] if self._sits(row)]
        found = {row["forum_id"] for row in seats if self.is_me(row) and self.is_ours(row)}
        ways = {row["id"]: row["chair_way"] for row in self.facts.rows["cooperation_forum"]}
        leading = {"chair", "secretary"}
        led = {
            row["forum_id"]
            for row in seats
            if row["role"] in leading or (row["role"] == "member" and ways[row["forum_id"]] == "rotating")
        }
        if self.who.role in FOUNDERS:
            rows = self.facts.rows["cooperation_forum"]
            found |= {row["id"] for row in rows if self.is_ours(row) and row["id"] not in led}
        return found

    def reads_all(self, row: Row, column: str) -> bool:
        return self.is_here(row[column]) and set(row["info_classes"]) <= self.classes

    def _screened(self, table: str, ids: set[int]) -> set[int]:
        return {row["id"] for row in self.facts.rows[table] if row["id"] in ids and self.is_cleared(row)}


def _of_forum(eye: Eye, row: Row) -> bool:
    return row["forum_id"] in eye.forums


def _owned(eye: Eye, row: Row) -> bool:
    return eye.is_here(row["owner_unit_id"])


def _at_unit(eye: Eye, row: Row) -> bool:
    return eye.is_here(row["unit_id"])


def _mine(eye: Eye, row: Row) -> bool:
    return eye.is_me(row)


def _overseen(eye: Eye, row: Row) -> bool:
    return eye.is_officer and eye.is_ours(row)


def _followed(eye: Eye, row: Row) -> bool:
    return eye.follows_rights and eye.is_ours(row)


def _of_person(eye: Eye, row: Row) -> bool:
    return row["person_id"] in eye.people


def _our_person(eye: Eye, row: Row) -> bool:
    return eye.is_ours(row) and (eye.follows_rights or _of_person(eye, row))


def _everybody(_eye: Eye, _row: Row) -> bool:
    """All staff: where and when somebody is met, how a unit was reorganised, and plain counts."""
    return True


def _of_party(eye: Eye, row: Row) -> bool:
    return row["agreement_id"] in eye.agreements


def _point(eye: Eye, row: Row) -> bool:
    """What an organisation has told itself it goes on seeing, when it is party no more."""
    return eye.is_ours(row) or (_of_party(eye, row) and row["taken_back_month"] is None)


def _roster(eye: Eye, row: Row) -> bool:
    return eye.is_ours(row) or row["user_id"] in eye.partners


def _by_agreement(facts: Facts, row: Row) -> tuple[int, bool]:
    number = row["agreement_id"]
    return number, facts.is_agreed(number)


def _by_own_state(facts: Facts, row: Row) -> tuple[int, bool]:
    """A signed version of an agreement that has come to nothing yet is no more than talk."""
    agreement, is_agreed = _by_agreement(facts, row)
    return agreement, is_agreed and row["state"] == "signed"


def _by_version(facts: Facts, row: Row) -> tuple[int, bool]:
    return _by_own_state(facts, facts.versions[row["version_id"]])


def _by_target(facts: Facts, row: Row) -> tuple[int, bool]:
    targets = facts.rows["statistics_target"]
    return _by_agreement(facts, next(one for one in targets if one["id"] == row["target_id"]))


OF_AGREEMENT: dict[str, Callable[[Facts, Row], tuple[int, bool]]] = {
    **dict.fromkeys(OF_VERSION, _by_version),
    "agreements_agreement": lambda facts, row: (row["id"], facts.is_agreed(row["id"])),
    "agreements_agreementparty": _by_agreement,
    "agreements_agreementscope": _by_agreement,
    "agreements_agreementversion": _by_own_state,
    "agreements_anchoringdocument": _by_agreement,
    "agreements_deadlinechange": _by_version,
    "agreements_roleunit": _by_version,
    "agreements_reviewdate": _by_agreement,
    "statistics_figure": _by_agreement,
    "statistics_target": _by_agreement,
    "statistics_targetyear": _by_target,
}
"""Which agreement a row belongs to, and whether what it tells has been agreed on. Until then it is the
parties' own; from then on all who are signed in may read it.
"""


def _agreed_or_ours(table: str) -> Callable[[Eye, Row], bool]:
    def sees(eye: Eye, row: Row) -> bool:
        agreement, is_agreed = OF_AGREEMENT[table](eye.facts, row)
        return is_agreed or agreement in eye.agreements

    return sees


RULES: dict[str, Callable[[Eye, Row], bool]] = {
    **{table: _agreed_or_ours(table) for table in OF_AGREEMENT},
    "accounts_accountevent": lambda eye, row: eye.is_ours(row) or eye.is_me(row),
    "accounts_draft": _mine,
    "accounts_seatoffer": lambda eye, row: eye.is_ours(row) or eye.is_me(row),
    "audit_oncekey": _mine,
    "audit_outbox": _owned,
    "audit_readlog": _overseen,
    "cases_caseload": lambda eye, row: _at_unit(eye, row) and row["case_id"] in eye.cases,
    "cases_inquiry": lambda eye, row: _owned(eye, row) or eye.is_here(row["to_unit_id"]),
    "cooperation_agendapoint": _of_forum,
    "cooperation_attendance": _of_forum,
    "cooperation_calendarfeed": _mine,
    "cooperation_decision": _of_forum,
    "cooperation_forum": lambda eye, row: row["id"] in eye.forums,
    "cooperation_improvement": _of_forum,
    "cooperation_meeting": _of_forum,
    "cooperation_post": _of_forum,
    "cooperation_seat": _of_forum,
    "deviations_agendacount": _of_party,
    "deviations_agendalabel": lambda eye, row: row["point_id"] in eye.points,
    "deviations_agendapoint": _point,
    "exchange_rollfile": _owned,
    "exchange_rollimport": _owned,
    "exchange_rollprogress": _owned,
    "exchange_rollrow": lambda eye, row: _owned(eye, row) and eye.is_cleared(row),
    "homes_dwelling": lambda eye, row: eye.is_ours(row) and eye.works_with_cases,
    "oversight_accessfinding": _overseen,
    "persons_datakey": lambda eye, row: _of_person(eye, row) or row["person_id"] in eye.openable,
    "persons_duplicatelink": lambda eye, row: {row["first_id"], row["second_id"]} <= eye.people,
    "persons_identifier": _of_person,
    "persons_keydestruction": lambda eye, row: eye.is_ours(row),
    "persons_person": lambda eye, row: row["id"] in eye.people,
    "presence_contactduty": _everybody,
    "presence_roleaddition": _everybody,
    "presence_shift": _roster,
    "presence_shiftpattern": _roster,
    "presence_visitchange": _everybody,
    "presence_visitday": _everybody,
    "reorganisation_moved": _everybody,
    "reorganisation_reorganisation": _everybody,
    "rights_advice": _followed,
    "rights_accessrequest": lambda eye, row: row["id"] in eye.requests,
    "rights_disposal": _our_person,
    "rights_handover": _followed,
    "rights_hold": _our_person,
    "rights_part": lambda eye, row: eye.is_ours(row) and (eye.follows_rights or row["case_id"] in eye.cases),
    "rights_restriction": _followed,
    "rights_withheld": _followed,
    "routines_improvement": lambda eye, row: eye.is_ours(row),
    "routines_routine": lambda eye, row: eye.is_ours(row) or row["id"] in eye.facts.approved_routines,
    "routines_routinereading": lambda eye, row: (
        eye.is_me(row) or (eye.is_ours(row) and row["user_id"] in eye.led)
    ),
    "routines_routineversion": lambda eye, row: eye.is_ours(row) or row["approved_at"] is not None,
    "sharing_accessend": _at_unit,
    "sharing_breakglass": lambda eye, row: (
        eye.is_me(row) or (eye.is_ours(row) and (eye.is_officer or row["case_id"] in eye.cases))
    ),
    "sharing_case": lambda eye, row: row["id"] in eye.cases,
    "sharing_grant": _at_unit,
    "sharing_participation": _at_unit,
    "sharing_relation": lambda eye, row: (
        eye.is_me(row)
        or eye.is_me(row, "recorded_by_id")
        or (eye.is_ours(row) and row["case_id"] in eye.cases)
    ),
    "sharing_searchtoken": _at_unit,
    "sharing_statutemessage": lambda eye, row: (
        (eye.reads_all(row, "to_unit_id") or eye.reads_all(row, "owner_unit_id")) and eye.is_cleared(row)
    ),
    "statistics_fielduse": _everybody,
}
"""Tables that do not hang on a case as `CaseRow`s do."""
