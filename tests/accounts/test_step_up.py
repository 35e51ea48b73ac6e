"""What matters most wants a second factor from the last five minutes, and nothing typed is lost over it."""

from __future__ import annotations

import datetime as dt
import re
import time
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, hotp_value
from django.test import Client
from django.urls import reverse

from hjemvei.accounts.models import ApiToken, Draft, User
from tests.accounts.test_views_sign_in import PASSWORD, post_login, with_password
from tests.world import World

REASON = "mistet telefonen, vi snakket sammen på kontoret"


class Enter:
    """Browsers with a second factor, proven `ago` seconds back."""

    def __init__(self, world: World, sign_in: Callable[[str], Client]) -> None:
        self.world, self.sign_in = world, sign_in

    def __call__(self, name: str, *, ago: int) -> tuple[Client, str]:
        user, secret = User.objects.get(pk=self.world.actor(name).user_id), generate_totp_secret()
        TOTP.activate(user, secret)
        client = self.sign_in(name)
        session = client.session
        session["second_factor"], session["second_factor_at"] = True, time.time() - ago
        session.save()
        return client, secret


@pytest.fixture
def enter(world: World, sign_in: Callable[[str], Client], settings: object) -> Iterator[Enter]:
    settings.MFA_REQUIRED = True  # type: ignore[attr-defined]
    yield Enter(world, sign_in)


def nils(world: World) -> User:
    user = User.objects.get(pk=world.actor("Nils").user_id)
    TOTP.activate(user, generate_totp_secret())
    return user


def code_of(secret: str) -> str:
    return str(hotp_value(secret, int(time.time()) // 30)).zfill(6)


def answered(client: Client, address: str, secret: str) -> str:
    """Give the code on the page of the question; where it leads."""
    page = client.get(address).content.decode()
    back = re.search(r'name="next" value="([^"]+)"', page)
    assert back is not None
    sent = {"code": code_of(secret), "next": back.group(1).replace("&amp;", "&")}
    answer = client.post(reverse("mfa_reauthenticate"), sent)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.headers["Location"])


def has_app(user: User) -> bool:
    return bool(Authenticator.objects.filter(user=user, type="totp").exists())


def test_a_form_sent_too_late_waits_and_is_sent_by_one_button(world: World, enter: Enter) -> None:
    client, secret = enter("Anne", ago=301)
    user = nils(world)
    path = reverse("accounts:reset_factor", args=[user.key])
    asked = client.post(path, {"reason": REASON})
    assert asked.status_code == 302
    assert urlsplit(asked.headers["Location"]).path == reverse("accounts:step_up")
    assert has_app(user)
    back = answered(client, asked.headers["Location"], secret)
    page = client.get(back).content.decode()
    assert f'action="{path}"' in page
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
    assert fields["reason"] == REASON
    assert client.post(path, fields).status_code == 302
    assert not has_app(user)
    assert not Draft.objects.filter(path=path).exists()


def test_what_waits_is_encrypted_and_the_writers_alone(world: World, enter: Enter) -> None:
    client, _secret = enter("Anne", ago=301)
    asked = client.post(reverse("accounts:reset_factor", args=[nils(world).key]), {"reason": REASON})
    assert REASON not in str(client.session.items())
    other, _secret = enter("Sara", ago=0)
    assert other.get(asked.headers["Location"]).status_code == 404
    done = asked.headers["Location"].replace("/bekreft/", "/bekreft/videre/")
    assert other.get(done).status_code == 404
    assert client.get(done).headers["Location"] == asked.headers["Location"]


def test_a_factor_of_the_last_five_minutes_is_enough(world: World, enter: Enter) -> None:
    client, _secret = enter("Anne", ago=290)
    user = nils(world)
    path = reverse("accounts:reset_factor", args=[user.key])
    assert client.post(path, {"reason": REASON}).headers["Location"] == reverse(
        "accounts:user", args=[user.key]
    )
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(seconds=20)):
        later = client.post(path, {"reason": REASON})
    assert "/bekreft/" in later.headers["Location"]


def test_a_wrong_code_opens_nothing_and_keeps_the_way_back(enter: Enter) -> None:
    client, secret = enter("Ida", ago=400)
    path = reverse("web:cases_export", args=["xlsx"]) + "?sok=lyng"
    asked = client.get(path).headers["Location"]
    page = client.get(asked).content.decode()
    assert "En fil med saker kan leses av alle som får tak i den." in page
    wrong = client.post(reverse("mfa_reauthenticate"), {"code": "000000", "next": "/"})
    assert wrong.status_code == 200
    assert "/bekreft/" in client.get(path).headers["Location"]
    back = answered(client, asked, secret)
    assert client.get(back).headers["Location"] == path
    assert client.get(path).headers["Content-Type"].endswith("spreadsheetml.sheet")


def test_a_token_for_another_system_is_given_by_nobody_who_walked_away(world: World, enter: Enter) -> None:
    client, _secret = enter("Anne", ago=400)
    assert client.get(reverse("accounts:tokens")).status_code == 200
    before = ApiToken.objects.count()
    values = {"name": "Fagsystem", "unit": world.unit("tk-nav").pk, "role": "social_caseworker"}
    answer = client.post(reverse("accounts:tokens"), {**values, "scopes": "cases:read"})
    assert "/bekreft/" in answer.headers["Location"]
    assert ApiToken.objects.count() == before


def test_htmx_goes_to_the_question_as_a_whole_page(enter: Enter) -> None:
    client, _secret = enter("Ida", ago=400)
    answer = client.get(reverse("web:cases_export", args=["csv"]), headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"].startswith(reverse("accounts:step_up"))


@pytest.mark.parametrize("token", ["", "x", "eyJwYXRoIjoiLyJ9:1abc:xyz"])
def test_an_address_that_is_not_ours_leads_nowhere(enter: Enter, token: str) -> None:
    client, _secret = enter("Ida", ago=0)
    for name in ("accounts:step_up", "accounts:step_up_done"):
        assert client.get(reverse(name), {"til": token}).status_code == 404


def test_text_too_long_to_be_kept_is_said_and_not_swallowed(world: World, enter: Enter) -> None:
    client, _secret = enter("Anne", ago=400)
    answer = client.post(reverse("accounts:reset_factor", args=[nils(world).key]), {"reason": "a" * 70_000})
    assert answer.status_code == 413
    assert "for lang" in answer.content.decode()


EXPORT = reverse("web:cases_export", args=["xlsx"])
WAYS_TO_A_FACTOR = (
    *("mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_download_recovery_codes"),
    *("mfa_activate_totp", "mfa_deactivate_totp", "mfa_add_webauthn"),
)


def entered(world: World, client: Client) -> str:
    """Siv signs in with both factors; the secret of the app."""
    user, secret = with_password(world, "Siv"), generate_totp_secret()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    post_login(client, user.email, PASSWORD)
    assert client.post(reverse("mfa_authenticate"), {"code": code_of(secret)}).status_code == 302
    return secret


def is_asked(client: Client, path: str) -> bool:
    return str(client.get(path).headers.get("Location", "")).startswith(reverse("accounts:step_up"))


@pytest.mark.parametrize("minutes", [6, 25])
def test_neither_a_recent_sign_in_nor_a_password_leads_to_the_factors(
    world: World, client: Client, settings: object, minutes: int
) -> None:
    """By them one would read the codes, or add a factor, and with it answer the question."""
    settings.MFA_REQUIRED = True  # type: ignore[attr-defined]
    entered(world, client)
    siv = Authenticator.objects.filter(user_id=world.actor("Siv").user_id)
    before = sorted(siv.values_list("type", flat=True))
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(minutes=minutes)):
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": "/"})
        assert is_asked(client, EXPORT)
        for name in WAYS_TO_A_FACTOR:
            assert is_asked(client, reverse(name)), name
            sent = client.post(reverse(name), {"code": "123456"})
            assert sent.headers["Location"].startswith(reverse("accounts:step_up")), name
        assert is_asked(client, EXPORT)
    assert sorted(siv.values_list("type", flat=True)) == before


def test_with_the_factor_shown_the_codes_are_read_and_no_password_is_asked_for(
    world: World, client: Client, settings: object
) -> None:
    settings.MFA_REQUIRED = True  # type: ignore[attr-defined]
    secret, codes = entered(world, client), reverse("mfa_view_recovery_codes")
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(minutes=25)):
        back = answered(client, client.get(codes).headers["Location"], secret)
        assert client.get(back).headers["Location"] == codes
        page = client.get(codes)
        assert page.status_code == 200
        assert re.search(r"\b[0-9a-f]{8}\b", page.content.decode())


def test_who_signs_in_at_a_provider_adds_a_factor_here_only_with_a_fresh_one(
    world: World, sign_in: Callable[[str], Client], settings: object
) -> None:
    settings.MFA_REQUIRED = True  # type: ignore[attr-defined]
    client = sign_in("Siv")
    session = client.session
    session["second_factor"], session["second_factor_at"] = True, time.time() - 301
    session.save()
    assert is_asked(client, reverse("mfa_activate_totp"))
    session["second_factor_at"] = time.time() - 200
    session.save()
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
