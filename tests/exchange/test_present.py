"""The kernel's answer to who is inside: for every role exactly the rows that the tables' policies give it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection

from hjemvei.accounts.actor import Actor, acting_as
from hjemvei.accounts.enums import InfoClass
from hjemvei.core.db import call
from hjemvei.exchange.roll_scope import importing
from hjemvei.needs.actions.record_said_addresses import SOURCE
from hjemvei.sharing.models import Case
from tests.exchange.factories import load_first
from tests.sharing.test_kernel import give_consent
from tests.world import CLOCK, World, system_actor

OUTSIDERS = ["Berit", "Ida", "Sara", "Nils", "Odd", "Hege", "Vera", "Oda", "Kari", "Per", "Anne"]
COLUMNS = (
    "custody_id, case_id, reference, status, stay, wished, gone_since, unit, person_id, family_name,"
    " given_name, name_search, birth_date, sex, language, protection, expected_on, kind, certainty, address"
)
BY_POLICY = """
SELECT c.id, c.case_id, c.reference, c.status, coalesce(c.municipality_of_stay_id, ''),
       coalesce(c.wished_municipality_id, ''), c.gone_since, u.slug, k.person_id, x.family_name, x.given_name,
       x.name_search, x.birth_date, x.sex, x.language, x.protection, d.expected_on, d.kind, d.certainty,
       h.situation
FROM cases_placement p
JOIN cases_custody c ON c.id = p.custody_id AND c.ends_before IS NULL
JOIN sharing_case k ON k.id = c.case_id AND k.closed_at IS NULL
JOIN persons_person x ON x.id = k.person_id
JOIN parties_unit u ON u.id = p.unit_id
LEFT JOIN LATERAL (
  SELECT r.expected_on, r.kind, r.certainty FROM cases_releasedate r
  WHERE r.case_id = c.case_id AND r.custody_id = c.id ORDER BY r.known_at DESC, r.id DESC LIMIT 1) d ON true
LEFT JOIN LATERAL (
  SELECT f.situation FROM needs_housingfact f
  WHERE f.case_id = c.case_id AND f.topic = 'before' AND f.source = %(said)s AND f.info_class = 3
  ORDER BY f.id DESC LIMIT 1) h ON true
WHERE p.unit_id = ANY (%(units)s::int[]) AND p.ends_before IS NULL ORDER BY c.id
"""
BY_KERNEL = f"SELECT {COLUMNS} FROM kernel.roll_present(%(units)s::int[], %(said)s) ORDER BY custody_id"


def inside(world: World, actor: Actor) -> list[tuple[Any, ...]]:
    """What both ways say, asked about every unit there is. They must agree row for row."""
    asked = {"units": [unit.pk for unit in world.units.values()], "said": SOURCE}
    with acting_as(actor), connection.cursor() as cursor:
        cursor.execute(BY_POLICY, asked)
        by_policy = cursor.fetchall()
        cursor.execute(BY_KERNEL, asked)
        by_kernel = cursor.fetchall()
    assert by_kernel == by_policy, actor.name
    return by_kernel


def everybody(world: World) -> list[Actor]:
    actors = list(world.actors.values())
    return [*actors, *map(importing, actors), system_actor(world, "trondheim"), system_actor(world, "bergen")]


def cases_of(world: World, actor: Actor) -> set[int]:
    return {row[1] for row in inside(world, actor)}


@pytest.fixture
def loaded(world: World) -> list[int]:
    """The cases of the first real roll, as the one who loaded it finds them."""
    with acting_as(world.actor("Siv")):
        load_first(world, at=CLOCK)
    return sorted(cases_of(world, importing(world.actor("Siv"))))


def test_the_prison_sees_its_own_units_and_the_importer_every_grade(world: World, loaded: list[int]) -> None:
    by_name = {name: inside(world, importing(world.actor(name))) for name in ["Tor", "Liv", "Siv"]}
    units = {name: {row[7] for row in rows} for name, rows in by_name.items()}
    assert units["Tor"] == {"trondheim"}
    assert units["Liv"] == {"trondheim-leira"}
    assert units["Siv"] == {"trondheim", "trondheim-leira", "trondheim-frigang"}
    assert any(row[19] for row in by_name["Siv"])
    assert any(row[16] for row in by_name["Siv"])


@pytest.mark.parametrize("name", OUTSIDERS)
def test_nobody_else_sees_anybody(world: World, loaded: list[int], name: str) -> None:
    assert loaded
    assert inside(world, world.actor(name)) == []
    assert inside(world, importing(world.actor(name))) == []


def test_protection_and_blocked_users_hold(world: World, loaded: list[int]) -> None:
    siv, tor = world.actor("Siv"), world.actor("Tor")
    guarded, family = sorted(cases_of(world, tor))[:2]
    with acting_as(siv):
        call("block", family, tor.user_id)
    with acting_as(importing(siv)):
        call("set_protection", guarded, 2)
    for actor in everybody(world):
        inside(world, actor)
    assert not {guarded, family} & cases_of(world, tor)
    assert family not in cases_of(world, importing(tor))
    assert family in cases_of(world, siv)
    assert guarded not in cases_of(world, siv)
    assert {guarded, family} <= cases_of(world, importing(siv))


def test_a_leader_reads_no_address_and_a_consent_opens_no_roll(world: World, loaded: list[int]) -> None:
    """The receiver of a consent has a person record of its own: the prison's is never among its rows."""
    tor, ida = world.actor("Tor"), world.actor("Ida")
    case_id = next(row[1] for row in inside(world, tor) if row[19])
    assert {row[19] for row in inside(world, world.actor("Leif"))} == {None}
    classes = [InfoClass.IDENTITY, InfoClass.CUSTODY, InfoClass.HOUSING]
    with acting_as(tor):
        consent = give_consent(world, Case.objects.get(pk=case_id), to="tk-koordinering", classes=classes)
        call("give_access", consent.pk, world.unit("tk-koordinering").pk)
    with acting_as(ida):
        assert Case.objects.filter(pk=case_id).exists()
    for actor in everybody(world):
        inside(world, actor)
    assert inside(world, ida) == []


def test_who_left_and_who_moved_are_not_seen_from_where_they_were(world: World, loaded: list[int]) -> None:
    siv, tor, liv = world.actor("Siv"), world.actor("Tor"), world.actor("Liv")
    left, moved = sorted(cases_of(world, tor))[:2]
    with acting_as(siv):
        call("end_access", left, world.unit("trondheim").pk, dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
        call("hand_over", moved, world.unit("trondheim").pk, world.unit("trondheim-leira").pk)
    for actor in everybody(world):
        inside(world, actor)
    assert not {left, moved} & cases_of(world, tor)
    assert left not in cases_of(world, siv)
    assert moved in cases_of(world, liv)


def test_without_a_session_nobody_is_inside(world: World, loaded: list[int]) -> None:
    nobody = system_actor(world, "frivillig")
    assert loaded
    assert inside(world, nobody) == []
