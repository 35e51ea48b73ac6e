"""Apply a large roll in a job: under whoever asked for it, with its progress told outside the transaction."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor, acting_as
from hjemvei.accounts.enums import Channel
from hjemvei.accounts.queries import actor_of, user_with_seats
from hjemvei.core.errors import HjemveiError, NotAllowed
from hjemvei.core.states import move
from hjemvei.exchange.actions.apply_roll import apply_roll
from hjemvei.exchange.choices import RollState
from hjemvei.exchange.models import RollImport
from hjemvei.exchange.progress import reporting
from hjemvei.exchange.states import ROLL


def run_roll(*, roll_id: int, user_id: int, unit_id: int, at: dt.datetime) -> None:
    """All or nothing. What stops it is told on the roll, which then waits for a new try.

    Raises NotAllowed when the user has no seat any more.
    """
    user, seats = user_with_seats(user_id, today=localdate(at))
    found = actor_of(user, seats, unit_id=unit_id) if user is not None else None
    if found is None or found.unit_id != unit_id:
        raise NotAllowed(_("Den som startet innlesingen, har ikke lenger tilgang."))
    actor = replace(found, channel=Channel.JOB)
    try:
        with reporting(actor, roll_id=roll_id) as progress, acting_as(actor):
            roll = RollImport.objects.visible_to(actor).get(pk=roll_id)
            apply_roll(actor=actor, roll=roll, at=at, progress=progress)
    except Exception as error:
        message = error.message if isinstance(error, HjemveiError) else _("Noe gikk galt. Prøv igjen.")
        _stop(actor, roll_id, message)
        raise


def _stop(actor: Actor, roll_id: int, message: str) -> None:
    with acting_as(actor):
        roll = RollImport.objects.visible_to(actor).select_for_update(no_key=True).get(pk=roll_id)
        if roll.state == RollState.APPLYING:
            move(roll, "stop", by=ROLL)
            roll.refusal = message
            roll.save(update_fields=["state", "refusal"])
