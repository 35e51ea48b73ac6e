"""Tie a sign-in at a provider to an account: by an invitation at once, by a verified address only after an
administrator's yes. Never by an address alone (ADR-0021).
"""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from hjemvei.accounts.actions.accept_invitation import enter, invitation_of_hash, use_up
from hjemvei.accounts.actions.report_problem import administrators
from hjemvei.accounts.events import Letter, send_letter
from hjemvei.accounts.models import (
    AccountEvent,
    AccountEventKind,
    Identity,
    IdentityState,
    Membership,
    User,
    UserKind,
)
from hjemvei.accounts.oidc.flow import Verified
from hjemvei.accounts.states import IDENTITY
from hjemvei.core.db import int_array, session
from hjemvei.core.errors import RuleBroken
from hjemvei.core.states import move


@transaction.atomic
def bind_by_invitation(*, token_hash: str, verified: Verified, at: dt.datetime) -> User:
    """Raises RuleBroken where the link is used or too old, or the sign-in belongs to somebody else."""
    found = invitation_of_hash(token_hash, at=at)
    if found is None or not use_up(found, at):
        raise RuleBroken(_("Lenken er brukt eller for gammel. Be administratoren om en ny."), code="gone")
    row = identity(found.user, verified, at=at)
    bind(row, by_user_id=found.invited_by_id, at=at)
    enter(found.user, at=at)
    return found.user


def ask_to_bind(*, verified: Verified, at: dt.datetime) -> bool:
    """Whether somebody was asked; whoever signs in is told the same either way. Asked once, it is not asked
    again.
    """
    user = _user_of(verified.email)
    seat = _seat(user, localdate(at)) if user is not None else None
    if user is None or seat is None:
        return False
    kept = Identity.objects.filter(user=user, issuer=verified.provider.issuer, subject=verified.subject)
    if kept.exclude(state=IdentityState.ENDED).exists():
        return False
    with session(_as_colleague(user, seat)):
        identity(user, verified, at=at).save()
        AccountEvent.objects.create(
            user=user,
            controller_id=seat.unit.controller_id,
            by_user=user,
            kind=AccountEventKind.IDENTITY_ASKED,
            reason=verified.provider.name,
            at=at,
        )
        _tell(user, seat, verified, at=at)
    return True


def identity(user: User, verified: Verified, *, at: dt.datetime) -> Identity:
    """The one that waits or was refused, else a new one; not saved."""
    values = {"user": user, "issuer": verified.provider.issuer, "subject": verified.subject}
    waiting = Identity.objects.filter(**values, state__in=[IdentityState.ASKED, IdentityState.REFUSED])
    return waiting.first() or Identity(**values, provider=verified.provider.name, asked_at=at)


def bind(row: Identity, *, by_user_id: int | None, at: dt.datetime) -> None:
    """Raises RuleBroken where the sign-in is tied to another account, or the account to another sign-in."""
    move(row, "bind", by=IDENTITY)
    row.bound_at, row.bound_by_id = at, by_user_id
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise RuleBroken(
            _("Denne innloggingen, eller denne kontoen, er allerede koblet til en annen."), code="taken"
        ) from error


def _user_of(email: str) -> User | None:
    people = User.objects.filter(kind=UserKind.PERSON, is_active=True, is_demo=False)
    return people.filter(email=email).first() if email else None


def _as_colleague(user: User, seat: Membership) -> dict[str, str]:
    """Enough to write the event and the letter, and to read nothing of a case."""
    return {
        "hjemvei.user": str(user.pk),
        "hjemvei.controller": str(seat.unit.controller_id),
        "hjemvei.units": int_array([seat.unit_id]),
    }


def _seat(user: User, today: dt.date) -> Membership | None:
    seats = Membership.objects.in_force(today).filter(user=user)
    return seats.select_related("unit").order_by("starts_on", "pk").first()


def _tell(user: User, seat: Membership, verified: Verified, *, at: dt.datetime) -> None:
    text = _(
        "%(name)s har logget inn med %(provider)s og vil koble det til kontoen sin. Sjekk at det er riktig "
        "person, og godkjenn eller avvis her:\n\n%(link)s"
    )
    values = {"name": user.name, "provider": verified.provider.name}
    values["link"] = settings.SITE_URL + reverse("accounts:user", args=[user.key])
    for user_id in administrators(seat.unit.controller_id, today=localdate(at)):
        letter = Letter(
            kind="alert",
            unit_id=seat.unit_id,
            user_id=user_id,
            subject=_("Hjemvei: en innlogging venter på godkjenning"),
            body=text % values,
            once=f"identity:{user.key}:{at.isoformat()}:{user_id}",
            at=at,
        )
        send_letter(letter)
