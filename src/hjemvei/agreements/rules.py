"""Deadlines as data, and the one way a date is computed from them. No Django, no clock.

An agreement carries its own copy of the rules; `defaults.py` holds what a new agreement starts from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from hjemvei.agreements.calendar import NORWAY, WorkCalendar, add_months, shift
from hjemvei.agreements.enums import CustodyStatus, EventCode, OffsetUnit, PartyCode, RoleCode, RuleBasis

Events = Mapping[EventCode, date]
_ = str  # marks Norwegian texts for the catalogues; they are translated where they are shown
AGREED_CLAUSE = _("Partene har avtalt denne fristen selv. Tallet står på siden om avtalen.")


@dataclass(frozen=True, slots=True)
class Offset:
    """So much after (positive) or before (negative) an event."""

    count: int
    unit: OffsetUnit


@dataclass(frozen=True, slots=True)
class Moment:
    """A point on the road: an event and the distance from it."""

    event: EventCode
    offset: Offset


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineRule:
    """One duty with its deadline, as the agreement words it.

    `not_before`: a deadline counted back from release is never due before these ('or at once'), and never
    after the release itself. `fallback`: what it is counted from while the release date is unknown, so
    that nobody on remand falls between. `clause` is the sentence shown to people; `source` where it comes
    from; `basis` how firm it is. `each_prison`: the prison that somebody is moved to has its own time for
    it, counted from the day there instead of the first day inside.
    """

    code: str
    title: str
    party: PartyCode
    role: RoleCode
    opens: Moment
    due: Moment
    clause: str
    source: str
    basis: RuleBasis = RuleBasis.OWN_DEFAULT
    not_before: tuple[Moment, ...] = ()
    fallback: Moment | None = None
    statuses: frozenset[CustodyStatus] = frozenset(CustodyStatus)
    needs_consent: bool = False
    can_be_exempted: bool = True
    mandatory_under_25: bool = False
    lapses_on_release: bool = True
    each_prison: bool = False


@dataclass(frozen=True, slots=True)
class Strictest:
    """The earliest of several agreements' deadlines; `shared_by` names every agreement that has this same
    date.
    """

    due_on: date
    agreement: str
    rule: DeadlineRule
    shared_by: tuple[str, ...]


def moment_date(moment: Moment, events: Events, *, calendar: WorkCalendar = NORWAY) -> date | None:
    """The date of a moment; None while its event has not happened or is not known."""
    base = events.get(moment.event)
    if base is None:
        return None
    return shift(day=base, count=moment.offset.count, unit=moment.offset.unit, calendar=calendar)


def opening_date(rule: DeadlineRule, events: Events, *, calendar: WorkCalendar = NORWAY) -> date | None:
    """When the duty begins to be anybody's; None while nothing it counts from is known."""
    return opening_and_due(rule, events, calendar=calendar)[0]


def opening_and_due(
    rule: DeadlineRule, events: Events, *, calendar: WorkCalendar = NORWAY
) -> tuple[date | None, date | None]:
    """Both dates of a duty, the first never later than the second.

    Opening is counted from the fallback's event when the release date is unknown.
    """
    due = due_date(rule, events, calendar=calendar)
    opens = moment_date(rule.opens, events, calendar=calendar)
    if opens is None and rule.fallback is not None:
        opens = events.get(rule.fallback.event)
    return (min(opens, due) if opens is not None and due is not None else opens), due


def due_date(rule: DeadlineRule, events: Events, *, calendar: WorkCalendar = NORWAY) -> date | None:
    """The last day on which the duty is done in time; None while nothing it counts from is known.

    Later events never give an earlier deadline. Source: the agreement's table of deadlines.
    """
    counted_from = rule.due if rule.due.event in events or rule.fallback is None else rule.fallback
    due = moment_date(counted_from, events, calendar=calendar)
    if due is None or not rule.not_before:
        return due
    floors = [moment_date(moment, events, calendar=calendar) for moment in rule.not_before]
    known = [floor for floor in floors if floor is not None]
    if not known or max(known) <= due:
        return due
    return max(due, min(max(known), events.get(rule.due.event, date.max)))


def strictest(
    rules: Iterable[tuple[str, DeadlineRule]], events: Events, *, calendar: WorkCalendar = NORWAY
) -> Strictest | None:
    """Where several agreements set the same duty, the earliest date wins and the answer says whose it is.

    `rules` pairs the agreement's name with its rule. Ties go to the first named. None when no date can be
    computed.
    """
    dated = [(due_date(rule, events, calendar=calendar), name, rule) for name, rule in rules]
    known = [(due, name, rule) for due, name, rule in dated if due is not None]
    if not known:
        return None
    due, name, rule = min(known, key=lambda item: item[0])
    return Strictest(due, name, rule, tuple(other for when, other, _ in known if when == due))


def configured(rules: Iterable[DeadlineRule], *, changes: Mapping[str, Offset]) -> tuple[DeadlineRule, ...]:
    """The agreement's own numbers put in place of the defaults, by rule code.

    A sentence that names the default's number would then be untrue: the clause says whose number it is.

    Raises KeyError when a change names a rule that does not exist: a misspelt parameter must not pass in
    silence.
    """
    by_code = {rule.code: rule for rule in rules}
    for code, offset in changes.items():
        rule = by_code[code]
        if offset != rule.due.offset:
            by_code[code] = replace(rule, due=replace(rule.due, offset=offset), clause=AGREED_CLAUSE)
    return tuple(by_code.values())


def earliest_end(*, today: date, notice_months: int) -> date:
    """The first day without the agreement, when one party gives notice today: whole calendar months from
    today. Source: the clause of termination, whose number is a parameter of the version.
    """
    return add_months(day=today, months=notice_months)
