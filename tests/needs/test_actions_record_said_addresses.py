"""Where people say they lived, taken over from a roll in bulk."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext

from hjemvei.accounts.actor import acting_as
from hjemvei.needs.actions.record_said_addresses import SaidAddress, record_said_address
from hjemvei.needs.models import HousingFact
from tests.world import CLOCK, World

PEOPLE = ("Klok Lyng", "Stø Måke", "Tapper Foss")


def rows_of(world: World, situation: str, people: tuple[str, ...] = PEOPLE) -> list[SaidAddress]:
    return [SaidAddress(world.admitted[name].case_id, situation) for name in people]


def test_what_is_said_is_recorded_as_said(world: World) -> None:
    with acting_as(world.actor("Tor")) as tor:
        assert record_said_address(actor=tor, rows=rows_of(world, "rented_private"), at=CLOCK) == 3
        fact = HousingFact.objects.get(case_id=world.admitted["Klok Lyng"].case_id)
    assert (fact.topic, fact.situation, fact.is_verified) == ("before", "rented_private", False)
    assert fact.owner_unit_id == world.unit("trondheim").pk


def test_the_same_roll_twice_adds_nothing_and_a_changed_answer_is_appended(world: World) -> None:
    with acting_as(world.actor("Tor")) as tor:
        record_said_address(actor=tor, rows=rows_of(world, "owned"), at=CLOCK)
        assert record_said_address(actor=tor, rows=rows_of(world, "owned"), at=CLOCK) == 0
        assert record_said_address(actor=tor, rows=rows_of(world, "none", PEOPLE[:1]), at=CLOCK) == 1
        assert HousingFact.objects.count() == 4


def test_family_is_not_taken_for_a_lasting_home(world: World) -> None:
    with acting_as(world.actor("Tor")) as tor:
        record_said_address(actor=tor, rows=rows_of(world, "family", PEOPLE[:1]), at=CLOCK)
        fact = HousingFact.objects.get()
        assert fact.situation == "other"
        assert "ikke avklart" in fact.detail


def test_cases_of_others_and_unknown_codes_are_passed_over(world: World) -> None:
    with acting_as(world.actor("Tor")) as tor:
        others = [*rows_of(world, "owned", ("Blid Ås",)), *rows_of(world, "castle", PEOPLE[:1])]
        assert record_said_address(actor=tor, rows=others, at=CLOCK) == 0
    with acting_as(world.actor("Berit")):
        assert HousingFact.objects.count() == 0


def test_the_number_of_statements_does_not_grow(world: World) -> None:
    with acting_as(world.actor("Tor")) as tor:
        counts = []
        for people in (PEOPLE[:1], PEOPLE):
            with CaptureQueriesContext(connection) as queries:
                record_said_address(actor=tor, rows=rows_of(world, "owned", people), at=CLOCK)
            counts.append(len(queries))
    assert counts[0] == counts[1]
