"""Whoever is cleared gives a fresh factor before each page about somebody protected, whichever page it is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from hjemvei.accounts.actor import acting_as
from hjemvei.core import clock
from hjemvei.rights.actions.ask_access import ask_access
from hjemvei.rights.actions.dispose import propose_disposal
from hjemvei.rights.actions.restrict import restrict
from hjemvei.rights.enums import Outcome, RequestForm
from hjemvei.rights.models import Disposal, Part
from hjemvei.rights.queries import own_person, restrictions
from hjemvei.sharing.models import Case
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
    "portal:stay": "the person's own session",
}
"""Addresses that answer with a way on and no content."""


@pytest.fixture
def owl(world: World, settings: Any) -> Related:
    settings.MFA_REQUIRED = True
    clear(world, "Siv", 2)
    return related(world, "strictly confidential")


@pytest.fixture
def officers_owl(world: World, owl: Related) -> Related:
    """What the manager of requests has of them: an answer to give, a decision, a record out of use."""
    clear(world, "Rut", 2)
    clear(world, "Ida", 2)
    with acting_as(replace(world.actor("Ida"), clearance=2)) as ida:
        case = Case.objects.get(pk=owl.case_id)
        now, today = clock.now(), clock.today()
        ask_access(actor=ida, case=case, form=RequestForm.ORAL, received_on=today, at=now)
        who = own_person(ida, case)
        propose_disposal(actor=ida, person_id=who, outcome=Outcome.RESTRICT, reason="Bestridt.", at=now)
    with acting_as(replace(world.actor("Rut"), clearance=2)) as rut:
        rows = {"part": Part.objects.visible_to(rut).get().key}
        disposal = Disposal.objects.visible_to(rut).get()
        restrict(actor=rut, disposal=disposal)  # type: ignore[arg-type]
        rows |= {"disposal": disposal.key, "restriction": restrictions(rut)[0].key}  # type: ignore[attr-defined]
    return replace(owl, rows=owl.rows | rows)


def signed(world: World, who: str, *, ago: int) -> Client:
    client = signed_in(world, who)
    session = client.session
    session["second_factor_at"] = int(clock.now().timestamp()) - ago
    session.save()
    return client


def asked_before(world: World, who: str, owl: Related, method: str) -> set[str]:
    """Every address of the URL table that names a case, a person or a row of one; those that asked."""
    late, fresh, asked, wrong = signed(world, who, ago=600), signed(world, who, ago=10), set(), []
    for name, route in of_cases():
        address = filled_in(route, owl)
        answer = sent(late, method, address)
        is_question = answer.status_code == 302 and "/bekreft/" in answer.headers["Location"]
        leads_on = name in LEAD_ON and answer.status_code == 302
        if told(answer, {owl.name}) or not (is_question or leads_on or answer.status_code in REFUSED):
            wrong.append(f"{name}: {answer.status_code}")
        if is_question:
            asked.add(name)
        if is_question and method == "get":
            again = sent(fresh, method, address)
            assert "/bekreft/" not in again.headers.get("Location", ""), name
    assert not wrong, wrong
    return asked


@pytest.mark.parametrize("method", ["get", "post"])
def test_no_page_about_them_is_shown_before(world: World, owl: Related, method: str) -> None:
    assert len(asked_before(world, "Siv", owl, method)) >= 40


@pytest.mark.parametrize(
    ("method", "asked"),
    [
        ("get", {"part", "pdf", "json", "withhold", "disposal", "lift"}),
        ("post", {"release", "deliver", "withhold", "disposal", "restrict", "lift", "decline"}),
    ],
)
def test_nor_to_the_manager_of_requests_who_sees_no_case(
    world: World, officers_owl: Related, method: str, asked: set[str]
) -> None:
    assert asked_before(world, "Rut", officers_owl, method) >= {f"rights:{name}" for name in asked}
    late = signed(world, "Rut", ago=600)
    for page in ("rights:list", "oversight:report"):
        assert officers_owl.name not in late.get(reverse(page)).content.decode()


def test_others_and_lists_are_not_asked(world: World, owl: Related) -> None:
    late, open_case = signed(world, "Siv", ago=600), related(world, "own")
    assert late.get(f"/sak/{open_case.case_key}/").status_code == 200
    assert owl.name in late.get(f"/saker/?q={owl.name}").content.decode()
    assert sent(late, "get", f"/sak/{owl.case_key}/").headers["Location"].startswith("/konto/bekreft/")


def test_a_panel_within_a_page_sends_the_whole_page_to_the_question(world: World, owl: Related) -> None:
    answer = signed(world, "Siv", ago=600).get(
        f"/sak/{owl.case_key}/oppgaver/", headers={"HX-Request": "true"}
    )
    assert answer.status_code == 401 and answer.headers["HX-Redirect"].startswith("/konto/bekreft/")
