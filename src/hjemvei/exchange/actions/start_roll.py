"""'Take into use': small rolls while the reader waits, large ones as a job whose progress can be followed."""

from __future__ import annotations

import datetime as dt

from hjemvei.accounts.actor import Actor
from hjemvei.core.states import move
from hjemvei.exchange import tasks
from hjemvei.exchange.actions.apply_roll import apply_roll
from hjemvei.exchange.choices import RollState
from hjemvei.exchange.models import RollImport, RollProgress
from hjemvei.exchange.policy import can_handle_roll
from hjemvei.exchange.states import ROLL

SMALL_ROLL = 2000


def start_roll(*, actor: Actor, roll: RollImport, at: dt.datetime) -> RollImport:
    """Applied at once or on its way. A second click finds it applied or applying and changes nothing."""
    held = RollImport.objects.visible_to(actor).select_for_update(no_key=True).get(pk=roll.pk)
    can_handle_roll(actor, held).require()
    if held.state in (RollState.APPLYING, RollState.APPLIED):
        return held
    total = held.new_count + held.changed_count + held.gone_count
    if total <= SMALL_ROLL:
        return apply_roll(actor=actor, roll=held, at=at)
    move(held, "start", by=ROLL)
    held.refusal = ""
    held.save(update_fields=["state", "refusal"])
    RollProgress.objects.filter(roll=held).delete()
    RollProgress.objects.create(roll=held, owner_unit_id=held.owner_unit_id, total=total)
    tasks.apply_staged_roll.defer(roll_id=held.pk, user_id=actor.user_id, unit_id=actor.unit_id)
    return held
