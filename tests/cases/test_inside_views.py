"""The pages of dates, tasks, history and documents: seen, used, refused, and closed to others."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.models import User
from hjemvei.agreements.enums import CustodyStatus
from hjemvei.cases.actions.mark_gone import mark_gone
from hjemvei.cases.actions.sync_tasks import sync_tasks
from hjemvei.cases.enums import ReleaseCertainty
from hjemvei.cases.models import Custody, Document, Event, PresumedStay, ReleaseDate, Task
from hjemvei.core import clock
from hjemvei.sharing.models import Case
from tests.cases.factories import case_of, intake, take
from tests.world import World

ONCE = "k" * 20
PANELS = ["datoer", "oppgaver", "historikk", "dokumenter"]
PDF = b"%PDF-1.7 hemmelig innhold"


@pytest.fixture(autouse=True)
def _served(settings: Any, tmp_path: Path) -> None:
    settings.MFA_REQUIRED = False
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


def signed_in(world: World, name: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=world.actor(name).user_id))
    return client


def person(world: World, **values: Any) -> Case:
    with acting_as(world.actor("Tor")) as tor:
        today = clock.today()
        known = {"admitted_on": today - dt.timedelta(days=20), "expected_on": today + dt.timedelta(days=200)}
        case = case_of(take(world, intake(**(known | values))))
        sync_tasks(actor=tor, case=case, at=clock.now(), today=today)
        return case


@pytest.mark.parametrize("panel", PANELS)
def test_each_panel_is_a_page_and_a_fragment(world: World, panel: str) -> None:
    case = person(world)
    client = signed_in(world, "Tor")
    page = client.get(f"/sak/{case.key}/{panel}/")
    assert page.status_code == 200 and "<html" in page.content.decode()
    part = client.get(f"/sak/{case.key}/{panel}/", headers={"HX-Request": "true"})
    assert part.status_code == 200 and "<html" not in part.content.decode()
    assert f"panel-{panel}" in part.content.decode()


@pytest.mark.parametrize("panel", [*PANELS, "datoer/ny", "datoer/borte", "oppgaver/ny", "dokumenter/nytt"])
@pytest.mark.parametrize(("name", "status"), [("Berit", 403), ("Ida", 404)])
def test_another_prison_and_the_municipality_see_nothing(
    world: World, panel: str, name: str, status: int
) -> None:
    """A colleague of the same controller is told by which rule, everybody else finds nothing."""
    case = person(world)
    assert signed_in(world, name).get(f"/sak/{case.key}/{panel}/").status_code == status


def test_a_new_date_once_however_often_it_is_sent(world: World) -> None:
    case = person(world)
    client = signed_in(world, "Tor")
    day = (clock.today() + dt.timedelta(days=90)).isoformat()
    values = {"expected_on": day, "kind": "probation", "certainty": "fixed", "reason": "vedtak", "once": ONCE}
    for _again in range(2):
        answer = client.post(f"/sak/{case.key}/datoer/ny/", values)
        assert (answer.status_code, answer.url) == (302, f"/sak/{case.key}/datoer/")
    with acting_as(world.actor("Tor")):
        assert ReleaseDate.objects.filter(case=case).count() == 2
    assert "−110" in client.get(f"/sak/{case.key}/datoer/").content.decode()


@pytest.mark.parametrize(
    ("page", "values", "said"),
    [
        ("datoer/ny", {"expected_on": "31.02.2027", "certainty": "fixed"}, "Skriv datoen som"),
        ("datoer/ny", {"expected_on": "2001-01-01", "certainty": "fixed"}, "før personen ble satt inn"),
        ("datoer/ny", {"expected_on": "2031-01-01", "certainty": "unknown"}, "kan ikke være ukjent"),
        ("datoer/fravar", {"kind": "escape", "starts_on": "2001-01-01"}, "mens personen er i fengsel"),
        ("datoer/tilbake", {"ends_before": "2026-11-01"}, "Ingen fravær"),
        ("datoer/borte", {"way_out": "transfer", "on": "TODAY"}, "Velg fengselet"),
        ("datoer/borte", {"way_out": "<script>", "on": "TODAY"}, "Velg"),
        ("datoer/varetekt", {"until": "2031-01-01", "reason": "x"}, "Bare varetekt"),
        ("oppgaver/ny", {"title": "", "due_on": "x"}, "Må fylles ut"),
    ],
)
def test_bad_input_says_what_is_wrong(world: World, page: str, values: dict[str, str], said: str) -> None:
    case = person(world)
    sent = {name: clock.today().isoformat() if value == "TODAY" else value for name, value in values.items()}
    answer = signed_in(world, "Tor").post(f"/sak/{case.key}/{page}/", sent | {"once": ONCE})
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_remand_that_ended_today_is_two_clicks(world: World) -> None:
    remand = {"status": CustodyStatus.REMAND, "expected_on": None, "certainty": ReleaseCertainty.UNKNOWN}
    case = person(world, **remand)
    client = signed_in(world, "Tor")
    values = {"way_out": "acquittal", "on": clock.today().isoformat(), "once": ONCE}
    answer = client.post(f"/sak/{case.key}/datoer/loslatt/", values, follow=True)
    assert "Gi personen pakken til løslatelse" in answer.content.decode()
    with acting_as(world.actor("Tor")):
        assert Custody.objects.get(case=case).way_out == "acquittal"


def test_presumption_from_the_page(world: World) -> None:
    remand = {"status": CustodyStatus.REMAND, "expected_on": None, "certainty": ReleaseCertainty.UNKNOWN}
    case = person(world, **remand)
    values = {"until": "2031-01-01", "reason": "Stor sak", "once": ONCE}
    assert signed_in(world, "Tor").post(f"/sak/{case.key}/datoer/varetekt/", values).status_code == 302
    with acting_as(world.actor("Tor")):
        assert PresumedStay.objects.get(case=case).reason == "Stor sak"


def test_gone_is_asked_and_a_transfer_leads_away(world: World) -> None:
    case = person(world)
    with acting_as(world.actor("Tor")) as tor:
        mark_gone(actor=tor, case_ids=[case.pk], on=clock.today(), at=clock.now())
    client = signed_in(world, "Tor")
    assert "Ikke på fengselets liste" in client.get(f"/sak/{case.key}/datoer/").content.decode()
    values = {
        "way_out": "transfer",
        "on": clock.today().isoformat(),
        "to_unit": world.unit("bergen").pk,
        "once": ONCE,
    }
    answer = client.post(f"/sak/{case.key}/datoer/borte/", values)
    assert answer.status_code == 302
    assert client.get(answer.url).url == "/saker/"
    assert signed_in(world, "Berit").get(f"/sak/{case.key}/oppgaver/").status_code == 200


def test_a_task_is_done_exempted_and_given(world: World) -> None:
    case = person(world)
    client = signed_in(world, "Tor")
    with acting_as(world.actor("Tor")):
        tasks = {task.code: task for task in Task.objects.filter(case=case)}
    base = f"/sak/{case.key}/oppgaver"
    liv, tor = world.actor("Liv").user_id, world.actor("Tor").user_id
    interview = tasks["intake_interview"].key
    assert client.post(f"{base}/{interview}/gi/", {"to_user": liv, "once": ONCE}).status_code == 422
    assert client.post(f"{base}/{interview}/gi/", {"to_user": tor, "once": ONCE}).status_code == 302
    assert client.post(f"{base}/{interview}/gjort/", {"note": "", "once": "a" * 20}).status_code == 302
    assert client.post(f"{base}/{interview}/gjort/", {"note": "", "once": "b" * 20}).status_code == 422
    home = tasks["keep_home"].key
    assert client.post(f"{base}/{home}/fritak/", {"reason": "", "once": "c" * 20}).status_code == 422
    assert client.post(f"{base}/{home}/fritak/", {"reason": "Har ikke", "once": "d" * 20}).status_code == 302
    owed = tasks["contact_officer"].key
    assert client.post(f"{base}/{owed}/fritak/", {"reason": "nei", "once": "e" * 20}).status_code == 403
    assert client.post(f"{base}/klar/papers/").status_code == 302
    with acting_as(world.actor("Tor")):
        interview_row = Task.objects.get(key=interview)
        assert (interview_row.to_user_id, interview_row.done_by_id) == (tor, tor)
        assert Task.objects.get(key=home).exempt_reason == "Har ikke"
        assert Event.objects.filter(case=case, code="task_exempted").count() == 1
    page = client.get(f"{base}/").content.decode()
    assert "Har ikke" in page and "1 av 10" in page


def test_a_document_comes_back_as_an_attachment_and_is_encrypted(world: World) -> None:
    case = person(world)
    client = signed_in(world, "Tor")
    url = f"/sak/{case.key}/dokumenter/nytt/"
    values = {"title": "Dom", "kind": "decision", "info_class": "2", "once": ONCE}
    wrong = client.post(url, values | {"file": SimpleUploadedFile("dom.pdf", b"<html>")})
    assert wrong.status_code == 422 and "må stemme med navnet" in wrong.content.decode()
    assert client.post(url, values | {"file": SimpleUploadedFile("dom.pdf", PDF)}).status_code == 302
    with acting_as(world.actor("Tor")):
        row = Document.objects.get(case=case)
        assert b"hemmelig" not in bytes(row.content)
    answer = client.get(f"/sak/{case.key}/dokumenter/{row.key}/")
    assert answer.content == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment")
    other = signed_in(world, "Berit").get(f"/sak/{case.key}/dokumenter/{row.key}/")
    assert other.status_code == 403


def test_a_task_is_done_in_few_statements(world: World) -> None:
    """One savepoint, one read of the task, which locks it, one statement for the answer and the draft."""
    case = person(world)
    client = signed_in(world, "Tor")
    with acting_as(world.actor("Tor")):
        first, second = [task.key for task in Task.objects.filter(case=case).order_by("id")[:2]]
    client.post(f"/sak/{case.key}/oppgaver/{first}/gjort/", {"note": "", "once": "a" * 20})
    with CaptureQueriesContext(connection) as asked:
        answer = client.post(f"/sak/{case.key}/oppgaver/{second}/gjort/", {"note": "", "once": "b" * 20})
    said = [query["sql"] for query in asked]
    assert answer.status_code == 302
    assert sum('FROM "cases_task"' in text for text in said) == 1
    assert len(said) <= 16  # four of them are the test's own transaction around the request's


@pytest.mark.parametrize("panel", PANELS)
@pytest.mark.parametrize("count", [1, 3])
def test_statements_do_not_grow_with_rows(
    world: World, panel: str, count: int, django_assert_max_num_queries: Any
) -> None:
    case = person(world)
    client = signed_in(world, "Tor")
    for number in range(count):
        day = (clock.today() + dt.timedelta(days=90 + number * 10)).isoformat()
        values = {"expected_on": day, "kind": "probation", "certainty": "fixed", "once": f"{number}" * 20}
        assert client.post(f"/sak/{case.key}/datoer/ny/", values).status_code == 302
        file = SimpleUploadedFile("dom.pdf", PDF)
        sent = {
            "title": "Dom",
            "kind": "decision",
            "info_class": "2",
            "once": f"d{number}" * 10,
            "file": file,
        }
        assert client.post(f"/sak/{case.key}/dokumenter/nytt/", sent).status_code == 302
    client.get(f"/sak/{case.key}/{panel}/")
    with django_assert_max_num_queries(34 if panel == "datoer" else 16):
        assert client.get(f"/sak/{case.key}/{panel}/", {"alt": "1"}).status_code == 200


def test_the_timeline_has_two_levels_and_refuses_a_broken_link(world: World) -> None:
    case = person(world)
    client = signed_in(world, "Tor")
    with acting_as(world.actor("Tor")):
        task = Task.objects.get(case=case, code="intake_interview")
    client.post(f"/sak/{case.key}/oppgaver/{task.key}/gjort/", {"note": "", "once": ONCE})
    assert "Oppgave gjort" not in client.get(f"/sak/{case.key}/historikk/").content.decode()
    assert "Oppgave gjort" in client.get(f"/sak/{case.key}/historikk/?alt=1").content.decode()
    assert client.get(f"/sak/{case.key}/historikk/?fra=tull").status_code == 409
