"""How long a session lasts, who ends it, and that nothing typed is lost when it is over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.models import Draft, User
from hjemvei.accounts.sessions import device_of, is_over
from hjemvei.config import env
from tests.accounts.provider import Idp
from tests.accounts.test_views_provider import bound, through
from tests.world import World

PROFILE = reverse("accounts:profile")
FORM = "/konto/brukere/ny/"
TEXT = "Klok ønsker å bo nær søsteren sin"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


def late(client: Client, minutes: float, *, work_until: float = 0) -> Any:
    """A form sent that long after sign-in; until `work_until` something was done every ten minutes."""
    start = dt.datetime.now(dt.UTC)
    for minute in range(10, int(work_until) + 1, 10):
        with time_machine.travel(start + dt.timedelta(minutes=minute), tick=False):
            assert client.get(FORM).status_code == 200
    with time_machine.travel(start + dt.timedelta(minutes=minutes), tick=False):
        token = client.cookies["csrftoken"].value
        sent = {"name": TEXT, "csrfmiddlewaretoken": token}
        return client.post(FORM, sent, headers={"Referer": f"http://testserver{FORM}"})


def kept(world: World, name: str) -> list[str]:
    with acting_as(world.actor(name)):
        return [row.path for row in Draft.objects.order_by("path")]


@pytest.mark.parametrize(
    ("minutes", "work_until", "roles", "ended"),
    [
        (29, 0, {}, False),
        (31, 0, {}, True),
        (599, 590, {}, False),
        (601, 590, {}, True),
        (14, 0, {"administrator": (900, 3600)}, False),
        (16, 0, {"administrator": (900, 3600)}, True),
        (61, 50, {"administrator": (900, 3600)}, True),
        (29, 0, {"contact_officer": (60, 60)}, False),
    ],
    ids=str,
)
def test_at_every_limit_the_text_waits_for_its_writer(
    world: World,
    sign_in: Callable[[str], Client],
    settings: Any,
    minutes: int,
    work_until: int,
    roles: dict[str, tuple[int, int]],
    *,
    ended: bool,
) -> None:
    settings.SESSION_ROLE_LIMITS, settings.SESSION_COOKIE_AGE = roles, 12 * 3600
    client = sign_in("Anne")
    assert client.get(FORM).status_code == 200
    answer = late(client, minutes, work_until=work_until)
    if not ended:
        assert answer.status_code == 422
        return
    assert answer.headers["Location"].endswith("&tatt-vare-paa=1")
    assert kept(world, "Anne") == [FORM]
    assert TEXT in sign_in("Anne").get(FORM).content.decode()


def test_the_providers_limit_loses_nothing_and_leads_back_to_the_form(
    world: World, idp: Idp, settings: Any
) -> None:
    settings.SESSION_COOKIE_AGE = 12 * 3600
    client = Client()
    bound(User.objects.get(pk=world.actor("Anne").user_id), idp)
    through(client, idp)
    assert client.get(FORM).status_code == 200
    sent = late(client, 121, work_until=110)
    assert "tatt-vare-paa" in sent.headers["Location"]
    page = client.get(sent.headers["Location"]).content.decode()
    assert "/konto/inn/ansattporten/?next=%2Fkonto%2Fbrukere%2Fny%2F" in page
    assert through(client, idp, next=FORM).headers["Location"] == FORM
    assert TEXT in client.get(FORM).content.decode()


def test_a_session_that_was_ended_elsewhere_loses_nothing(
    world: World, sign_in: Callable[[str], Client]
) -> None:
    here, there = sign_in("Anne"), sign_in("Anne")
    there.get(FORM)
    here.post(reverse("accounts:end_other_sessions"))
    assert "tatt-vare-paa" in late(there, 1).headers["Location"]
    assert TEXT in here.get(FORM).content.decode()


def test_ones_own_sessions_are_listed_and_ended_one_by_one(sign_in: Callable[[str], Client]) -> None:
    here, phone, desk = (sign_in("Nils") for _ in range(3))
    desk.get(PROFILE, headers={"User-Agent": FIREFOX})
    phone.get(PROFILE)
    page = here.get(PROFILE).content.decode()
    assert "Firefox, Windows" in page
    for client in (here, phone, desk):
        assert str(client.session.session_key) not in page
    names = {part.split('"')[0] for part in page.split('name="session" value="')[1:]}
    assert len(names) == 2
    other = sign_in("Sara")
    for name in names:
        other.post(reverse("accounts:end_one_session"), {"session": name})
    assert [client.get(PROFILE).status_code for client in (phone, desk)] == [200, 200]
    here.post(reverse("accounts:end_one_session"), {"session": sorted(names)[0]})
    assert sorted(client.get(PROFILE).status_code for client in (phone, desk)) == [200, 302]
    assert here.get(PROFILE).status_code == 200


def test_signing_out_everywhere_is_here_too(sign_in: Callable[[str], Client]) -> None:
    here, there = sign_in("Nils"), sign_in("Nils")
    there.get(PROFILE)
    assert here.post(reverse("accounts:end_all_sessions")).status_code == 302
    assert [client.get(PROFILE).status_code for client in (here, there)] == [302, 302]


def test_the_narrowest_limit_holds(settings: Any) -> None:
    settings.SESSION_IDLE_SECONDS, settings.SESSION_ABSOLUTE_SECONDS = 100, 1000
    settings.SESSION_ROLE_LIMITS = {"administrator": (50, 2000)}
    for session, roles, over in (
        ({"seen_at": 950, "signed_in_at": 900}, ["administrator"], False),
        ({"seen_at": 949, "signed_in_at": 900}, ["administrator"], True),
        ({"seen_at": 949, "signed_in_at": 900}, ["contact_officer"], False),
        ({"seen_at": 999, "signed_in_at": 900, "limits": [100, 90]}, [], True),
        ({"seen_at": 999, "signed_in_at": -1}, ["administrator"], True),
        ({}, [], False),
    ):
        assert is_over(session, roles, now=1000) is over


def test_limits_of_roles_are_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HJEMVEI_ROLE_MINUTES", "administrator=15/240, privacy_officer=10/60")
    assert env.limits("HJEMVEI_ROLE_MINUTES") == {
        "administrator": (900, 14400),
        "privacy_officer": (600, 3600),
    }
    monkeypatch.setenv("HJEMVEI_ROLE_MINUTES", "administrator=15")
    with pytest.raises(ValueError, match="unpack"):
        env.limits("HJEMVEI_ROLE_MINUTES")


def test_a_device_is_named_and_not_described() -> None:
    assert device_of(FIREFOX) == "Firefox, Windows"
    assert device_of("Mozilla/5.0 (Linux; Android 15) Chrome/142.0 Mobile Safari/537.36") == "Chrome, Android"
    assert device_of("curl/8") == ""
