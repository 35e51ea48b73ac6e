"""Notices whose date is no longer the date: what the receiver was told, and what is known now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor, Seer
from hjemvei.accounts.kept import Kept
from hjemvei.accounts.together import together
from hjemvei.agreements.defaults import DEFAULT_PARAMETERS
from hjemvei.cases.enums import Answer
from hjemvei.cases.models import AppliedAgreement, Notice, ReleaseDate
from hjemvei.cases.policy.cooperation import can_send_notice
from hjemvei.cases.queries.cooperation import LIVE_NOTICE
from hjemvei.cases.rules.release import lead_days, needs_renotice
from hjemvei.core.slots import Ask
from hjemvei.sharing.models import Case
from hjemvei.sharing.rows import Table


@dataclass(frozen=True, slots=True)
class Outdated:
    """`must`: so far that the agreement asks for a new notice; else it may be sent, and need not."""

    notice: Notice
    to: str
    told_on: dt.date | None
    now_on: dt.date | None
    lead_days: int | None
    must: bool
    why: str


@dataclass(frozen=True, slots=True)
class Renotice:
    """What the pages show beside the button."""

    rows: Sequence[Outdated]
    may_send: bool

    @property
    def must(self) -> bool:
        return any(row.must for row in self.rows)


NOTICES = Table(Notice, related=("to_unit",), constants=(("state__in", LIVE_NOTICE),))
DATES = Table(ReleaseDate, ("-known_at", "-id"))


@Kept
def ask_limits(who: Seer, ask: Ask, _shape: None) -> QuerySet[Any, Any]:
    """How many days a date must move, by each agreement that applies."""
    rows: QuerySet[Any, Any] = AppliedAgreement.objects.visible_to(who).binding()
    return rows.filter(case_id__any=ask.large_numbers("cases")).values("version__renotify_when_moved_days")


def outdated_notices(actor: Actor, case: Case, *, today: dt.date) -> list[Outdated]:
    """Notices in force, sent or received, that tell of another date than the newest.

    A receiver that may not see the dates inside is told nothing: unseen is not the same as unknown.
    """
    found = together(actor, [NOTICES.asked, DATES.asked, (ask_limits, None)], cases=[case.pk])
    date = next(iter(DATES.made(found[1])), None)
    notices = NOTICES.made(found[0])
    for row in notices:
        row.case = case
    notices = [row for row in notices if date is not None or row.controller_id == actor.controller_id]
    if not notices:
        return []
    now = date.expected_on if date else None
    limits = [row["version__renotify_when_moved_days"] for row in found[2]]
    moved_days = min(limits, default=DEFAULT_PARAMETERS.renotice_moved_days)
    rows = [_row(notice, now, moved_days, today) for notice in notices]
    return [row for row in rows if row.told_on != row.now_on]


def renotice(actor: Actor, case: Case, *, today: dt.date) -> Renotice:
    """For the case page, the dates and the notices."""
    return Renotice(outdated_notices(actor, case, today=today), bool(can_send_notice(actor, case)))


def _row(notice: Notice, now: dt.date | None, moved_days: int, today: dt.date) -> Outdated:
    told = notice.expected_release_on
    verdict = needs_renotice(told=told, now=now, today=today, moved_days=moved_days)
    return Outdated(
        notice=notice,
        to=notice.to_unit.name,
        told_on=told,
        now_on=now,
        lead_days=lead_days(noticed_on=today, release_on=now) if now else None,
        must=verdict.answer is Answer.YES,
        why=" ".join(reason.say(_) for reason in verdict.reasons),
    )
