"""The pages of a committee: what a member can do there, and what nobody else is shown."""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import Any
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localtime

from hjemvei.accounts.actor import acting_as
from hjemvei.cooperation.actions.plan_meeting import Slot, plan_meeting
from hjemvei.cooperation.forms import SeatForm, WorkForm
from hjemvei.cooperation.ics import FeedRow, calendar_of, folded
from hjemvei.cooperation.models import AgendaPoint, Decision, Forum, Meeting, Post
from hjemvei.core import clock
from hjemvei.parties.models import ContactPoint
from tests.cooperation.factories import committee, seat
from tests.cooperation.test_actions import seat_of
from tests.needs.factories import signed_in
from tests.needs.pages import plain_static as plain_static
from tests.world import DAY, World

pytestmark = pytest.mark.usefixtures("plain_static")


def place(name: str, *keys: str) -> str:
    return reverse(f"cooperation:{name}", args=keys)


def send(client: Client, address: str, **values: Any) -> Any:
    """As a browser does: the form's own once-key with what is typed."""
    once = re.search(r'name="once"[^>]*value="([^"]+)"', client.get(address).content.decode())
    assert once, address
    return client.post(address, {"once": once[1], **values})


def planned(world: World, forum: Forum) -> Meeting:
    """Tomorrow by the real clock."""
    starts = clock.now() + dt.timedelta(days=1)
    with acting_as(world.actor("Ida")) as ida:
        slot = Slot(starts_at=starts, ends_at=starts + dt.timedelta(hours=1), place="Rom 3")
        return plan_meeting(actor=ida, forum=forum, slot=slot, at=clock.now())


@pytest.mark.parametrize("which", ["unit", "owner"])
def test_nobody_is_chosen_by_standing_first(which: str) -> None:
    """A seat is for a unit and a task for a member that somebody has chosen, not the first of the list."""
    form = SeatForm({}, units=[], seats=[]) if which == "unit" else WorkForm({}, names=(), seats=[])
    assert form[which].subwidgets[0].data["value"] == "" and "Må fylles ut." in form.errors[which]


def test_a_coordinator_founds_seats_calls_and_records(world: World) -> None:
    client = signed_in(world, "Ida")
    assert "Du sitter ikke i noe" in client.get(place("index")).content.decode()
    answer = send(
        client, place("found"), kind="professional", name="Fagnettverket", chair_way="fixed", interval_days=30
    )
    key = answer.headers["Location"].split("/")[2]
    unit = {"unit": "frivillig", "role": "chair", "starts_on": clock.today().isoformat()}
    assert send(client, place("new_seat", key), email="ingen@example.test", **unit).status_code == 422
    assert send(client, place("new_seat", key), email="vera@example.test", **unit).status_code == 302
    day = (clock.today() + dt.timedelta(days=3)).isoformat()
    slot = {"on_day": day, "starts": "12:00", "ends": "13:00"}
    assert send(client, place("plan", key), **slot).status_code == 422
    assert send(client, place("plan", key), **slot, place="Rådhuset").status_code == 302
    with acting_as(world.actor("Vera")) as vera:
        (meeting,) = Meeting.objects.visible_to(vera)
        assert (localtime(meeting.starts_at).hour, meeting.place) == (
            12,
            "Rådhuset",
        )
    page = place("meeting", key, meeting.key)
    assert "Ingen saker ennå" in signed_in(world, "Vera").get(page).content.decode()
    assert send(client, place("move", key, meeting.key), **slot, place="Fengselet").status_code == 302
    assert send(client, place("cancel", key, meeting.key), reason="Snøstorm").status_code == 302
    text = client.get(page).content.decode()
    assert "Snøstorm" in text and "Avlyst" in text


@pytest.mark.parametrize("name", ["forum", "meetings", "work", "threads", "members", "sheet"])
def test_members_see_every_page_and_others_see_that_nothing_is_there(world: World, name: str) -> None:
    forum = committee(world)
    address = place(name, forum.key)
    assert {signed_in(world, who).get(address).status_code for who in ("Ida", "Leif", "Vera")} == {200}
    assert {signed_in(world, who).get(address).status_code for who in ("Oda", "Berit", "Anne", "Per")} == {
        404
    }


def test_a_decision_is_written_listed_and_closed_by_its_owner(world: World) -> None:
    forum = committee(world)
    meeting = planned(world, forum)
    ida, kari = signed_in(world, "Ida"), signed_in(world, "Kari")
    owner, today = seat_of(world, forum, "Kari").key, clock.today().isoformat()
    address = place("new_decision", forum.key, meeting.key)
    assert send(ida, address, text="Felles skjema", owner=owner, due_on=today).status_code == 302
    assert send(
        ida, place("new_measure", forum.key), kind="calm", text="Fast kontakt", owner=owner, due_on=today
    )
    board = kari.get("/").content.decode()
    assert "Møter og vedtak" in board and "Felles skjema" in board and "Fast kontakt" in board
    assert "Møter og vedtak" not in signed_in(world, "Oda").get("/").content.decode()
    with acting_as(world.actor("Kari")) as actor:
        decision = Decision.objects.visible_to(actor).get()
    close = place("close_decision", forum.key, decision.key)
    assert signed_in(world, "Vera").get(close).status_code == 403
    assert send(kari, close, verb="finish", outcome="I bruk fra mandag").status_code == 302
    assert "I bruk fra mandag" in kari.get(place("work", forum.key)).content.decode()


def test_words_about_a_person_are_refused_or_asked_about(world: World) -> None:
    forum = committee(world)
    client, address = signed_in(world, "Kari"), place("new_thread", forum.key)
    refused = send(client, address, title="Hjelp", body="Gjelder 27909642545", checked="on")
    assert refused.status_code == 422 and "fødselsnummer" in refused.content.decode()
    asked = send(client, address, title="Hjelp", body="Vi snakket med Ola Nordmann i går")
    assert asked.status_code == 422 and "ser ut til å ha et navn" in asked.content.decode()
    assert send(client, address, title="Hjelp", body="Vi snakket med Ida Prøve i går").status_code == 302
    assert (
        send(client, address, title="Rom", body="Den hang på Store Rom i går", checked="on").status_code
        == 302
    )
    with acting_as(world.actor("Leif")) as leif:
        thread = Post.objects.visible_to(leif).earliest("pk")
    page = place("thread", forum.key, thread.key)
    assert send(signed_in(world, "Leif"), page, body="Slik gjør vi det").status_code == 302
    text = client.get(page).content.decode()
    assert "Slik gjør vi det" in text and text.count("Trekk") == 1
    assert client.post(place("withdraw_post", forum.key, thread.key)).status_code == 302
    assert "Innlegget er trukket" in client.get(page).content.decode()
    assert "Svar på" not in signed_in(world, "Vera").get(page).content.decode()
    assert signed_in(world, "Vera").post(page, {"body": "x", "once": "k" * 20}).status_code == 403


def test_an_own_point_and_the_minutes(world: World) -> None:
    forum = committee(world)
    meeting = planned(world, forum)
    kari, leif = signed_in(world, "Kari"), signed_in(world, "Leif")
    assert send(kari, place("point", forum.key, meeting.key), title="Nøkler", text="").status_code == 302
    page = place("meeting", forum.key, meeting.key)
    assert "Nøkler" in kari.get(page).content.decode()
    with acting_as(world.actor("Kari")) as actor:
        point = AgendaPoint.objects.visible_to(actor).get()
        with acting_as(world.actor("Leif")):
            past = clock.now() - dt.timedelta(hours=3)
            Meeting.objects.filter(pk=meeting.pk).update(starts_at=past, ends_at=past + dt.timedelta(hours=1))
    vera = signed_in(world, "Vera")
    assert vera.post(place("remove_point", forum.key, point.key)).status_code == 403
    assert kari.post(place("build", forum.key, meeting.key)).status_code == 403
    minutes = place("minutes", forum.key, meeting.key)
    attended = {f"oppmote_{seat_of(world, forum, name).key}": "present" for name in ("Kari", "Leif")}
    assert send(leif, minutes, minutes="Nøkler hentes hos vakta.", **attended).status_code == 302
    assert leif.post(place("approve", forum.key, meeting.key)).status_code == 302
    text = kari.get(page).content.decode()
    assert "Nøkler hentes hos vakta." in text and "Referatet kan ikke endres" in text
    with ZipFile(io.BytesIO(kari.get(place("sheet", forum.key)).content)) as book:
        words = book.read("xl/sharedStrings.xml").decode()
    assert ("Kari Prøve" in words and "Til stede" in words) or "til stede" in words


def test_a_calendar_address_works_without_sign_in_until_it_is_deleted(world: World) -> None:
    forum = committee(world)
    planned(world, forum)
    kari = signed_in(world, "Kari")
    page = kari.post(place("calendar")).content.decode()
    found = re.search(r"/samarbeid/kalender/[\w-]+\.ics", page)
    assert found and found[0] not in kari.get(place("calendar")).content.decode()
    answer = Client().get(found[0])
    text = answer.content.decode()
    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert "SUMMARY:Samarbeidsutvalget" in text and "Prøve" not in text and "Lyng" not in text
    assert kari.post(place("revoke")).status_code == 302
    assert Client().get(found[0]).status_code == 404 == Client().get(place("feed", "x" * 43)).status_code


def test_calendar_lines_are_folded_and_escaped() -> None:
    at = dt.datetime(2026, 12, 7, 11, tzinfo=dt.UTC)
    row = FeedRow("k", "Råd; og, vink", at, at, "Å" * 80, "", "cancelled", 2, at)
    text = calendar_of([row], name="Møter")
    assert "SUMMARY:Råd\\; og\\, vink" in text and "STATUS:CANCELLED" in text and "SEQUENCE:2" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert folded("a" * 75) == "a" * 75 and folded("a" * 76) == "a" * 75 + "\r\n a"


def test_the_register_says_whom_to_ring_for_what(world: World) -> None:
    forum = committee(world)
    assert forum.agreement is not None
    for unit, purpose, phone in (
        ("trondheim", "Permisjoner", "73 00 00 00"),
        ("bergen", "I vest", "55 00 00 00"),
    ):
        ContactPoint.objects.create(unit=world.unit(unit), purpose=purpose, phone=phone, starts_on=DAY)
    client = signed_in(world, "Ida")
    text = client.get(place("contacts"), {"avtale": forum.agreement.key}).content.decode()
    assert "73 00 00 00" in text and "55 00 00 00" not in text
    assert "55 00 00 00" in client.get(place("contacts"), {"ord": "vest"}).content.decode()
    assert client.get(place("contacts"), {"avtale": "finnesikke"}).status_code == 200


def test_the_committee_of_an_agreement_is_found_from_it(world: World) -> None:
    forum = committee(world)
    assert forum.agreement is not None
    address = place("committee", forum.agreement.key)
    assert signed_in(world, "Kari").get(address).headers["Location"] == place("forum", forum.key)
    assert "Bare medlemmene ser" in signed_in(world, "Oda").get(address).content.decode()
    assert signed_in(world, "Oda").get(place("committee", "k" * 12)).status_code == 404
    conflict = signed_in(world, "Leif")
    assert conflict.get(place("found")).status_code == 200
    assert signed_in(world, "Kari").get(place("found")).status_code == 403


@pytest.mark.parametrize("name", ["index", "forum", "members", "meetings", "work", "threads", "meeting"])
def test_a_page_asks_as_often_for_many_rows_as_for_one(
    world: World, name: str, django_assert_max_num_queries: Any
) -> None:
    forum = committee(world)
    meeting = planned(world, forum)
    keys = {"index": [], "meeting": [forum.key, meeting.key]}.get(name, [forum.key])
    client = signed_in(world, "Ida")
    client.get(place(name, *keys))
    with CaptureQueriesContext(connection) as few:
        client.get(place(name, *keys))
    for who in ("Sara", "Nils", "Odd"):
        seat(world, forum, who)
        planned(world, forum)
    with django_assert_max_num_queries(len(few)):
        client.get(place(name, *keys))
