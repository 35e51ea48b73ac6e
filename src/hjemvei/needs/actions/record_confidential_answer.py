"""Write down an answer given in confidence. Nothing else is touched: no risk, no list, no task."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.core.errors import RuleBroken
from hjemvei.needs.confidential_choices import ANSWERS, Question, Way
from hjemvei.needs.models import ConfidentialAnswer
from hjemvei.needs.policy import can_record_in_confidence
from hjemvei.sharing.models import Case, owned_by


@dataclass(frozen=True, slots=True, kw_only=True)
class Confided:
    """`answer` is a code of the question's list."""

    question: Question
    answer: str
    told_on: dt.date
    way: Way = Way.TALK
    text: str = ""


def record_confidential_answer(
    *, actor: Actor, case: Case, confided: Confided, at: dt.datetime
) -> ConfidentialAnswer:
    """The unit's newest answer to the question counts; the earlier one stays. Raises RuleBroken."""
    can_record_in_confidence(actor).require()
    if confided.answer not in ANSWERS[confided.question]:
        raise RuleBroken(_("Velg et av svarene."), code="answer", field="answer")
    rows = ConfidentialAnswer.objects.visible_to(actor).of(case).filter(question=confided.question)
    newest = rows.select_for_update(of=("self",)).order_by("-id").first()
    made: ConfidentialAnswer = ConfidentialAnswer.objects.create(
        **owned_by(actor, case, at=at),
        question=confided.question,
        answer=confided.answer,
        text=confided.text.strip(),
        told_on=confided.told_on,
        way=confided.way,
        replaces=newest,
    )
    return made
