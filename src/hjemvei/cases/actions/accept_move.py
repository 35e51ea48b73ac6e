"""The invited municipality says yes: from now on it answers, and the original one no longer does."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hjemvei.accounts.actor import Actor
from hjemvei.cases.actions.sync_caseload import sync_caseload
from hjemvei.cases.asked import DECIDE, lapse_asked
from hjemvei.cases.hands import warn_of_hands
from hjemvei.cases.models import MoveWish, Responsibility
from hjemvei.cases.policy.moves import can_answer_move
from hjemvei.cases.queries.moves import lock_move
from hjemvei.cases.rules.responsibility import RULE_TEXTS
from hjemvei.cases.states import MOVE
from hjemvei.core.db import call
from hjemvei.core.states import move
from hjemvei.core.text import new_key
from hjemvei.sharing.sealed import seal_text

ACCEPTED = gettext_noop("%(municipality)s har sagt ja til å overta ansvaret")


def accept_move(*, actor: Actor, wish: MoveWish, at: dt.datetime) -> MoveWish:
    """What else the consent names is opened now. The new row of responsibility belongs to those who invited,
    so that all who worked with the person see who answers.
    """
    row = lock_move(actor, wish)
    can_answer_move(actor, row).require()
    move(row, "accept", by=MOVE)
    row.answered_at = at
    row.save(update_fields=["state", "answered_at"])
    fresh = Responsibility(case_id=row.case_id, controller_id=row.controller_id, key=new_key())
    name = _("%(name)s kommune") % {"name": row.to_municipality.name_norwegian}
    reason = seal_text(fresh, "reason", _(RULE_TEXTS[5]) % {"number": name})
    call("answer_move", row.pk, "move_accepted", ACCEPTED, fresh.key, reason, at)
    if row.opened_case:
        call("give_access", row.consent_id, row.to_unit_id)
    lapse_asked(actor, row.case, DECIDE, at=at)
    row.case.refresh_from_db(fields=["access_units", "visible_until"])
    warn_of_hands(actor, row.case, at=at)
    sync_caseload(case_ids=[row.case_id])
    return row
