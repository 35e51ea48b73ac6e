"""What has happened in a case, as dates: consent given and refused, and what deadlines count from."""

from __future__ import annotations

import datetime as dt

from django.utils.timezone import localdate

from hjemvei.agreements.defaults import CONTACT
from hjemvei.agreements.enums import EventCode
from hjemvei.cases.enums import AbsenceKind, Answer
from hjemvei.cases.models import Absence, Custody, ReleaseDate
from hjemvei.cases.queries.material import ENDED, Material
from hjemvei.cases.rules.release import NOT_SERVED, needs_renotice
from hjemvei.cases.states import NoticeState, ResponsibilityState
from hjemvei.sharing.enums import ConsentState
from hjemvei.sharing.models import Consent

Days = dict[EventCode, dt.date]


def in_force(consent: Consent, today: dt.date) -> bool:
    if consent.state != ConsentState.GIVEN or consent.starts_on is None or consent.ends_before is None:
        return False
    return consent.starts_on <= today < consent.ends_before


def consent_since(found: Material, case_id: int, today: dt.date) -> tuple[dt.date | None, dt.date | None]:
    """Since when there is consent without a break; else the last one and the day it ended."""
    rows = [(row.starts_on, row) for row in found.consents[case_id] if row.starts_on is not None]
    live = [starts_on for starts_on, row in rows if in_force(row, today)]
    if live:
        return min(live), None
    past = [(starts_on, row) for starts_on, row in rows if starts_on <= today]
    if not past:
        return None, None
    starts_on, last = past[-1]
    return starts_on, localdate(last.withdrawn_at) if last.withdrawn_at else last.ends_before


def _declined(found: Material, case_id: int, today: dt.date) -> dt.date | None:
    """When the person last said no, or took a consent back; None while something is shared or asked."""
    rows = found.consents[case_id]
    if not rows or any(in_force(row, today) for row in rows):
        return None
    last = max(rows, key=lambda row: row.withdrawn_at or row.answered_at or row.recorded_at)
    if last.state == ConsentState.REFUSED:
        return localdate(last.answered_at or last.recorded_at)
    return (
        localdate(last.withdrawn_at) if last.state == ConsentState.WITHDRAWN and last.withdrawn_at else None
    )


def events_of(
    found: Material,
    case_id: int,
    custody: Custody,
    date: ReleaseDate | None,
    *,
    moved_days: int,
    today: dt.date,
) -> Days:
    """Dates by event code: from rows here, and from timeline lines that higher apps write by such a code.

    `moved_days`: how far the date must have moved since the last notice to be told anew.
    """
    days = _told(found, case_id) | _noticed(found, case_id, date, moved_days=moved_days, today=today)
    days |= _in_contact(found, case_id)
    if (declined := _declined(found, case_id, today)) is not None:
        days[EventCode.CONSENT_DECLINED] = max(declined, custody.starts_on)
    for row in found.responsibilities[case_id]:
        if row.state == ResponsibilityState.DISPUTED:
            days[EventCode.DISPUTE_RAISED] = localdate(row.answered_at or row.recorded_at)
    ended = [row.ends_before for row in found.absences[case_id] if row.ends_before and _counts(row, custody)]
    if ended:
        days[EventCode.ABSENCE_ENDED] = max(ended)
    return days


def _told(found: Material, case_id: int) -> Days:
    days: Days = {}
    for line in found.events[case_id]:
        code = EventCode(line.code.removesuffix(ENDED))
        if line.code.endswith(ENDED):
            days.pop(code, None)
        else:
            days[code] = localdate(line.happened_at)
    return days


def _noticed(
    found: Material, case_id: int, date: ReleaseDate | None, *, moved_days: int, today: dt.date
) -> Days:
    live = [row for row in found.notices[case_id] if row.state != NoticeState.CANCELLED]
    if not live:
        return {}
    days = {EventCode.NOTICE_SENT: localdate(live[-1].sent_at)}
    moved = needs_renotice(
        told=live[-1].expected_release_on,
        now=date.expected_on if date else None,
        today=today,
        moved_days=moved_days,
    )
    if moved.answer is Answer.YES and date is not None:
        days[EventCode.RELEASE_DATE_MOVED] = localdate(date.known_at)
    return days


def _in_contact(found: Material, case_id: int) -> Days:
    """The last time the three spoke together; until then, the first word to the municipality."""
    told = [row.sent_at for row in found.notices[case_id] if row.state != NoticeState.CANCELLED]
    spoke = [task.done_at for task in found.tasks[case_id] if task.code == CONTACT and task.done_at]
    return {EventCode.LAST_CONTACT: localdate(max([told[0], *spoke]))} if told else {}


def _counts(absence: Absence, custody: Custody) -> bool:
    return absence.custody_id == custody.pk and AbsenceKind(absence.kind) in NOT_SERVED
