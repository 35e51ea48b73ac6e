"""A visit took place, did not, was called off or was moved; each on record with its reason."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.cases.actions.record_event import record_event
from hjemvei.core.errors import RuleBroken
from hjemvei.core.states import move
from hjemvei.presence.actions.book_visit import book_visit
from hjemvei.presence.choices import VISIT
from hjemvei.presence.models import Booking, VisitDay
from hjemvei.presence.policy import can_change_visit
from hjemvei.presence.rules import OSLO
from hjemvei.sharing.queries import lock_row

Verb = Literal["finish", "miss", "cancel", "move"]
TEXTS: dict[Verb, str] = {
    "finish": gettext_noop("Besøket %(on)s er gjennomført"),
    "miss": gettext_noop("Besøket %(on)s ble ikke noe av"),
    "cancel": gettext_noop("Besøket %(on)s er avlyst"),
    "move": gettext_noop("Besøket %(on)s er flyttet"),
}


def close_visit(*, actor: Actor, visit: Booking, verb: Verb, reason: str, at: dt.datetime) -> Booking:
    """Raises NotAllowed, and RuleBroken for one that is closed already, for no reason where one is owed, and
    for a visit that has not been yet.
    """
    locked = lock_row(actor, visit)
    can_change_visit(actor, locked).require()
    if verb in ("cancel", "move", "miss") and not reason.strip():
        raise RuleBroken(_("Skriv hvorfor."), code="no_reason", field="reason")
    if verb in ("finish", "miss") and locked.starts_at > at:
        raise RuleBroken(_("Besøket har ikke vært ennå."), code="too_early")
    move(locked, verb, by=VISIT)
    locked.reason, locked.changed_at = reason.strip(), at
    locked.save(update_fields=["state", "reason", "changed_at"])
    on = locked.starts_at.astimezone(OSLO).date()
    record_event(
        actor=actor,
        case=locked.case,
        code=f"visit_{verb}",
        text=TEXTS[verb],
        info_class=InfoClass.COORDINATION,
        at=at,
        on=on,
    )
    return locked


def move_visit(
    *, actor: Actor, visit: Booking, day: VisitDay, starts_at: dt.datetime, reason: str, at: dt.datetime
) -> Booking:
    """The old one is let go and names no other; the new one names it. Raises as `book_visit`."""
    old = close_visit(actor=actor, visit=visit, verb="move", reason=reason, at=at)
    return book_visit(
        actor=actor, case=old.case, day=day, starts_at=starts_at, about=old.about, at=at, replaces=old
    )
