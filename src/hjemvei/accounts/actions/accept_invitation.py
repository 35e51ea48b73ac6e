"""Take an invitation: the token is used up and the password is set. The user is not signed in by it."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from hjemvei.accounts.actions.invite_user import hash_token
from hjemvei.accounts.models import AccountEvent, AccountEventKind, Invitation, Membership, User
from hjemvei.core.db import session
from hjemvei.core.errors import RuleBroken


def open_invitation(*, token: str, at: dt.datetime) -> Invitation | None:
    """The invitation of an unused link that has not run out, else None."""
    return invitation_of_hash(hash_token(token), at=at)


def invitation_of_hash(token_hash: str, *, at: dt.datetime) -> Invitation | None:
    return (
        Invitation.objects.select_related("user")
        .filter(token_hash=token_hash, used_at__isnull=True, expires_at__gt=at, user__is_active=True)
        .first()
    )


def accept_invitation(*, token_hash: str, password: str, at: dt.datetime) -> User:
    """Raises RuleBroken where the link is used or has run out; two at once: the second one fails."""
    found = invitation_of_hash(token_hash, at=at)
    if found is None or not use_up(found, at):
        raise RuleBroken(_("Lenken er brukt eller for gammel. Be administratoren om en ny."), code="gone")
    user = found.user
    user.set_password(password)
    user.save(update_fields=["password"])
    enter(user, at=at)
    return user


def enter(user: User, *, at: dt.datetime) -> None:
    """Write down that the invitation was taken."""
    seat = Membership.objects.filter(user=user).select_related("unit").order_by("-starts_on", "pk").first()
    if seat is not None:
        with session({"hjemvei.user": str(user.pk), "hjemvei.controller": str(seat.unit.controller_id)}):
            AccountEvent.objects.create(
                user=user,
                controller_id=seat.unit.controller_id,
                by_user=user,
                kind=AccountEventKind.ENTERED,
                at=at,
            )


def use_up(invitation: Invitation, at: dt.datetime) -> bool:
    return bool(Invitation.objects.filter(pk=invitation.pk, used_at__isnull=True).update(used_at=at))
