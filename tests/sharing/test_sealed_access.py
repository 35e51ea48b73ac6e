"""What is written of an emergency access and of a protection: sealed by the person's key, read by the row."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.db import connection

from hjemvei.accounts.actor import Actor, acting_as
from hjemvei.accounts.enums import InfoClass
from hjemvei.core import clock
from hjemvei.core.crypto import Undecipherable
from hjemvei.core.db import call
from hjemvei.persons import keys
from hjemvei.rights.holdings import holdings
from hjemvei.sharing.access.queries import changes_on, openings
from hjemvei.sharing.actions.protect_person import protect_person
from hjemvei.sharing.actions.review_break_glass import review_break_glass
from hjemvei.sharing.enums import ReviewOutcome
from hjemvei.sharing.models import BreakGlass, Case, ProtectionChange
from tests.rights.factories import asked, part_of, prison_officer
from tests.sharing.emergencies import REASON, add_officer, opened
from tests.sharing.test_kernel import give_consent, rows
from tests.world import World

TOLD = "Stedfortrederen var på jobb."


@pytest.fixture
def klok(world: World) -> Case:
    with acting_as(world.actor("Tor")):
        return world.case("Klok Lyng")


def reviewed(world: World, klok: Case, officer: Actor) -> BreakGlass:
    opening = opened(world, klok.key)
    with acting_as(officer):
        found = BreakGlass.objects.visible_to(officer).get(pk=opening.pk)
        outcome = ReviewOutcome.NOT_IN_ORDER
        review_break_glass(actor=officer, opening=found, outcome=outcome, text=TOLD, at=clock.now())
    return opening


def read(actor: Actor) -> list[tuple[str, str]]:
    with acting_as(actor):
        return [(row.reason, row.review_text) for row in openings(actor, at=clock.now())]


def has_key(actor: Actor, person_id: int) -> bool:
    with acting_as(actor):
        return rows("SELECT count(*) FROM persons_datakey WHERE person_id = %s", person_id) == [(1,)]


def test_who_sees_the_row_reads_it_and_the_table_holds_no_word(world: World, klok: Case) -> None:
    officer = add_officer(world)
    reviewed(world, klok, officer)
    for actor in (officer, world.actor("Liv"), world.actor("Tor")):
        assert read(actor) == [(REASON, TOLD)], actor.name
    with acting_as(officer), connection.cursor() as cursor:
        cursor.execute("SELECT reason, review_text FROM sharing_breakglass")
        stored = [bytes(value) for row in cursor.fetchall() for value in row]
    assert all(keys.is_sealed(value) for value in stored) and len(stored) == 2


def test_the_key_comes_with_the_row_and_not_before(world: World, klok: Case) -> None:
    officer, person = add_officer(world), world.admitted["Klok Lyng"].person_id
    others = [world.actor(name) for name in ("Berit", "Per", "Ida", "Oda")]
    assert not any(has_key(actor, person) for actor in (officer, world.actor("Liv"), *others))
    opened(world, klok.key)
    assert has_key(officer, person) and has_key(world.actor("Liv"), person)
    assert not any(has_key(actor, person) for actor in others)


@pytest.mark.parametrize("who", ["Ida", "Per", "Oda"])
def test_another_controller_sees_no_opening(world: World, klok: Case, who: str) -> None:
    """Nor the unit that takes part in the case by consent."""
    add_officer(world)
    with acting_as(world.actor("Tor")):
        consent = give_consent(world, klok, to="tk-koordinering", classes=list(InfoClass)[1:9])
        call("give_access", consent.pk, world.unit("tk-koordinering").pk)
    opened(world, klok.key)
    with acting_as(world.actor(who)) as actor:
        assert not BreakGlass.objects.exists() and openings(actor, case=klok, at=clock.now()) == []


@pytest.mark.parametrize("who", ["Ida", "Anne", "Per"])
def test_the_key_for_an_opening_is_given_to_who_may_open(world: World, klok: Case, who: str) -> None:
    """By the function itself; Liv of another prison gets it, another controller and other roles do not."""
    for name, expected in (("Liv", 1), (who, 0)):
        with acting_as(world.actor(name)):
            assert len(rows("SELECT id FROM kernel.emergency_key(%s)", klok.pk)) == expected, name
    with acting_as(replace(world.actor("Siv"), clearance=7)):
        call("set_protection", klok.pk, 2)
    with acting_as(world.actor("Liv")):
        assert rows("SELECT id FROM kernel.emergency_key(%s)", klok.pk) == []


def test_what_a_protection_rests_on_is_sealed_and_moves_nowhere(world: World, klok: Case) -> None:
    siv = replace(world.actor("Siv"), clearance=7)
    with acting_as(siv):
        protect_person(
            actor=siv, case=klok, grade=2, is_shielded=False, reason="Folkeregisteret", at=clock.now()
        )
        assert [row.reason for row in changes_on(siv, klok)] == ["Folkeregisteret"]
        change = ProtectionChange.objects.get()
        sealed: Any = ProtectionChange.objects.values_list("reason", flat=True).get()
        assert keys.is_sealed(bytes(sealed))
        with pytest.raises(Undecipherable):
            keys.unseal(bytes(sealed), bound_to=f"sharing_protectionchange:{change.key}x:reason")


def test_the_person_gets_both_by_their_right_of_access(world: World, klok: Case) -> None:
    reviewed(world, klok, add_officer(world, name="Vibeke"))
    prison_officer(world)
    asked(world, klok)
    with acting_as(world.actor("Pia")):
        part = part_of(world, "Pia")
        told = {held.table: held.rows for held in holdings(part)}["sharing_breakglass"]
    words = " ".join(line.text for row in told for line in row.lines)
    assert REASON in words and TOLD in words
