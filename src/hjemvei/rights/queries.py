"""Parts, decisions and who they are about, as far as the actor may know."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.http import Http404

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import Role
from hjemvei.accounts.step_up import before_protected
from hjemvei.audit import reads
from hjemvei.exchange.archive_entry import SCREENED
from hjemvei.parties.models import Controller
from hjemvei.persons.models import Person
from hjemvei.rights.enums import PartState
from hjemvei.rights.models import Advice, Disposal, Handover, Hold, Part, Restriction, Withheld
from hjemvei.sharing.models import Case, Participation

MOST = 200


@dataclass(frozen=True, slots=True)
class Somebody:
    """The person as the own controller knows them. `person_id` 0: the actor may not know who it is."""

    person_id: int = 0
    name: str = ""
    birth_date: dt.date | None = None
    language: str = "nb"
    protection: int = 0


NOBODY = Somebody()


@dataclass(frozen=True, slots=True)
class ClosedCase:
    """A case that may be handed to the archive. `row` is never saved: its number and its key are known."""

    row: Case
    opened_at: dt.datetime
    closed_at: dt.datetime
    protection: int


def person_of_id(actor: Actor, person_id: int) -> Somebody:
    """Shown, and noted as read; who is protected is shown after a fresh factor."""
    found = _known(actor, person_id)
    before_protected(found.protection)
    if found.person_id:
        reads.note(persons=[person_id])
    return found


def _known(actor: Actor, person_id: int) -> Somebody:
    found = _officers(person_id) if actor.has(Role.RIGHTS_OFFICER) else None
    if found is not None:
        return found
    row = Person.objects.visible_to(actor).filter(pk=person_id).first()
    if row is None:
        return NOBODY
    name = f"{row.given_name} {row.family_name}".strip()
    return Somebody(row.pk, name, row.birth_date, row.language, row.protection)


def _officers(person_id: int) -> Somebody | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT given_name, family_name, birth_date, language, protection FROM kernel.rights_person(%s)",
            [person_id],
        )
        row = cursor.fetchone()
    return Somebody(person_id, f"{row[0]} {row[1]}".strip(), *row[2:]) if row else None


def people_of(part: Part) -> list[int]:
    """The controller's records of the part's person; none for somebody who does not answer for it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kernel.rights_people(%s)", [part.pk])
        return sorted(cursor.fetchone()[0])


def person_of_part(actor: Actor, part: Part) -> Somebody:
    found = people_of(part)
    return person_of_id(actor, found[-1]) if found else NOBODY


def find_part(actor: Actor, key: str) -> Part:
    """Raises Http404, or StepUpNeeded where it is about somebody protected."""
    parts = Part.objects.visible_to(actor).select_related("request", "controller")
    found = parts.filter(key=key).first() if "\x00" not in key else None
    if found is None:
        raise Http404
    cases = Case.objects.visible_to(actor).filter(pk=found.case_id).values_list("protection", flat=True)
    for protection in (*cases, *(_known(actor, person_id).protection for person_id in people_of(found))):
        before_protected(protection)
    return found


def find_disposal(actor: Actor, key: str) -> Disposal:
    """Raises Http404, or StepUpNeeded where it is about somebody protected."""
    found = Disposal.objects.visible_to(actor).filter(key=key).first() if "\x00" not in key else None
    if not isinstance(found, Disposal):
        raise Http404
    before_protected(_known(actor, found.person_id).protection)
    return found


def open_parts(actor: Actor) -> Sequence[Part]:
    """Those that wait first, by their limit."""
    parts = Part.objects.visible_to(actor).exclude(state=PartState.DELIVERED)
    return list(parts.select_related("request").order_by("request__due_on", "id")[:MOST])


def done_parts(actor: Actor) -> Sequence[Part]:
    parts = Part.objects.visible_to(actor).filter(state=PartState.DELIVERED).select_related("request")
    return list(parts.order_by("-delivered_at", "-id")[:20])


def withheld_of(part: Part) -> dict[tuple[str, int], Withheld]:
    rows = Withheld.objects.filter(part=part, controller_id=part.controller_id, undone_at__isnull=True)
    return {(row.table_name, row.row_id): row for row in rows.order_by("id")}


def own_person(actor: Actor, case: Case) -> int:
    """The record of the actor's controller. Raises Http404."""
    parts = Participation.objects.visible_to(actor).filter(case=case, controller_id=actor.controller_id)
    found = parts.order_by("-id").values_list("person_id", flat=True).first()
    if found is None:
        raise Http404
    return found


def disposals(actor: Actor, *, person_id: int | None = None) -> list[Disposal]:
    rows = Disposal.objects.visible_to(actor)
    rows = rows.filter(person_id=person_id) if person_id is not None else rows
    found = rows.select_related("proposed_by", "decided_by").order_by("-proposed_at", "-id")[:MOST]
    return [row for row in found if isinstance(row, Disposal)]


def holds(actor: Actor, person_id: int) -> list[Hold]:
    rows = Hold.objects.visible_to(actor).filter(person_id=person_id, lifted_at__isnull=True).order_by("id")
    return [row for row in rows.select_related("set_by") if isinstance(row, Hold)]


def name_of_controller(controller_id: int) -> str:
    return Controller.objects.values_list("name", flat=True).get(pk=controller_id)


def key_of_person(person_id: int) -> str:
    """For the officer who decides about it. Raises Http404."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT key FROM kernel.rights_person(%s)", [person_id])
        row = cursor.fetchone()
    if row is None:
        raise Http404
    return str(row[0])


def restrictions(actor: Actor) -> list[Restriction]:
    """One for each record that is out of use, though each of its cases has one."""
    rows = Restriction.objects.visible_to(actor).filter(lifted_at__isnull=True)
    return list(rows.order_by("person_id", "id").distinct("person_id")[:MOST])


def find_restriction(actor: Actor, key: str) -> Restriction:
    """Raises Http404, or StepUpNeeded where it is about somebody protected."""
    rows = Restriction.objects.visible_to(actor).filter(lifted_at__isnull=True)
    found = rows.filter(key=key).first() if "\x00" not in key else None
    if found is None:
        raise Http404
    before_protected(_known(actor, found.person_id).protection)
    return found


def closed_cases(disposal: Disposal) -> list[ClosedCase]:
    """Those of the record, for the officer who may decide on the proposal; none for others."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, key, opened_at, closed_at, protection FROM kernel.archive_cases(%s)", [disposal.pk]
        )
        return [ClosedCase(Case(pk=row[0], key=row[1]), *row[2:]) for row in cursor.fetchall()]


def closed_case(disposal: Disposal, key: str) -> ClosedCase:
    """Raises Http404."""
    for found in closed_cases(disposal):
        if found.row.key == key:
            return found
    raise Http404


def archive_name(actor: Actor, disposal: Disposal, case: ClosedCase) -> str:
    """What stands in the titles of a package; noted as read. Raises Http404 for who may not know."""
    person = person_of_id(actor, disposal.person_id)
    if not person.person_id:
        raise Http404
    reads.note(cases=[case.row.pk])
    return SCREENED if case.protection else person.name


def handovers(actor: Actor, disposal: Disposal) -> list[Handover]:
    rows = Handover.objects.visible_to(actor).filter(disposal=disposal)
    return list(rows.select_related("body", "made_by").order_by("-made_at", "-id"))


def find_handover(actor: Actor, key: str) -> Handover:
    """Raises Http404."""
    rows = Handover.objects.visible_to(actor).select_related("disposal", "body", "controller", "made_by")
    found = rows.filter(key=key).first() if "\x00" not in key else None
    if found is None:
        raise Http404
    return found


def advice_on(actor: Actor, row: Part | Disposal) -> list[Advice]:
    """Oldest first; none for somebody who neither decides nor advises."""
    about = {"part": row} if isinstance(row, Part) else {"disposal": row}
    return list(Advice.objects.visible_to(actor).filter(**about).select_related("given_by").order_by("id"))
