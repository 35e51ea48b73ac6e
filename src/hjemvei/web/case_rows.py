"""One line of a case list in words, as the page, the print and the spreadsheet show it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hjemvei.accounts.enums import InfoClass
from hjemvei.cases.choices import CERTAINTY, HomeStage
from hjemvei.cases.models import FAR
from hjemvei.ui import formats
from hjemvei.ui.parts import Tag, Text, Tone

STAGE_TONE: dict[str, Tone] = {
    HomeStage.NO_HOME: "danger",
    HomeStage.NOT_MAPPED: "warning",
    HomeStage.APPLIED: "info",
    HomeStage.GRANTED: "info",
    HomeStage.OFFERED: "info",
    HomeStage.KEPT: "success",
    HomeStage.ACCEPTED: "success",
    HomeStage.LEASED: "success",
    HomeStage.KEYS: "success",
}
STAGES = {stage.value: stage.label for stage in HomeStage}
RISK: dict[str, tuple[Text, Tone]] = {
    "yes": (gettext_lazy("fare for å stå uten bolig"), "danger"),
    "unknown": (gettext_lazy("risiko ikke avklart"), "warning"),
}
SURE = {value.value: label for value, label in CERTAINTY.items()}


@dataclass(frozen=True, slots=True)
class CaseLine:
    """`date` is the expected or the actual release; empty texts are what the unit does not know."""

    key: str
    name: str
    date: str
    days: str
    certainty: str
    prison: str
    municipality: str
    status: Tag | None
    tags: tuple[Tag, ...]
    task: str
    due: str
    late: bool
    owner: str


@dataclass(frozen=True, slots=True)
class Words:
    """What the lines of a list say in one language."""

    stages: Mapping[str, Tag]
    risks: Mapping[str, Tag]
    sure: Mapping[str, str]
    released: str
    unknown: str
    closed: Tag
    restricted: Tag
    without_consent: Tag


@lru_cache(maxsize=8)
def _words(_language: str) -> Words:
    """In the active language, which is the one it is kept under."""
    return Words(
        stages={
            value: Tag(text=str(text), tone=STAGE_TONE.get(value, "neutral"))
            for value, text in STAGES.items()
        },
        risks={value: Tag(text=str(text), tone=tone) for value, (text, tone) in RISK.items()},
        sure={value: str(label) for value, label in SURE.items() if value != "fixed"},
        released=_("løslatt"),
        unknown=_("dato ikke kjent"),
        closed=Tag(text=_("avsluttet")),
        restricted=Tag(text=_("begrenset innsyn"), tone="danger"),
        without_consent=Tag(text=_("uten samtykke"), tone="warning"),
    )


def line_of(row: Mapping[str, Any], *, readable: frozenset[InfoClass], today: dt.date) -> CaseLine:
    """What the role may not read is empty, whatever the unit's list holds."""
    words = _words(formats.language())
    dates = InfoClass.CUSTODY in readable
    work = InfoClass.COORDINATION in readable
    date, days, certainty = _release(row, today, words) if dates else ("", "", "")
    due_on = row["next_due_on"] if work else None
    return CaseLine(
        key=row["case__key"],
        name=f"{row['person__given_name']} {row['person__family_name']}".strip(),
        date=date,
        days=days,
        certainty=certainty,
        prison=(row["prison_unit__name"] or "") if dates else "",
        municipality=(row["municipality__name_norwegian"] or "") if work else "",
        status=_status(row, readable, words),
        tags=_tags(row, readable, words),
        task=_(row["next_task"]) if work and row["next_task"] else "",
        due=formats.date(due_on) if due_on else "",
        late=due_on is not None and due_on < today,
        owner=(row["owner__name"] or "") if work else "",
    )


def _release(row: Mapping[str, Any], today: dt.date, words: Words) -> tuple[str, str, str]:
    released: dt.date | None = row["released_on"]
    if released is not None:
        return formats.date(released), words.released, ""
    expected: dt.date = row["sort_on"]
    if expected == FAR:
        return "", "", words.unknown
    return formats.date(expected), formats.days_until(expected, today), words.sure.get(row["certainty"], "")


def _status(row: Mapping[str, Any], readable: frozenset[InfoClass], words: Words) -> Tag | None:
    status = row["status"] if InfoClass.HOUSING in readable else ""
    return words.stages.get(status) or Tag(text=status) if status else None


def _tags(row: Mapping[str, Any], readable: frozenset[InfoClass], words: Words) -> tuple[Tag, ...]:
    tags = []
    if not row["is_open"]:
        tags.append(words.closed)
    if row["is_restricted"]:
        tags.append(words.restricted)
    elif InfoClass.CONSENT in readable and not row["has_consent"]:
        tags.append(words.without_consent)
    risk = words.risks.get(row["risk"] or "unknown") if InfoClass.HOUSING in readable else None
    soon = row["rank"] < 2 or InfoClass.CUSTODY not in readable
    if risk and soon and row["released_on"] is None:
        tags.append(risk)
    return tuple(tags)
