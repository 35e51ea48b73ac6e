"""Another administrator than the one who asked gives a clearance or says no. The colleague is told."""

from __future__ import annotations

import datetime as dt

from django.db import DatabaseError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from hjemvei.accounts.actions.record_event import record_account_event
from hjemvei.accounts.actor import Actor
from hjemvei.accounts.events import Letter, send_letter
from hjemvei.accounts.models import AccountEventKind
from hjemvei.accounts.models_clearance import Clearance
from hjemvei.accounts.policy import can_answer_clearance
from hjemvei.core.db import call
from hjemvei.core.errors import Conflict


def answer_clearance(*, actor: Actor, clearance: Clearance, give: bool, at: dt.datetime) -> None:
    """It holds from the next request. Raises NotAllowed; Conflict where it is answered, taken back, over."""
    can_answer_clearance(actor, clearance).require()
    try:
        with transaction.atomic():
            call("answer_clearance", clearance.pk, give, at)
    except DatabaseError as error:
        raise Conflict(_("Klareringen venter ikke lenger på svar, eller dagen er over.")) from error
    kind = AccountEventKind.CLEARANCE_GIVEN if give else AccountEventKind.CLEARANCE_DENIED
    record_account_event(actor=actor, user_id=clearance.user_id, kind=kind, reason=clearance.reason, at=at)
    if give:
        _tell(actor, clearance, at=at)


def _tell(actor: Actor, clearance: Clearance, *, at: dt.datetime) -> None:
    with translation.override(clearance.user.language):
        letter = Letter(
            kind="receipt",
            unit_id=actor.unit_id,
            user_id=clearance.user_id,
            subject=_("Hjemvei: du har fått en klarering"),
            body=_(
                "Du er klarert for saker om personer som er vernet. Hvert oppslag logges.\n\n"
                "Har du ikke bruk for dette i arbeidet, må du si fra til administratoren."
            ),
            once=f"clearance:{clearance.key}",
            at=at,
        )
    send_letter(letter)
