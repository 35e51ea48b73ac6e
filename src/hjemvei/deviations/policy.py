"""Who reports a deviation and who closes it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import READABLE, InfoClass
from hjemvei.accounts.policy import YES, Decision
from hjemvei.deviations.models import Deviation

REPORTERS = frozenset(
    role for role, classes in READABLE.items() if {InfoClass.COORDINATION, InfoClass.IDENTITY} <= classes
)


def can_report(actor: Actor) -> Decision:
    if not actor.may_read(InfoClass.COORDINATION) or not actor.may_read(InfoClass.IDENTITY):
        return Decision(False, _("Rollen din arbeider ikke i saker. Si fra til koordinatoren."))
    return YES


def can_close(actor: Actor, deviation: Deviation) -> Decision:
    """Whoever it was sent to answers for it; who reported it may close it too."""
    return can_close_of(actor, units={deviation.to_unit_id, deviation.owner_unit_id})


def can_close_of(actor: Actor, *, units: set[int]) -> Decision:
    """`units` are the one it was sent to and the one that reported it."""
    if not units & set(actor.units):
        return Decision(False, _("Bare enheten som har avviket, kan lukke det."))
    return can_report(actor)
