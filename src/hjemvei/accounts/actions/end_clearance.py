"""A clearance is taken away, or one that waits is taken back: at the next request nothing is seen by it."""

from __future__ import annotations

import datetime as dt

from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from hjemvei.accounts.actions.record_event import record_account_event
from hjemvei.accounts.actor import Actor
from hjemvei.accounts.models import AccountEventKind
from hjemvei.accounts.models_clearance import Clearance
from hjemvei.accounts.policy import can_end_clearance
from hjemvei.core.db import call
from hjemvei.core.errors import Conflict, RuleBroken


def end_clearance(*, actor: Actor, clearance: Clearance, reason: str, at: dt.datetime) -> None:
    """One administrator is enough. Raises NotAllowed, RuleBroken without a reason, Conflict once ended."""
    can_end_clearance(actor, clearance).require()
    if not reason.strip():
        raise RuleBroken(_("Skriv hvorfor klareringen avsluttes."), field="reason")
    take_away(actor, clearance, reason=reason.strip(), at=at)


def take_away(actor: Actor, clearance: Clearance, *, reason: str, at: dt.datetime) -> None:
    """Also for whoever leaves."""
    try:
        with transaction.atomic():
            call("end_clearance", clearance.pk, reason[:300], at)
    except DatabaseError as error:
        raise Conflict(_("Klareringen er alt avsluttet.")) from error
    record_account_event(
        actor=actor, user_id=clearance.user_id, kind=AccountEventKind.CLEARANCE_ENDED, reason=reason, at=at
    )
