"""Parts, decisions and who they are about, as far as the actor may know."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.http import Http404

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import Role
from hjemvei.audit import reads
from hjemvei.parties.models import Controller
from hjemvei.persons.models import Person
from hjemvei.rights.enums import PartState
from hjemvei.rights.models import Disposal, Hold, Part, Restriction, Withheld
from hjemvei.sharing.models import Case, Participation

MOST = 200


@dataclass(frozen=True, slots=True)
class Somebody:
    """The person as the own controller knows them. `person_id` 0: the actor may not know who it is."""

    person_id: int = 0
    name: str = ""
    birth_date: dt.date | None = None
    language: str = "nb"


NOBODY = Somebody()


def person_of_id(actor: Actor, person_id: int) -> Somebody:
    """Shown, and noted as read."""
    found = _officers(person_id) if actor.has(Role.PRIVACY_OFFICER) else None
    if found is None:
        row = Person.objects.visible_to(actor).filter(pk=person_id).first()
        if row is None:
            return NOBODY
        found = Somebody(row.pk, f"{row.given_name} {row.family_name}".strip(), row.birth_date, row.language)
    reads.note(persons=[person_id])
    return found


def _officers(person_id: int) -> Somebody | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT given_name, family_name, birth_date, language FROM kernel.rights_person(%s)", [person_id]
        )
        row = cursor.fetchone()
    return Somebody(person_id, f"{row[0]} {row[1]}".strip(), row[2], row[3]) if row else None


def people_of(part: Part) -> list[int]:
    """The controller's records of the part's person; none for somebody who does not answer for it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kernel.rights_people(%s)", [part.pk])
        return sorted(cursor.fetchone()[0])


def person_of_part(actor: Actor, part: Part) -> Somebody:
    found = people_of(part)
    return person_of_id(actor, found[-1]) if found else NOBODY


def find_part(actor: Actor, key: str) -> Part:
    """Raises Http404."""
    parts = Part.objects.visible_to(actor).select_related("request", "controller")
    found = parts.filter(key=key).first() if "\x00" not in key else None
    if found is None:
        raise Http404
    return found


def find_disposal(actor: Actor, key: str) -> Disposal:
    """Raises Http404."""
    found = Disposal.objects.visible_to(actor).filter(key=key).first() if "\x00" not in key else None
    if not isinstance(found, Disposal):
        raise Http404
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
    """Raises Http404."""
    rows = Restriction.objects.visible_to(actor).filter(lifted_at__isnull=True)
    found = rows.filter(key=key).first() if "\x00" not in key else None
    if found is None:
        raise Http404
    return found
