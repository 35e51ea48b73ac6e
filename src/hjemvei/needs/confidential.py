"""What the actor's unit has been told in confidence, question by question."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from hjemvei.accounts.actor import Seer
from hjemvei.accounts.kept import Kept, Rows
from hjemvei.core.slots import Ask
from hjemvei.needs.confidential_choices import ANSWERS, Question, Way
from hjemvei.needs.models import ConfidentialAnswer
from hjemvei.sharing.sealed import open_values
from hjemvei.ui.parts import Text

FIELDS = ("id", "key", "question", "answer", "text", "told_on", "way")


@dataclass(frozen=True, slots=True)
class AnswerView:
    answer: Text
    text: str
    told_on: dt.date
    way: Text


@dataclass(frozen=True, slots=True)
class QuestionView:
    """`current` is the newest answer, `earlier` those before it, newest first."""

    code: str
    label: Text
    current: AnswerView | None
    earlier: Sequence[AnswerView]


def _answers(who: Seer, ask: Ask, _shape: None) -> QuerySet[Any, Any]:
    rows: QuerySet[Any, Any] = ConfidentialAnswer.objects.visible_to(who).filter(case_id=ask.number("case"))
    return rows.order_by("-id").values(*FIELDS)


ASK_ANSWERS = Kept(_answers)


def questions_of(rows: Rows) -> list[QuestionView]:
    """Every question, answered or not."""
    opened = open_values(rows, ConfidentialAnswer, "text")
    told = [(row["question"], _view(row)) for row in opened]
    found = []
    for question in Question:
        views = [view for code, view in told if code == question]
        found.append(QuestionView(question.value, question.label, next(iter(views), None), views[1:]))
    return found


def _view(row: Mapping[str, Any]) -> AnswerView:
    said = ANSWERS[Question(row["question"])][row["answer"]]
    return AnswerView(said, row["text"], row["told_on"], Way(row["way"]).label)
