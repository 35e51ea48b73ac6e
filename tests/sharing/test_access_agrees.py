"""The rules in Python and the locks in the database, over a generated table of facts."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from django.db import DatabaseError, connection, transaction

from hjemvei.accounts.actor import Actor, acting_as
from hjemvei.accounts.enums import InfoClass
from hjemvei.core import clock
from hjemvei.core.db import call
from hjemvei.core.text import new_key
from hjemvei.persons.models import Person
from hjemvei.sharing.access.facts import facts_of
from hjemvei.sharing.actions.break_glass import classes_of, review_by
from hjemvei.sharing.models import Case
from tests.sharing.emergencies import add_officer, in_emergency, opened
from tests.sharing.test_kernel import give_consent, rows
from tests.world import World

PROTECTIONS = (0, 1, 2, 3, 4, 5, 7)
CLEARANCES = (0, 1, 2, 3, 4, 7)
KINDS = ("own", "parent_child", "partner", "sibling", "common_child", "near")


def stands(world: World, protection: int) -> Case:
    """Klok's case under this protection, as somebody cleared for everything puts it."""
    tor = replace(world.actor("Tor"), clearance=7)
    with acting_as(tor):
        case = world.case("Klok Lyng")
        call("protect", case.pk, tor.unit_id, protection, "prøve", clock.now(), new_key())
        case.refresh_from_db()
        return case


def agree(actor: Actor, case: Case, *, key: str) -> str:
    """What the rules say, after the database has been asked the same in three ways."""
    with acting_as(actor):
        found = facts_of(actor, key)
        allowed = found is not None and found.answer.allowed
        seen = rows("SELECT count(*) FROM sharing_case WHERE id = %s", case.pk) == [(1,)]
        assert seen == allowed == Case.objects.visible_to(actor).filter(pk=case.pk).exists()
        people = Person.objects.visible_to(actor).filter(participations__case_id=case.pk).exists()
        assert people == allowed
        may_open = found is not None and found.answer.may_break_glass
        assert opens(actor, case) == may_open, (actor, found)
    return "" if found is None or found.answer.rule is None else found.answer.rule.code


def opens(actor: Actor, case: Case) -> bool:
    """Does the kernel let the actor break the glass? Nothing of it stays."""
    try:
        with transaction.atomic():
            call(
                "break_glass", case.pk, actor.unit_id, "life", SEALED, classes_of(actor),
                review_by(clock.now()), 60, new_key(),
            )  # fmt: skip
            raise Undone
    except DatabaseError:
        return False
    except Undone:
        return True


SEALED = b"\x03" + bytes(60)
"""As long as a text that a key sealed."""


class Undone(Exception):
    """Takes the savepoint back."""


@pytest.mark.parametrize("protection", PROTECTIONS)
def test_protection_and_clearance(world: World, protection: int) -> None:
    case, said = stands(world, protection), set()
    for name, clearance in product(("Tor", "Liv", "Ida"), CLEARANCES):
        said.add(agree(replace(world.actor(name), clearance=clearance), case, key=case.key))
    assert {"", "other_unit"} <= said
    assert len(said) > 2 or protection == 0


@pytest.mark.parametrize("kind", KINDS)
def test_relations(world: World, kind: str) -> None:
    """By number, for somebody in the unit and elsewhere in the controller; the others see as before."""
    from hjemvei.persons.crypto import blind_index  # noqa: PLC0415  only here

    case, index = stands(world, 0), blind_index("27909642545")
    for name in ("Tor", "Liv"):
        with acting_as(world.actor(name)) as actor:
            call("declare_relation", actor.user_id, kind, index, "42545", None, new_key())
    codes = {name: agree(world.actor(name), case, key=case.key) for name in ("Tor", "Liv", "Siv", "Berit")}
    assert codes["Tor"] == codes["Liv"] != "" and codes["Siv"] == "" and codes["Berit"] == "other_unit"


def test_consent_given_withdrawn_and_a_controller_that_never_had_a_part(world: World) -> None:
    case = stands(world, 0)
    assert agree(world.actor("Oda"), case, key=case.key) == ""  # there is no such case for her
    with acting_as(world.actor("Tor")):
        consent = give_consent(world, case, to="tk-koordinering", classes=[InfoClass.IDENTITY])
    assert agree(world.actor("Ida"), case, key=case.key) == "consent_missing"
    with acting_as(world.actor("Tor")):
        call("give_access", consent.pk, world.unit("tk-koordinering").pk)
    assert agree(world.actor("Ida"), case, key=case.key) == ""
    assert agree(world.actor("Sara"), case, key=case.key) == "other_unit"
    assert agree(world.actor("Kari"), case, key=case.key) == "no_casework"
    with acting_as(world.actor("Tor")):
        call("withdraw", consent.pk, "oral")
    assert agree(world.actor("Ida"), case, key=case.key) == "consent_withdrawn"
    assert agree(world.actor("Sara"), case, key=case.key) == "consent_withdrawn"


def test_an_open_emergency_and_its_end(world: World) -> None:
    add_officer(world)
    case = stands(world, 0)
    opening = opened(world, case.key)
    with acting_as(in_emergency(world, opening)) as liv:
        found = facts_of(liv, case.key)
        assert found is not None and found.answer.allowed
        assert rows("SELECT count(*) FROM sharing_case WHERE id = %s", case.pk) == [(1,)]
        call("end_break_glass", opening.pk)
        found = facts_of(liv, case.key)
        assert found is not None and found.answer.may_break_glass
        assert rows("SELECT count(*) FROM sharing_case WHERE id = %s", case.pk) == [(0,)]


def test_the_kernel_knows_the_same_roles(world: World) -> None:
    from hjemvei.sharing.access.roles import EMERGENCY_ROLES, LEADERS  # noqa: PLC0415
    from hjemvei.sharing.migrations import _access_sql as sql  # noqa: PLC0415

    assert set(sql.EMERGENCY_ROLES.split(",")) == {role.value for role in EMERGENCY_ROLES}
    assert set(sql.LEADERS.split(",")) == {role.value for role in LEADERS}
    assert connection.alias == "default"
