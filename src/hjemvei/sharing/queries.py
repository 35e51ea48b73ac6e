"""The door to cases, and the one way a person is shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q
from django.http import Http404

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.audit import reads
from hjemvei.parties.models import Unit
from hjemvei.persons.models import Identifier, Person
from hjemvei.sharing.enums import Basis, ConsentState
from hjemvei.sharing.models import Case, CaseRowQuerySet, Consent, ConsentScope, Participation


@dataclass(frozen=True, slots=True)
class PersonView:
    """What the actor may see of a person; the record is that of the actor's own controller. `number` is
    masked.
    """

    person_id: int
    key: str
    name: str
    family_name: str
    given_name: str
    birth_date: dt.date | None
    sex: str
    language: str
    needs_interpreter: bool
    protection: int
    number: str
    restricted: bool

    def age(self, today: dt.date) -> int | None:
        """Whole years, or None where the birth date is not known."""
        if self.birth_date is None:
            return None
        born = self.birth_date
        return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


@dataclass(frozen=True, slots=True)
class Participant:
    """A unit that takes part in a case now."""

    unit_id: int
    unit_name: str
    controller_name: str
    kind: str
    basis: str
    ends_at: dt.datetime


def find_case(actor: Actor, key: str) -> Case:
    """The case with this key. Raises Http404 when it does not exist or the actor may not know that it
    does.
    """
    case = Case.objects.visible_to(actor).filter(key=key).first()
    if case is None:
        raise Http404
    return case


def disclose(actor: Actor, case: Case) -> PersonView:
    """Show the person of a visible case to the actor, and write down that it was shown.

    Raises Http404 where none of the actor's units takes part with a role that may read identities.
    """
    units = [key // 16 for key in actor.keys(InfoClass.IDENTITY)]
    parts = (
        Participation.objects.visible_to(actor).filter(case=case, unit_id__in=units).select_related("person")
    )
    found = sorted(parts, key=lambda part: part.id)
    person_ids = {part.person_id for part in found}
    person = Person.objects.visible_to(actor).filter(pk__in=person_ids).order_by("id").first()
    if person is None:
        raise Http404
    reads.note(persons=[person.pk], cases=[case.pk])
    number = (
        Identifier.objects.filter(person=person).order_by("id").values_list("last_digits", flat=True).first()
    )
    return view_of(person, number=number or "", restricted=all(part.basis == "own" for part in found))


def view_of(person: Person, *, number: str, restricted: bool) -> PersonView:
    return PersonView(
        person_id=person.pk,
        key=person.key,
        name=f"{person.given_name} {person.family_name}".strip(),
        family_name=person.family_name,
        given_name=person.given_name,
        birth_date=person.birth_date,
        sex=person.sex,
        language=person.language,
        needs_interpreter=person.needs_interpreter,
        protection=person.protection,
        number=f"••••••{number}" if number else "",
        restricted=restricted,
    )


def participants(case: Case) -> Sequence[Participant]:
    """Every unit that takes part now, for somebody who takes part too; otherwise none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT unit_id, basis, ends_at FROM kernel.participants(%s)", [case.pk])
        rows = cursor.fetchall()
    units = Unit.objects.select_related("controller").in_bulk([unit_id for unit_id, _basis, _ends in rows])
    found = [
        Participant(
            unit_id, units[unit_id].name, units[unit_id].controller.name, units[unit_id].kind, basis, ends
        )
        for unit_id, basis, ends in rows
    ]
    return sorted(found, key=lambda part: (part.controller_name, part.unit_name))


def lock_consent(actor: Actor, consent: Consent) -> Consent:
    """The consent as it stands now, locked. Raises Http404 when the actor may not know of it."""
    found: Consent | None = consents_seen(actor).filter(pk=consent.pk).select_for_update(of=("self",)).first()
    if found is None:
        raise Http404
    return found


def consents_seen(actor: Actor) -> CaseRowQuerySet:
    """Consents the actor may read, and those that name one of the actor's units as receiver."""
    own = Consent.objects.visible_to(actor)
    named = ConsentScope.objects.filter(
        receiver_unit_id__in=actor.case_units(), case__in=Case.objects.visible_to(actor)
    )
    both = Q(pk__in=own.values("pk")) | Q(pk__in=named.values("consent_id"))
    return Consent.objects.filter(both).select_related("case")


def consent_for(
    actor: Actor,
    case: Case,
    *,
    unit_id: int,
    classes: Sequence[InfoClass],
    today: dt.date,
    giver_id: int | None = None,
) -> Consent | None:
    """The newest consent in force that lets the unit have all of `classes`, from `giver_id` or anybody."""
    found = consents_seen(actor).filter(
        case=case, state=ConsentState.GIVEN, starts_on__lte=today, ends_before__gt=today
    )
    for info_class in classes:
        scopes = ConsentScope.objects.filter(receiver_unit_id=unit_id, info_class=info_class)
        scopes = scopes.filter(giver_id=giver_id) if giver_id is not None else scopes
        found = found.filter(pk__in=scopes.values("consent_id"))
    return found.order_by("-id").first()


def takes_part(case: Case, unit_id: int) -> bool:
    """Does the unit take part now with more than its own archive? Asked by somebody who takes part too."""
    return any(part.unit_id == unit_id and part.basis != Basis.OWN for part in participants(case))


def scopes_to(actor: Actor, consent: Consent, unit: Unit) -> set[InfoClass]:
    """The classes that the consent lets this unit have, as far as the actor may see the consent."""
    rows = ConsentScope.objects.visible_to(actor).filter(consent=consent, receiver_unit=unit)
    return {InfoClass(number) for number in rows.values_list("info_class", flat=True)}


def names_municipality(actor: Actor, case: Case, *, number: str, today: dt.date) -> bool:
    """Does a consent in force let some unit of this municipality know who the person is?"""
    consents = consents_seen(actor).filter(
        case=case, state=ConsentState.GIVEN, starts_on__lte=today, ends_before__gt=today
    )
    scopes = ConsentScope.objects.filter(
        info_class=InfoClass.IDENTITY, receiver_unit__controller__municipality_id=number
    )
    return consents.filter(pk__in=scopes.values("consent_id")).exists()
