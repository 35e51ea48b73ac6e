"""Administrators' pages: work for them, refuse others, show nobody else's people."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hjemvei.accounts.models import ApiToken, Invitation, Membership, User
from tests.accounts.factories import letters_to
from tests.world import World


def user(world: World, name: str) -> User:
    return User.objects.get(pk=world.actor(name).user_id)


def paths(key: str) -> list[str]:
    named = ("user", "give_role", "end_role", "reset_factor", "invite_again", "absence")
    return [reverse(f"accounts:{name}", args=[key]) for name in named]


@pytest.mark.parametrize("name", ["Ida", "Tor", "Kari", "Per", "Leif"])
def test_others_are_refused(world: World, sign_in: Callable[[str], Client], name: str) -> None:
    client = sign_in(name)
    for page in ("users", "invite", "tokens"):
        answer = client.get(reverse(f"accounts:{page}"))
        assert answer.status_code == 403
        assert "nils@example.test" not in answer.content.decode()
    for path in paths(user(world, "Nils").key):
        assert client.post(path).status_code in {403, 404, 405}
    assert client.post(reverse("accounts:revoke_token"), {"token": 1}).status_code == 403


def test_people_of_others_are_as_if_they_were_not_there(
    world: World, sign_in: Callable[[str], Client]
) -> None:
    client = sign_in("Anne")
    page = client.get(reverse("accounts:users")).content.decode()
    assert "Nils Prøve" in page
    assert "Oda Prøve" not in page
    assert "Tor Prøve" not in page
    for name in ("Oda", "Tor"):
        for path in paths(user(world, name).key):
            assert client.post(path).status_code in {404, 405}
        assert client.get(reverse("accounts:user", args=[user(world, name).key])).status_code == 404


def test_search_and_query_count(world: World, sign_in: Callable[[str], Client]) -> None:
    client = sign_in("Anne")
    path = reverse("accounts:users")
    client.get(path)
    counts = []
    for words in ("Nils", ""):
        with CaptureQueriesContext(connection) as queries:
            page = client.get(path, {"q": words}).content.decode()
        counts.append(len(queries))
        assert "Nils" in page
    assert counts[0] == counts[1]


def test_invite_accept_and_sign_in(world: World, sign_in: Callable[[str], Client], client: Client) -> None:
    admin = sign_in("Anne")
    path = reverse("accounts:invite")
    values = {
        "name": "Ny Prøve",
        "email": "Ny@Example.test",
        "unit": world.unit("tk-nav").pk,
        "roles": ["social_caseworker"],
        "starts_on": "2020-01-01",
    }
    assert admin.post(path, {**values, "unit": world.unit("bergen").pk}).status_code == 422
    assert admin.post(path, {**values, "roles": ["contact_officer"]}).status_code == 422
    assert admin.post(path, {**values, "last_day": "2019-01-01"}).status_code == 422
    for _ in range(2):
        assert admin.post(path, values).status_code == 302
    new = User.objects.get(email="ny@example.test")
    assert Membership.objects.filter(user=new).count() == 1
    link = re.search(r"/konto/invitasjon/[\w-]+/", letters_to(new.pk)[0][1])
    assert link is not None
    opened = client.get(link.group()).headers["Location"]
    assert "Ny Prøve" in client.get(opened).content.decode()
    short = client.post(opened, {"password1": "kort", "password2": "kort"})
    assert short.status_code == 422
    assert "Passordet er for kort" in short.content.decode()
    password = "en lang setning om fjell"
    assert client.post(opened, {"password1": password, "password2": password}).status_code == 302
    assert client.get(link.group()).status_code == 410
    client.post(reverse("account_login"), {"login": "ny@example.test", "password": password})
    assert client.get(reverse("accounts:profile")).status_code == 200


def test_a_guessed_invitation_says_nothing(client: Client, world: World) -> None:
    pages = [client.get(reverse("accounts:accept", args=[letter * 43])) for letter in "ab"]
    assert {page.status_code for page in pages} == {410}
    assert len({page.content.decode().split("<footer")[0] for page in pages}) == 1


def test_roles_end_and_begin_from_the_page(world: World, sign_in: Callable[[str], Client]) -> None:
    client = sign_in("Anne")
    nils = user(world, "Nils")
    values = {
        "unit": world.unit("tk-boligkontor").pk,
        "roles": ["housing_officer"],
        "starts_on": "2020-01-01",
    }
    give = reverse("accounts:give_role", args=[nils.key])
    assert client.post(give, {**values, "unit": ""}).status_code == 422
    assert client.post(give, values).status_code == 302
    seat = Membership.objects.get(user=nils, role="housing_officer")
    end = reverse("accounts:end_role", args=[nils.key])
    assert client.post(end, {"seat": seat.pk, "last_day": "2019-12-01"}).status_code == 422
    assert client.post(end, {"seat": Membership.objects.get(user=user(world, "Oda")).pk}).status_code == 404
    assert client.post(end, {"seat": seat.pk}).status_code == 302
    seat.refresh_from_db()
    assert seat.ends_before is not None
    own = Membership.objects.get(user=user(world, "Anne"))
    assert (
        client.post(
            reverse("accounts:end_role", args=[user(world, "Anne").key]), {"seat": own.pk}
        ).status_code
        == 403
    )


def test_reset_and_invite_again(world: World, sign_in: Callable[[str], Client]) -> None:
    client = sign_in("Anne")
    nils = user(world, "Nils")
    TOTP.activate(nils, generate_totp_secret())
    reset = reverse("accounts:reset_factor", args=[nils.key])
    assert client.post(reset, {"reason": ""}).status_code == 422
    assert client.post(reset, {"reason": "mistet telefonen"}).status_code == 302
    assert "mistet telefonen" in client.get(reverse("accounts:user", args=[nils.key])).content.decode()
    assert client.post(reverse("accounts:invite_again", args=[nils.key])).status_code == 302
    assert Invitation.objects.filter(user=nils, used_at__isnull=True).count() == 1


def test_absence_from_the_page(world: World, sign_in: Callable[[str], Client]) -> None:
    client = sign_in("Nils")
    path = reverse("accounts:absence", args=[user(world, "Nils").key])
    values = {"starts_on": "2030-01-01", "last_day": "2030-01-07", "deputy": user(world, "Sara").pk}
    assert client.post(path, {**values, "deputy": user(world, "Oda").pk}).status_code == 422
    assert client.post(path, values).status_code == 302
    assert "Sara Prøve" in client.get(reverse("accounts:profile")).content.decode()


def test_a_token_is_shown_once(world: World, sign_in: Callable[[str], Client]) -> None:
    client = sign_in("Anne")
    path = reverse("accounts:tokens")
    values = {
        "name": "Fagsystemet",
        "unit": world.unit("tk-nav").pk,
        "role": "social_caseworker",
        "scopes": ["cases:read", "tasks:write"],
        "expires_on": str(
            User.objects.get(email="anne@example.test").joined_at.date().replace(day=28).replace(month=12)
        ),
    }
    assert client.post(path, {**values, "scopes": ["all"]}).status_code == 422
    page = client.post(path, values).content.decode()
    token = re.search(r"hjv_[\w-]{40,}", page)
    assert token is not None
    assert client.post(path, values).status_code == 422
    assert token.group() not in client.get(path).content.decode()
    assert ApiToken.objects.count() == 1
    row = ApiToken.objects.get()
    assert client.post(reverse("accounts:revoke_token"), {"token": row.pk}).status_code == 302
    assert "Trukket tilbake" in client.get(path).content.decode()
