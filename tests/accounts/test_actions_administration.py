"""Invite, accept, give and end roles, reset a second factor, absence, tokens, first organisation."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client

from hjemvei.accounts.actions.accept_invitation import accept_invitation, open_invitation
from hjemvei.accounts.actions.create_api_token import create_api_token
from hjemvei.accounts.actions.end_seat import end_seat
from hjemvei.accounts.actions.invite_user import hash_token, invite_user
from hjemvei.accounts.actions.register_absence import register_absence
from hjemvei.accounts.actions.report_problem import report_problem
from hjemvei.accounts.actions.reset_second_factor import reset_second_factor
from hjemvei.accounts.actions.revoke_api_token import revoke_api_token
from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.enums import Role
from hjemvei.accounts.models import AccountEvent, ApiToken, Invitation, Membership, User
from hjemvei.core.errors import NotAllowed, RuleBroken
from hjemvei.parties.models import Controller
from tests.accounts.factories import administrator, letters_to
from tests.world import World

TODAY = dt.date(2026, 11, 16)


def invite(world: World, at: dt.datetime, email: str = "ny@example.test", slug: str = "tk-nav") -> User:
    with acting_as(world.actor("Anne")) as anne:
        made = invite_user(
            actor=anne,
            name="Ny Prøve",
            email=email,
            unit=world.unit(slug),
            roles=[Role.SOCIAL_CASEWORKER],
            starts_on=TODAY,
            ends_before=None,
            at=at,
        )
    assert made is not None
    return made


def token_in(text: str) -> str:
    found = re.search(r"/konto/invitasjon/([\w-]+)/", text)
    assert found is not None
    return found.group(1)


def test_an_invitation_is_one_account_one_role_one_letter(world: World, at: dt.datetime) -> None:
    user = invite(world, at)
    assert invite(world, at).pk == user.pk
    assert Membership.objects.filter(user=user).count() == 1
    letters = letters_to(user.pk)
    assert len(letters) == 1
    assert "Ny Prøve" not in "".join(letters[0])
    token = token_in(letters[0][1])
    row = Invitation.objects.get(user=user)
    assert row.token_hash == hashlib.sha256(token.encode()).hexdigest()
    assert row.expires_at - row.created_at == dt.timedelta(days=7)


def test_the_link_works_once_and_for_seven_days(world: World, at: dt.datetime) -> None:
    user = invite(world, at)
    token = token_in(letters_to(user.pk)[0][1])
    assert open_invitation(token=token, at=at + dt.timedelta(days=7)) is None
    accept_invitation(token_hash=hash_token(token), password="en lang setning om snø", at=at)
    user.refresh_from_db()
    assert user.check_password("en lang setning om snø")
    with pytest.raises(RuleBroken):
        accept_invitation(token_hash=hash_token(token), password="en annen lang setning", at=at)
    assert open_invitation(token="x" * 43, at=at) is None


def test_others_cannot_invite(world: World, at: dt.datetime) -> None:
    with pytest.raises(NotAllowed):
        invite(world, at, slug="ok-koordinering")
    with pytest.raises(NotAllowed):
        invite(world, at, email="anne@example.test")
    assert not User.objects.filter(email="ny@example.test").exists()


def test_a_leaver_is_out_at_once(world: World, at: dt.datetime) -> None:
    nils = world.actor("Nils")
    client = Client()
    client.force_login(User.objects.get(pk=nils.user_id))
    seat = Membership.objects.select_related("unit").get(user_id=nils.user_id)
    with acting_as(world.actor("Anne")) as anne:
        now = dt.datetime.now(dt.UTC)
        end_seat(actor=anne, membership=seat, last_day=None, today=now.date(), at=now)
        assert AccountEvent.objects.filter(user_id=nils.user_id, kind="seat_ended").count() == 1
    assert client.get("/konto/meg/").headers["Location"].startswith("/konto/login/")


def test_a_role_of_today_can_end_today_but_not_before(world: World, at: dt.datetime) -> None:
    user = invite(world, at)
    seat = Membership.objects.select_related("unit").get(user=user)
    with acting_as(world.actor("Anne")) as anne:
        with pytest.raises(RuleBroken):
            end_seat(actor=anne, membership=seat, last_day=dt.date(2026, 11, 1), today=TODAY, at=at)
        end_seat(actor=anne, membership=seat, last_day=None, today=TODAY, at=at)
    assert not Membership.objects.in_force(TODAY).filter(user=user).exists()


def test_a_lost_factor_is_reset_with_a_reason(world: World, at: dt.datetime) -> None:
    nils = User.objects.get(pk=world.actor("Nils").user_id)
    TOTP.activate(nils, generate_totp_secret())
    client = Client()
    client.force_login(nils)
    with acting_as(world.actor("Anne")) as anne:
        now = dt.datetime.now(dt.UTC)
        with pytest.raises(RuleBroken):
            reset_second_factor(actor=anne, user=nils, reason=" ", at=now)
        reset_second_factor(actor=anne, user=nils, reason="mistet telefonen", at=now)
        assert AccountEvent.objects.get(user=nils).reason == "mistet telefonen"
    assert not Authenticator.objects.filter(user=nils).exists()
    assert "nullstilt" in letters_to(nils.pk)[0][0]
    assert client.get("/konto/meg/").headers["Location"].startswith("/konto/login/")


@pytest.mark.parametrize(
    ("who", "whom"), [("Anne", "Oda"), ("Anne", "Tor"), ("Ida", "Nils"), ("Anne", "Anne")]
)
def test_a_factor_is_reset_by_nobody_else(world: World, at: dt.datetime, who: str, whom: str) -> None:
    user = User.objects.get(pk=world.actor(whom).user_id)
    TOTP.activate(user, generate_totp_secret())
    with acting_as(world.actor(who)) as actor, pytest.raises(NotAllowed):
        reset_second_factor(actor=actor, user=user, reason="fordi", at=at)
    assert Authenticator.objects.filter(user=user).exists()


def test_what_administrators_did_stays_within_the_controller(world: World, at: dt.datetime) -> None:
    user = invite(world, at)
    with acting_as(world.actor("Oda")), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM accounts_accountevent")
        assert cursor.fetchone() == (0,)
    with acting_as(world.actor("Anne")), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM accounts_accountevent WHERE user_id = %s", [user.pk])
        assert cursor.fetchone() == (1,)
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            cursor.execute("UPDATE accounts_accountevent SET reason = ''")


def test_absence_with_a_deputy_of_the_same_organisation(world: World, at: dt.datetime) -> None:
    users = {name: User.objects.get(pk=world.actor(name).user_id) for name in ("Sara", "Nils", "Oda")}
    days = {"starts_on": TODAY, "last_day": TODAY}
    with acting_as(world.actor("Sara")) as sara:
        with pytest.raises(RuleBroken):
            register_absence(actor=sara, user=users["Sara"], deputy=users["Oda"], at=at, **days)
        with pytest.raises(NotAllowed):
            register_absence(actor=sara, user=users["Nils"], deputy=None, at=at, **days)
        first = register_absence(actor=sara, user=users["Sara"], deputy=users["Nils"], at=at, **days)
        again = register_absence(actor=sara, user=users["Sara"], deputy=users["Nils"], at=at, **days)
    assert first.pk == again.pk


def make_token(world: World, at: dt.datetime, **changes: object) -> str:
    values: dict[str, object] = {
        "name": "Fagsystemet",
        "unit": world.unit("tk-nav"),
        "role": Role.SOCIAL_CASEWORKER,
        "scopes": ["cases:read"],
        "expires_on": dt.date(2027, 5, 1),
        **changes,
    }
    with acting_as(world.actor("Anne")) as anne:
        return create_api_token(actor=anne, at=at, **values)  # type: ignore[arg-type]


def test_a_token_is_kept_as_a_hash_and_revoked(world: World, at: dt.datetime) -> None:
    token = make_token(world, at)
    row = ApiToken.objects.get()
    assert row.token_hash == hashlib.sha256(token.encode()).hexdigest()
    assert not row.user.has_usable_password()
    with pytest.raises(RuleBroken):
        make_token(world, at)
    with acting_as(administrator(world, "ok-koordinering")) as other, pytest.raises(NotAllowed):
        revoke_api_token(actor=other, token=row, at=at)
    with acting_as(world.actor("Anne")) as anne:
        for moment in (at, at + dt.timedelta(hours=1)):
            revoke_api_token(actor=anne, token=row, at=moment)
    row.refresh_from_db()
    assert row.revoked_at == at


@pytest.mark.parametrize(
    "changes",
    [
        {"scopes": ["everything:read"]},
        {"scopes": []},
        {"expires_on": dt.date(2029, 1, 1)},
        {"expires_on": TODAY},
    ],
)
def test_a_token_is_narrow_and_ends(world: World, at: dt.datetime, changes: dict[str, object]) -> None:
    with pytest.raises(RuleBroken):
        make_token(world, at, **changes)


def test_a_problem_reaches_the_administrators_once(world: World, at: dt.datetime) -> None:
    with acting_as(world.actor("Nils")) as nils:
        for _ in range(2):
            assert report_problem(actor=nils, page="/saker/", text="Listen er tom", at=at) == 1
        with pytest.raises(RuleBroken):
            report_problem(actor=nils, page="", text="gjelder 279096 42545", at=at)
    assert len(letters_to(world.actor("Anne").user_id)) == 1


def test_init_prints_a_link_and_may_be_run_again(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    options = {
        "organisation": "Prøvelund kommune",
        "kind": "municipality",
        "municipality": "1103",
        "administrator": "Ada Prøve",
        "email": "ada@example.test",
    }
    call_command("init_hjemvei", **options)
    call_command("init_hjemvei", **options)
    said = capsys.readouterr().out
    assert said.count("ada@example.test was invited before") == 1
    tokens = [token_in(line) for line in said.splitlines() if "invitasjon" in line]
    now = dt.datetime.now(dt.UTC)
    assert [open_invitation(token=token, at=now) is not None for token in tokens] == [False, True]
    seat = Membership.objects.get(user__email="ada@example.test")
    assert (seat.role, seat.unit.controller.municipality_id) == (Role.ADMINISTRATOR, "1103")
    with pytest.raises(CommandError):
        call_command("init_hjemvei", **{**options, "kind": "kingdom"})


def test_init_for_an_account_in_use_says_what_to_do_and_changes_nothing(world: World) -> None:
    anne = User.objects.get(pk=world.actor("Anne").user_id)
    anne.set_password("en lang setning om vinteren")
    anne.save(update_fields=["password"])
    options = {"kind": "voluntary", "administrator": "Anne", "email": anne.email.upper()}
    with pytest.raises(CommandError, match="nothing was made or changed"):
        call_command("init_hjemvei", organisation="Prøveforeningen", **options)
    assert not Controller.objects.filter(name="Prøveforeningen").exists()


def test_init_speaks_english_and_says_what_is_missing_where_nobody_can_answer(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    with pytest.raises(CommandError, match="--kind"):
        call_command("init_hjemvei", organisation="Prøvelund kommune")
    options = {"kind": "municipality", "municipality": "9999", "administrator": "Ada", "email": "a@b.test"}
    with pytest.raises(CommandError, match="municipality"):
        call_command("init_hjemvei", organisation="Prøvelund kommune", **options)
