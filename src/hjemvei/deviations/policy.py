"""Who reports a deviation and who closes it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.accounts.policy import YES, Decision
from hjemvei.deviations.models import Deviation


def can_report(actor: Actor) -> Decision:
    if not actor.may_read(InfoClass.COORDINATION) or not actor.may_read(InfoClass.IDENTITY):
        return Decision(False, _("Rollen din arbeider ikke i saker. Si fra til koordinatoren."))
    return YES


def can_close(actor: Actor, deviation: Deviation) -> Decision:
    """Whoever it was sent to answers for it; who reported it may close it too."""
    if not {deviation.to_unit_id, deviation.owner_unit_id} & set(actor.units):
        return Decision(False, _("Bare enheten som har avviket, kan lukke det."))
    return can_report(actor)
