"""Close a deviation with its cause and what is done so that it does not happen again."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.cases.actions.record_event import record_event
from hjemvei.core.errors import RuleBroken
from hjemvei.deviations.choices import Cause
from hjemvei.deviations.models import Deviation
from hjemvei.deviations.policy import can_close

CLOSED = gettext_noop("Avvik lukket")


def close_deviation(
    *, actor: Actor, deviation: Deviation, cause: Cause, measure: str, at: dt.datetime
) -> Deviation:
    """Raises RuleBroken without a measure, or when it is closed already."""
    rows = Deviation.objects.visible_to(actor).select_for_update(of=("self",))
    locked: Deviation = rows.get(pk=deviation.pk)
    can_close(actor, locked).require()
    if locked.closed_at is not None:
        raise RuleBroken(_("Avviket er allerede lukket."), code="wrong_state")
    if not measure.strip():
        text = _("Skriv hva som gjøres for at det ikke skal skje igjen.")
        raise RuleBroken(text, code="measure", field="measure")
    locked.cause, locked.measure, locked.closed_at = cause, measure, at
    locked.save(update_fields=["cause", "measure", "closed_at"])
    record_event(
        actor=actor,
        case=locked.case,
        code="deviation_closed",
        text=CLOSED,
        info_class=InfoClass.COORDINATION,
        at=at,
    )
    return locked
