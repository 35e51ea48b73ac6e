"""What the rules are asked about a case: custody, dates, consent and what is done, as the actor sees it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.timezone import localdate

from hjemvei.accounts.actor import Actor
from hjemvei.agreements.calendar import full_months_between
from hjemvei.agreements.defaults import CONTACT, DEFAULT_PARAMETERS
from hjemvei.agreements.enums import CustodyStatus, EventCode
from hjemvei.agreements.queries import DEFAULT_TERMS, Terms
from hjemvei.cases.enums import Answer, ReleaseCertainty, WayOut
from hjemvei.cases.models import Custody, ReleaseDate, Task
from hjemvei.cases.queries.derived import DERIVED, derived_done
from hjemvei.cases.queries.happened import consent_since, events_of, in_force
from hjemvei.cases.queries.material import Material, material
from hjemvei.cases.rules.eligibility import Eligibility, Presumption, Stay, eligibility
from hjemvei.cases.rules.held import held_rules
from hjemvei.cases.rules.moves import Stay as PrisonStay
from hjemvei.cases.rules.moves import moved_on
from hjemvei.cases.rules.release import DateVersion, first_known_on, was_unplanned
from hjemvei.cases.rules.steps import CaseFacts, Exemption
from hjemvei.sharing.models import Case


@dataclass(frozen=True, slots=True)
class Situation:
    """One case today. `prison_unit_id` is where the person is, or was when the custody ended."""

    case: Case
    custody: Custody
    prison_unit_id: int
    date: ReleaseDate | None
    terms: Terms
    facts: CaseFacts
    verdict: Eligibility
    date_readers: frozenset[int]
    tasks: Sequence[Task]


def situations(actor: Actor, case_ids: Sequence[int], *, today: dt.date) -> dict[int, Situation]:
    """By case, in a fixed number of statements; a case whose custody the actor may not see is left out."""
    return _situations(material(actor, case_ids), today)


def _situations(found: Material, today: dt.date) -> dict[int, Situation]:
    wanted = [case_id for case_id in found.cases if found.custodies[case_id] and found.placements[case_id]]
    return {case_id: _situation(found, case_id, today) for case_id in wanted}


def _situation(found: Material, case_id: int, today: dt.date) -> Situation:
    custody = found.custodies[case_id][-1]
    terms = found.terms.get(case_id, DEFAULT_TERMS)
    dates = [row for row in found.dates[case_id] if row.custody_id == custody.pk]
    date = dates[-1] if dates else None
    verdict = eligibility(
        _stay(found, case_id, custody, date, terms.minimum_stay_months),
        minimum_months=terms.minimum_stay_months,
        today=today,
    )
    facts = facts_in(found, case_id, custody, dates, verdict, today)
    if case_id in found.followed:
        versions = [(day, then.rules) for day, then in found.followed[case_id]]
        terms = replace(terms, rules=held_rules(versions, facts))
    given = {row.pk for row in found.consents[case_id] if in_force(row, today)}
    readers = frozenset(unit for consent_id, unit in found.date_readers[case_id] if consent_id in given)
    unit_id = found.placements[case_id][-1].unit_id
    tasks = found.tasks[case_id]
    return Situation(found.cases[case_id], custody, unit_id, date, terms, facts, verdict, readers, tasks)


def facts_in(
    found: Material,
    case_id: int,
    custody: Custody,
    dates: Sequence[ReleaseDate],
    verdict: Eligibility | None,
    today: dt.date,
) -> CaseFacts:
    """Without a verdict: what deadlines are counted from, and not what is done."""
    date = dates[-1] if dates else None
    moved_days = found.terms.get(case_id, DEFAULT_TERMS).renotify_when_moved_days
    consent_on, ended_on = consent_since(found, case_id, today)
    known_on = first_known_on(
        [DateVersion(localdate(row.known_at), row.expected_on) for row in dates],
        tolerance_days=moved_days,
    )
    events = events_of(found, case_id, custody, date, moved_days=moved_days, today=today)
    return CaseFacts(
        status=CustodyStatus(custody.status),
        admitted_on=custody.starts_on,
        moved_on=_moved_on(found, case_id, custody),
        taken_in_on=localdate(custody.recorded_at),
        birth_date=found.births.get(case_id),
        consent_on=consent_on,
        consent_ended_on=ended_on,
        expected_release_on=date.expected_on if date else None,
        release_known_on=known_on,
        way_out=WayOut(custody.way_out) if custody.way_out else None,
        out_on=custody.ends_before,
        unplanned=_unplanned(custody, date, known_on),
        events=events,
        done=_done(found, case_id, custody, verdict, events) if verdict else {},
        exemptions=_exemptions(found, case_id, custody) if verdict else {},
    )


def _stay(
    found: Material, case_id: int, custody: Custody, date: ReleaseDate | None, minimum_months: int
) -> Stay:
    views = [row for row in found.presumptions[case_id] if row.custody_id == custody.pk]
    presumption = None
    if views:
        newest = views[-1]
        months = full_months_between(starts_on=custody.starts_on, ends_before=newest.until)
        presumption = Presumption(
            long_enough=months >= minimum_months,
            presumed_on=localdate(newest.recorded_at),
            reason=newest.reason,
        )
    return Stay(
        status=CustodyStatus(custody.status),
        admitted_on=custody.starts_on,
        expected_release_on=date.expected_on if date else None,
        certainty=ReleaseCertainty(date.certainty) if date else ReleaseCertainty.UNKNOWN,
        presumption=presumption,
    )


def _moved_on(found: Material, case_id: int, custody: Custody) -> dt.date | None:
    rows = [row for row in found.placements[case_id] if row.custody_id == custody.pk]
    return moved_on([PrisonStay(row.unit.parent_id or row.unit_id, row.starts_on) for row in rows])


def _unplanned(custody: Custody, date: ReleaseDate | None, known_on: dt.date | None) -> bool:
    if custody.ends_before is None:
        return False
    verdict = was_unplanned(
        way_out=WayOut(custody.way_out),
        out_on=custody.ends_before,
        status=CustodyStatus(custody.status),
        expected_on=date.expected_on if date else None,
        known_on=known_on,
        lead=DEFAULT_PARAMETERS.planned_release_lead_days,
    )
    return verdict.answer is Answer.YES


def _done(
    found: Material,
    case_id: int,
    custody: Custody,
    verdict: Eligibility,
    events: dict[EventCode, dt.date],
) -> dict[str, dt.date]:
    """Ticked tasks of this custody, unless what they answered has happened again; facts go first. Contact is
    never done for good.
    """
    days: dict[str, dt.date] = {}
    for task in found.tasks[case_id]:
        if task.done_at is not None and task.code not in DERIVED and task.code != CONTACT:
            days[task.code] = localdate(task.done_at)
    since = {
        "renotify": events.get(EventCode.RELEASE_DATE_MOVED),
        "release_dates_recomputed": events.get(EventCode.ABSENCE_ENDED),
        "dispute_to_governor": events.get(EventCode.DISPUTE_RAISED),
        "answer_inquiry": events.get(EventCode.INQUIRY_RECEIVED),
    }
    if EventCode.CONSENT_DECLINED in events:  # the asking that got this no is not the next one
        since["consent_asked_again"] = events[EventCode.CONSENT_DECLINED] + dt.timedelta(days=1)
    kept = {code: day for code, day in days.items() if day >= (since.get(code) or custody.starts_on)}
    return kept | derived_done(found, case_id, custody, verdict)


def _exemptions(found: Material, case_id: int, custody: Custody) -> dict[str, Exemption]:
    rows = [task for task in found.tasks[case_id] if task.exempted_at is not None]
    days = {task.code: (localdate(task.exempted_at), task.exempt_reason) for task in rows}
    return {code: Exemption(day, why) for code, (day, why) in days.items() if day >= custody.starts_on}
