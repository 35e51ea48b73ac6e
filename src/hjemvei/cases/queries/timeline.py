"""What has happened in a case, newest first, in two levels; a page costs the same however long the story."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import DateTimeField, QuerySet
from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor, Seer
from hjemvei.accounts.kept import Kept, Rows
from hjemvei.cases.models import Event
from hjemvei.core.errors import RuleBroken
from hjemvei.core.paging import BROKEN, after, decode, encode
from hjemvei.core.slots import Ask
from hjemvei.sharing.models import Case
from hjemvei.ui import parts
from hjemvei.ui.formats import date

SIZE = 25
BY = ("happened_at", "id")
FIELDS = ("happened_at", "id", "text", "values", "is_milestone", "recorded_by__name", "owner_unit__name")


@dataclass(frozen=True, slots=True)
class TimelinePage:
    events: list[parts.Event]
    older: str


def timeline(actor: Actor, case: Case, *, everything: bool, cursor: str = "") -> TimelinePage:
    """One statement. Raises RuleBroken for a broken cursor."""
    place = dict(zip(BY, decode(cursor, fields=len(BY))[1], strict=True)) if cursor else {}
    try:
        found = ask_events(actor, (everything, bool(place)), case=case.pk, **place)
    except (ValueError, ValidationError) as error:
        raise RuleBroken(str(BROKEN), code="bad_cursor") from error
    return page_of(found)


def page_of(found: Rows) -> TimelinePage:
    """From the rows of `ask_events`, one more than a page has where there are older ones."""
    shown = found[:SIZE]
    older = encode([shown[-1]["happened_at"].isoformat(), shown[-1]["id"]]) if len(found) > SIZE else ""
    return TimelinePage([_event(row) for row in shown], older)


@Kept
def ask_events(who: Seer, ask: Ask, shape: tuple[bool, bool]) -> QuerySet[Any, Any]:
    everything, has_place = shape
    rows: QuerySet[Any, Any] = Event.objects.visible_to(who).filter(case_id=ask.number("case"))
    if not everything:
        rows = rows.filter(is_milestone=True)
    if has_place:
        ends = [ask.of("happened_at", DateTimeField()), ask.number("id")]
        rows = rows.filter(after(BY, ends, backwards=True))
    return rows.order_by("-happened_at", "-id").values(*FIELDS)[: SIZE + 1]


def _event(row: Mapping[str, Any]) -> parts.Event:
    return parts.Event(
        title=said(row["text"], row["values"]),
        at=row["happened_at"],
        who=f"{row['recorded_by__name']}, {row['owner_unit__name']}",
        milestone=row["is_milestone"],
        tone="accent" if row["is_milestone"] else "neutral",
    )


def said(text: str, values: Mapping[str, Any]) -> str:
    """The line in the reader's language; a blank that nobody filled shows the sentence as it stands."""
    shown = {name: _shown(value) for name, value in values.items()}
    try:
        return _(text) % shown
    except (KeyError, ValueError, TypeError):
        return _(text)


def _shown(value: Any) -> Any:
    if isinstance(value, str) and len(value) == 10 and value[4:5] == value[7:8] == "-":
        try:
            return date(dt.date.fromisoformat(value))
        except ValueError:
            return value
    return _(value) if isinstance(value, str) and value else value
