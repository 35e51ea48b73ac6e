"""People in every relation that a member of staff can stand in to somebody, each with a row of every kind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.apps import apps
from django.db import connection

from hjemvei.accounts.actor import Actor, acting_as
from hjemvei.accounts.enums import InfoClass, Role
from hjemvei.core.db import call
from hjemvei.sharing.actions.admit_people import Newcomer, admit_people
from hjemvei.sharing.enums import Basis
from hjemvei.sharing.models import Case
from tests.guards.rows import case_row_models, fill
from tests.sharing.test_kernel import give_consent
from tests.world import World

AT = dt.datetime(2026, 11, 16, 9, 0, tzinfo=dt.UTC)
MUNICIPAL = ("tk-koordinering", "tk-boligkontor", "tk-nav", "tk-oppfolging", "tk-helse")
SHARED = [InfoClass.IDENTITY, InfoClass.CUSTODY, InfoClass.HOUSING, InfoClass.COORDINATION]


@dataclass(frozen=True)
class Related:
    """A case in one relation: what stands in addresses for its rows, and what tells who it is."""

    relation: str
    case_id: int
    case_key: str
    person_key: str
    name: str
    rows: dict[str, str]
    """Model name, in lower case, -> the key of one of its rows."""

    def keys(self) -> set[str]:
        return {self.case_key, self.person_key}


def admitted(world: World, relation: str, *, by: str = "Tor", slug: str = "trondheim") -> Related:
    """Somebody whose family name occurs nowhere else, with one row of everything written by `by`."""
    unit, actor, family = world.unit(slug), world.actor(by), f"Kanari{relation.replace(' ', '')}"
    basis = Basis.CUSTODY if unit.kind == "prison" else Basis.REQUEST
    with acting_as(actor):
        person = Newcomer(family_name=family, given_name="Prøve", birth_date=dt.date(1990, 2, 3))
        made = admit_people(actor=actor, unit_id=unit.pk, basis=basis, people=[person])[0]
    writer = replace(actor, unit_roles={actor.unit_id: frozenset({Role.SOCIAL_CASEWORKER})})
    with acting_as(writer):
        case = Case.objects.select_related("person").get(pk=made.case_id)
        rows = fill(world, writer, case, at=AT)
    keys = {model.lower(): made_rows[0].key for model, made_rows in rows.items()}
    return Related(relation, case.pk, case.key, case.person.key, family, keys)


def _consented(world: World, related: Related) -> list[int]:
    """Every municipal unit is named and opened to. Returns the consents."""
    made = []
    with acting_as(world.actor("Tor")):
        for slug in MUNICIPAL:
            consent = give_consent(world, Case.objects.get(pk=related.case_id), to=slug, classes=SHARED)
            call("give_access", consent.pk, world.unit(slug).pk)
            made.append(consent.pk)
    return made


def _withdrawn(world: World, related: Related) -> None:
    consents = _consented(world, related)
    with acting_as(world.actor("Tor")):
        for consent in consents:
            call("withdraw", consent, "oral")


def _protected(grade: int) -> Callable[[World, Related], None]:
    def protect(world: World, related: Related) -> None:
        _consented(world, related)
        with acting_as(world.actor("Tor")):
            call("set_protection", related.case_id, grade)

    return protect


def _kin(world: World, related: Related) -> None:
    """Everybody is a relative of this person but the one who says so."""
    _consented(world, related)
    with acting_as(world.actor("Siv")):
        for name in world.actors:
            if name != "Siv":
                call("block", related.case_id, world.actor(name).user_id)


def _left(world: World, related: Related) -> None:
    with acting_as(world.actor("Siv")):
        past = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
        call("end_access", related.case_id, world.unit("trondheim").pk, past)


def _closed(world: World, related: Related) -> None:
    _consented(world, related)
    with acting_as(world.actor("Tor")):
        call("close_case", related.case_id, "settled")


def _untouched(world: World, related: Related) -> None:
    """Nothing more is said: whoever took the person in has the case alone."""


RELATIONS: dict[str, tuple[str, str, Callable[[World, Related], Any]]] = {
    "own": ("Tor", "trondheim", _untouched),
    "consented": ("Tor", "trondheim", _consented),
    "withdrawn": ("Tor", "trondheim", _withdrawn),
    "other unit": ("Liv", "trondheim-leira", _untouched),
    "other prison": ("Berit", "bergen", _untouched),
    "other municipality": ("Oda", "ok-koordinering", _untouched),
    "confidential": ("Tor", "trondheim", _protected(1)),
    "strictly confidential": ("Tor", "trondheim", _protected(2)),
    "kin": ("Tor", "trondheim", _kin),
    "prison left": ("Tor", "trondheim", _left),
    "closed": ("Tor", "trondheim", _closed),
}
"""Relation -> who takes the person in, where, and what happens then."""


def related(world: World, relation: str) -> Related:
    by, slug, happens = RELATIONS[relation]
    found = admitted(world, relation, by=by, slug=slug)
    happens(world, found)
    return found


def hidden_keys(actor: Actor, related: Related) -> set[str]:
    """Keys of the case and of its sampled rows that a raw SELECT as this actor does not give."""
    tables = {model.__name__.lower(): model._meta.db_table for model in case_row_models()}
    person = apps.get_model("persons.Person")._meta.db_table
    asked = [("sharing_case", related.case_key), (person, related.person_key)]
    asked += [(tables[model], key) for model, key in related.rows.items() if model in tables]
    with acting_as(actor), connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(f"SELECT key FROM {table} WHERE key = %s" for table, _key in asked),
            [key for _table, key in asked],
        )
        seen = {key for (key,) in cursor.fetchall()}
    return (related.keys() | set(related.rows.values())) - seen
