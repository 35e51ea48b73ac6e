"""What is to be done in a case, by whom and when: the agreement's deadlines laid over one case's dates.

Sources: the agreement's table of deadlines; straffegjennomføringsloven § 41 (L3) for people under 25.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from hjemvei.agreements.calendar import NORWAY, WorkCalendar, add_months
from hjemvei.agreements.enums import CustodyStatus, EventCode, PartyCode, RoleCode
from hjemvei.agreements.rules import DeadlineRule, Events, due_date, opening_and_due
from hjemvei.cases.enums import StepState, WayOut
from hjemvei.cases.rules.ways_out import consequence

YOUNG_UNTIL_YEARS = 25
STATE_ORDER = {state: place for place, state in enumerate(StepState)}
HERE_BEFORE_DAYS = 14
"""A roll comes every week: who comes in later than this after admission was here before the rolls were."""
ACTIONABLE = frozenset({StepState.OVERDUE, StepState.OPEN})


@dataclass(frozen=True, slots=True)
class Exemption:
    """Somebody decided that a task is not to be done, with a reason. It never takes an overdue date away."""

    exempted_on: date
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """The dates of one case that tasks follow from. None is unknown or not happened.

    `events`: further dates by event code (notice sent, dispute raised ...). `done`: task code -> day it
    was done. `release_known_on`: since when a release this early has been known
    (`release.first_known_on`). `moved_on`: when somebody who was moved came to the prison they are in.
    `taken_in_on`: the day this custody was written down here.
    """

    status: CustodyStatus
    admitted_on: date | None
    moved_on: date | None = None
    taken_in_on: date | None = None
    birth_date: date | None = None
    consent_on: date | None = None
    consent_ended_on: date | None = None
    expected_release_on: date | None = None
    release_known_on: date | None = None
    way_out: WayOut | None = None
    out_on: date | None = None
    unplanned: bool = False
    events: Events = field(default_factory=dict)
    done: Mapping[str, date] = field(default_factory=dict)
    exemptions: Mapping[str, Exemption] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One task on one day. `overdue_from` stays for good once the deadline has passed undone."""

    code: str
    title: str
    opens_on: date
    due_on: date
    role: RoleCode
    party: PartyCode
    clause: str
    source: str
    state: StepState
    can_exempt: bool
    overdue_from: date | None
    closed_on: date | None


def events_of(facts: CaseFacts) -> dict[EventCode, date]:
    """The case's dates under the names that deadlines count from.

    Released is only who has left by a way that starts follow-up; gone from the roll alone changes nothing.
    """
    dates: dict[EventCode, date | None] = {
        EventCode.ADMISSION: facts.admitted_on,
        EventCode.CONSENT: facts.consent_on,
        EventCode.EXPECTED_RELEASE: facts.expected_release_on,
        EventCode.RELEASE_DATE_KNOWN: facts.release_known_on,
        **facts.events,
    }
    if facts.way_out is not None and consequence(facts.way_out).starts_follow_up:
        dates[EventCode.RELEASED] = facts.out_on
        dates[EventCode.UNPLANNED_RELEASE] = facts.out_on if facts.unplanned else None
    return {event: day for event, day in dates.items() if day is not None}


def next_steps(
    facts: CaseFacts, *, rules: Iterable[DeadlineRule], today: date, calendar: WorkCalendar = NORWAY
) -> tuple[Step, ...]:
    """Every task of the case on this day: overdue first, then open, then what comes, then what is closed.

    Tasks that nothing known leads to are left out. Nothing here is stored but what was done or exempted.
    """
    before, after = _both_events(facts)
    mine = [rule for rule in rules if applies(rule, facts, today=today)]
    steps = (
        _step(
            rule, facts, _counted(rule, facts, before if rule.lapses_on_release else after), today, calendar
        )
        for rule in mine
    )
    found = [step for step in steps if step is not None]
    return tuple(sorted(found, key=lambda step: (STATE_ORDER[step.state], step.due_on, step.code)))


def due_under(rule: DeadlineRule, facts: CaseFacts, *, calendar: WorkCalendar = NORWAY) -> date | None:
    """The deadline that this rule gives the case, whoever it applies to; None while nothing leads to it."""
    return dues_under([rule], facts, calendar=calendar)[rule.code]


def dues_under(
    rules: Iterable[DeadlineRule], facts: CaseFacts, *, calendar: WorkCalendar = NORWAY
) -> dict[str, date | None]:
    """The same for several duties, by code."""
    before, after = _both_events(facts)
    return {
        rule.code: due_date(
            rule, _counted(rule, facts, before if rule.lapses_on_release else after), calendar=calendar
        )
        for rule in rules
    }


def _both_events(facts: CaseFacts) -> tuple[Events, Events]:
    """Until release, and for what goes on after it: then the release is the one that was expected."""
    before = events_of(facts)
    out_on = before.get(EventCode.RELEASED)
    return before, before if out_on is None else before | {EventCode.EXPECTED_RELEASE: out_on}


def _counted(rule: DeadlineRule, facts: CaseFacts, events: Events) -> Events:
    """What the prison that somebody came to owes, counts from the day there; what is due to the person once,
    such as keeping the home, counts from the first day inside. For somebody who was here before the rolls
    were, both count from the day they came in: nobody owed anything by this agreement's days before that.
    """
    arrived = facts.moved_on if rule.each_prison and facts.moved_on else facts.admitted_on
    came_in = facts.taken_in_on
    if arrived and came_in and came_in > arrived + timedelta(days=HERE_BEFORE_DAYS):
        arrived = came_in
    return events if arrived is None else {**events, EventCode.ADMISSION: arrived}


def actionable(steps: Iterable[Step]) -> tuple[Step, ...]:
    """What somebody can do today."""
    return tuple(step for step in steps if step.state in ACTIONABLE)


def applies(rule: DeadlineRule, facts: CaseFacts, *, today: date) -> bool:
    """Whether the rule is for this case: its status, its consent, and the duty to people under 25.

    In preventive detention nothing counts back from a release that no court has set.
    """
    if facts.status not in rule.statuses or _waits_for_court(rule, facts):
        return False
    if rule.code in facts.done or rule.code in facts.exemptions:
        return True
    if rule.needs_consent and not has_consent(facts, today=today):
        return False
    only_young = rule.mandatory_under_25 and not rule.can_be_exempted
    return not only_young or may_be_young(facts)


def _waits_for_court(rule: DeadlineRule, facts: CaseFacts) -> bool:
    undated = facts.expected_release_on is None and facts.out_on is None
    preventive = facts.status is CustodyStatus.PREVENTIVE_DETENTION
    return preventive and undated and rule.due.event is EventCode.EXPECTED_RELEASE


def has_consent(facts: CaseFacts, *, today: date) -> bool:
    """Consent given and not ended since. The prison's own tasks go on without it."""
    if facts.consent_on is None or facts.consent_on > today:
        return False
    ended = facts.consent_ended_on
    return ended is None or ended > today or ended < facts.consent_on


def may_be_young(facts: CaseFacts) -> bool:
    """Under 25 when consent was given; an unknown birth date counts as under 25, since unknown is never no
    (L3).
    """
    if facts.birth_date is None or facts.consent_on is None:
        return True
    return facts.consent_on < add_months(day=facts.birth_date, months=12 * YOUNG_UNTIL_YEARS)


def can_exempt(rule: DeadlineRule, facts: CaseFacts, *, today: date) -> bool:
    """Contact and coordination are owed to those under 25 who consent; nobody may be exempted from that."""
    if not rule.can_be_exempted:
        return False
    return not (rule.mandatory_under_25 and has_consent(facts, today=today) and may_be_young(facts))


def _step(
    rule: DeadlineRule, facts: CaseFacts, events: Events, today: date, calendar: WorkCalendar
) -> Step | None:
    opens, due = opening_and_due(rule, events, calendar=calendar)
    if opens is None or due is None:
        return None
    state, closed_on = _state(rule, facts, opens, due, today)
    still_open_until = min(closed_on, today) if closed_on is not None else today
    return Step(
        code=rule.code,
        title=rule.title,
        opens_on=opens,
        due_on=due,
        role=rule.role,
        party=rule.party,
        clause=rule.clause,
        source=rule.source,
        state=state,
        can_exempt=can_exempt(rule, facts, today=today),
        overdue_from=due + timedelta(days=1) if still_open_until > due else None,
        closed_on=closed_on,
    )


def _state(
    rule: DeadlineRule, facts: CaseFacts, opens: date, due: date, today: date
) -> tuple[StepState, date | None]:
    if rule.code in facts.done:
        return StepState.DONE, facts.done[rule.code]
    exemption = facts.exemptions.get(rule.code)
    if exemption is not None and can_exempt(rule, facts, today=today):
        return StepState.EXEMPTED, exemption.exempted_on
    lapsed_on = _lapsed_on(rule, facts)
    if lapsed_on is not None and lapsed_on <= today:
        return StepState.LAPSED, lapsed_on
    if today > due:
        return StepState.OVERDUE, None
    return (StepState.OPEN if today >= opens else StepState.UPCOMING), None


def _lapsed_on(rule: DeadlineRule, facts: CaseFacts) -> date | None:
    """The day when a task can no longer be done: the way out that closed custody, or the case."""
    if facts.way_out is None or facts.out_on is None:
        return None
    after = consequence(facts.way_out)
    gone = after.closes_custody and rule.lapses_on_release
    return facts.out_on if gone or not after.case_continues else None
