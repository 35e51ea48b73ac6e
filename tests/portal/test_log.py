"""What the person is told without having asked: emergencies, what a law passed on, every answer given."""

from __future__ import annotations

import re

import pytest

from hjemvei.accounts.actor import acting_as
from hjemvei.audit import reads
from hjemvei.core import clock
from hjemvei.core.paging import encode
from hjemvei.portal.enums import Strength
from hjemvei.portal.queries import sharing
from hjemvei.sharing.actions.approve_hiding import approve_hiding
from hjemvei.sharing.actions.review_break_glass import review_break_glass
from hjemvei.sharing.enums import ReviewOutcome
from hjemvei.sharing.models import BreakGlass, HiddenDisclosure, Participation
from tests.portal.test_pages import post, shared
from tests.portal.ways import inside
from tests.sharing.emergencies import REASON, add_officer, opened
from tests.sharing.test_told_by_statute import tell
from tests.world import World

LOOKS, CONSENTS = "/min-side/hvem-har-sett/", "/min-side/samtykker/"


@pytest.mark.parametrize("strength", [Strength.CODE, Strength.ATTENDED])
def test_an_emergency_is_shown_at_once_its_words_to_who_is_known(world: World, strength: Strength) -> None:
    pia = add_officer(world)
    with acting_as(world.actor("Tor")):
        key = world.case("Klok Lyng").key
    opening = opened(world, key)
    client = inside(world, strength=strength)
    page = client.get(LOOKS).content.decode()
    assert "Åpnet i en nødsituasjon" in page and "Liv Prøve" in page
    assert "du manglet et sted å sove" in page and "ikke kontrollert ennå" in page
    assert (REASON in page) is (strength == Strength.ATTENDED)
    with acting_as(pia) as officer:
        row = BreakGlass.objects.visible_to(officer).get(pk=opening.pk)
        review_break_glass(
            actor=officer, opening=row, outcome=ReviewOutcome.IN_ORDER, text="", at=clock.now()
        )
    assert "kontrollert: det var i orden" in client.get(LOOKS).content.decode()
    other = inside(world, "Tapper Foss", strength=strength).get(LOOKS).content.decode()
    assert "Liv Prøve" not in other and "nødsituasjon" not in other


def test_what_a_law_passed_on_is_shown_unless_two_people_hid_it(world: World) -> None:
    with acting_as(world.actor("Siv")):
        tell(world, hide_because="Farlig for andre.")
    client = inside(world)
    page = client.get(LOOKS).content.decode()
    assert "Dette er sendt videre" in page and "for å hindre fare for liv eller helse" in page
    with acting_as(world.actor("Tor")) as tor:
        hidden = HiddenDisclosure.objects.visible_to(tor).get()
        approve_hiding(actor=tor, hidden=hidden, at=clock.now())
    assert "Dette er sendt videre" not in client.get(LOOKS).content.decode()


def test_every_answer_stands_with_its_day_and_what_it_changed(world: World) -> None:
    case, consent = shared(world)
    client = inside(world, case=case)
    post(client, "withdraw", consent.key)
    page = client.get(CONSENTS).content.decode()
    told = page[page.index("Alt du har svart") :]
    assert told.index("Du trakk det tilbake") < told.index("får ikke vite lenger:") < told.index("Du sa ja")
    assert "digitalt" in told and "får vite fra fengselet:" in told


def test_a_complaint_says_whom_it_went_to_and_when_they_answer(world: World) -> None:
    client = inside(world)
    unit = world.unit("trondheim")
    answer = post(client, "complaints", to_unit=str(unit.pk), body="Jeg fikk ikke svar.")
    page = client.get(answer.headers["Location"]).content.decode()  # type: ignore[attr-defined]
    assert f"Det er sendt til {unit.name}. De skal svare innen" in page
    assert "statsforvalteren" in page and "Datatilsynet" in page
    assert "data-wording" not in page


def test_own_visits_push_nobody_off_the_page_and_older_ones_are_a_press_away(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sharing, "MOST_LOOKS", 2)
    with acting_as(world.actor("Tor")) as tor:
        case = world.case("Klok Lyng")
        parts = Participation.objects.filter(case=case).values_list("person_id", flat=True)
        for page in ("web:case", "needs:housing", "cases:dates", "plans:plan", "cases:timeline"):
            with reads.recording(tor, page=page):
                reads.note(persons=parts, cases=[case.pk])
    client = inside(world)
    for _visit in range(4):
        client.get("/min-side/na/")
    seen, address = [], LOOKS
    while address:
        page = client.get(address).content.decode()
        seen.append(page.count("Tor Prøve"))
        assert "du selv" not in page
        older = re.search(r'href="([^"]*eldre=[^"]+)"', page)
        address = older[1] if older else ""
    assert seen == [2, 2, 1]
    assert "Når siden din ble åpnet" in client.get(LOOKS).content.decode()
    for broken in ("tull", "WzEsIngiXQ", encode(["9" * 40])):
        assert client.get(f"{LOOKS}?eldre={broken}").status_code == 409


def test_what_the_house_writes_of_a_disclosure_is_in_the_persons_language(world: World) -> None:
    case, _consent = shared(world)
    polish = inside(world, case=case, language="pl").get(LOOKS).content.decode()
    assert "Varsel om løslatelse" not in polish and "Wiadomość, kiedy wychodzisz" in polish
