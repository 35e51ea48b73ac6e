"""The door to cases, and the one way a person is shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from django.db import connection
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.http import Http404

from hjemvei.accounts.actor import Actor, Seer
from hjemvei.accounts.enums import InfoClass
from hjemvei.accounts.kept import Kept, columns, instance
from hjemvei.accounts.step_up import before_protected
from hjemvei.audit import reads
from hjemvei.core.slots import Ask
from hjemvei.parties.models import Unit
from hjemvei.persons.keys import number_of
from hjemvei.persons.models import Identifier, Person
from hjemvei.persons.rules import HIDDEN
from hjemvei.sharing.access.refusal import refuse
from hjemvei.sharing.enums import Basis, ConsentState
from hjemvei.sharing.models import (
    Case,
    CaseRow,
    CaseRowQuerySet,
    Consent,
    ConsentScope,
    Participation,
    can_write,
)

M = TypeVar("M", bound=Model)
R = TypeVar("R", bound=CaseRow)
Names = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PersonView:
    """What the actor may see of a person; the record is that of the actor's own controller. `number` is
    hidden whole: birth date and last digits together are the number.
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
    """The case with this key. Raises NotAllowed with rule and reason where it is no secret that it exists,
    else Http404 (`access.refusal`), and StepUpNeeded for a protected one after too long.
    """
    case = _first(Case, CASES(actor, None, key=key) if "\x00" not in key else [])
    if case is None:
        refuse(actor, key)
    before_protected(case.protection)
    return case


def find_row(actor: Actor, model: type[R], *, case: Case, key: str, lock: bool = False) -> R:
    """A row of the case by its key. Raises Http404 when it does not exist or the actor may not know that.

    With `lock` it is locked at once where the actor may change it, and `lock_row` has nothing left to do.
    """
    if "\x00" in key:
        raise Http404
    if lock:
        can_write(actor, case).require()
    row = _first(model, ROWS(actor, (model, "key", True), key=key, case=case.pk)) if lock else None
    if row is not None:
        row.is_locked = True
    else:
        row = _first(model, ROWS(actor, (model, "key", False), key=key, case=case.pk))
    if row is None:
        raise Http404
    row.case = case
    return row


def lock_row(actor: Actor, row: R) -> R:
    """The row as it stands now, locked. Raises Http404 when the actor may no longer know of it."""
    if row.is_locked:
        return row
    can_write(actor, row.case).require()
    locked = _first(type(row), ROWS(actor, (type(row), "id", True), id=row.pk, case=row.case_id))
    if locked is None:
        raise Http404
    if "case" in row._state.fields_cache:
        locked.case = row.case
    locked.is_locked = True
    return locked


def joined(model: type[R], related: Names, rows: Sequence[Mapping[str, Any]], fields: Names = ()) -> list[R]:
    """Instances with the other ends of `related`; `fields` as in `rows.Table`."""
    own, ends = _named(model, "", fields), [(name, _other(model, name)) for name in related]
    whole = [(f"{name}_id", name, other, _named(other, f"{name}__", fields)) for name, other in ends]
    found = []
    for values in rows:
        row = instance(model, values, names=own)
        for key, name, other, names in whole:
            if values[key] is not None:
                setattr(row, name, instance(other, values, f"{name}__", names))
        found.append(row)
    return found


def _named(model: type[Model], prefix: str, fields: Names) -> Names:
    """The columns that are read, all where nothing is said."""
    return tuple(name for name in columns(model) if not fields or prefix + name in fields)


def _other(model: type[Model], related: str) -> type[Model]:
    return cast("type[Model]", model._meta.get_field(related).related_model)


def _of_cases(
    who: Seer,
    ask: Ask,
    shape: tuple[type[CaseRow], tuple[str, ...], tuple[str, ...], tuple[tuple[str, Any], ...], Names],
) -> QuerySet[Any, Any]:
    model, order, related, constants, fields = shape
    seen = consents_seen(who) if model is Consent else model.objects.visible_to(who)  # type: ignore[attr-defined]
    named = [f"{key}__{name}" for key in related for name in columns(_other(model, key))]
    rows: QuerySet[Any, Any] = seen.filter(case_id__any=ask.large_numbers("cases"), **dict(constants))
    return rows.order_by(*order).values(*(fields or (*columns(model), *named)))


def _first(model: type[M], rows: Sequence[Mapping[str, Any]]) -> M | None:
    return instance(model, rows[0]) if rows else None


def _case(who: Seer, ask: Ask, _shape: None) -> QuerySet[Case, Any]:
    found: QuerySet[Any, Any] = Case.objects.visible_to(who).filter(key=ask.text("key"))
    return found.values(*columns(Case))


def _seen(who: Seer, ask: Ask, _shape: None) -> QuerySet[Case, Any]:
    found: QuerySet[Any, Any] = Case.objects.visible_to(who).filter(id__any=ask.large_numbers("cases"))
    return found.order_by("id").values(*columns(Case))


def _row(who: Seer, ask: Ask, shape: tuple[type[CaseRow], str, bool]) -> QuerySet[Any, Any]:
    model, by, locks = shape
    named = ask.text("key") if by == "key" else ask.number("id")
    rows = model.objects.visible_to(who).filter(**{by: named}, case_id=ask.number("case"))  # type: ignore[attr-defined]
    found: QuerySet[Any, Any] = (rows.select_for_update() if locks else rows).values(*columns(model))
    return found


def disclose(actor: Actor, case: Case) -> PersonView:
    """Show the person of a visible case to the actor, and write down that it was shown.

    Raises Http404 where none of the actor's units takes part with a role that may read identities.
    """
    found = PERSON(actor, None, case=case.pk)
    if not found:
        raise Http404
    person = instance(Person, found[0], "person__")
    reads.note(persons=[person.pk], cases=[case.pk])
    return view_of(
        person, has_number=found[0]["has_number"], restricted=all(part["basis"] == "own" for part in found)
    )


def _person(who: Seer, ask: Ask, _shape: None) -> QuerySet[Participation, Any]:
    """The parts the actor's units have in the case, each with the person as their controller knows them."""
    numbers = Identifier.objects.filter(person_id=OuterRef("person_id"))
    parts: QuerySet[Any, Any] = Participation.objects.visible_to(who).filter(
        case_id=ask.number("case"),
        unit_id__any=who.readers(InfoClass.IDENTITY),
        person__in=Person.objects.visible_to(who),
    )
    shown: QuerySet[Any, Any] = parts.annotate(has_number=Exists(numbers)).order_by("person_id", "id")
    return shown.values("basis", "has_number", *(f"person__{name}" for name in columns(Person)))


CASES, SEEN, PERSON = Kept(_case), Kept(_seen), Kept(_person)
ROWS, OF_CASES = Kept(_row), Kept(_of_cases)


def view_of(person: Person, *, has_number: bool, restricted: bool) -> PersonView:
    """Raises StepUpNeeded before somebody protected is shown with too old a factor."""
    before_protected(person.protection)
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
        number=HIDDEN if has_number else "",
        restricted=restricted,
    )


def numbers_of(person: PersonView) -> list[str]:
    """Whole identity numbers of a person that was disclosed; who is shown them has asked for them by name."""
    rows = Identifier.objects.filter(person_id=person.person_id).order_by("id")
    return [number_of(person.key, bytes(row.ciphertext)) for row in rows]


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
    found = _first(Consent, CONSENT(actor, None, id=consent.pk))
    case = _first(Case, SEEN(actor, None, cases=[found.case_id])) if found else None
    if found is None or case is None:
        raise Http404
    found.case = case
    return found


def _consent(who: Seer, ask: Ask, _shape: None) -> QuerySet[Any, Any]:
    found: QuerySet[Any, Any] = consents_seen(who).filter(id=ask.number("id")).select_for_update()
    return found.values(*columns(Consent))


def lock_question(actor: Actor, case: Case) -> Consent | None:
    """The question of this case that waits for its answer, locked."""
    return _first(Consent, QUESTION(actor, None, case=case.pk))


def _question(who: Seer, ask: Ask, _shape: None) -> QuerySet[Any, Any]:
    waiting = Consent.objects.visible_to(who).filter(case_id=ask.number("case"), state=ConsentState.ASKED)
    found: QuerySet[Any, Any] = waiting.select_for_update().order_by("id").values(*columns(Consent))[:1]
    return found


def consents_seen(actor: Seer) -> CaseRowQuerySet:
    """Consents the actor may read, and those that name one of the actor's units as receiver."""
    own = Consent.objects.visible_to(actor)
    named = ConsentScope.objects.filter(
        receiver_unit_id__any=actor.case_units(), case__in=Case.objects.visible_to(actor)
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
    rows = SCOPES(actor, None, consent=consent.pk, unit=unit.pk)
    return {InfoClass(row["info_class"]) for row in rows}


def _scopes(who: Seer, ask: Ask, _shape: None) -> QuerySet[Any, Any]:
    rows = ConsentScope.objects.visible_to(who)
    to_unit = rows.filter(consent_id=ask.number("consent"), receiver_unit_id=ask.number("unit"))
    found: QuerySet[Any, Any] = to_unit.values("info_class")
    return found


CONSENT, QUESTION, SCOPES = Kept(_consent), Kept(_question), Kept(_scopes)


def names_municipality(actor: Actor, case: Case, *, number: str, today: dt.date) -> bool:
    """Does a consent in force let some unit of this municipality know who the person is?"""
    consents = consents_seen(actor).filter(
        case=case, state=ConsentState.GIVEN, starts_on__lte=today, ends_before__gt=today
    )
    scopes = ConsentScope.objects.filter(
        info_class=InfoClass.IDENTITY, receiver_unit__controller__municipality_id=number
    )
    return consents.filter(pk__in=scopes.values("consent_id")).exists()
