"""Answer a question in one step: the answer goes to whoever asked, and the question is closed."""

from __future__ import annotations

import datetime as dt

from hjemvei.accounts.actor import Actor
from hjemvei.cases.actions.finish_task import finish_task
from hjemvei.cases.actions.send_message import send_message
from hjemvei.cases.models import Message
from hjemvei.cases.policy.cooperation import can_answer_message


def answer_message(*, actor: Actor, question: Message, body: str, at: dt.datetime) -> Message:
    """A second answer is one more message; the first one closed the question."""
    question = (
        Message.objects.visible_to(actor)
        .select_related("case", "owner_unit")
        .select_for_update(of=("self",))
        .get(pk=question.pk)
    )
    can_answer_message(actor, question).require()
    answer = send_message(actor=actor, case=question.case, to_unit=question.owner_unit, body=body, at=at)
    answer.answers, answer.to_user_id = question, question.recorded_by_id
    answer.save(update_fields=["answers", "to_user"])
    question.answered_at = question.answered_at or at
    question.read_at = question.read_at or at
    question.save(update_fields=["answered_at", "read_at"])
    finish_task(actor=actor, case=question.case, code="answer_inquiry", at=at)
    return answer
