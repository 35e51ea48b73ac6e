"""Done in one click, undone on record; a moved date told anew in one click."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.models import User
from hjemvei.cases.actions.complete_task import complete_task
from hjemvei.cases.actions.renotify import renotify
from hjemvei.cases.actions.reopen_task import reopen_task
from hjemvei.cases.actions.sync_tasks import sync_tasks
from hjemvei.cases.actions.tick_task import tick_task
from hjemvei.cases.models import Caseload, Event, Notice, ReleaseDate, Task
from hjemvei.cases.policy.inside import can_reopen_task
from hjemvei.cases.states import NoticeState
from hjemvei.core import clock
from hjemvei.core.errors import NotAllowed, RuleBroken
from hjemvei.sharing.actions.withdraw_consent import withdraw_consent
from hjemvei.sharing.enums import ConsentForm
from hjemvei.sharing.models import Case, owned_by
from tests.cases.cooperation_factories import consent_to, inside, move_date, notify
from tests.world import World

ONCE = "k" * 20


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.MFA_REQUIRED = False


def signed_in(world: World, name: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=world.actor(name).user_id))
    return client


def person(world: World) -> Case:
    """Somebody inside with tasks, released in 200 days."""
    with acting_as(world.actor("Tor")) as tor:
        today = clock.today()
        case = inside(world, admitted_on=today - dt.timedelta(days=20), expected_on=day(200))
        sync_tasks(actor=tor, case=case, at=clock.now(), today=today)
        return case


def day(days: int) -> dt.date:
    return clock.today() + dt.timedelta(days=days)


def task_of(world: World, case: Case, code: str) -> Task:
    with acting_as(world.actor("Tor")):
        return Task.objects.get(case=case, code=code)


def codes(world: World, case: Case) -> list[str]:
    with acting_as(world.actor("Tor")):
        return list(Event.objects.filter(case=case).order_by("id").values_list("code", flat=True))


def told(world: World) -> tuple[Case, Notice]:
    """Noticed, and then a date that moved by a day: nobody is told by itself."""
    case = person(world)
    with acting_as(world.actor("Tor")) as tor:
        consent_to(world, tor, case, "tk-koordinering")
        notice = notify(world, tor, case, note="Ring avdelingen")
        move_date(tor, case, day(201))
    return case, notice


def test_one_click_does_it_once_and_leads_back(world: World) -> None:
    case = person(world)
    tor = signed_in(world, "Tor")
    home = task_of(world, case, "keep_home")
    place = f"/sak/{case.key}/oppgaver/{home.key}/ferdig/"
    for _again in range(2):
        answer = tor.post(place, {"next": "/"})
        assert (answer.status_code, answer.url) == (302, "/")
    home = task_of(world, case, "keep_home")
    assert home.done_by_id == world.actor("Tor").user_id
    assert codes(world, case).count("task_done") == 1
    shown = tor.get("/").content.decode()
    assert "Oppgaven var alt gjort" in shown


def test_the_receipt_offers_to_undo(world: World) -> None:
    case = person(world)
    tor = signed_in(world, "Tor")
    home = task_of(world, case, "keep_home")
    page = tor.post(f"/sak/{case.key}/oppgaver/{home.key}/ferdig/", follow=True).content.decode()
    undo = f"/sak/{case.key}/oppgaver/{home.key}/igjen/"
    assert "Oppgaven er gjort." in page and f'href="{undo}">Angre</a>' in page
    assert "Åpne oppgaven igjen" in tor.get(undo).content.decode()
    assert tor.post(undo, {"once": ONCE}).status_code == 302
    assert task_of(world, case, "keep_home").done_at is None
    assert codes(world, case)[-2:] == ["task_done", "task_reopened"]
    assert tor.post(undo, {"once": "m" * 20}).status_code == 422


def test_a_foreign_address_is_never_gone_back_to(world: World) -> None:
    case = person(world)
    home = task_of(world, case, "keep_home")
    place = f"/sak/{case.key}/oppgaver/{home.key}/ferdig/"
    answer = signed_in(world, "Tor").post(place, {"next": "https://example.test/"})
    assert answer.url == f"/sak/{case.key}/oppgaver/"


@pytest.mark.parametrize("way", ["ferdig", "igjen"])
@pytest.mark.parametrize(("name", "status"), [("Berit", 403), ("Ida", 404), ("Leif", 403)])
def test_others_neither_do_nor_undo(world: World, name: str, status: int, way: str) -> None:
    case = person(world)
    home = task_of(world, case, "keep_home")
    if way == "igjen":
        with acting_as(world.actor("Tor")) as tor:
            complete_task(actor=tor, task=home, at=clock.now())
    answer = signed_in(world, name).post(f"/sak/{case.key}/oppgaver/{home.key}/{way}/", {"once": ONCE})
    assert answer.status_code == status
    assert (task_of(world, case, "keep_home").done_at is None) is (way == "ferdig")


def test_what_the_case_shows_is_not_undone_by_hand(world: World) -> None:
    case = person(world)
    task = task_of(world, case, "consent_asked")
    with acting_as(world.actor("Tor")) as tor:
        consent_to(world, tor, case, "tk-koordinering")
        assert not can_reopen_task(tor, Task.objects.get(pk=task.pk))
        with pytest.raises(NotAllowed):
            reopen_task(actor=tor, task=task, at=clock.now())


def test_an_exempted_task_is_not_ticked_and_a_twin_is_not_reopened(world: World) -> None:
    case = person(world)
    home = task_of(world, case, "keep_home")
    with acting_as(world.actor("Tor")) as tor:
        complete_task(actor=tor, task=home, at=clock.now())
        twin = Task.objects.get(pk=home.pk)
        twin.pk, twin.key, twin.done_at, twin.done_by = None, "twintwintwin", None, None
        twin.save()
        with pytest.raises(RuleBroken) as refused:
            reopen_task(actor=tor, task=home, at=clock.now())
        assert refused.value.code == "open_already"
        twin.exempted_at, twin.exempt_reason = clock.now(), "Har ikke"
        twin.save(update_fields=["exempted_at", "exempt_reason"])
        with pytest.raises(RuleBroken):
            tick_task(actor=tor, task=twin, at=clock.now())


def test_the_list_follows_the_undo(world: World) -> None:
    case = person(world)
    home = task_of(world, case, "keep_home")
    with acting_as(world.actor("Tor")) as tor:
        before = Caseload.objects.visible_to(tor).get(case=case).open_tasks
        assert tick_task(actor=tor, task=home, at=clock.now())
        assert Caseload.objects.visible_to(tor).get(case=case).open_tasks == before - 1
        reopen_task(actor=tor, task=home, at=clock.now())
        assert Caseload.objects.visible_to(tor).get(case=case).open_tasks == before
        sync_tasks(actor=tor, case=case, at=clock.now(), today=clock.today())
        assert Task.objects.get(pk=home.pk).done_at is None


@pytest.mark.parametrize("page", ["datoer", "varsler"])
def test_a_moved_date_is_told_anew_in_one_click(world: World, page: str) -> None:
    case, first = told(world)
    tor = signed_in(world, "Tor")
    shown = tor.get(f"/sak/{case.key}/{page}/").content.decode()
    assert "Datoen er flyttet litt siden varselet" in shown and "201 dagers varsel" in shown
    answer = tor.post(f"/sak/{case.key}/varsler/pa-nytt/", {"next": f"/sak/{case.key}/{page}/"}, follow=True)
    said = answer.content.decode()
    assert "er varslet, 201 dager før løslatelse. Mottaket bekreftes innen" in said
    assert "Datoen er flyttet litt" not in said
    with acting_as(world.actor("Tor")) as actor:
        live = Notice.objects.visible_to(actor).get(case=case, state=NoticeState.SENT)
        assert (live.replaces_id, live.lead_days, live.note) == (first.pk, 201, "Ring avdelingen")


def test_a_second_click_tells_nobody(world: World) -> None:
    case, _first = told(world)
    tor = signed_in(world, "Tor")
    place = f"/sak/{case.key}/varsler/pa-nytt/"
    assert tor.post(place).status_code == 302
    assert "Kommunen har alt fått datoen som gjelder." in tor.post(place, follow=True).content.decode()
    with acting_as(world.actor("Tor")) as actor:
        assert Notice.objects.visible_to(actor).filter(case=case).count() == 2


def test_without_consent_nobody_is_told_and_the_reason_is_said(world: World) -> None:
    case, notice = told(world)
    with acting_as(world.actor("Tor")) as tor:
        Notice.objects.filter(pk=notice.pk).update(state="acknowledged", acknowledged_at=clock.now())
        withdraw_consent(actor=tor, consent=notice.consent, how=ConsentForm.ORAL, at=clock.now())
    client = signed_in(world, "Tor")
    said = client.post(f"/sak/{case.key}/varsler/pa-nytt/", follow=True).content.decode()
    assert "ikke nevnt i et samtykke som gjelder" in said
    with acting_as(world.actor("Tor")) as tor:
        assert Notice.objects.visible_to(tor).filter(case=case).count() == 1


@pytest.mark.parametrize(("name", "status"), [("Berit", 403), ("Ida", 403), ("Leif", 403)])
def test_only_the_prison_staff_tell_anew(world: World, name: str, status: int) -> None:
    case, _notice = told(world)
    assert signed_in(world, name).post(f"/sak/{case.key}/varsler/pa-nytt/").status_code == status
    with acting_as(world.actor("Tor")) as tor:
        assert Notice.objects.visible_to(tor).filter(case=case).count() == 1


def test_the_municipality_sees_the_difference_without_the_button(world: World) -> None:
    case, _notice = told(world)
    shown = signed_in(world, "Ida").get(f"/sak/{case.key}/varsler/").content.decode()
    assert "Datoen er flyttet litt" in shown and "Varsle på nytt" not in shown


def test_the_next_action_on_the_case_page_tells_and_closes_the_task(world: World) -> None:
    """A date that nobody may tell of by itself, as when a roll was loaded while the consent was missing."""
    case, _notice = told(world)
    with acting_as(world.actor("Tor")) as tor:
        custody = ReleaseDate.objects.filter(case=case).latest("id").custody
        ReleaseDate.objects.create(
            **owned_by(tor, case, at=clock.now()),
            custody=custody,
            expected_on=day(120),
            certainty="likely",
            source="liste",
            known_at=clock.now(),
        )
        sync_tasks(actor=tor, case=case, at=clock.now(), today=clock.today())
    tor_web = signed_in(world, "Tor")
    page = tor_web.get(f"/sak/{case.key}/").content.decode()
    assert f'action="/sak/{case.key}/varsler/pa-nytt/"' in page
    assert tor_web.post(f"/sak/{case.key}/varsler/pa-nytt/", {"next": f"/sak/{case.key}/"}).status_code == 302
    assert task_of(world, case, "renotify").done_at is not None
    assert (
        f'action="/sak/{case.key}/varsler/pa-nytt/"' not in tor_web.get(f"/sak/{case.key}/").content.decode()
    )


def test_all_or_nobody(world: World) -> None:
    case, _notice = told(world)
    with acting_as(world.actor("Tor")) as tor:
        assert [
            notice.lead_days for notice in renotify(actor=tor, case=case, today=clock.today(), at=clock.now())
        ] == [201]
        with pytest.raises(RuleBroken):
            renotify(actor=tor, case=case, today=clock.today(), at=clock.now())
