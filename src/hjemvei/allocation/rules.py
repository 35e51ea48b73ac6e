"""Deadlines of a decision. No Django, no clock."""

from __future__ import annotations

from datetime import date, timedelta

from hjemvei.agreements.calendar import NORWAY, add_months

APPEAL_WEEKS = 3
REPLY_MONTHS = 1
STALLED_DAYS = 7


def appeal_deadline(decided_on: date) -> date:
    """Three weeks from the decision, to the county governor; never on a day when nobody works.

    Source: forvaltningsloven 1967 §§ 29-30 (2025 § 63); a deadline that ends on a holiday moves on
    (domstolloven § 149 by analogy).
    """
    return NORWAY.on_or_after(decided_on + timedelta(weeks=APPEAL_WEEKS))


def reply_deadline(received_on: date) -> date:
    """A provisional reply is due when a decision takes more than a month (forvaltningsloven 2025 § 17)."""
    return add_months(day=received_on, months=REPLY_MONTHS)


def is_stalled(*, answer_by: date, answered_on: date | None, today: date) -> bool:
    """An offer nobody answered in time, or accepted without a lease within a week (own default)."""
    if answered_on is None:
        return answer_by < today
    return answered_on + timedelta(days=STALLED_DAYS) < today
