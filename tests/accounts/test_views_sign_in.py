"""The ways in, and the ways that are closed."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, hotp_value
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from hjemvei.accounts.models import User
from hjemvei.config import env
from hjemvei.core import clock
from tests.world import World

PASSWORD = "en lang setning om vinteren"


def with_password(world: World, name: str) -> User:
    user = User.objects.get(pk=world.actor(name).user_id)
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])
    return user


def post_login(client: Client, email: str, password: str, **more: str) -> object:
    return client.post(reverse("account_login"), {"login": email, "password": password, **more})


def test_the_sign_in_page_is_norwegian_and_offers_no_signup(client: Client, world: World) -> None:
    page = client.get(reverse("account_login")).content.decode()
    assert "Logg inn" in page
    assert "sign up" not in page.lower()
    assert "registrer" not in page.lower()
    assert 'id="passkey_login"' in page


@pytest.mark.parametrize(
    "path",
    ["signup/", "email/", "confirm-email/", "confirm-email/abc/", "password/set/", "login/code/confirm/"],
)
def test_pages_that_are_not_ours_are_closed(client: Client, world: World, path: str) -> None:
    assert client.get(f"/konto/{path}").status_code == 404
    assert client.post(f"/konto/{path}").status_code == 404


def test_password_alone_leads_to_the_second_factor(client: Client, world: World, settings: object) -> None:
    settings.MFA_REQUIRED = True  # type: ignore[attr-defined]
    user = with_password(world, "Anne")
    answer = post_login(client, user.email, PASSWORD)
    assert answer.status_code == 302  # type: ignore[attr-defined]
    inside = client.get(reverse("accounts:users"))
    assert (inside.status_code, inside.headers["Location"]) == (302, reverse("accounts:second_factor"))
    page = client.get(reverse("accounts:second_factor")).content.decode()
    assert reverse("mfa_activate_totp") in page
    assert reverse("mfa_add_webauthn") in page


def test_setting_up_an_app_opens_this_session(client: Client, world: World, settings: object) -> None:
    settings.MFA_REQUIRED = True  # type: ignore[attr-defined]
    user = with_password(world, "Anne")
    post_login(client, user.email, PASSWORD)
    page = client.get(reverse("mfa_activate_totp"))
    secret = re.search(r'value="([A-Z2-7]{16,})"', page.content.decode())
    assert secret is not None
    code = code_of(secret.group(1))
    answer = client.post(reverse("mfa_activate_totp"), {"code": code})
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("mfa_view_recovery_codes"))
    assert client.get(reverse("mfa_view_recovery_codes")).status_code == 200
    assert client.get(reverse("accounts:users")).status_code == 200
    stored = Authenticator.objects.get(user=user, type="totp").data["secret"]
    assert secret.group(1) not in stored


def code_of(secret: str, *, steps_ago: int = 0) -> str:
    counter = int(time.time()) // 30 - steps_ago
    return str(hotp_value(secret, counter)).zfill(6)


def test_sign_in_with_password_and_code(client: Client, world: World, settings: object) -> None:
    settings.MFA_REQUIRED = True  # type: ignore[attr-defined]
    user = with_password(world, "Anne")
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    answer = post_login(client, user.email, PASSWORD)
    assert answer.headers["Location"].startswith(reverse("mfa_authenticate"))  # type: ignore[attr-defined]
    assert client.get(reverse("accounts:users")).status_code == 302
    assert "Logg inn" in client.get(reverse("mfa_authenticate")).content.decode()
    assert client.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 200
    assert client.post(reverse("mfa_authenticate"), {"code": code_of(secret)}).status_code == 302
    assert client.get(reverse("accounts:users")).status_code == 200


@pytest.mark.parametrize(("steps_ago", "status"), [(0, 302), (1, 302), (2, 200)])
def test_a_code_counts_one_step_longer_and_no_more(
    client: Client, world: World, settings: object, steps_ago: int, status: int
) -> None:
    settings.MFA_REQUIRED = True  # type: ignore[attr-defined]
    user, secret = with_password(world, "Anne"), generate_totp_secret()
    TOTP.activate(user, secret)
    post_login(client, user.email, PASSWORD)
    with time_machine.travel(clock.now(), tick=False):
        code = code_of(secret, steps_ago=steps_ago)
        assert client.post(reverse("mfa_authenticate"), {"code": code}).status_code == status


def test_a_code_that_still_counts_is_not_taken_twice(client: Client, world: World, settings: object) -> None:
    settings.MFA_REQUIRED = True  # type: ignore[attr-defined]
    user, secret = with_password(world, "Anne"), generate_totp_secret()
    TOTP.activate(user, secret)
    code = code_of(secret)
    for status in (302, 200):
        client.logout()
        post_login(client, user.email, PASSWORD)
        assert client.post(reverse("mfa_authenticate"), {"code": code}).status_code == status
        with connection.cursor() as cursor:  # the package has forgotten it; its step may still count
            cursor.execute("DELETE FROM accounts_sharedlimit WHERE cache_key LIKE %s", ["%allauth.mfa.totp%"])


def test_wrong_address_and_wrong_password_look_the_same(client: Client, world: World) -> None:
    user = with_password(world, "Anne")
    known = post_login(client, user.email, "feil passord her")
    unknown = post_login(client, "nobody@example.test", "feil passord her")
    strip = re.compile(r'(csrfmiddlewaretoken" value=")[^"]+|value="[^"]*@example.test"')
    pages = [strip.sub("", answer.content.decode()) for answer in (known, unknown)]  # type: ignore[attr-defined]
    assert pages[0] == pages[1]


def test_guessing_is_limited(client: Client, world: World) -> None:
    user = with_password(world, "Anne")
    for _ in range(5):
        post_login(client, user.email, "feil passord her")
    answer = post_login(client, user.email, PASSWORD)
    assert answer.status_code in {200, 429}  # type: ignore[attr-defined]
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(("strangers", "status"), [("203.0.113.9", 302), ("198.51.100.7", 200)])
def test_behind_a_proxy_a_strangers_guesses_shut_nobody_else_out(
    world: World, settings: object, strangers: str, status: int
) -> None:
    """The limit is the visitor's, not the proxy's; and what a visitor says of it does not count."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1  # type: ignore[attr-defined]
    user = with_password(world, "Siv")

    def browser(address: str, said: int) -> Client:
        return Client(REMOTE_ADDR="10.0.0.1", headers={"X-Forwarded-For": f"192.0.2.{said}, {address}"})

    for n in range(12):
        post_login(browser(strangers, n), f"nobody{n}@example.test", "feil passord her")
    answer = post_login(browser("198.51.100.7", 99), user.email, PASSWORD)
    assert answer.status_code == status  # type: ignore[attr-defined]


@pytest.mark.parametrize(("said", "count"), [("", 0), ("0", 0), ("1", 1), ("2", 2), ("ja", 1)])
def test_one_setting_says_how_many_proxies_stand_in_front(
    monkeypatch: pytest.MonkeyPatch, said: str, count: int
) -> None:
    monkeypatch.setenv("HJEMVEI_BEHIND_PROXY", said)
    assert env.proxies("HJEMVEI_BEHIND_PROXY") == count


def test_forgotten_password_says_the_same_for_everybody(client: Client, world: World) -> None:
    user = with_password(world, "Anne")
    answers = [
        client.post(reverse("account_reset_password"), {"email": email})
        for email in (user.email, "nobody@example.test")
    ]
    assert {(answer.status_code, answer.headers["Location"]) for answer in answers} == {
        (302, reverse("account_reset_password_done"))
    }


def test_idle_and_old_sessions_end(sign_in: Callable[[str], Client], settings: object) -> None:
    client = sign_in("Anne")
    assert client.get(reverse("accounts:users")).status_code == 200
    for name, limit in (("seen_at", "SESSION_IDLE_SECONDS"), ("signed_in_at", "SESSION_ABSOLUTE_SECONDS")):
        client = sign_in("Anne")
        client.get(reverse("accounts:users"))
        session = client.session
        session[name] -= getattr(settings, limit) + 5
        session.save()
        answer = client.get(reverse("accounts:users"))
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith(reverse("account_login"))


def test_signing_out_needs_a_post(sign_in: Callable[[str], Client]) -> None:
    client = sign_in("Anne")
    client.get(reverse("account_logout"))
    assert client.get(reverse("accounts:users")).status_code == 200
    client.post(reverse("account_logout"))
    assert client.get(reverse("accounts:users")).status_code == 302


def demo_person(world: World) -> User:
    user = User.objects.get(pk=world.actor("Tor").user_id)
    User.objects.filter(pk=user.pk).update(is_demo=True)
    return user


def test_demo_sign_in_is_one_click(client: Client, world: World, settings: object, capsys: object) -> None:
    settings.DEMO = True  # type: ignore[attr-defined]
    user = demo_person(world)
    page = client.get(reverse("accounts:demo")).content.decode()
    assert "Tor Prøve" in page
    assert "Anne Prøve" not in page
    assert client.post(reverse("accounts:demo"), {"user": user.pk}).status_code == 302
    assert client.get(reverse("accounts:profile")).status_code == 200
    call_command("demo_signins")
    assert ": Tor (kontaktbetjent)\n" in capsys.readouterr().out  # type: ignore[attr-defined]
    call_command("demo_signins", verbosity=2)
    assert "tor@example.test\tTor Prøve\tkontaktbetjent" in capsys.readouterr().out  # type: ignore[attr-defined]


def test_demo_sign_in_opens_nobody_real(client: Client, world: World, settings: object) -> None:
    settings.DEMO = True  # type: ignore[attr-defined]
    demo_person(world)
    anne = world.actor("Anne").user_id
    for number in (str(anne), "", "x", "99999999999999", "-1"):
        assert client.post(reverse("accounts:demo"), {"user": number}).status_code == 404
    assert client.get(reverse("accounts:profile")).status_code == 302


def test_outside_demo_mode_there_is_no_demo_sign_in(client: Client, world: World, settings: object) -> None:
    settings.DEMO = False  # type: ignore[attr-defined]
    user = demo_person(world)
    with_password(world, "Tor")
    assert client.get(reverse("accounts:demo")).status_code == 404
    assert client.post(reverse("accounts:demo"), {"user": user.pk}).status_code == 404
    post_login(client, user.email, PASSWORD)
    assert "_auth_user_id" not in client.session
    client.force_login(user)
    assert client.get(reverse("accounts:profile")).status_code == 302
    with pytest.raises(CommandError):
        call_command("demo_signins")


def test_without_a_role_one_is_told_whom_to_ask(client: Client, world: World) -> None:
    user = User.objects.create_user("ny@example.test", name="Ny Prøve")
    client.force_login(user)
    answer = client.get(reverse("accounts:users"))
    assert answer.headers["Location"] == reverse("accounts:no_unit")
    assert "Spør lederen din" in client.get(reverse("accounts:no_unit")).content.decode()
