"""Somebody leaves: access ends at once, and what they held finds others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from django.urls import reverse

from hjemvei.accounts.actions.create_api_token import create_api_token
from hjemvei.accounts.actions.end_everything import end_everything
from hjemvei.accounts.actions.invite_user import invite_user
from hjemvei.accounts.actor import Actor, acting_as
from hjemvei.accounts.enums import Role
from hjemvei.accounts.models import AccountEvent, ApiToken, Identity, Membership, User
from hjemvei.core import clock
from hjemvei.core.errors import NotAllowed
from tests.accounts.factories import administrator, letters_to
from tests.world import DAY, World


def leave(actor: Actor, user: User) -> int:
    with acting_as(actor):
        return end_everything(actor=actor, user=user, reason="sluttet", today=clock.today(), at=clock.now())


def nils(world: World) -> User:
    return User.objects.get(pk=world.actor("Nils").user_id)


def test_every_session_role_sign_in_and_token_ends_at_once(
    world: World, sign_in: Callable[[str], Client]
) -> None:
    user, at = nils(world), clock.now()
    TOTP.activate(user, generate_totp_secret())
    tied = {"issuer": "https://x.test", "subject": "s", "provider": "x"}
    Identity.objects.create(user=user, state="bound", asked_at=at, bound_at=at, **tied)
    ApiToken.objects.create(
        user=user,
        controller_id=world.actor("Nils").controller_id,
        unit=world.unit("tk-nav"),
        name="x",
        token_hash="h",
        scopes="cases:read",
        created_at=at,
        expires_at=at + dt.timedelta(days=1),
    )
    open_pages = [sign_in("Nils"), sign_in("Nils")]
    assert [client.get(reverse("accounts:profile")).status_code for client in open_pages] == [200, 200]
    assert leave(world.actor("Anne"), user) == 1
    assert [client.get(reverse("accounts:profile")).status_code for client in open_pages] == [302, 302]
    user.refresh_from_db()
    assert (user.is_active, user.has_usable_password(), user.has_entered()) == (False, False, False)
    assert not Membership.objects.in_force(clock.today()).filter(user=user).exists()
    assert not Authenticator.objects.filter(user=user).exists()
    assert ApiToken.objects.get(user=user).revoked_at is not None
    assert Identity.objects.get(user=user).state == "ended"


def test_done_twice_it_is_done_once(world: World) -> None:
    user = nils(world)
    assert [leave(world.actor("Anne"), user) for _twice in range(2)] == [1, 0]
    with acting_as(world.actor("Anne")):
        assert AccountEvent.objects.filter(user=user, kind="left").count() == 1


def test_a_role_at_another_employer_stays(world: World) -> None:
    """And so do the sessions in which it is used; ours is over in them too."""
    user, page = nils(world), Client()
    elsewhere = world.unit("ok-koordinering")
    Membership.objects.create(user=user, unit=elsewhere, role=Role.SOCIAL_CASEWORKER, starts_on=DAY)
    page.force_login(user)
    for _twice in range(2):
        leave(world.actor("Anne"), user)
        units = page.get(reverse("accounts:units"))
        assert units.status_code == 200
        assert world.unit("tk-nav").name not in units.content.decode().partition("<main")[2]
    user.refresh_from_db()
    assert user.is_active
    (seat,) = Membership.objects.in_force(clock.today()).filter(user=user)
    assert seat.unit == elsewhere


def test_who_may_end_whom(world: World) -> None:
    user, anne = nils(world), world.actor("Anne")
    for actor, whom in (
        (world.actor("Ida"), user),
        (administrator(world, "ok-koordinering"), user),
        (anne, User.objects.get(pk=anne.user_id)),
    ):
        with pytest.raises(NotAllowed):
            leave(actor, whom)
    assert nils(world).is_active


def test_who_comes_back_is_invited_anew_and_finds_nothing_of_the_old(world: World) -> None:
    user = nils(world)
    leave(world.actor("Anne"), user)
    with acting_as(world.actor("Anne")) as anne:
        invite_user(
            actor=anne,
            name=user.name,
            email=user.email,
            unit=world.unit("tk-boligkontor"),
            roles=[Role.HOUSING_OFFICER],
            starts_on=clock.today(),
            ends_before=None,
            at=clock.now(),
        )
    user.refresh_from_db()
    assert user.is_active
    assert "/konto/invitasjon/" in letters_to(user.pk)[-1][1]
    seats = Membership.objects.in_force(clock.today()).filter(user=user)
    assert {seat.role for seat in seats} == {"housing_officer"}


def test_the_page_ends_all_and_names_the_keys_the_leaver_has_seen(
    world: World, sign_in: Callable[[str], Client]
) -> None:
    leaver = administrator(world, "tk-nav")
    key_made_by(leaver, world, "Fagsystemet", days=30)
    user = User.objects.get(pk=leaver.user_id)
    client, path = sign_in("Anne"), reverse("accounts:user", args=[user.key])
    assert "Avslutt alt" in client.get(path).content.decode()
    end = reverse("accounts:leave", args=[user.key])
    assert client.post(end, {"reason": ""}).status_code == 422
    page = client.post(end, {"reason": "sluttet"}, follow=True).content.decode()
    assert "alt avsluttet" in page.lower()
    assert "Bytt dem innen 14 dager" in page and "Fagsystemet" in page
    assert not User.objects.get(pk=user.pk).is_active
    with acting_as(world.actor("Anne")):
        assert AccountEvent.objects.get(user=user, kind="left").reason == "sluttet"


def key_made_by(maker: Actor, world: World, name: str, *, days: int) -> str:
    with acting_as(maker):
        return create_api_token(
            actor=maker,
            name=name,
            unit=world.unit("tk-nav"),
            role=Role.SOCIAL_CASEWORKER,
            scopes=["cases:read"],
            expires_on=clock.today() + dt.timedelta(days=days),
            at=clock.now(),
        )


def test_keys_that_a_leaver_has_seen_stop_within_fourteen_days_and_the_administrators_are_told(
    world: World, sign_in: Callable[[str], Client]
) -> None:
    """Shown once, in plain text, to somebody who no longer works here; a colleague's own key goes on."""
    leaver, anne = administrator(world, "tk-nav"), world.actor("Anne")
    key_made_by(leaver, world, "Fagsystemet", days=300)
    key_made_by(leaver, world, "Kort", days=3)
    key_made_by(anne, world, "Postlisten", days=300)
    before = {token.name: token.expires_at for token in ApiToken.objects.all()}
    client, user = sign_in("Anne"), User.objects.get(pk=leaver.user_id)
    assert "Laget av en som har sluttet" not in client.get(reverse("accounts:tokens")).content.decode()
    for _twice in range(2):
        leave(anne, user)
    after = {token.name: token.expires_at for token in ApiToken.objects.all()}
    assert dt.timedelta(days=13) < after.pop("Fagsystemet") - clock.now() <= dt.timedelta(days=14)
    assert after == {name: before[name] for name in ("Kort", "Postlisten")}
    (letter,) = [body for subject, body in letters_to(anne.user_id) if "systemnøkler" in subject]
    assert "Fagsystemet" in letter and "Postlisten" not in letter and user.name not in letter
    page = client.get(reverse("accounts:tokens")).content.decode()
    assert page.count("Laget av en som har sluttet") == 2
    front = client.get("/").content.decode()
    assert "2 systemnøkler må byttes" in front
