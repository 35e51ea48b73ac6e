"""Somebody leaves: every session, role, clearance, sign-in and token ends now, those who lead the units are
told, and the keys they made for other systems must be replaced.
"""

from __future__ import annotations

import datetime as dt

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from hjemvei.accounts.actions.end_clearance import take_away
from hjemvei.accounts.actions.hasten_tokens import hasten_tokens
from hjemvei.accounts.actions.record_event import record_account_event
from hjemvei.accounts.actor import Actor
from hjemvei.accounts.events import Left, tell_of_left
from hjemvei.accounts.models import (
    AccountEventKind,
    ApiToken,
    Identity,
    IdentityState,
    Invitation,
    Membership,
    User,
)
from hjemvei.accounts.models_clearance import Clearance
from hjemvei.accounts.policy import can_end_everything
from hjemvei.accounts.queries.seats import has_seat_elsewhere
from hjemvei.accounts.sessions import end_sessions
from hjemvei.accounts.states import IDENTITY
from hjemvei.core.states import move

DAY = dt.timedelta(days=1)


@transaction.atomic
def end_everything(*, actor: Actor, user: User, reason: str, today: dt.date, at: dt.datetime) -> int:
    """Within the actor's controller; sessions end and the account is closed where no other controller has a
    role for it. Done twice it is done once. Return how many roles ended. Raises NotAllowed.
    """
    ours = Q(unit__controller_id=actor.controller_id)
    seats = Membership.objects.select_for_update(of=("self",)).filter(user=user).order_by("pk")
    can_end_everything(actor, user_id=user.pk, is_ours=seats.filter(ours).exists()).require()
    live = [seat for seat in seats.filter(ours) if seat.ends_before is None or seat.ends_before > today]
    for seat in live:
        seat.starts_on, seat.ends_before = min(seat.starts_on, today - DAY), today
        seat.save(update_fields=["starts_on", "ends_before"])
    for clearance in Clearance.objects.open(today).filter(user=user, controller_id=actor.controller_id):
        take_away(actor, clearance, reason=reason.strip() or _("Alt er avsluttet."), at=at)
    closes = user.is_active and not has_seat_elsewhere(user.pk, actor.controller_id, today=today)
    if closes:
        _close(user, at=at)
    hasten_tokens(actor=actor, maker=user, at=at)
    if live or closes:
        record_account_event(
            actor=actor, user_id=user.pk, kind=AccountEventKind.LEFT, reason=reason.strip(), at=at
        )
        units = tuple(sorted({seat.unit_id for seat in live}))
        tell_of_left(Left(user_id=user.pk, name=user.name, unit_ids=units, at=at))
    return len(live)


def _close(user: User, *, at: dt.datetime) -> None:
    """A new invitation opens it again, from the start."""
    end_sessions(user.pk, at=at)
    user.is_active = False
    user.set_unusable_password()
    user.save(update_fields=["is_active", "password"])
    Authenticator.objects.filter(user=user).delete()
    Invitation.objects.filter(user=user, used_at__isnull=True).update(used_at=at)
    ApiToken.objects.filter(user=user, revoked_at__isnull=True).update(revoked_at=at)
    tied = Identity.objects.filter(user=user, state__in=[IdentityState.ASKED, IdentityState.BOUND])
    for identity in tied.order_by("pk"):
        move(identity, "end", by=IDENTITY)
        identity.save(update_fields=["state"])
