"""Answer an anonymous inquiry; the answer closes it."""

from __future__ import annotations

import datetime as dt

from hjemvei.accounts.actor import Actor
from hjemvei.cases.actions.send_inquiry import check_body
from hjemvei.cases.models import Inquiry
from hjemvei.cases.policy.cooperation import can_answer_inquiry


def answer_inquiry(*, actor: Actor, inquiry: Inquiry, body: str, at: dt.datetime) -> Inquiry:
    """Raises RuleBroken for an empty text or one with an identity number."""
    inquiry = Inquiry.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=inquiry.pk)
    can_answer_inquiry(actor, inquiry).require()
    check_body(body)
    answer: Inquiry = Inquiry.objects.create(
        owner_unit_id=inquiry.to_unit_id,
        to_unit_id=inquiry.owner_unit_id,
        asked_by_id=actor.user_id,
        answers=inquiry,
        body=body.strip(),
        sent_at=at,
    )
    inquiry.answered_at = inquiry.answered_at or at
    inquiry.save(update_fields=["answered_at"])
    return answer
