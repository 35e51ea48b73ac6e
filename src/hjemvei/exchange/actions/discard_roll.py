"""Put a staged roll aside unused; its rows and its file go at once, its figures stay."""

from __future__ import annotations

from hjemvei.accounts.actor import Actor, acting_as
from hjemvei.core.states import move
from hjemvei.exchange.choices import RollState
from hjemvei.exchange.models import RollFile, RollImport, RollRow
from hjemvei.exchange.policy import can_handle_roll
from hjemvei.exchange.roll_scope import importing
from hjemvei.exchange.states import ROLL


def discard_roll(*, actor: Actor, roll: RollImport) -> RollImport:
    """Discarding twice changes nothing. Raises RuleBroken for a roll that is or has been applied."""
    held = RollImport.objects.visible_to(actor).select_for_update(no_key=True).get(pk=roll.pk)
    can_handle_roll(actor, held).require()
    if held.state == RollState.DISCARDED:
        return held
    move(held, "discard", by=ROLL)
    held.save(update_fields=["state"])
    with acting_as(importing(actor)):
        RollRow.objects.filter(roll=held).delete()
        RollFile.objects.filter(roll=held).delete()
    return held
