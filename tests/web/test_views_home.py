"""The dashboard of each role: what waits, for whom, and nothing of others."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils.http import urlencode

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.enums import InfoClass
from hjemvei.accounts.models import Draft, User
from hjemvei.accounts.queries.overview import NO_FACTOR, NOT_INVITED, lacking_counts
from hjemvei.cases.actions.sync_caseload import sync_caseload
from hjemvei.cases.models import Message
from hjemvei.sharing.models import Case, owned_by
from tests.web.factories import NOW, TODAY, add_task, inside, signed_in, statements
from tests.web.test_views_case import share
from tests.world import World

MOST_STATEMENTS = 17
SHARED = [InfoClass.IDENTITY, InfoClass.CUSTODY, InfoClass.HOUSING, InfoClass.COORDINATION]


@pytest.fixture
def klok(world: World) -> Case:
    return inside(
        world,
        "Klok Lyng",
        days=20,
        risk="yes",
        status="no_home",
        task="consent_asked",
        due_in=-2,
        owner="Tor",
    )


def board(world: World, name: str) -> str:
    answer = signed_in(world, name).get("/")
    assert answer.status_code == 200
    return answer.content.decode()


def ask_tor(world: World, case: Case) -> Message:
    share(world, case, to="tk-koordinering", classes=SHARED)
    with acting_as(world.actor("Ida")) as ida:
        found: Message = Message.objects.create(
            **owned_by(ida, case, at=NOW),
            to_unit=world.unit("trondheim"),
            body="Har han hund?",
            sent_at=NOW,
            answer_by=TODAY + dt.timedelta(days=3),
        )
    return found


def test_an_answer_begun_on_the_dashboard_is_kept_until_it_is_sent(world: World, klok: Case) -> None:
    place = f"/sak/{klok.key}/meldinger/{ask_tor(world, klok).key}/svar/"
    tor = signed_in(world, "Tor")
    save = f"{reverse('accounts:save_draft')}?{urlencode({'path': place})}"
    assert f'data-draft="{save}"' in tor.get("/").content.decode()
    typed = {"body": "Ja, en <b>puddel</b>", "next": "/", "once": "x" * 20}
    assert tor.post(save, typed).status_code == 204
    assert "Ja, en &lt;b&gt;puddel&lt;/b&gt;</textarea>" in tor.get("/").content.decode()
    assert "Vi har tatt vare på" in tor.get(place).content.decode()
    assert tor.post(place, typed).url == "/"  # type: ignore[attr-defined]
    assert "puddel" not in tor.get("/").content.decode()
    assert tor.post(save, {"body": "", "next": "/"}).status_code == 204
    with acting_as(world.actor("Tor")):
        assert not Draft.objects.exists()


def test_the_contact_officer_sees_own_people_and_questions(world: World, klok: Case) -> None:
    ask_tor(world, klok)
    text = board(world, "Tor")
    for expected in ("Har han hund?", "Klok Lyng", "Oppgave consent_asked", "over fristen", "Gjør dette"):
        assert expected in text


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("Siv", "Mangler samtykke"),
        ("Ida", "Varsler å bekrefte"),
        ("Sara", "Søknader å avgjøre"),
        ("Odd", "Besøk i dag"),
        ("Vera", "Besøk i dag"),
        ("Nils", "Varsler å bekrefte"),
        ("Hege", "Dine saker"),
        ("Leif", "Haster i enheten"),
        ("Leif", "Folk på jobb, etter enhet"),
        ("Leif", "Ingen åpne avvik"),
        ("Kari", "Avtaler som gjelder nå"),
        ("Per", "Hvem har tilgang"),
        ("Anne", "Trenger deg"),
        ("Oda", "Uten ansvarlig"),
        ("Berit", "Kan vente til dagvakten"),
    ],
)
def test_every_role_has_a_board_without_others_people(world: World, klok: Case, name: str, says: str) -> None:
    text = board(world, name)
    assert says in text
    assert ("Klok Lyng" in text) is (name == "Siv")
    assert 'href=""' not in text
    assert (f'href="/sak/{klok.key}/"' in text) is (name == "Siv")


def test_the_coordinator_distributes_and_sees_workload(world: World, klok: Case) -> None:
    share(world, klok, to="tk-koordinering", classes=SHARED)
    text = board(world, "Ida")
    assert "Klok Lyng" in text
    assert "har ingen ansvarlig hos dere" in text
    with acting_as(world.actor("Ida")):
        sync_caseload(case_ids=[klok.pk])


@pytest.mark.parametrize("name", ["Tor", "Siv", "Ida", "Sara", "Odd"])
def test_few_statements(world: World, klok: Case, name: str) -> None:
    client = signed_in(world, name)
    client.get("/")
    with statements() as said:
        client.get("/")
    assert len(said) <= MOST_STATEMENTS, said


def test_a_prison_leader_sees_what_presses_and_not_whom(world: World, klok: Case) -> None:
    text = board(world, "Leif")
    assert "Oppgave consent_asked" in text and "1, over fristen" in text
    assert "Lyng" not in text and klok.key not in text


def test_one_click_from_the_dashboard(world: World, klok: Case) -> None:
    with acting_as(world.actor("Tor")) as tor:
        fields = owned_by(tor, klok, at=NOW)
        task = add_task(world, klok, fields, task="papers", due_in=1, unit="trondheim")
    client = signed_in(world, "Tor")
    place = f"/sak/{klok.key}/oppgaver/{task.key}/ferdig/"
    assert f'action="{place}"' in client.get("/").content.decode()
    assert client.post(place, {"next": "/"}).url == "/"
    assert f'action="{place}"' not in client.get("/").content.decode()


def test_the_administrator_is_told_who_cannot_enter_yet_and_of_jobs_that_stand_still(world: World) -> None:
    anne = world.actor("Anne")
    ida = User.objects.get(pk=world.actor("Ida").user_id)
    ida.set_password("gul-båt-under-snø")
    ida.save()
    with acting_as(anne):
        waiting = lacking_counts(anne, today=TODAY)
    text = board(world, "Anne")
    assert waiting[NO_FACTOR] == 1 and "1 har ikke satt opp to trinn" in text
    assert f"{waiting[NOT_INVITED]} har ikke tatt imot invitasjonen" in text
    assert "Bakgrunnsjobbene står stille" in text
    users = signed_in(world, "Anne").get(f"/konto/brukere/?mangler={NO_FACTOR}").content.decode()
    assert users.count("Mangler to trinn") == 1 and "Ida" in users
    invited = signed_in(world, "Anne").get(f"/konto/brukere/?mangler={NOT_INVITED}").content.decode()
    assert "Mangler to trinn" not in invited and "Kari" in invited


def test_the_privacy_officer_sees_figures_of_the_own_controller_alone(world: World) -> None:
    text = board(world, "Per")
    assert "Saksbehandler på boligkontoret" in text and "Kontaktbetjent" not in text
    assert "Endret tilgang siste 30 dager" in text
    assert "Sara" not in text
