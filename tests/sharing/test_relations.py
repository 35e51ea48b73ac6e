"""Who is related is kept out, now and later, everywhere; and how somebody is protected is said on record."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import replace
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.enums import InfoClass, Role
from hjemvei.accounts.models import User
from hjemvei.core import clock
from hjemvei.core.db import call
from hjemvei.core.errors import NotAllowed, RuleBroken
from hjemvei.persons.actions.correct_person import add_number
from hjemvei.persons.models import Person
from hjemvei.sharing.actions.admit_people import Newcomer, admit_people
from hjemvei.sharing.actions.declare_relation import declare_relation
from hjemvei.sharing.actions.lift_relation import lift_relation
from hjemvei.sharing.actions.protect_person import protect_person
from hjemvei.sharing.enums import Basis, RelationKind
from hjemvei.sharing.models import Case, ProtectionChange, Relation
from tests.guards.test_second_lock import filled, seen
from tests.sharing.test_kernel import give_consent, rows
from tests.web.factories import signed_in
from tests.world import World

__all__ = ["filled"]
KLOK, STRANGER = "27909642545", "01819050062"


@pytest.fixture(autouse=True)
def _no_second_factor(settings: Any) -> None:
    settings.MFA_REQUIRED = False


@pytest.fixture
def klok(world: World) -> Case:
    with acting_as(world.actor("Tor")):
        return world.case("Klok Lyng")


def declare(world: World, name: str, number: str = KLOK, kind: RelationKind = RelationKind.SIBLING) -> None:
    with acting_as(world.actor(name)) as actor:
        declare_relation(actor=actor, user_id=actor.user_id, kind=kind, number=number)


def sees(world: World, name: str, case_id: int) -> bool:
    with acting_as(world.actor(name)) as actor:
        raw = rows("SELECT count(*) FROM sharing_case WHERE id = %s", case_id) == [(1,)]
        assert raw == Case.objects.visible_to(actor).filter(pk=case_id).exists()
        return raw


def post(client: Client, path: str, **data: Any) -> Any:
    return client.post(path, {"once": secrets.token_urlsafe(16), **data})


@pytest.mark.parametrize("kind", list(RelationKind))
def test_the_related_lose_every_table_and_nobody_else_does(
    world: World, filled: int, kind: RelationKind
) -> None:
    declare(world, "Tor", kind=kind)
    assert seen(world.actor("Tor"), filled) == {}
    assert seen(world.actor("Siv"), filled) != {}


def test_somebody_who_comes_later_is_known_again(world: World) -> None:
    """The number is declared before anybody has it."""
    with acting_as(world.actor("Berit")) as berit:
        declare_relation(actor=berit, user_id=berit.user_id, kind=RelationKind.PARTNER, number=STRANGER)
        person = Newcomer(family_name="Ny", given_name="Helt", number=STRANGER, number_kind="synthetic")
        unit = world.unit("bergen").pk
        later = admit_people(actor=berit, unit_id=unit, basis=Basis.CUSTODY, people=[person])[0]
        assert rows("SELECT count(*) FROM persons_person WHERE id = %s", later.person_id) == [(0,)]
    assert not sees(world, "Berit", later.case_id)


def test_a_number_that_is_added_closes_the_case(world: World) -> None:
    declare(world, "Tor", number=STRANGER, kind=RelationKind.OWN)
    admitted = world.admitted["Tapper Foss"]
    assert sees(world, "Tor", admitted.case_id)
    with acting_as(world.actor("Siv")) as siv:
        person = Person.objects.get(pk=admitted.person_id)
        add_number(actor=siv, person=person, number=STRANGER)
    assert not sees(world, "Tor", admitted.case_id) and sees(world, "Siv", admitted.case_id)


def test_it_holds_in_the_controller_that_is_let_in_later(world: World, klok: Case) -> None:
    declare(world, "Ida")
    with acting_as(world.actor("Tor")):
        consent = give_consent(world, klok, to="tk-koordinering", classes=[InfoClass.IDENTITY])
        call("give_access", consent.pk, world.unit("tk-koordinering").pk)
    assert not sees(world, "Ida", klok.pk)


def test_nobody_is_told_whether_the_number_is_known(world: World) -> None:
    for number in (KLOK, STRANGER):
        answer = post(signed_in(world, "Odd"), "/habilitet/", kind="own", number=number)
        assert (answer.status_code, answer.headers["Location"]) == (302, "/habilitet/")
    page = signed_in(world, "Odd").get("/habilitet/").content.decode()
    assert page.count("saken gjelder meg selv") >= 2 and KLOK not in page and "42545" not in page
    assert post(signed_in(world, "Odd"), "/habilitet/", kind="own", number="12345678901").status_code == 422


def test_said_twice_it_is_one(world: World) -> None:
    declare(world, "Tor")
    declare(world, "Tor", kind=RelationKind.PARTNER)
    with acting_as(world.actor("Tor")):
        assert Relation.objects.count() == 1


def test_a_leader_says_it_of_the_staff_and_lifts_it(world: World, klok: Case) -> None:
    leif, tor = signed_in(world, "Leif"), world.actor("Tor")
    address = f"/sak/{klok.key}/beskyttelse/"
    assert post(leif, f"{address}habilitet/", user=str(tor.user_id), kind="near").status_code == 302
    assert not sees(world, "Tor", klok.pk)
    refused = signed_in(world, "Tor").get(f"/sak/{klok.key}/")
    assert refused.status_code == 403 and "near_relation" in refused.content.decode()
    assert "nodtilgang" not in refused.content.decode()
    page = leif.get(address).content.decode()
    assert "Tor Prøve" in page
    with acting_as(world.actor("Leif")):
        relation = Relation.objects.get()
    undo = f"{address}habilitet/{relation.key}/"
    assert post(leif, undo, reason=" ").status_code == 422
    assert post(leif, undo, reason="Forvekslet med en annen.").status_code == 302
    assert sees(world, "Tor", klok.pk)


def test_who_may_not_say_it_of_others_nor_lift_their_own(world: World, klok: Case) -> None:
    siv, tor = world.actor("Siv"), world.actor("Tor")
    with acting_as(siv):
        with pytest.raises(NotAllowed, match="ledere"):
            declare_relation(actor=siv, user_id=tor.user_id, kind=RelationKind.NEAR, case=klok)
        with pytest.raises(DatabaseError, match="not allowed"), transaction.atomic():
            call("declare_relation", tor.user_id, "near", None, "", klok.pk, "a" * 12)
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            rows("UPDATE sharing_relation SET lifted_at = now(), lift_reason = 'x'")
    declare(world, "Leif")
    with acting_as(world.actor("Leif")) as leif:
        relation = Relation.objects.get()
        with pytest.raises(NotAllowed, match="egen sperre"):
            lift_relation(actor=leif, relation=relation, reason="Nei")
        with pytest.raises(DatabaseError, match="not allowed"), transaction.atomic():
            call("lift_relation", relation.pk, "Nei")


def test_two_relations_and_one_is_lifted(world: World, klok: Case) -> None:
    """The number still says it, and no other controller's leader can take it back."""
    declare(world, "Tor")
    with acting_as(world.actor("Leif")) as leif:
        declare_relation(actor=leif, user_id=world.actor("Tor").user_id, kind=RelationKind.NEAR, case=klok)
        relation = Relation.objects.get(case=klok)
        lift_relation(actor=leif, relation=relation, reason="Sagt to ganger.")
    assert not sees(world, "Tor", klok.pk)


@pytest.mark.parametrize("name", ["Tor", "Siv", "Leif", "Liv", "Berit", "Ida", "Per", "Anne"])
def test_a_relation_is_seen_by_whom_it_concerns_and_who_works_with_the_case(
    world: World, klok: Case, name: str
) -> None:
    declare(world, "Berit")
    with acting_as(world.actor("Tor")) as tor:
        declare_relation(actor=tor, user_id=tor.user_id, kind=RelationKind.NEAR, case=klok)
    with acting_as(world.actor(name)) as actor:
        found = Relation.objects.count()
        assert found == Relation.objects.visible_to(actor).count()
        assert found == (1 if name in {"Tor", "Siv", "Leif", "Berit"} else 0)


def test_protection_is_set_for_a_reason_and_the_case_is_lost_by_who_is_not_cleared(
    world: World, klok: Case
) -> None:
    siv, address = signed_in(world, "Siv"), f"/sak/{klok.key}/beskyttelse/"
    assert post(siv, address, grade="1", reason="").status_code == 422
    assert post(siv, address, grade="0", reason="Ingen").status_code == 422
    answer = post(siv, address, grade="3", is_shielded="on", reason="Folkeregisteret 16.11.")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/saker/")
    assert siv.get(f"/sak/{klok.key}/").status_code == 404
    assert not sees(world, "Siv", klok.pk)
    cleared = replace(world.actor("Siv"), clearance=7)
    with acting_as(cleared):
        change = ProtectionChange.objects.get()
        assert (change.before, change.after, change.reason) == (0, 7, "Folkeregisteret 16.11.")
        assert Person.objects.get(pk=world.admitted["Klok Lyng"].person_id).protection == 7


def test_who_lifts_a_protection(world: World, klok: Case, at: dt.datetime) -> None:
    cleared = {name: replace(world.actor(name), clearance=7) for name in ("Siv", "Leif", "Tor")}
    with acting_as(cleared["Siv"]) as siv:
        protect_person(actor=siv, case=klok, grade=1, is_shielded=True, reason="x", at=at)
        klok.refresh_from_db()
        with pytest.raises(NotAllowed, match="opphever"):
            protect_person(actor=siv, case=klok, grade=1, is_shielded=False, reason="x", at=at)
        with pytest.raises(NotAllowed, match="opphever"):
            protect_person(actor=siv, case=klok, grade=0, is_shielded=True, reason="x", at=at)
    with acting_as(cleared["Tor"]) as tor, pytest.raises(NotAllowed, match="Rollen din"):
        protect_person(actor=tor, case=klok, grade=2, is_shielded=True, reason="x", at=at)
    with acting_as(cleared["Leif"]) as leif:
        assert protect_person(actor=leif, case=klok, grade=0, is_shielded=False, reason="Opphørt", at=at)
        klok.refresh_from_db()
        with pytest.raises(RuleBroken, match="alt slik"):
            protect_person(actor=leif, case=klok, grade=0, is_shielded=False, reason="Opphørt", at=at)
    assert sees(world, "Tor", klok.pk)


def test_the_uncleared_neither_set_nor_lift_past_python(world: World, klok: Case) -> None:
    with acting_as(replace(world.actor("Leif"), clearance=7)) as leif:
        call("protect", klok.pk, leif.unit_id, 4, "ansatt", clock.now(), "b" * 12)
    for clearance in (0, 3):
        leif = replace(world.actor("Leif"), clearance=clearance)
        with acting_as(leif), pytest.raises(DatabaseError, match="not allowed"), transaction.atomic():
            call("protect", klok.pk, leif.unit_id, 0, "nei", clock.now(), "c" * 12)


def test_a_roll_raises_the_address_and_leaves_the_shield(world: World, klok: Case) -> None:
    leif = replace(world.actor("Leif"), clearance=7)
    with acting_as(leif):
        call("protect", klok.pk, leif.unit_id, 4, "ansatt", clock.now(), "d" * 12)
        call("set_protection", klok.pk, 2)
        call("set_protection", klok.pk, 1)
        assert Case.objects.get(pk=klok.pk).protection == 6


def test_a_new_case_of_a_protected_person_is_protected_from_the_first_moment(
    world: World, klok: Case
) -> None:
    leif = replace(world.actor("Leif"), clearance=7)
    with acting_as(leif):
        call("protect", klok.pk, leif.unit_id, 6, "ansatt", clock.now(), "e" * 12)
        declare_relation(actor=leif, user_id=world.actor("Siv").user_id, kind=RelationKind.OWN, case=klok)
        call("close_case", klok.pk, "settled")
        person = Newcomer(family_name="Lyng", given_name="Klok", number=KLOK)
        unit = world.unit("trondheim").pk
        back = admit_people(actor=leif, unit_id=unit, basis=Basis.CUSTODY, people=[person])[0]
        assert back.outcome == "back"
        case = Case.objects.get(pk=back.case_id)
        assert case.protection == 6 and case.blocked_users == [world.actor("Siv").user_id]
    assert not sees(world, "Tor", back.case_id)


def test_a_role_of_one_s_own_is_no_way_round(world: World, klok: Case) -> None:
    """Whoever is both related and leader does not lift their own, and no role opens the case."""
    declare(world, "Leif", kind=RelationKind.OWN)
    every = frozenset(role for role in Role if role is not Role.SYSTEM)
    leif = world.actor("Leif")
    almighty = replace(leif, clearance=7, unit_roles={leif.unit_id: every})
    with acting_as(almighty):
        assert rows("SELECT count(*) FROM sharing_case WHERE id = %s", klok.pk) == [(0,)]
    assert User.objects.filter(pk=leif.user_id).exists()
