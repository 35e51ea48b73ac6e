"""Take people in: person record, case, first participation and search tokens, by one kernel function."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.core.errors import NotAllowed
from hjemvei.core.text import new_keys
from hjemvei.persons import crypto
from hjemvei.persons.keys import fresh_key, number_bound_to, seal
from hjemvei.persons.names import fold_name, folded_tokens, name_sort_key
from hjemvei.sharing.enums import Basis
from hjemvei.sharing.tokens import NameTokens


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """Somebody to take in. `number` is a valid identity number or empty; `reference` the unit's own."""

    family_name: str
    given_name: str
    birth_date: dt.date | None = None
    sex: str = "u"
    language: str = "nb"
    needs_interpreter: bool = False
    protection: int = 0
    number: str = ""
    number_kind: str = "national"
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Admitted:
    """`outcome`: new, back (a known person, new case), moved (the case came from another unit), here
    (already ours).
    """

    case_id: int
    person_id: int
    outcome: str


def admit_people(*, actor: Actor, unit_id: int, basis: Basis, people: Sequence[Newcomer]) -> list[Admitted]:
    """One call for up to some thousands of people, answers in the same order. Raises NotAllowed for
    another's unit.
    """
    if unit_id not in actor.case_units():
        raise NotAllowed(_("Du kan bare registrere personer for din egen enhet."))
    tokens, keys = NameTokens(actor.controller_id), new_keys(2 * len(people))
    rows = [
        _row(index, person, tokens, keys=(keys[2 * index], keys[2 * index + 1]))
        for index, person in enumerate(people)
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT case_id, person_id, outcome FROM kernel.admit(%s, %s, %s::jsonb) ORDER BY n",
            [unit_id, basis.value, json.dumps(rows)],
        )
        return [Admitted(*row) for row in cursor.fetchall()]


def _row(index: int, person: Newcomer, tokens: NameTokens, *, keys: tuple[str, str]) -> dict[str, object]:
    sealing = fresh_key()
    key, folded = keys[0], fold_name(f"{person.given_name} {person.family_name}")
    row: dict[str, object] = {
        "n": index,
        "family_name": person.family_name,
        "given_name": person.given_name,
        "name_search": folded,
        "sort_key": name_sort_key(family_name=person.family_name, given_name=person.given_name),
        "birth_date": person.birth_date.isoformat() if person.birth_date else None,
        "sex": person.sex,
        "language": person.language,
        "needs_interpreter": person.needs_interpreter,
        "protection": person.protection,
        "person_key": key,
        "case_key": keys[1],
        "key_id": sealing.key.number,
        "wrapped": sealing.wrapped.hex(),
        "master": sealing.master,
        "tokens": tokens.of(person, parts=folded_tokens(folded)),
    }
    if person.number:
        row |= {
            "blind_index": crypto.blind_index(person.number).hex(),
            "ciphertext": seal(sealing.key, person.number.encode(), bound_to=number_bound_to(key)).hex(),
            "number_kind": person.number_kind,
        }
    return row
