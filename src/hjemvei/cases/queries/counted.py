"""What deadlines are counted from, of thousands of cases at once: only the tables that the rules ask about,
and of these only the columns that a date comes from.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from hjemvei.accounts.actor import Actor
from hjemvei.agreements.defaults import CONTACT
from hjemvei.agreements.enums import EventCode
from hjemvei.agreements.rules import DeadlineRule
from hjemvei.cases.models import (
    Absence,
    AppliedAgreement,
    Custody,
    Event,
    Notice,
    Placement,
    ReleaseDate,
    Responsibility,
    Task,
)
from hjemvei.cases.queries.facts import facts_in
from hjemvei.cases.queries.material import TABLES, material_of
from hjemvei.cases.rules.steps import CaseFacts
from hjemvei.sharing.models import Consent
from hjemvei.sharing.rows import Table

ALWAYS = ("custodies", "placements", "events")
"""Where somebody is, and the lines by which higher apps tell of a date."""
NOTICED = ("notices", "dates", "applied")
SOURCES: Mapping[EventCode, tuple[str, ...]] = {
    EventCode.CONSENT: ("consents",),
    EventCode.CONSENT_DECLINED: ("consents",),
    EventCode.EXPECTED_RELEASE: ("dates",),
    EventCode.RELEASE_DATE_KNOWN: ("dates", "applied"),
    EventCode.UNPLANNED_RELEASE: ("dates", "applied"),
    EventCode.NOTICE_SENT: NOTICED,
    EventCode.LAST_CONTACT: ("notices", "tasks"),
    EventCode.RELEASE_DATE_MOVED: NOTICED,
    EventCode.DISPUTE_RAISED: ("responsibilities",),
    EventCode.ABSENCE_ENDED: ("absences",),
}
"""The tables behind a date, beside those that are always read."""
CONSENT = ("id", "case_id", "state", "starts_on", "ends_before", "withdrawn_at", "answered_at", "recorded_at")
PLACE = ("case_id", "custody_id", "unit_id", "starts_on", "unit__id", "unit__parent_id")
NARROW: dict[str, Table[Any]] = {
    "custodies": Table(
        Custody,
        TABLES["custodies"].order,
        fields=("id", "case_id", "recorded_at", "status", "starts_on", "ends_before", "way_out"),
    ),
    "placements": Table(Placement, related=("unit",), fields=PLACE),
    "dates": Table(
        ReleaseDate, TABLES["dates"].order, fields=("case_id", "custody_id", "known_at", "expected_on")
    ),
    "absences": Table(
        Absence, TABLES["absences"].order, fields=("case_id", "custody_id", "kind", "ends_before")
    ),
    "consents": Table(Consent, fields=CONSENT),
    "notices": Table(Notice, fields=("case_id", "state", "sent_at", "expected_release_on")),
    "responsibilities": Table(
        Responsibility,
        constants=TABLES["responsibilities"].constants,
        fields=("case_id", "state", "answered_at", "recorded_at"),
    ),
    "events": Table(
        Event,
        TABLES["events"].order,
        constants=TABLES["events"].constants,
        fields=("case_id", "code", "happened_at"),
    ),
    "tasks": Table(Task, constants=(("code", CONTACT),), fields=("case_id", "code", "done_at")),
    "applied": Table(AppliedAgreement, fields=("case_id", "version_id", "recorded_at")),
}


def counted_from(
    actor: Actor, case_ids: Sequence[int], rules: Iterable[DeadlineRule], *, today: dt.date
) -> dict[int, CaseFacts]:
    """By case, what these rules are counted from; a case whose custody the actor may not see is left out.

    What no date of these rules comes from is as if it were unknown.
    """
    found = material_of(actor, case_ids, {name: NARROW[name] for name in _tables(rules)})
    facts = {}
    for case_id, custodies in found.custodies.items():
        if case_id in found.placements:
            dates = [row for row in found.dates[case_id] if row.custody_id == custodies[-1].pk]
            facts[case_id] = facts_in(found, case_id, custodies[-1], dates, None, today)
    return facts


def _tables(rules: Iterable[DeadlineRule]) -> list[str]:
    """In the order of `NARROW`."""
    moments = [m for rule in rules for m in (rule.due, rule.fallback, *rule.not_before) if m]
    wanted = {name for moment in moments for name in SOURCES.get(moment.event, ())}
    return [name for name in NARROW if name in wanted or name in ALWAYS]
