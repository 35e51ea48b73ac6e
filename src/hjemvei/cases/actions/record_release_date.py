"""A new expected release for one person: a version with date, kind, certainty, source and reason."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.cases.actions.change_dates import DateChange, change_dates
from hjemvei.cases.actions.sync_tasks import sync_tasks
from hjemvei.cases.policy.inside import can_record_dates
from hjemvei.cases.stay import lock_custody
from hjemvei.core.errors import RuleBroken
from hjemvei.sharing.models import Case


def record_release_date(
    *, actor: Actor, case: Case, change: DateChange, source: str, at: dt.datetime, today: dt.date
) -> bool:
    """Whether anything changed. The municipality is told anew by whoever listens to `release_date_moved`.

    Raises RuleBroken for a date before custody began.
    """
    can_record_dates(actor, case).require()
    custody = lock_custody(actor, case)
    if change.expected_on is not None and change.expected_on < custody.starts_on:
        raise RuleBroken(_("Datoen er før personen ble satt inn."), field="expected_on", code="early")
    changed = change_dates(actor=actor, changes=[change], source=source, at=at)
    if changed:
        sync_tasks(actor=actor, case=case, at=at, today=today)
    return bool(changed)
