"""Who reports a deviation, who answers for it, and who lets the committee read of it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import READABLE, InfoClass
from hjemvei.accounts.policy import YES, Decision
from hjemvei.deviations.models import Deviation, DeviationSummary
from hjemvei.deviations.states import LEARNED

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
        return Decision(False, _("Bare enheten som har avviket, kan gjøre noe med det."))
    return can_report(actor)


def can_learn(actor: Actor, deviation: Deviation) -> Decision:
    """What was learned is known when it is closed, or when it went well."""
    if deviation.state not in LEARNED:
        return Decision(False, _("Lukk avviket først. Da vet dere hva som var årsaken."))
    return can_close(actor, deviation)


def can_release(actor: Actor, summary: DeviationSummary) -> Decision:
    """A second person, of the organisation that wrote it."""
    if summary.recorded_by_id == actor.user_id:
        return Decision(False, _("Den som skrev sammendraget, kan ikke frigi det. Be en kollega."))
    return can_take_back(actor, summary)


def can_take_back(actor: Actor, summary: DeviationSummary) -> Decision:
    if summary.controller_id != actor.controller_id:
        return Decision(False, _("Bare virksomheten som skrev sammendraget, kan frigi eller trekke det."))
    return can_report(actor)
