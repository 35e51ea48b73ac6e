"""Which number a duty keeps when the parties have agreed on a new one while the case was open.

Source: the agreement's own rule that a new version never changes what has happened (R112, ADR-0027).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from hjemvei.agreements.calendar import NORWAY, WorkCalendar, shift
from hjemvei.agreements.rules import DeadlineRule
from hjemvei.cases.rules.steps import CaseFacts, due_under

REACH = 14
"""Days around: the longest run of days off, Christmas or Easter, is shorter."""
Versions = Sequence[tuple[date, Iterable[DeadlineRule]]]


def held_rules(
    versions: Versions, facts: CaseFacts, *, calendar: WorkCalendar = NORWAY
) -> tuple[DeadlineRule, ...]:
    """`versions` oldest first, each with the day from which it binds the case.

    A duty that was due before the new version came keeps the number it was due by: what is broken stays
    broken, and what was kept stays kept. Everything else follows the newest.
    """
    held = {rule.code: rule for rule in versions[0][1]}
    for day, rules in versions[1:]:
        for rule in rules:
            if not _is_past(held.get(rule.code), rule, facts, day, calendar):
                held[rule.code] = rule
    return tuple(held.values())


def moved_day(due_on: date, old: DeadlineRule, new: DeadlineRule, *, calendar: WorkCalendar) -> date | None:
    """Where a deadline goes that stands on this day by the old number: without asking the case, so that
    thousands can be counted at once.

    None where the day alone does not tell what it was counted from: a deadline with a floor or a fallback,
    and where several first days lead to this one but to different new ones.
    """
    if old.not_before or old.fallback is not None:
        return None
    offset = old.due.offset
    middle = shift(day=due_on, count=-offset.count, unit=offset.unit, calendar=calendar)
    near = [middle + timedelta(days=n) for n in range(-REACH, REACH + 1)]
    bases = [day for day in near if _moved(day, old, calendar) == due_on]
    days = {_moved(day, new, calendar) for day in bases}
    return days.pop() if len(days) == 1 else None


def _moved(day: date, rule: DeadlineRule, calendar: WorkCalendar) -> date:
    offset = rule.due.offset
    return shift(day=day, count=offset.count, unit=offset.unit, calendar=calendar)


def _is_past(
    old: DeadlineRule | None, new: DeadlineRule, facts: CaseFacts, day: date, calendar: WorkCalendar
) -> bool:
    if old is None or old.due.offset == new.due.offset:
        return False
    due = due_under(old, facts, calendar=calendar)
    return due is not None and due < day
