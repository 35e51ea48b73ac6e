"""Whoever is cleared gives a fresh factor before each page about somebody protected, whichever page it is."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from hjemvei.core import clock
from tests.accounts.clearances import clear
from tests.guards.addresses import filled_in, of_cases
from tests.guards.relations import Related, related
from tests.guards.test_matrix import sent, told
from tests.web.factories import signed_in
from tests.world import World

REFUSED = {400, 403, 404, 405}
LEAD_ON = {
    "cases:after": "leads to the case, which asks",
    "cases:accept_assignment": "says yes to work, shows nothing, leads to the case, which asks",
    "portal:narrow": "the person's own session",
    "portal:withdraw": "the person's own session",
}
"""Addresses that answer with a way on and no content."""


@pytest.fixture
def owl(world: World, settings: Any) -> Related:
    settings.MFA_REQUIRED = True
    clear(world, "Siv", 2)
    return related(world, "strictly confidential")


def siv(world: World, *, ago: int) -> Client:
    client = signed_in(world, "Siv")
    session = client.session
    session["second_factor_at"] = int(clock.now().timestamp()) - ago
    session.save()
    return client


@pytest.mark.parametrize("method", ["get", "post"])
def test_no_page_about_them_is_shown_before(world: World, owl: Related, method: str) -> None:
    """Every address of the URL table that names a case, a person or a row of one."""
    late, fresh, asked, wrong = siv(world, ago=600), siv(world, ago=10), 0, []
    for name, route in of_cases():
        address = filled_in(route, owl)
        answer = sent(late, method, address)
        is_question = answer.status_code == 302 and "/bekreft/" in answer.headers["Location"]
        asked += is_question
        leads_on = name in LEAD_ON and answer.status_code == 302
        if told(answer, {owl.name}) or not (is_question or leads_on or answer.status_code in REFUSED):
            wrong.append(f"{name}: {answer.status_code}")
        if is_question and method == "get":
            again = sent(fresh, method, address)
            assert "/bekreft/" not in again.headers.get("Location", ""), name
    assert not wrong, wrong
    assert asked >= 40


def test_others_and_lists_are_not_asked(world: World, owl: Related) -> None:
    late, open_case = siv(world, ago=600), related(world, "own")
    assert late.get(f"/sak/{open_case.case_key}/").status_code == 200
    assert owl.name in late.get(f"/saker/?q={owl.name}").content.decode()
    assert sent(late, "get", f"/sak/{owl.case_key}/").headers["Location"].startswith("/konto/bekreft/")


def test_a_panel_within_a_page_sends_the_whole_page_to_the_question(world: World, owl: Related) -> None:
    answer = siv(world, ago=600).get(f"/sak/{owl.case_key}/oppgaver/", headers={"HX-Request": "true"})
    assert answer.status_code == 401 and answer.headers["HX-Redirect"].startswith("/konto/bekreft/")
