"""Staff sign in where they work: bound by invitation, or by an administrator's yes, never by an address."""

from __future__ import annotations

import datetime as dt
import logging
import re
import time
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from hjemvei.accounts.actions.answer_identity import answer_identity
from hjemvei.accounts.actions.invite_user import invite_user, new_invitation
from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.enums import Role
from hjemvei.accounts.models import Identity, User
from hjemvei.core.errors import NotAllowed, RuleBroken
from tests.accounts.factories import administrator, letters_to
from tests.accounts.provider import Idp
from tests.world import World

BEGIN = reverse("accounts:provider", args=["ansattporten"])
PROFILE = reverse("accounts:profile")
SID = "a-session-of-the-provider"


@pytest.fixture(autouse=True)
def _two_factors(settings: Any) -> None:
    settings.MFA_REQUIRED = True


def through(client: Client, idp: Idp, begin: str = BEGIN, **query: str) -> Any:
    """There and back: what our site answers in the end."""
    there = client.get(begin, query)
    assert there.status_code == 302, there.content.decode()
    return client.get(idp.visit(there.headers["Location"]))


def main_of(answer: Any) -> str:
    """What the page says, without the tokens of its frame."""
    return str(answer.content.decode().partition("<main")[2].partition("</main>")[0])


def nils(world: World) -> User:
    return User.objects.get(pk=world.actor("Nils").user_id)


def bound(user: User, idp: Idp, *, subject: str = "sub-1") -> Identity:
    at = dt.datetime.now(dt.UTC)
    values = {"issuer": idp.issuer, "subject": subject, "provider": "Ansattporten"}
    return Identity.objects.create(user=user, state="bound", asked_at=at, bound_at=at, **values)


def invited(world: World, at: dt.datetime) -> tuple[User, str]:
    """A new colleague, and the link."""
    with acting_as(world.actor("Anne")) as anne:
        user = invite_user(
            actor=anne,
            name="Ny Prøve",
            email="ny@example.test",
            unit=world.unit("tk-nav"),
            roles=[Role.SOCIAL_CASEWORKER],
            starts_on=dt.date(2026, 11, 16),
            ends_before=None,
            at=at,
        )
    assert user is not None
    return user, new_invitation(user=user, invited_by_id=None, at=dt.datetime.now(dt.UTC))


def test_an_invited_colleague_signs_in_without_a_password(
    client: Client, world: World, idp: Idp, at: dt.datetime
) -> None:
    user, link = invited(world, at)
    page = client.get(link, follow=True).content.decode()
    ways = re.findall(r'href="(/konto/inn/ansattporten/[^"]+)"', page)
    answer = through(client, idp, ways[0])
    assert answer.headers["Location"] == "/"
    assert client.get(PROFILE).status_code == 200
    row = Identity.objects.get(user=user)
    assert (row.subject, row.state) == ("sub-1", "bound")
    assert client.get(link).status_code == 410
    assert client.session["limits"] == [1800, 7200]
    again = Client()
    through(again, idp)
    assert again.get(PROFILE).status_code == 200
    user.refresh_from_db()
    assert not user.has_usable_password()
    assert user.has_entered()


def test_an_invitation_is_in_plain_text_neither_in_the_session_nor_on_the_page_nor_in_the_log(
    client: Client, world: World, idp: Idp, at: dt.datetime, caplog: pytest.LogCaptureFixture
) -> None:
    """The token is an account that nobody has entered yet, for seven days."""
    _user, link = invited(world, at)
    token = link.rstrip("/").split("/")[-1]
    with caplog.at_level(logging.INFO):
        opened = client.post(link, {"password1": "kort", "password2": "kort"})
        page = client.get(opened.headers["Location"])
        refused = client.post(opened.headers["Location"], {"password1": "kort", "password2": "kort"})
        client.get(BEGIN, {"invitasjon": "1"})
    assert (page.status_code, refused.status_code) == (200, 422)
    kept = str(client.session.items()) + page.content.decode() + caplog.text
    assert client.session["oidc_pending"][0]["invitation"]
    assert token not in kept


def test_an_invitation_that_was_opened_is_taken_by_no_other_sign_in(
    client: Client, world: World, idp: Idp, at: dt.datetime
) -> None:
    user, link = invited(world, at)
    client.get(link)
    assert through(client, idp).status_code == 403
    assert not Identity.objects.filter(user=user).exists()
    assert Client().get(reverse("accounts:accept_opened")).status_code == 410


def test_a_silent_sign_in_is_no_fresh_factor(client: Client, world: World, idp: Idp) -> None:
    """The provider's cookie answers, twenty minutes later; it does not say when somebody was last asked."""
    bound(User.objects.get(pk=world.actor("Siv").user_id), idp)
    idp.claims = {"auth_time": None}
    export = reverse("web:cases_export", args=["csv"])
    for minutes in (0, 20):
        with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(minutes=minutes)):
            through(client, idp)
            assert "prompt" not in idp.asked[-1]
            asked = client.get(export).headers["Location"]
    (again,) = re.findall(r'href="(/konto/inn/ansattporten/[^"]+)"', client.get(asked).content.decode())
    answer = through(client, idp, again.replace("&amp;", "&"))
    assert answer.status_code == 403
    assert "auth_time" in main_of(answer)


def test_a_verified_address_alone_opens_nothing_until_an_administrator_says_yes(
    client: Client, world: World, idp: Idp
) -> None:
    user = nils(world)
    idp.claims = {"email": user.email, "email_verified": True}
    for _twice in range(2):
        answer = through(client, idp)
        assert answer.status_code == 403
        assert client.get(PROFILE).status_code == 302
    (row,) = Identity.objects.filter(user=user)
    assert row.state == "asked"
    (letter,) = [body for _subject, body in letters_to(world.actor("Anne").user_id) if "Ansattporten" in body]
    assert reverse("accounts:user", args=[user.key]) in letter
    with acting_as(world.actor("Anne")) as anne:
        answer_identity(actor=anne, identity=row, accept=True, at=dt.datetime.now(dt.UTC))
    assert "koblet til" in letters_to(user.pk)[-1][0]
    assert through(client, idp).headers["Location"] == "/"
    assert client.get(PROFILE).status_code == 200


def test_a_refused_sign_in_stays_refused_and_is_not_asked_again(
    client: Client, world: World, idp: Idp
) -> None:
    idp.claims = {"email": nils(world).email, "email_verified": True}
    through(client, idp)
    (row,) = Identity.objects.all()
    with acting_as(world.actor("Anne")) as anne:
        answer_identity(actor=anne, identity=row, accept=False, at=dt.datetime.now(dt.UTC))
    assert through(client, idp).status_code == 403
    assert [found.state for found in Identity.objects.all()] == ["refused"]
    assert client.get(PROFILE).status_code == 302


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "nils@example.test", "email_verified": False},
        {"email": "nils@example.test"},
        {"email": "nobody@example.test", "email_verified": True},
        {},
    ],
    ids=str,
)
def test_others_are_told_the_same_and_nobody_is_asked(
    client: Client, world: World, idp: Idp, claims: dict[str, Any]
) -> None:
    known = Client()
    idp.claims, idp.subject = {"email": nils(world).email, "email_verified": True}, "sub-of-nils"
    told = through(known, idp)
    idp.claims, idp.subject = claims, "sub-1"
    answer = through(client, idp)
    assert answer.status_code == told.status_code
    assert main_of(answer) == main_of(told)
    assert not Identity.objects.filter(subject="sub-1").exists()


def test_who_may_answer(world: World, idp: Idp) -> None:
    at = dt.datetime.now(dt.UTC)
    user = nils(world)
    row = Identity.objects.create(user=user, issuer=idp.issuer, subject="s", provider="x", asked_at=at)
    own = Identity.objects.create(
        user_id=world.actor("Anne").user_id, issuer=idp.issuer, subject="t", provider="x", asked_at=at
    )
    for actor, asked in (
        (world.actor("Ida"), row),
        (administrator(world, "ok-koordinering"), row),
        (world.actor("Anne"), own),
    ):
        with acting_as(actor), pytest.raises(NotAllowed):
            answer_identity(actor=actor, identity=asked, accept=True, at=at)


def test_one_sign_in_is_one_account(world: World, idp: Idp) -> None:
    at = dt.datetime.now(dt.UTC)
    bound(nils(world), idp)
    other = User.objects.get(pk=world.actor("Sara").user_id)
    with pytest.raises(IntegrityError), transaction.atomic():
        bound(other, idp)
    row = Identity.objects.create(user=other, issuer=idp.issuer, subject="sub-1", provider="x", asked_at=at)
    with acting_as(world.actor("Anne")) as anne, pytest.raises(RuleBroken):
        answer_identity(actor=anne, identity=row, accept=True, at=at)


def test_the_administrators_page_shows_who_waits(
    world: World, idp: Idp, sign_in: Callable[[str], Client], settings: Any
) -> None:
    settings.MFA_REQUIRED = False
    user, at = nils(world), dt.datetime.now(dt.UTC)
    row = Identity.objects.create(
        user=user, issuer=idp.issuer, subject="s", provider="Ansattporten", asked_at=at
    )
    client, path = sign_in("Anne"), reverse("accounts:user", args=[user.key])
    assert "Vil logge inn med Ansattporten" in client.get(path).content.decode()
    sent = {"identity": row.pk, "answer": "yes"}
    answer = reverse("accounts:answer_sign_in", args=[user.key])
    assert client.post(answer, {**sent, "identity": "x"}).status_code == 404
    assert client.post(answer, sent).status_code == 302
    assert client.post(answer, sent).status_code == 409
    assert "innlogging koblet til" in client.get(path).content.decode().lower()


@pytest.mark.parametrize(
    ("lies", "claims"),
    [({"answer": {"state": "x"}}, {}), ({}, {"nonce": "x"}), ({}, {"acr": "low"}), ({"alg": "none"}, {})],
    ids=str,
)
def test_a_lie_is_refused_in_plain_words_and_opens_nothing(
    client: Client, world: World, idp: Idp, lies: dict[str, Any], claims: dict[str, Any]
) -> None:
    bound(nils(world), idp)
    idp.lies, idp.claims = lies, claims
    answer = through(client, idp)
    assert answer.status_code == 403
    assert "Innloggingen gikk ikke" in answer.content.decode()
    assert client.get(PROFILE).status_code == 302


def test_an_answer_counts_once_and_in_the_browser_that_began(client: Client, world: World, idp: Idp) -> None:
    bound(nils(world), idp)
    back = idp.visit(client.get(BEGIN).headers["Location"])
    assert Client().get(back).status_code == 403
    assert client.get(back).status_code == 302
    assert client.get(back).status_code == 403


def test_the_session_before_is_gone_and_the_page_after_is_ours(
    client: Client, world: World, idp: Idp, sign_in: Callable[[str], Client]
) -> None:
    bound(nils(world), idp)
    client = sign_in("Anne")
    client.get("/")
    before = client.session.session_key
    assert through(client, idp, next=PROFILE).headers["Location"] == PROFILE
    assert client.session.session_key != before
    assert "nils@example.test" in client.get(PROFILE).content.decode()
    assert through(client, idp, next="https://evil.test/").headers["Location"] == "/"


def test_somebody_who_has_left_does_not_come_in(client: Client, world: World, idp: Idp) -> None:
    user = nils(world)
    bound(user, idp)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert through(client, idp).status_code == 403


def test_a_provider_that_asked_for_one_factor_leads_to_ours(
    client: Client, world: World, idp: Idp, settings: Any
) -> None:
    settings.OIDC_PROVIDERS = [{**settings.OIDC_PROVIDERS[0], "two_factor_acr": []}]
    bound(nils(world), idp)
    through(client, idp)
    assert client.get(PROFILE).headers["Location"] == reverse("accounts:second_factor")


def test_before_what_matters_the_provider_asks_anew(client: Client, world: World, idp: Idp) -> None:
    user = User.objects.get(pk=world.actor("Anne").user_id)
    bound(user, idp)
    idp.claims = {"auth_time": int(time.time()) - 3000}
    through(client, idp)
    export = reverse("web:cases_export", args=["csv"])
    asked = client.get(export).headers["Location"]
    (again,) = re.findall(r'href="(/konto/inn/ansattporten/[^"]+)"', client.get(asked).content.decode())
    stale = through(client, idp, again.replace("&amp;", "&"))
    assert stale.status_code == 403
    idp.claims = {}
    done = through(client, idp, again.replace("&amp;", "&"))
    assert client.get(done.headers["Location"]).headers["Location"] == export
    assert client.get(export).status_code == 200
    assert idp.asked[-1]["prompt"] == "login"


def test_another_persons_sign_in_does_not_confirm(client: Client, world: World, idp: Idp) -> None:
    bound(User.objects.get(pk=world.actor("Anne").user_id), idp)
    bound(nils(world), idp, subject="sub-2")
    idp.claims = {"auth_time": int(time.time()) - 3000}
    through(client, idp)
    before = client.session["second_factor_at"]
    idp.claims, idp.subject = {}, "sub-2"
    answer = through(client, idp, igjen="1")
    assert answer.status_code == 403
    assert client.session["second_factor_at"] == before


def test_signing_out_ends_the_providers_session_too(client: Client, world: World, idp: Idp) -> None:
    bound(nils(world), idp)
    through(client, idp)
    assert "eyJ" not in str(client.session["provider"])
    out = client.post(reverse("account_logout"))
    assert out.headers["Location"] == reverse("accounts:signed_out")
    page = client.get(out.headers["Location"])
    assert page.headers["Refresh"].startswith(f"0; url={idp.issuer}/logout?")
    assert "id_token_hint=ey" in page.headers["Refresh"]
    assert "Refresh" not in client.get(out.headers["Location"]).headers
    assert client.get(PROFILE).status_code == 302


def test_the_provider_can_end_the_session(client: Client, world: World, idp: Idp) -> None:
    bound(nils(world), idp)
    idp.claims = {"sid": SID}
    through(client, idp)
    ended = reverse("accounts:provider_ended", args=["ansattporten"])
    for query in ({"iss": idp.issuer, "sid": ""}, {"iss": "https://evil.test", "sid": SID}, {}):
        assert Client().get(ended, query).status_code == 204
        assert client.get(PROFILE).status_code == 200
    Client().get(ended, {"iss": idp.issuer, "sid": SID})
    assert client.get(PROFILE).status_code == 302


def test_the_providers_limits_hold_also_where_ours_are_wider(client: Client, world: World, idp: Idp) -> None:
    bound(nils(world), idp)
    through(client, idp)
    assert client.get(PROFILE).status_code == 200
    start = dt.datetime.now(dt.UTC)
    for minutes, status in ((25, 200), (50, 200), (75, 200), (100, 200), (119, 200), (121, 302)):
        with time_machine.travel(start + dt.timedelta(minutes=minutes), tick=False):
            assert client.get(PROFILE).status_code == status


def test_the_page_of_sign_in_offers_the_provider_and_keeps_the_way_back(
    client: Client, idp: Idp, world: World
) -> None:
    page = client.get(reverse("account_login"), {"next": PROFILE}).content.decode()
    assert "Logg inn med Ansattporten" in page
    assert f"{BEGIN}?next=%2Fkonto%2Fmeg%2F" in page
    for path in ("accounts:provider", "accounts:provider_answer", "accounts:provider_ended"):
        assert client.get(reverse(path, args=["ukjent"])).status_code == 404
