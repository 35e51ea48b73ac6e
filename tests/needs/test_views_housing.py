"""The housing panel and its form."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hjemvei.accounts.actor import acting_as
from hjemvei.needs.actions.record_said_addresses import SaidAddress, record_said_address
from hjemvei.needs.models import HousingFact
from tests.needs.factories import KLOK, share, signed_in, the_case
from tests.needs.test_actions_record_housing_fact import record
from tests.world import CLOCK, World

FORM = {
    "situation": "none",
    "quality": "verified",
    "source": "Samtale",
    "as_of": "2026-11-02",
    "once": "0123456789abcdefgh",
}


@pytest.fixture
def address(world: World) -> str:
    return f"/sak/{the_case(world).key}/bolig/"


def post(client: Any, address: str, **changes: str) -> Any:
    return client.post(f"{address}svar/before/", FORM | changes)


def test_the_panel_teaches_when_empty_and_shows_what_is_missing(world: World, address: str) -> None:
    page = signed_in(world, "Tor").get(address).content.decode()
    assert "ikke spurt" in page
    assert "Vet ikke ennå" in page
    assert "Bolig fra før: ikke kjent." in page


def test_htmx_gets_the_panel_alone(world: World, address: str) -> None:
    page = signed_in(world, "Tor").get(address, headers={"HX-Request": "true"}).content.decode()
    assert page.lstrip().startswith("<section")
    assert "<html" not in page


def test_the_form_is_filled_in_from_the_roll(world: World, address: str) -> None:
    with acting_as(world.actor("Tor")) as tor:
        row = SaidAddress(world.admitted[KLOK].case_id, "rented_municipal")
        record_said_address(actor=tor, rows=[row], at=CLOCK)
    page = signed_in(world, "Tor").get(f"{address}svar/before/").content.decode()
    assert '<option value="rented_municipal" selected>' in page


def test_an_answer_is_saved_once_however_often_it_is_sent(world: World, address: str) -> None:
    client = signed_in(world, "Tor")
    for _again in range(2):
        assert post(client, address).status_code == 302
    with acting_as(world.actor("Tor")):
        assert HousingFact.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("situation", "castle"),
        ("as_of", "31.02.2026"),
        ("as_of", "2999-01-01"),
        ("source", ""),
        ("quality", "x"),
    ],
)
def test_bad_input_is_told_at_its_field_and_nothing_is_lost(
    world: World, address: str, field: str, value: str
) -> None:
    answer = post(signed_in(world, "Tor"), address, **{field: value, "detail": "Det jeg skrev"})
    assert answer.status_code == 422
    assert "Det jeg skrev" in answer.content.decode()
    with acting_as(world.actor("Tor")):
        assert HousingFact.objects.count() == 0


def test_strangers_and_unknown_topics_get_404(world: World, address: str) -> None:
    assert signed_in(world, "Ida").get(address).status_code == 404
    assert signed_in(world, "Oda").get(f"{address}svar/before/").status_code == 404
    assert signed_in(world, "Tor").get(f"{address}svar/unheard/").status_code == 404


def test_only_municipal_staff_are_offered_confidence(world: World, address: str) -> None:
    share(world)
    assert "in_confidence" not in signed_in(world, "Tor").get(f"{address}svar/before/").content.decode()
    assert "in_confidence" in signed_in(world, "Nils").get(f"{address}svar/before/").content.decode()


def test_the_number_of_statements_does_not_grow_with_answers(world: World, address: str) -> None:
    client = signed_in(world, "Tor")
    client.get(address)
    counts = []
    for rows in (1, 2):
        for _row in range(rows):
            record(world)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
