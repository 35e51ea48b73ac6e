"""How much may be secured, and when people are followed up. No Django, no clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from hjemvei.agreements.calendar import NORWAY
from hjemvei.agreements.deadlines_after import AFTER_RULES, RETENTION_RULES, WEEKLY_RULES
from hjemvei.agreements.enums import EventCode
from hjemvei.agreements.rules import DeadlineRule, Offset, configured, due_date

SECURITY_MONTHS = 6
CONTACTS = tuple(
    rule
    for rule in (*AFTER_RULES, *WEEKLY_RULES, *RETENTION_RULES)
    if rule.code.startswith(("first_follow", "follow_", "still_"))
)
CODES = tuple(rule.code for rule in CONTACTS)


@dataclass(frozen=True, slots=True)
class Contact:
    """One contact that the agreement asks for, and the last day for it."""

    code: str
    title: str
    planned_on: date


def security_left(*, rent: int, secured: int) -> int:
    """Kroner that deposit and guarantee together may still grow by (husleieloven §§ 3-5, 3-6)."""
    return max(rent * SECURITY_MONTHS - secured, 0)


def contact_plan(*, released_on: date, changes: Mapping[str, Offset] | None = None) -> tuple[Contact, ...]:
    """The contacts after release in order, on working days (R91, R178).

    `changes` are the agreement's own numbers by rule code; those of other rules are passed over.
    """
    own = {code: offset for code, offset in (changes or {}).items() if code in CODES}
    rules = configured(CONTACTS, changes=own)
    found = [_contact(rule, released_on) for rule in rules]
    return tuple(sorted(found, key=lambda contact: contact.planned_on))


def next_try(day: date) -> date:
    """After a contact that did not happen: the next working day but one."""
    return NORWAY.add_working_days(day=day, count=2)


def _contact(rule: DeadlineRule, released_on: date) -> Contact:
    due = due_date(rule, {EventCode.RELEASED: released_on})
    assert due is not None
    return Contact(rule.code, rule.title, NORWAY.on_or_before(due) if due > released_on else due)
