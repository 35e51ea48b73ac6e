"""Correct what a controller's own record says about somebody's name, birth, sex or language, or add a
number.
"""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.core.errors import RuleBroken
from hjemvei.persons import crypto, keys
from hjemvei.persons.enums import IdKind
from hjemvei.persons.models import Identifier, IdentifierKind, Person
from hjemvei.persons.names import fold_name, name_sort_key, tidy_name
from hjemvei.persons.rules import Refusal, classify_number

KINDS = {
    IdKind.BIRTH_NUMBER: IdentifierKind.NATIONAL,
    IdKind.D_NUMBER: IdentifierKind.D_NUMBER,
    IdKind.H_NUMBER: IdentifierKind.H_NUMBER,
}


def correct_person(
    *,
    actor: Actor,
    person: Person,
    family_name: str | None = None,
    given_name: str | None = None,
    birth_date: dt.date | None = None,
    sex: str | None = None,
    language: str | None = None,
) -> Person:
    """None leaves a field as it is. The change log keeps that it was changed; search tokens are the caller's.

    Raises RuleBroken when no name would be left.
    """
    said = {
        "family_name": family_name if family_name is None else tidy_name(family_name),
        "given_name": given_name if given_name is None else tidy_name(given_name),
        "birth_date": birth_date,
        "sex": sex,
        "language": language,
    }
    for name, value in said.items():
        if value is not None:
            setattr(person, name, value)
    if not (person.family_name or person.given_name):
        raise RuleBroken(_("Navnet må fylles ut."), code="no_name", field="family_name")
    person.name_search = fold_name(f"{person.given_name} {person.family_name}")
    person.sort_key = name_sort_key(family_name=person.family_name, given_name=person.given_name)
    person.save(update_fields=[*said, "name_search", "sort_key"])
    return person


def add_number(*, actor: Actor, person: Person, number: str) -> bool:
    """Give a record its identity number; False when another record of the controller holds it (a
    duplicate, which people decide about). Raises RuleBroken for a number that can't be right.
    """
    answer = classify_number(number)
    if isinstance(answer, Refusal):
        raise RuleBroken(answer.text, code="bad_number", field="number")
    held = Identifier.objects.filter(person=person).count()
    Identifier.objects.bulk_create(
        [
            Identifier(
                person=person,
                controller_id=actor.controller_id,
                kind=KINDS.get(answer.kind, IdentifierKind.SYNTHETIC).value,
                ciphertext=keys.seal(
                    keys.key_of_person(person.pk),
                    answer.number.encode(),
                    bound_to=keys.number_bound_to(person.key),
                ),
                blind_index=crypto.blind_index(answer.number),
            )
        ],
        ignore_conflicts=True,
    )
    return Identifier.objects.filter(person=person).count() > held
