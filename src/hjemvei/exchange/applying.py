"""The pieces of applying a roll: each takes the staged rows it understands and calls the action that does
it.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from hjemvei.accounts.actor import Actor
from hjemvei.agreements.enums import CustodyStatus
from hjemvei.cases.actions.change_dates import DateChange, change_dates
from hjemvei.cases.actions.change_unit import UnitMove, change_unit
from hjemvei.cases.actions.mark_back import mark_back
from hjemvei.cases.actions.mark_gone import mark_gone
from hjemvei.cases.actions.sync_tasks_for import sync_tasks_for
from hjemvei.cases.actions.take_in import Intake, take_in
from hjemvei.cases.enums import ReleaseCertainty, ReleaseKind
from hjemvei.core.db import call
from hjemvei.exchange.corrections import (
    CUSTODY_FIELDS,
    PERSON_FIELDS,
    correct_custodies,
    correct_records,
    language_of,
    refresh_records,
)
from hjemvei.exchange.models import RollImport
from hjemvei.exchange.roll_format import FIELDS
from hjemvei.exchange.staged import StagedRow
from hjemvei.needs.actions.record_said_addresses import SOURCE, SaidAddress, record_said_address
from hjemvei.persons.actions.link_duplicate import link_duplicate
from hjemvei.persons.enums import IdKind
from hjemvei.persons.models import IdentifierKind, Person
from hjemvei.persons.rules import IdNumber, classify_number
from hjemvei.sharing.actions.admit_people import Newcomer

BATCH = 4000
LINKED_BY_ROLL = "Avklart ved innlesing av fengselets liste"
GRADES = {"": 0, "confidential": 1, "strictly_confidential": 2}
NUMBER_KINDS = {
    IdKind.BIRTH_NUMBER: IdentifierKind.NATIONAL,
    IdKind.D_NUMBER: IdentifierKind.D_NUMBER,
    IdKind.H_NUMBER: IdentifierKind.H_NUMBER,
}
Progress = Callable[[int], None]
Values = Mapping[str, Any]


@dataclass(slots=True)
class Work:
    """One roll being applied. `values` are the file's good rows by line; `progress` hears how many more
    are done; `touched` says in which unit each person stands now.
    """

    actor: Actor
    roll: RollImport
    units: Mapping[str, int]
    values: Mapping[int, tuple[Any, ...]]
    at: dt.datetime
    progress: Progress
    touched: dict[int, int] = field(default_factory=dict)

    def of(self, row: StagedRow) -> Values:
        return dict(zip(FIELDS, self.values[row.line], strict=True))


def kind_of(number: str) -> str:
    answer = classify_number(number)
    if not isinstance(answer, IdNumber):
        return IdentifierKind.NATIONAL.value
    return NUMBER_KINDS.get(answer.kind, IdentifierKind.SYNTHETIC).value


def intake_of(values: Values, *, with_number: bool) -> Intake:
    number = values["national_id"] if with_number else ""
    newcomer = Newcomer(
        family_name=values["family_name"],
        given_name=values["given_name"],
        birth_date=values["birth_date"],
        sex=values["sex"],
        language=language_of(values["language"]) or "nb",
        protection=GRADES[values["address_protection"]],
        number=number,
        number_kind=kind_of(number) if number else IdentifierKind.NATIONAL.value,
        reference=values["person_ref"],
    )
    return Intake(
        newcomer=newcomer,
        reference=values["person_ref"],
        status=CustodyStatus(values["status"]),
        admitted_on=values["admitted_on"],
        expected_on=values["expected_release_on"],
        release_kind=ReleaseKind(values["release_kind"]),
        certainty=ReleaseCertainty(values["release_certainty"]),
        municipality_of_stay=values["municipality_of_stay"],
        wished_municipality=values["wished_municipality"],
    )


def take_in_new(work: Work, rows: Iterable[StagedRow]) -> None:
    """In batches a unit, so that one statement never holds more than a thousand people."""
    by_unit: dict[int, list[StagedRow]] = defaultdict(list)
    for row in rows:
        by_unit[work.units[row.unit]].append(row)
    for unit_id, found in by_unit.items():
        for start in range(0, len(found), BATCH):
            _take_in_batch(work, unit_id, found[start : start + BATCH])


def _take_in_batch(work: Work, unit_id: int, rows: Sequence[StagedRow]) -> None:
    values = [work.of(row) for row in rows]
    people = [
        intake_of(value, with_number=not row.changes.get("without_number"))
        for row, value in zip(rows, values, strict=True)
    ]
    admitted = take_in(actor=work.actor, unit_id=unit_id, people=people, source=SOURCE, at=work.at)
    case_ids = [found.case_id for found in admitted]
    record_addresses(work, zip(case_ids, values, strict=True))
    known = {
        found.case_id: (row, value)
        for found, row, value in zip(admitted, rows, values, strict=True)
        if found.outcome != "new"
    }
    refresh_records(actor=work.actor, rows=known, grades=GRADES)
    for row, found in zip(rows, admitted, strict=True):
        if row.changes.get("link_to"):
            _link(work, row.changes["link_to"], found.person_id)
    work.touched.update(dict.fromkeys(case_ids, unit_id))
    work.progress(len(rows))


def _link(work: Work, earlier_id: int, new_id: int) -> None:
    """The record made now and the earlier one that somebody said is the same person."""
    pair = Person.objects.visible_to(work.actor).in_bulk([earlier_id, new_id])
    if len(pair) == 2:
        link_duplicate(actor=work.actor, persons=list(pair.values()), reason=LINKED_BY_ROLL, at=work.at)


def record_addresses(work: Work, found: Iterable[tuple[int, Values]]) -> None:
    said = [
        SaidAddress(case_id, value["address_before"]) for case_id, value in found if value["address_before"]
    ]
    if said:
        record_said_address(actor=work.actor, rows=said, at=work.at)


def apply_changes(work: Work, rows: Sequence[StagedRow]) -> None:
    """Everything that can change about somebody who is here, each kind as one set. Raising protection
    comes first.
    """
    for start in range(0, len(rows), BATCH):
        _apply_batch(work, rows[start : start + BATCH])


def _apply_batch(work: Work, rows: Sequence[StagedRow]) -> None:
    known = {row.case_id: row for row in rows if row.case_id is not None}
    actor, at = work.actor, work.at

    def having(*names: str) -> dict[int, StagedRow]:
        return {case_id: row for case_id, row in known.items() if any(name in row.changes for name in names)}

    for case_id, row in having("protection").items():
        call("set_protection", case_id, row.changes["protection"]["to"])
    back = list(having("back"))
    if back:
        mark_back(actor=actor, case_ids=back, at=at)
    correct_custodies(actor=actor, rows=having(*CUSTODY_FIELDS), at=at)
    _apply_dates(work, having("release", "kind", "certainty"))
    moves = [
        UnitMove(case_id, work.units[row.unit], work.roll.roll_date)
        for case_id, row in having("unit").items()
    ]
    if moves:
        change_unit(actor=actor, moves=moves, at=at)
    correct_records(
        actor=actor,
        rows={
            row.case_id: (row, work.of(row)) for row in having(*PERSON_FIELDS, "reference", "number").values()
        },
    )
    record_addresses(work, [(case_id, work.of(row)) for case_id, row in having("address").items()])
    work.touched.update({case_id: work.units[row.unit] for case_id, row in known.items()})
    work.progress(len(rows))


def _apply_dates(work: Work, rows: Mapping[int, StagedRow]) -> None:
    changes = []
    for case_id, row in rows.items():
        value = work.of(row)
        changes.append(
            DateChange(
                case_id,
                value["expected_release_on"],
                ReleaseKind(value["release_kind"]),
                ReleaseCertainty(value["release_certainty"]),
            )
        )
    if changes:
        change_dates(actor=work.actor, changes=changes, source=SOURCE, at=work.at)


def ask_who_left(work: Work, rows: Sequence[StagedRow]) -> None:
    units = {row.case_id: work.units[row.unit] for row in rows if row.case_id is not None}
    case_ids = list(units)
    for start in range(0, len(case_ids), BATCH):
        batch = case_ids[start : start + BATCH]
        asked = mark_gone(actor=work.actor, case_ids=batch, on=work.roll.roll_date, at=work.at)
        work.touched.update({case_id: units[case_id] for case_id in asked})
        work.progress(len(batch))


def bring_tasks_up_to_date(work: Work) -> None:
    """Each unit's cases by themselves: the jobs of a large roll act as the system for one unit."""
    by_unit: dict[int, list[int]] = defaultdict(list)
    for case_id, unit_id in work.touched.items():
        by_unit[unit_id].append(case_id)
    today = timezone.localdate(work.at)
    for unit_id, case_ids in sorted(by_unit.items()):
        sync_tasks_for(actor=work.actor, unit_id=unit_id, case_ids=sorted(case_ids), at=work.at, today=today)
