"""One line of a case list in words, as the page, the print and the spreadsheet show it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
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


def line_of(row: Mapping[str, Any], *, readable: frozenset[InfoClass], today: dt.date) -> CaseLine:
    """What the role may not read is empty, whatever the unit's list holds."""
    dates = InfoClass.CUSTODY in readable
    work = InfoClass.COORDINATION in readable
    date, days, certainty = _release(row, today) if dates else ("", "", "")
    due_on = row["next_due_on"] if work else None
    return CaseLine(
        key=row["case__key"],
        name=f"{row['person__given_name']} {row['person__family_name']}".strip(),
        date=date,
        days=days,
        certainty=certainty,
        prison=(row["prison_unit__name"] or "") if dates else "",
        municipality=(row["municipality__name_norwegian"] or "") if work else "",
        status=_status(row, readable),
        tags=_tags(row, readable),
        task=_(row["next_task"]) if work and row["next_task"] else "",
        due=formats.date(due_on) if due_on else "",
        late=due_on is not None and due_on < today,
        owner=(row["owner__name"] or "") if work else "",
    )


def _release(row: Mapping[str, Any], today: dt.date) -> tuple[str, str, str]:
    released: dt.date | None = row["released_on"]
    if released is not None:
        return formats.date(released), _("løslatt"), ""
    expected: dt.date = row["sort_on"]
    if expected == FAR:
        return "", "", _("dato ikke kjent")
    sure = SURE.get(row["certainty"], "") if row["certainty"] != "fixed" else ""
    return formats.date(expected), formats.days_until(expected, today), str(sure)


def _status(row: Mapping[str, Any], readable: frozenset[InfoClass]) -> Tag | None:
    status = row["status"] if InfoClass.HOUSING in readable else ""
    return Tag(text=STAGES.get(status, status), tone=STAGE_TONE.get(status, "neutral")) if status else None


def _tags(row: Mapping[str, Any], readable: frozenset[InfoClass]) -> tuple[Tag, ...]:
    tags = []
    if not row["is_open"]:
        tags.append(Tag(text=_("avsluttet")))
    if row["is_restricted"]:
        tags.append(Tag(text=_("begrenset innsyn"), tone="danger"))
    elif InfoClass.CONSENT in readable and not row["has_consent"]:
        tags.append(Tag(text=_("uten samtykke"), tone="warning"))
    risk = RISK.get(row["risk"] or "unknown") if InfoClass.HOUSING in readable else None
    soon = row["rank"] < 2 or InfoClass.CUSTODY not in readable
    if risk and soon and row["released_on"] is None:
        tags.append(Tag(text=risk[0], tone=risk[1]))
    return tuple(tags)
