"""Who may load a prison's roll."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import Role
from hjemvei.accounts.policy import YES, Decision
from hjemvei.exchange.models import RollImport

ROLL_ROLES = frozenset({Role.PRISON_SOCIAL_WORKER, Role.REINTEGRATION_COORDINATOR, Role.SYSTEM})


def roll_units(actor: Actor) -> tuple[int, ...]:
    """The units whose people the actor may load."""
    return tuple(unit for unit in actor.units if actor.unit_roles[unit] & ROLL_ROLES)


def can_load_roll(actor: Actor, prison_id: int) -> Decision:
    if prison_id not in roll_units(actor):
        return Decision(
            False,
            _("Lister leses inn av sosialkonsulenten eller tilbakeføringskoordinatoren i fengselet."),
        )
    return YES


def can_handle_roll(actor: Actor, roll: RollImport) -> Decision:
    """Apply, discard, decide: the same people, for all the units that the roll covers."""
    decision = can_load_roll(actor, roll.owner_unit_id)
    if not decision:
        return decision
    if not set(roll.units) <= set(roll_units(actor)):
        return Decision(False, _("Listen gjelder avdelinger du ikke har en rolle i."))
    return YES
