"""One account opens every seat that somebody has: no employer alone gives it a seat or a way in."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from hjemvei.accounts.actions.answer_offer import answer_offer
from hjemvei.accounts.actions.end_seat import end_seat
from hjemvei.accounts.actions.reset_second_factor import reset_second_factor
from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.enums import Role
from hjemvei.accounts.models import AccountEvent, Identity, Invitation, Membership, User
from hjemvei.accounts.models_offer import SeatOffer
from hjemvei.core import clock
from hjemvei.core.errors import NotAllowed
from tests.accounts.factories import letters_to
from tests.accounts.provider import Idp
from tests.accounts.test_views_provider import through
from tests.world import DAY, World

REASON = "mistet telefonen, snakket sammen"


def tor(world: World) -> User:
    """Contact officer of the prison, with a second factor."""
    user = User.objects.get(pk=world.actor("Tor").user_id)
    TOTP.activate(user, generate_totp_secret())
    return user


def browser_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    session = client.session
    session["second_factor"], session["second_factor_at"] = True, clock.now().timestamp()
    session.save()
    return client


def invited_by_anne(world: World, user: User) -> Client:
    """Anne administers the municipality, and no prison."""
    anne = browser_of(User.objects.get(pk=world.actor("Anne").user_id))
    values = {"name": "x", "email": user.email, "unit": world.unit("tk-nav").pk, "starts_on": "2020-01-01"}
    answer = anne.post(reverse("accounts:invite"), {**values, "roles": ["follow_up_worker"]})
    assert answer.headers["Location"] == reverse("accounts:users")
    return anne


def page_of_offer(user: User) -> str:
    """The address in the letter, and nowhere else."""
    found = re.search(r"/konto/tilbud/\w+/", letters_to(user.pk)[-1][1])
    assert found is not None
    return found.group()


def seat_in_both(world: World, user: User) -> Membership:
    return Membership.objects.create(
        user=user, unit=world.unit("tk-nav"), role=Role.FOLLOW_UP_WORKER, starts_on=DAY
    )


@pytest.fixture(autouse=True)
def _two_factors(settings: Any) -> None:
    settings.MFA_REQUIRED = True


def test_who_works_elsewhere_gets_a_role_by_their_own_yes(world: World) -> None:
    user = tor(world)
    anne = invited_by_anne(world, user)
    ours = Membership.objects.filter(user=user, unit=world.unit("tk-nav"))
    assert not ours.exists() and not Invitation.objects.filter(user=user).exists()
    listed = anne.get(reverse("accounts:users")).content.decode().partition("<main")[2]
    assert user.email in listed and user.name not in listed
    assert anne.get(reverse("accounts:user", args=[user.key])).status_code == 404
    page, mine = page_of_offer(user), browser_of(user)
    assert "Trondheim kommune" in mine.get(page).content.decode()
    assert not ours.exists(), "looking is no answer"
    assert mine.post(page, {"answer": "yes"}).status_code == 302
    assert ours.get().role == "follow_up_worker"
    assert mine.post(page, {"answer": "yes"}).status_code == 410
    assert ours.count() == 1
    with acting_as(world.actor("Anne")):
        kinds = list(AccountEvent.objects.filter(user=user).order_by("pk").values_list("kind", flat=True))
    assert kinds == ["invited", "seat_given"]


def test_an_offer_is_made_once_can_be_refused_and_runs_out(world: World) -> None:
    user = tor(world)
    for _twice in range(2):
        invited_by_anne(world, user)
    assert len(letters_to(user.pk)) == 1
    page, mine = page_of_offer(user), browser_of(user)
    assert mine.post(page, {"answer": "no"}).status_code == 302
    invited_by_anne(world, user)
    page = page_of_offer(user)
    with acting_as(world.actor("Tor")):
        SeatOffer.objects.filter(key=page.split("/")[-2]).update(expires_at=clock.now())
    assert mine.post(page, {"answer": "yes"}).status_code == 410
    assert not Membership.objects.filter(user=user, unit=world.unit("tk-nav")).exists()


def test_an_offer_is_answered_by_nobody_else_and_with_both_factors(world: World) -> None:
    user = tor(world)
    anne = invited_by_anne(world, user)
    page = page_of_offer(user)
    assert anne.post(page, {"answer": "yes"}).status_code == 410
    assert Client().post(page, {"answer": "yes"}).headers["Location"].startswith("/konto/login/")
    half = Client()
    half.force_login(user)
    assert half.post(page, {"answer": "yes"}).headers["Location"] == reverse("accounts:second_factor")
    with acting_as(world.actor("Anne")) as actor, pytest.raises(NotAllowed):
        (offer,) = SeatOffer.objects.filter(user=user)
        answer_offer(user_id=actor.user_id, offer=offer, accept=True, at=clock.now())
    assert not Membership.objects.filter(user=user, unit=world.unit("tk-nav")).exists()


def test_who_has_no_role_anywhere_any_more_answers_too(world: World) -> None:
    user = tor(world)
    user.set_password("en lang setning om vinteren")
    user.save(update_fields=["password"])
    Membership.objects.filter(user=user).update(starts_on=DAY, ends_before=DAY + dt.timedelta(days=1))
    invited_by_anne(world, user)
    assert not Membership.objects.filter(user=user, unit=world.unit("tk-nav")).exists()
    mine = browser_of(user)
    assert mine.post(page_of_offer(user), {"answer": "yes"}).status_code == 302
    assert Membership.objects.filter(user=user, unit=world.unit("tk-nav")).exists()


def test_the_second_factor_of_another_employers_staff_is_not_ours_to_remove(world: World) -> None:
    user = tor(world)
    anne, reset = invited_by_anne(world, user), reverse("accounts:reset_factor", args=[user.key])
    mine = browser_of(user)
    assert anne.post(reset, {"reason": REASON}).status_code == 404
    mine.post(page_of_offer(user), {"answer": "yes"})
    answer = anne.post(reset, {"reason": REASON})
    assert answer.status_code == 403
    assert "hos en annen virksomhet også" in answer.content.decode()
    assert Authenticator.objects.filter(user=user).exists()
    assert mine.get(reverse("accounts:profile")).status_code == 200
    with acting_as(world.actor("Anne")) as actor, pytest.raises(NotAllowed):
        reset_second_factor(actor=actor, user=user, reason=REASON, at=clock.now())


def test_a_sign_in_that_would_open_seats_elsewhere_is_not_approved_here(world: World, idp: Idp) -> None:
    user = tor(world)
    seat_in_both(world, user)
    attacker = Client()
    idp.subject, idp.claims = "attacker", {"email": user.email, "email_verified": True}
    assert through(attacker, idp).status_code == 403
    row = Identity.objects.get(user=user, subject="attacker")
    anne = browser_of(User.objects.get(pk=world.actor("Anne").user_id))
    answer = reverse("accounts:answer_sign_in", args=[user.key])
    page = anne.get(reverse("accounts:user", args=[user.key])).content.decode()
    assert "hos en annen virksomhet også" in page and 'value="yes"' not in page
    assert anne.post(answer, {"identity": row.pk, "answer": "yes"}).status_code == 403
    assert through(attacker, idp).status_code == 403
    assert attacker.get(reverse("accounts:units")).status_code == 302
    assert anne.post(answer, {"identity": row.pk, "answer": "no"}).status_code == 302
    assert Identity.objects.get(pk=row.pk).state == "refused"


def test_a_role_that_ends_here_signs_nobody_out_there(world: World) -> None:
    user = tor(world)
    seat, mine = seat_in_both(world, user), browser_of(user)
    with acting_as(world.actor("Anne")) as anne:
        end_seat(actor=anne, membership=seat, last_day=None, today=clock.today(), at=clock.now())
    assert mine.get(reverse("accounts:profile")).status_code == 200


LOCKED = {
    "a seat": "INSERT INTO accounts_membership (user_id, unit_id, role, starts_on)"
    " VALUES (%(user)s, %(unit)s, 'follow_up_worker', '2020-01-01')",
    "a factor": "DELETE FROM mfa_authenticator WHERE user_id = %(user)s",
    "a sign-in": "UPDATE accounts_identity SET state = 'bound', bound_at = now() WHERE user_id = %(user)s",
    "an answer": "UPDATE accounts_seatoffer SET is_taken = true, answered_at = now()"
    " WHERE user_id = %(user)s",
}


@pytest.mark.parametrize("what", LOCKED)
def test_the_database_refuses_it_too(world: World, idp: Idp, what: str) -> None:
    user = tor(world)
    invited_by_anne(world, user)
    values = {"issuer": idp.issuer, "subject": "s", "provider": "x", "asked_at": clock.now()}
    Identity.objects.create(user=user, **values)
    asked = {"user": user.pk, "unit": world.unit("tk-nav").pk}
    with acting_as(world.actor("Anne")), connection.cursor() as cursor:
        if what == "an answer":
            cursor.execute(LOCKED[what], asked)
            assert cursor.rowcount == 0
            return
        with pytest.raises(DatabaseError, match="not allowed"), transaction.atomic():
            cursor.execute(LOCKED[what], asked)


def test_nobody_gives_themselves_a_seat_in_the_database(world: World) -> None:
    asked = {"user": world.actor("Anne").user_id, "unit": world.unit("tk-nav").pk}
    refused = pytest.raises(DatabaseError, match="not allowed")
    with acting_as(world.actor("Anne")), connection.cursor() as cursor, refused, transaction.atomic():
        cursor.execute(LOCKED["a seat"], asked)
