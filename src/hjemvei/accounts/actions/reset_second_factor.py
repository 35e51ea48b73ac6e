"""Somebody has lost phone and keys: every second factor is removed, every session ends, the user is told."""

from __future__ import annotations

import datetime as dt

from allauth.mfa.models import Authenticator
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from hjemvei.accounts.actions.record_event import record_account_event
from hjemvei.accounts.actor import Actor
from hjemvei.accounts.events import Letter, send_letter
from hjemvei.accounts.models import AccountEventKind, Membership, User
from hjemvei.accounts.policy import can_reset_factor
from hjemvei.accounts.queries.seats import has_seat_elsewhere
from hjemvei.accounts.sessions import end_sessions
from hjemvei.core.errors import RuleBroken


def reset_second_factor(*, actor: Actor, user: User, reason: str, at: dt.datetime) -> None:
    """Raises NotAllowed, and RuleBroken without a reason."""
    seats = Membership.objects.filter(user=user, unit__controller_id=actor.controller_id)
    is_ours = seats.in_force(localdate(at)).exists()
    is_elsewhere = has_seat_elsewhere(user.pk, actor.controller_id, today=localdate(at))
    can_reset_factor(actor, user_id=user.pk, is_ours=is_ours, is_elsewhere=is_elsewhere).require()
    if not reason.strip():
        raise RuleBroken(_("Skriv hvorfor, og hvordan du vet at det er riktig person."), field="reason")
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user.pk, at=at)
    record_account_event(
        actor=actor, user_id=user.pk, kind=AccountEventKind.FACTOR_RESET, reason=reason.strip(), at=at
    )
    text = _(
        "En administrator har nullstilt innlogging i to trinn for deg i Hjemvei. Neste gang du logger inn, "
        "setter du den opp på nytt.\n\n"
        "Har du ikke bedt om dette, må du si fra til administratoren med en gang."
    )
    letter = Letter(
        kind="receipt",
        unit_id=actor.unit_id,
        user_id=user.pk,
        subject=_("Innlogging i to trinn er nullstilt"),
        body=text,
        once=f"factor_reset:{user.key}:{at.isoformat()}",
        at=at,
    )
    send_letter(letter)
