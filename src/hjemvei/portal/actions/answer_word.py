"""The unit answers what the person has said; its task is done by it."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.cases.actions.finish_task import finish_task
from hjemvei.core.errors import RuleBroken
from hjemvei.portal.models import Word
from hjemvei.portal.policy import can_answer_word
from hjemvei.sharing.models import owned_by
from hjemvei.sharing.queries import lock_row


def answer_word(*, actor: Actor, word: Word, body: str, at: dt.datetime) -> Word:
    """Raises RuleBroken for an empty answer."""
    can_answer_word(actor).require()
    word = lock_row(actor, word)
    if not body.strip():
        raise RuleBroken(_("Skriv svaret."), code="empty", field="body")
    answer: Word = Word.objects.create(
        **{**owned_by(actor, word.case, at=at), "owner_unit_id": word.owner_unit_id},
        kind=word.kind,
        by_person=False,
        answers=word,
        body=body.strip(),
        language="nb",
    )
    word.answered_at = at
    word.save(update_fields=["answered_at"])
    finish_task(actor=actor, case=word.case, code=f"word_{word.kind}_{word.key}", at=at)
    return answer
