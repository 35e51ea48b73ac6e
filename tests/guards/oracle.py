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

from hjemvei.accounts.enums import READABLE, InfoClass, Role
from tests.guards.organisations import Organisation
from tests.guards.rows import case_row_models

Row = dict[str, Any]
CHILDREN = {model._meta.db_table: model for model in case_row_models()}
REFUSED = {"audit_changelog", "audit_rowsalt"}
"""The application has no right to a single column."""


@dataclass(frozen=True)
class Facts:
    """Every row of every secured table, and the moment that is asked about."""

    rows: dict[str, list[Row]]
    at: dt.datetime

    def in_force(self, row: Row) -> bool:
        return bool(row["starts_at"] <= self.at < row["ends_at"])

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
    def requests(self) -> set[int]:
        parts = self.facts.rows["rights_part"]
        return {row["request_id"] for row in parts if self.sees("rights_part", row)}

    def reads_all(self, row: Row, column: str) -> bool:
        return self.is_here(row[column]) and set(row["info_classes"]) <= self.classes

    def _screened(self, table: str, ids: set[int]) -> set[int]:
        return {row["id"] for row in self.facts.rows[table] if row["id"] in ids and self.is_cleared(row)}


def _owned(eye: Eye, row: Row) -> bool:
    return eye.is_here(row["owner_unit_id"])


def _at_unit(eye: Eye, row: Row) -> bool:
    return eye.is_here(row["unit_id"])


def _mine(eye: Eye, row: Row) -> bool:
    return eye.is_me(row)


def _overseen(eye: Eye, row: Row) -> bool:
    return eye.is_officer and eye.is_ours(row)


def _of_person(eye: Eye, row: Row) -> bool:
    return row["person_id"] in eye.people


def _our_person(eye: Eye, row: Row) -> bool:
    return eye.is_ours(row) and (eye.is_officer or _of_person(eye, row))


RULES: dict[str, Callable[[Eye, Row], bool]] = {
    "accounts_accountevent": lambda eye, row: eye.is_ours(row) or eye.is_me(row),
    "accounts_draft": _mine,
    "audit_oncekey": _mine,
    "audit_outbox": _owned,
    "audit_readlog": _overseen,
    "cases_caseload": lambda eye, row: _at_unit(eye, row) and row["case_id"] in eye.cases,
    "cases_inquiry": lambda eye, row: _owned(eye, row) or eye.is_here(row["to_unit_id"]),
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
    "rights_accessrequest": lambda eye, row: row["id"] in eye.requests,
    "rights_disposal": _our_person,
    "rights_hold": _our_person,
    "rights_part": lambda eye, row: eye.is_ours(row) and (eye.is_officer or row["case_id"] in eye.cases),
    "rights_restriction": _overseen,
    "rights_withheld": _overseen,
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
}
"""Tables that do not hang on a case as `CaseRow`s do."""
