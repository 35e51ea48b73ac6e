"""What the person has said to a unit, and what it answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from hjemvei.portal.enums import ANSWER_DAYS, WordKind
from hjemvei.portal.here import Here
from hjemvei.portal.models import Word
from hjemvei.rights.models import Correction
from hjemvei.sharing.sealed import open_values


@dataclass(frozen=True, slots=True)
class Said:
    at: dt.datetime
    unit: str
    answer_by: dt.date | None
    about: str
    body: str
    answered_at: dt.datetime | None
    answers: Sequence[tuple[dt.datetime, str]]


def said(here: Here, kind: WordKind) -> list[Said]:
    """The newest first, each with its answers."""
    names = ("id", "key", "recorded_at", "owner_unit__name", "about", "body")
    asked = Word.objects.filter(case_id__in=here.cases, kind=kind).order_by("id")
    rows = open_values(asked.values(*names, "answered_at", "answers_id", "by_person"), Word, "about", "body")
    answers: dict[int, list[tuple[dt.datetime, str]]] = {}
    for row in rows:
        if not row["by_person"]:
            answers.setdefault(row["answers_id"], []).append((row["recorded_at"], row["body"]))
    found = [
        Said(
            row["recorded_at"],
            row["owner_unit__name"],
            _answer_by(row["recorded_at"], kind),
            row["about"],
            row["body"],
            row["answered_at"],
            answers.get(row["id"], ()),
        )
        for row in rows
        if row["by_person"]
    ]
    return found[::-1]


def _answer_by(at: dt.datetime, kind: WordKind) -> dt.date | None:
    days = ANSWER_DAYS.get(kind)
    return None if days is None else timezone.localdate(at) + dt.timedelta(days=days)


def corrected(here: Here) -> list[Said]:
    """What the person, or staff for them, has said is wrong; newest first, with the answer."""
    names = ("key", "recorded_at", "to_unit__name", "due_on", "about", "said", "answer", "answered_at")
    rows = Correction.objects.filter(case_id__in=here.cases).order_by("-id").values(*names)
    return [
        Said(
            row["recorded_at"],
            row["to_unit__name"],
            row["due_on"],
            row["about"],
            row["said"],
            row["answered_at"],
            [(row["answered_at"], row["answer"])] if row["answered_at"] else (),
        )
        for row in open_values(rows, Correction, "about", "said", "answer")
    ]
