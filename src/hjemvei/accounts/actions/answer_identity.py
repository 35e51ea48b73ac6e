"""An administrator answers whether a sign-in at a provider is this colleague's. The colleague is told."""

from __future__ import annotations

import datetime as dt

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from hjemvei.accounts.actions.bind_identity import bind
from hjemvei.accounts.actions.record_event import record_account_event
from hjemvei.accounts.actor import Actor
from hjemvei.accounts.events import Letter, send_letter
from hjemvei.accounts.models import AccountEventKind, Identity, Membership
from hjemvei.accounts.policy import can_answer_identity
from hjemvei.accounts.queries.seats import has_seat_elsewhere
from hjemvei.accounts.states import IDENTITY
from hjemvei.core.states import move


def answer_identity(*, actor: Actor, identity: Identity, accept: bool, at: dt.datetime) -> None:
    """Raises NotAllowed, and RuleBroken where it is answered already or tied to somebody else."""
    seats = Membership.objects.filter(user_id=identity.user_id, unit__controller_id=actor.controller_id)
    is_ours = seats.in_force(localdate(at)).exists()
    is_elsewhere = has_seat_elsewhere(identity.user_id, actor.controller_id, today=localdate(at))
    asked = can_answer_identity(
        actor, user_id=identity.user_id, is_ours=is_ours, is_elsewhere=accept and is_elsewhere
    )
    asked.require()
    if accept:
        bind(identity, by_user_id=actor.user_id, at=at)
    else:
        move(identity, "refuse", by=IDENTITY)
        identity.save(update_fields=["state"])
    kind = AccountEventKind.IDENTITY_BOUND if accept else AccountEventKind.IDENTITY_REFUSED
    record_account_event(actor=actor, user_id=identity.user_id, kind=kind, reason=identity.provider, at=at)
    if accept:
        _tell(actor, identity, at=at)


def _tell(actor: Actor, identity: Identity, *, at: dt.datetime) -> None:
    text = _(
        "Innlogging med %(provider)s er nå koblet til kontoen din i Hjemvei.\n\n"
        "Har du ikke bedt om dette, må du si fra til administratoren med en gang."
    )
    letter = Letter(
        kind="receipt",
        unit_id=actor.unit_id,
        user_id=identity.user_id,
        subject=_("En ny innlogging er koblet til kontoen din"),
        body=text % {"provider": identity.provider},
        once=f"identity:{identity.pk}",
        at=at,
    )
    send_letter(letter)
