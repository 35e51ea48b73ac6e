"""Agreements that run as projects: until when, for whose money, and what happens then (R194, R208, R326)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.agreements.models import Agreement, AgreementParty
from hjemvei.agreements.states import AGREED, AgreementState
from hjemvei.core.paging import Page, page

NEAR = dt.timedelta(days=180)
"""So long before its end it says so: the exit plan takes months to carry out."""
FIELDS = (
    "id",
    "key",
    "name",
    "state",
    "strategy_target",
    "project_starts_on",
    "project_ends_before",
    "project_funding",
    "exit_plan",
)


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """`ends_on` is the last day. `is_agreed`: it has a committee and target numbers to go to."""

    key: str
    name: str
    parties: Sequence[str]
    starts_on: dt.date
    ends_on: dt.date
    standing: str
    tone: str
    funding: str
    target: str
    exit_plan: str
    is_agreed: bool


def projects(actor: Actor, *, cursor: str, today: dt.date) -> Page[ProjectLine]:
    """Those that the actor sees, by the day on which they end; two statements."""
    rows = Agreement.objects.visible_to(actor).filter(project_ends_before__isnull=False)
    found = page(rows.values(*FIELDS), by=("project_ends_before", "name", "id"), cursor=cursor)
    parties: dict[int, list[str]] = defaultdict(list)
    named = AgreementParty.objects.on(today).filter(agreement_id__in=[row["id"] for row in found.rows])
    for agreement_id, name in named.order_by("id").values_list("agreement_id", "controller__name"):
        parties[agreement_id].append(name)
    lines = [_line(row, parties[row["id"]], today) for row in found.rows]
    return Page(lines, found.next_cursor, found.previous_cursor)


def _line(row: dict[str, Any], parties: Sequence[str], today: dt.date) -> ProjectLine:
    starts_on, ends_before = row["project_starts_on"], row["project_ends_before"]
    is_ended = row["state"] == AgreementState.ENDED
    standing, tone = standing_of(starts_on, ends_before, is_ended=is_ended, today=today)
    return ProjectLine(
        key=row["key"],
        name=row["name"],
        parties=parties,
        starts_on=starts_on,
        ends_on=ends_before - dt.timedelta(days=1),
        standing=standing,
        tone=tone,
        funding=row["project_funding"],
        target=row["strategy_target"],
        exit_plan=row["exit_plan"],
        is_agreed=row["state"] in AGREED,
    )


def standing_of(
    starts_on: dt.date, ends_before: dt.date, *, is_ended: bool, today: dt.date
) -> tuple[str, str]:
    """In words, with the tone of the tag. An agreement that was ended ends its project with it."""
    if is_ended or ends_before <= today:
        return _("avsluttet"), "neutral"
    if today < starts_on:
        return _("kommer"), "info"
    if ends_before - today <= NEAR:
        return _("slutter snart"), "warning"
    return _("pågår"), "success"
