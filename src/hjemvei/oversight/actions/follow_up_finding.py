"""Say what became of a finding."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.core.errors import RuleBroken
from hjemvei.core.states import move
from hjemvei.oversight.models import AccessFinding
from hjemvei.oversight.policy import can_follow_up
from hjemvei.oversight.states import FINDING, VERBS, FindingState


def follow_up_finding(
    *, actor: Actor, finding: AccessFinding, state: FindingState, note: str, at: dt.datetime
) -> AccessFinding:
    """Raises RuleBroken where the state can't follow, and for an answer without a word of why."""
    rows = AccessFinding.objects.visible_to(actor).select_for_update(of=("self",))
    locked = rows.get(pk=finding.pk)
    can_follow_up(actor, locked).require()
    if state != FindingState.LOOKED_INTO and not note.strip():
        raise RuleBroken(_("Skriv kort hva du fant ut."), code="note", field="note")
    move(locked, VERBS[state], by=FINDING)
    locked.note, locked.decided_by_id, locked.decided_at = note.strip(), actor.user_id, at
    locked.save(update_fields=["state", "note", "decided_by", "decided_at"])
    return locked
