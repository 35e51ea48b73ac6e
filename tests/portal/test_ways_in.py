"""The code, the PIN, the device: paper found by another opens nothing, and neither does a device alone."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.models import User
from hjemvei.core import clock
from hjemvei.core.errors import NotAllowed, RuleBroken
from hjemvei.portal.actions.open_device import open_device
from hjemvei.portal.actions.print_pack import print_pack
from hjemvei.portal.actions.reset_pin import reset_pin
from hjemvei.portal.door import COOKIE
from hjemvei.portal.enums import Strength
from hjemvei.portal.here import find_here
from hjemvei.portal.models import Pack, Pin, Visit
from hjemvei.portal.rules import MOST_TRIES, is_code_alive, new_code, pin_fault, shown, typed
from hjemvei.sharing.models import Case, owned_by
from tests.portal.ways import PIN, Device, begin, inside, mark_of, opened, sign
from tests.web.factories import signed_in
from tests.world import World

NOW = dt.datetime(2026, 11, 16, 9, 0, tzinfo=dt.UTC)


SIMPLE = ("111111", "123456", "654321", "121212", "123123")


@pytest.mark.parametrize(
    ("pin", "fault"),
    [
        ("481902", ""),
        ("12345", "form"),
        ("abcdef", "form"),
        ("\u0664\u0668\u0661\u0669\u0660\u0662", "form"),
        *((pin, "simple") for pin in SIMPLE),
    ],
)
def test_a_pin_is_six_figures_that_are_not_guessed_at_once(pin: str, fault: str) -> None:
    assert pin_fault(pin) == fault


def test_a_code_is_read_as_people_write_it() -> None:
    code = new_code()
    assert typed(f" {shown(code)} ") == code
    assert len({new_code() for _n in range(50)}) == 50


@pytest.mark.parametrize(
    ("days", "tries", "used", "alive"),
    [
        (0, 0, False, True),
        (6, 4, False, True),
        (7, 0, False, False),
        (0, 5, False, False),
        (0, 0, True, False),
    ],
)
def test_a_code_lives_seven_days_five_tries_and_once(days: int, tries: int, used: bool, alive: bool) -> None:
    expires_at, at = NOW + dt.timedelta(days=7), NOW + dt.timedelta(days=days)
    assert is_code_alive(expires_at=expires_at, tries=tries, used=used, at=at) is alive


def test_paper_without_a_device_opens_nothing(world: World) -> None:
    device = opened(world)
    stranger = Client()
    for path in ("/min-side/na/", "/min-side/kode/", "/min-side/samtykker/"):
        answer = stranger.get(path)
        assert (answer.status_code, answer.headers["Location"]) == (302, "/min-side/lukket/")
    typed_anyway = stranger.post("/min-side/kode/", {"code": device.code, "pin": PIN, "pin_again": PIN})
    assert typed_anyway.headers["Location"] == "/min-side/lukket/"


def test_a_device_without_the_code_shows_nothing(world: World) -> None:
    device = opened(world)
    assert device.client.get("/min-side/na/").headers["Location"] == "/min-side/kode/"
    page = device.client.get("/min-side/kode/").content.decode()
    assert "Klok" not in page and "Lyng" not in page and "Trondheim" not in page


def test_another_ones_code_does_not_open_this_device(world: World) -> None:
    mine, other = opened(world, "Klok Lyng"), opened(world, "Tapper Foss")
    answer = mine.client.post(
        "/min-side/kode/", {"mark": mark_of(mine.client), "code": other.code, "pin": PIN, "pin_again": PIN}
    )
    assert answer.status_code == 422


def test_five_wrong_codes_end_the_paper(world: World) -> None:
    device = opened(world)
    for _try in range(MOST_TRIES):
        answer = device.client.post(
            "/min-side/kode/",
            {"mark": mark_of(device.client), "code": "AAAA-AAAA", "pin": PIN, "pin_again": PIN},
        )
        assert answer.status_code == 422
    answer = device.client.post(
        "/min-side/kode/", {"mark": mark_of(device.client), "code": device.code, "pin": PIN, "pin_again": PIN}
    )
    assert "Koden kan ikke brukes mer" in answer.content.decode()


def test_a_code_counts_once_and_the_pin_is_asked_the_next_time(world: World) -> None:
    first = opened(world)
    begin(first)
    second = opened(world)
    again = {"mark": mark_of(second.client), "pin": PIN}
    assert second.client.post("/min-side/kode/", {**again, "code": first.code}).status_code == 422
    wrong = second.client.post("/min-side/kode/", {**again, "code": second.code, "pin": "905172"})
    assert "stemmer ikke" in wrong.content.decode()
    assert second.client.post("/min-side/kode/", {**again, "code": second.code}).status_code == 302


def test_a_pin_locks_and_staff_let_the_person_choose_anew(world: World) -> None:
    begin(opened(world))
    device = opened(world)
    for pin in ("905172", "905173", "905174", "905175", "905176"):
        device.client.post(
            "/min-side/kode/", {"mark": mark_of(device.client), "code": device.code, "pin": pin}
        )
    locked = device.client.post(
        "/min-side/kode/", {"mark": mark_of(device.client), "code": device.code, "pin": PIN}
    )
    assert "PIN-en er låst" in locked.content.decode()
    with acting_as(world.actor("Tor")) as tor:
        assert reset_pin(actor=tor, case=world.case("Klok Lyng"), at=clock.now()) == 1
    begin(device, pin="730284")


def test_staff_cannot_read_the_pin(world: World) -> None:
    from django.db import DatabaseError, transaction  # noqa: PLC0415  only here

    begin(opened(world))
    with acting_as(world.actor("Tor")) as tor:
        assert Pin.objects.visible_to(tor).values_list("tries", flat=True).get() == 0
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            list(Pin.objects.visible_to(tor))


def test_a_new_paper_ends_the_one_before(world: World) -> None:
    with acting_as(world.actor("Tor")) as tor:
        case = world.case("Klok Lyng")
        print_pack(actor=tor, case=case, language="nb", at=clock.now())
        print_pack(actor=tor, case=case, language="pl", at=clock.now())
        assert Pack.objects.visible_to(tor).filter(ended_at__isnull=True).count() == 1


@pytest.mark.parametrize(
    ("after", "there"),
    [
        (dt.timedelta(minutes=9), True),
        (dt.timedelta(minutes=10), False),
    ],
)
def test_a_device_waits_ten_minutes_for_the_code(world: World, after: dt.timedelta, there: bool) -> None:
    at = clock.now()
    device = opened(world, at=at)
    assert (find_here(device.token, at=at + after) is not None) is there


def test_a_session_idles_ten_minutes_and_lasts_half_an_hour(world: World) -> None:
    from hjemvei.portal.door import token_of  # noqa: PLC0415  only here

    client = inside(world)

    class Asked:
        COOKIES = {COOKIE: client.cookies[COOKIE].value}

    token, at = token_of(Asked()), clock.now()  # type: ignore[arg-type]
    for minutes in (8, 16, 24):
        assert find_here(token, at=at + dt.timedelta(minutes=minutes)) is not None
    assert find_here(token, at=at + dt.timedelta(minutes=31)) is None
    other = inside(world, "Tapper Foss")
    Asked.COOKIES = {COOKIE: other.cookies[COOKIE].value}
    assert find_here(token_of(Asked()), at=clock.now() + dt.timedelta(minutes=10)) is None  # type: ignore[arg-type]


def test_the_token_changes_when_the_session_begins(world: World) -> None:
    device = opened(world)
    begin(device)
    old = Client()
    old.cookies[COOKIE] = sign(device.token)
    assert old.get("/min-side/na/").headers["Location"] == "/min-side/lukket/"


def test_who_is_sure_of_the_person_says_how(world: World) -> None:
    with acting_as(world.actor("Tor")) as tor:
        case = world.case("Klok Lyng")
        at = clock.now()
        with pytest.raises(RuleBroken) as refused:
            open_device(actor=tor, case=case, strength=Strength.CODE, how="", language="nb", at=at)
        assert refused.value.code == "no_pack"
        print_pack(actor=tor, case=case, language="nb", at=at)
        with pytest.raises(RuleBroken) as refused:
            open_device(actor=tor, case=case, strength=Strength.ATTENDED, how=" ", language="nb", at=at)
        assert refused.value.code == "how"


def test_one_employee_alone_does_not_come_in_as_the_person(world: World) -> None:
    """Who printed the code does not open everything, whoever chose the PIN; a colleague does."""
    begin(opened(world))
    at = clock.now()
    with acting_as(world.actor("Tor")) as tor:
        case = world.case("Klok Lyng")
        _pack, code = print_pack(actor=tor, case=case, language="nb", at=at)
        assert reset_pin(actor=tor, case=case, at=at) == 1
        how: dict[str, Any] = {"case": case, "how": "Kjenner ham.", "language": "nb", "at": at}
        with pytest.raises(RuleBroken, match="en kollega") as refused:
            open_device(actor=tor, strength=Strength.ATTENDED, **how)
        assert (refused.value.code, refused.value.field) == ("alone", "strength")
        assert open_device(actor=tor, strength=Strength.CODE, **how)
    with acting_as(world.actor("Siv")) as siv:
        token = open_device(actor=siv, strength=Strength.ATTENDED, **how)
    client = Client()
    client.cookies[COOKIE] = sign(token)
    begin(Device(client, token, code, case), pin="730284")


def test_neither_does_one_who_opens_first_and_prints_then(world: World) -> None:
    device = opened(world, strength=Strength.ATTENDED)
    with acting_as(world.actor("Tor")) as tor:
        _pack, code = print_pack(actor=tor, case=device.case, language="nb", at=clock.now())
    sent = {"mark": mark_of(device.client), "code": code, "pin": PIN, "pin_again": PIN}
    answer = device.client.post("/min-side/kode/", sent)
    assert answer.status_code == 422 and "Koden kan ikke brukes mer" in answer.content.decode()
    assert device.client.get("/min-side/plan/").headers["Location"] == "/min-side/kode/"


@pytest.mark.parametrize(
    "change",
    [
        {"strength": Strength.ID},
        {"started_at": NOW},
        {"cases": [1, 2, 3, 4]},
        {"recorded_by_id": 1},
    ],
    ids=lambda change: next(iter(change)),
)
def test_nor_by_a_row_of_ones_own_making(world: World, change: dict[str, object]) -> None:
    """Raw rows of a device that is open already, stronger, wider, or said to be a colleague's."""
    at = clock.now()
    with acting_as(world.actor("Tor")) as tor:
        case = world.case("Klok Lyng")
        row = {"token_hash": b"x" * 32, "strength": "code", "cases": [case.pk], "language": "nb"}
        fields = {**owned_by(tor, case, at=at), **row, "opens_before": at}
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            Visit.objects.create(**{**fields, **change})
        made = Visit.objects.create(**fields)
        print_pack(actor=tor, case=case, language="nb", at=at)
        with pytest.raises(DatabaseError, match="not allowed"), transaction.atomic():
            Visit.objects.filter(pk=made.pk).update(strength=Strength.ATTENDED, started_at=at)


def test_the_person_sees_who_printed_gave_a_new_pin_and_opened(world: World) -> None:
    begin(opened(world))
    with acting_as(world.actor("Tor")):
        key = world.case("Klok Lyng").key
    tor = signed_in(world, "Tor")
    assert tor.post(reverse("portal_staff:pin", args=[key])).status_code == 302
    pack = {"language": "nb", "once": "x" * 20}
    assert tor.post(reverse("portal_staff:pack", args=[key]), pack).status_code == 200
    device = {"strength": "code", "how": "", "language": "nb"}
    assert tor.post(reverse("portal_staff:open", args=[key]), device).status_code == 302
    page = begin(opened(world, by="Siv"), pin="730284").get("/min-side/hvem-har-sett/").content.decode()
    assert page.count("Tor Prøve") >= 3
    for said in ("papiret med koden til siden din", "ny PIN til siden din", "siden din, åpnet på en skjerm"):
        assert said in page


def test_a_leader_does_not_open_for_the_person(world: World) -> None:
    with acting_as(world.actor("Leif")) as leif:
        case = Case.objects.visible_to(leif).get(pk=world.admitted["Klok Lyng"].case_id)
        with pytest.raises(NotAllowed):
            print_pack(actor=leif, case=case, language="nb", at=clock.now())


def test_staff_open_the_device_and_are_signed_out_on_it(
    world: World, client: Client, settings: object
) -> None:
    settings.MFA_REQUIRED = False  # type: ignore[attr-defined]
    client.force_login(User.objects.get(email="tor@example.test"))
    key = world.admitted["Klok Lyng"].case_key if hasattr(world.admitted["Klok Lyng"], "case_key") else ""
    with acting_as(world.actor("Tor")):
        key = key or world.case("Klok Lyng").key
    paper = client.post(f"/sak/{key}/min-side/pakke/", {"language": "nb", "once": "x" * 20})
    assert paper.headers["Content-Type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF")
    page = client.get(f"/sak/{key}/min-side/").content.decode()
    assert "Åpne for personen" in page
    answer = client.post(f"/sak/{key}/min-side/apne/", {"strength": "code", "language": "nb"})
    assert answer.headers["Location"] == "/min-side/"
    assert client.get(f"/sak/{key}/").headers["Location"].startswith("/konto/")
    assert client.get("/min-side/").headers["Location"] == "/min-side/kode/"
