"""Invite somebody: account, roles for a period, and a link that is good for seven days and once."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from hjemvei.accounts.actions.offer_seats import offer_seats
from hjemvei.accounts.actions.record_event import record_account_event
from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import Role
from hjemvei.accounts.events import Letter, send_letter
from hjemvei.accounts.models import AccountEventKind, Invitation, Membership, User, UserKind
from hjemvei.accounts.policy import can_give_role
from hjemvei.accounts.queries.seats import must_say_yes
from hjemvei.core.errors import RuleBroken
from hjemvei.parties.models import Unit

VALID = dt.timedelta(days=7)


def invite_user(
    *,
    actor: Actor,
    name: str,
    email: str,
    unit: Unit,
    roles: Sequence[Role],
    starts_on: dt.date,
    ends_before: dt.date | None,
    at: dt.datetime,
) -> User | None:
    """Sent twice it is one account and one role. Who has an account elsewhere is offered the role, and
    answers (None: nobody of ours yet); the administrator is told the same. Raises NotAllowed, RuleBroken.
    """
    user = User.objects.select_for_update().filter(email=email.lower()).first()
    for role in roles:
        can_give_role(actor, unit=unit, role=role, user_id=user.pk if user else None).require()
    if user is not None and user.kind != UserKind.PERSON:
        raise RuleBroken(_("Denne adressen kan ikke inviteres."), field="email")
    if user is not None and must_say_yes(user, actor.controller_id, today=localdate(at)):
        period = (starts_on, ends_before)
        offer_seats(actor=actor, user=user, unit=unit, roles=roles, period=period, at=at)
        return None
    if user is None:
        user = User.objects.create_user(email, name=name)
    elif not user.is_active:
        user.is_active = True  # left once; the invitation is the only way in
        user.save(update_fields=["is_active"])
    new = [
        role for role in roles if give_seat(user, unit, role, starts_on=starts_on, ends_before=ends_before)
    ]
    if not new:
        return user
    record_account_event(actor=actor, user_id=user.pk, kind=AccountEventKind.INVITED, reason=unit.name, at=at)
    if user.has_entered():
        _tell(actor, user, unit, at=at)
    else:
        send_invitation(actor=actor, user=user, at=at)
    return user


def give_seat(
    user: User, unit: Unit, role: Role, *, starts_on: dt.date, ends_before: dt.date | None
) -> Membership | None:
    """The role, or None where the user already has it on that day."""
    seats = Membership.objects.filter(user=user, unit=unit, role=role)
    if seats.in_force(starts_on).exists() or seats.filter(starts_on=starts_on).exists():
        return None
    return Membership.objects.create(
        user=user, unit=unit, role=role, starts_on=starts_on, ends_before=ends_before
    )


def new_invitation(*, user: User, invited_by_id: int | None, at: dt.datetime) -> str:
    """Make the link's path and let every earlier link of the user run out; the token itself is kept
    nowhere.
    """
    token = secrets.token_urlsafe(32)
    Invitation.objects.filter(user=user, used_at__isnull=True).update(used_at=at)
    Invitation.objects.create(
        user=user,
        token_hash=hash_token(token),
        invited_by_id=invited_by_id,
        created_at=at,
        expires_at=at + VALID,
    )
    return reverse("accounts:accept", args=[token])


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def send_invitation(*, actor: Actor, user: User, at: dt.datetime) -> None:
    path = new_invitation(user=user, invited_by_id=actor.user_id, at=at)
    text = _(
        "Du er invitert til Hjemvei. Åpne lenken og velg et passord. Lenken virker i sju dager og bare "
        "én gang.\n\n"
        "%(link)s\n\nKjenner du ikke til dette, kan du slette meldingen."
    )
    _letter(actor, user, _("Du er invitert til Hjemvei"), text % {"link": settings.SITE_URL + path}, at=at)


def _tell(actor: Actor, user: User, unit: Unit, *, at: dt.datetime) -> None:
    text = _(
        "Du har fått en ny rolle i %(unit)s. Logg inn på %(site)s som før, og velg enhet øverst på siden."
    )
    body = text % {"unit": unit.name, "site": settings.SITE_URL}
    _letter(actor, user, _("Du har fått en ny rolle i Hjemvei"), body, at=at)


def _letter(actor: Actor, user: User, subject: str, body: str, *, at: dt.datetime) -> None:
    send_letter(
        Letter(
            kind="invitation",
            unit_id=actor.unit_id,
            user_id=user.pk,
            subject=subject,
            body=body,
            once=f"invitation:{user.key}:{at.isoformat()}",
            at=at,
        )
    )
