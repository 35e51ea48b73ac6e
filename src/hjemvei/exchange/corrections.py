"""What a roll says anew about a custody or a name, set by set: status, municipalities, reference, name,
number.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_noop

from hjemvei.accounts.actor import Actor
from hjemvei.agreements.enums import CustodyStatus
from hjemvei.cases import rows as case_rows
from hjemvei.cases.choices import CUSTODY_STATUS
from hjemvei.cases.models import Custody, Event
from hjemvei.core.db import call
from hjemvei.exchange.staged import StagedRow
from hjemvei.persons import keys
from hjemvei.persons.actions.correct_person import add_number, correct_person
from hjemvei.persons.models import Identifier, Person, Protection
from hjemvei.sharing.models import Case
from hjemvei.sharing.tokens import tokens_of

CUSTODY_FIELDS = ("status", "stay", "wished", "reference")
PERSON_FIELDS = ("family_name", "given_name", "birth_date", "sex", "language")
STATUS_CHANGED = gettext_noop("Status endret fra %(before)s til %(after)s")


LONGEST_LANGUAGE = 8


@dataclass(frozen=True, slots=True)
class _Findable:
    family_name: str
    given_name: str
    number: str
    reference: str


def correct_custodies(*, actor: Actor, rows: Mapping[int, StagedRow], at: dt.datetime) -> None:
    """Two statements for any number of people; a change of status stands in the timeline."""
    if not rows:
        return
    custodies = case_rows.open_custodies(actor, rows)
    units = case_rows.units_of(actor, custodies, case_rows.open_placements(actor, custodies))
    lines = []
    for case_id, unit_id in units.items():
        custody, changes = custodies[case_id], rows[case_id].changes
        if "status" in changes:
            lines.append(_status_line(actor, case_id, unit_id, changes["status"], at=at))
            custody.status = changes["status"]["to"]
        if "stay" in changes:
            custody.municipality_of_stay_id = changes["stay"]["to"]
        if "wished" in changes:
            custody.wished_municipality_id = changes["wished"]["to"] or None
        if "reference" in changes:
            custody.reference = changes["reference"]["to"]
    fields = ["status", "municipality_of_stay", "wished_municipality", "reference"]
    Custody.objects.bulk_update([custodies[i] for i in units], fields, batch_size=case_rows.BATCH)
    Event.objects.bulk_create(lines, batch_size=case_rows.BATCH)


def _status_line(
    actor: Actor, case_id: int, unit_id: int, change: Mapping[str, str], *, at: dt.datetime
) -> Event:
    with translation.override("nb"):
        before, after = (str(CUSTODY_STATUS[CustodyStatus(change[end])]) for end in ("from", "to"))
    row = case_rows.row_of(actor, case_id, unit_id=unit_id, at=at)
    return case_rows.event_row(
        row, code="custody_status", text=STATUS_CHANGED, at=at, before=before, after=after
    )


def correct_records(*, actor: Actor, rows: Mapping[int | None, tuple[StagedRow, Mapping[str, Any]]]) -> None:
    """Names and numbers are few in a week: one person at a time, with new search tokens for the unit."""
    if not rows:
        return
    seen = Case.objects.visible_to(actor).filter(pk__in=[i for i in rows if i]).select_related("person")
    cases = list(seen.order_by("pk"))
    _expect_numbers(cases)
    for case in cases:
        row, values = rows[case.pk]
        changed = {name: values[name] for name in PERSON_FIELDS if name in row.changes}
        if "language" in changed:
            changed["language"] = row.changes["language"]["to"]
        if changed:
            correct_person(actor=actor, person=case.person, **changed)
        if "number" in row.changes:
            add_number(actor=actor, person=case.person, number=values["national_id"])
        _set_tokens(actor, case, case.person, reference=row.reference)


def language_of(text: str) -> str:
    """The column holds eight characters; a longer tag is cut to its language (as in
    `staging_sql.LANGUAGE`).
    """
    return text if len(text) <= LONGEST_LANGUAGE else text.partition("-")[0]


def refresh_records(
    *, actor: Actor, rows: Mapping[int, tuple[StagedRow, Mapping[str, Any]]], grades: Mapping[str, int]
) -> None:
    """People who came in were known before: their record gets what the roll knows now. Protection is only
    raised.
    """
    if not rows:
        return
    seen = Case.objects.visible_to(actor).filter(pk__in=list(rows)).select_related("person")
    cases = list(seen.order_by("pk"))
    _expect_numbers(cases)
    for case in cases:
        row, values = rows[case.pk]
        person = case.person
        if grades[values["address_protection"]] > person.protection & Protection.ABROAD:
            call("set_protection", case.pk, grades[values["address_protection"]])
        said = {name: values[name] for name in PERSON_FIELDS}
        said |= {"language": language_of(values["language"]), "sex": values["sex"].replace("u", "")}
        changed = {name: v for name, v in said.items() if v and v != getattr(person, name)}
        if changed:
            correct_person(actor=actor, person=person, **changed)
        _set_tokens(actor, case, person, reference=row.reference)


def _expect_numbers(cases: Iterable[Case]) -> None:
    """The keys of all these people's numbers in one statement, before they are opened one by one."""
    sealed = Identifier.objects.filter(person__in=[case.person_id for case in cases])
    keys.fetch(bytes(value) for value in sealed.values_list("ciphertext", flat=True))


def _set_tokens(actor: Actor, case: Case, person: Person, *, reference: str) -> None:
    identifier = Identifier.objects.filter(person=person).order_by("id").first()
    number = keys.number_of(person.key, bytes(identifier.ciphertext)) if identifier else ""
    found = _Findable(person.family_name, person.given_name, number, reference)
    tokens = tokens_of(found, controller_id=actor.controller_id)
    for unit_id in set(case.access_units).intersection(actor.case_units()):
        call("set_tokens", case.pk, unit_id, tokens)
