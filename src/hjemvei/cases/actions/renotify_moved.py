"""A date has moved: replace the notices of the cases where the municipality must be told anew."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils import timezone

from hjemvei.accounts.actor import Actor
from hjemvei.agreements.defaults import DEFAULT_PARAMETERS
from hjemvei.cases.actions.notify_unit import notify_unit
from hjemvei.cases.enums import Answer
from hjemvei.cases.models import Notice
from hjemvei.cases.policy.cooperation import can_send_notice
from hjemvei.cases.queries.cooperation import LIVE_NOTICE, moved_days_that_count
from hjemvei.cases.rows import newest_dates
from hjemvei.cases.rules.release import needs_renotice
from hjemvei.core.errors import HjemveiError


def renotify_moved(*, actor: Actor, case_ids: Sequence[int], at: dt.datetime) -> None:
    """Listens to `release_date_moved`: three queries however many cases; only those with a notice cost more.

    Where the consent has ended, or the actor may not notify, the task `renotify` stays with the prison.
    """
    notices = (
        Notice.objects.visible_to(actor)
        .filter(case_id__in=list(case_ids), controller_id=actor.controller_id, state__in=LIVE_NOTICE)
        .select_related("case", "to_unit")
        .order_by("id")
    )
    told = list(notices)
    if not told:
        return
    ids = [notice.case_id for notice in told]
    dates, limits = newest_dates(actor, ids), moved_days_that_count(actor, ids)
    today = timezone.localdate(at)
    for notice in told:
        verdict = needs_renotice(
            told=notice.expected_release_on,
            now=dates[notice.case_id].expected_on if notice.case_id in dates else None,
            today=today,
            moved_days=limits.get(notice.case_id, DEFAULT_PARAMETERS.renotice_moved_days),
        )
        if verdict.answer is Answer.YES and can_send_notice(actor, notice.case):
            _replace(actor, notice, today=today, at=at)


def _replace(actor: Actor, notice: Notice, *, today: dt.date, at: dt.datetime) -> None:
    try:
        notify_unit(
            actor=actor, case=notice.case, to_unit=notice.to_unit, note=notice.note, today=today, at=at
        )
    except HjemveiError:  # no consent in force any more: the task stands, nobody is told
        return
