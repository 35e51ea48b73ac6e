"""The page of dates: where the person is, every version of the release, what moved and what it means."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.together import together
from hjemvei.cases.choices import ABSENCE, ANSWER, CERTAINTY, CUSTODY_STATUS, PHASE, RELEASE_KIND, WAY_OUT
from hjemvei.cases.enums import Answer, Phase
from hjemvei.cases.models import Absence, Custody, Placement, ReleaseDate
from hjemvei.cases.queries.facts import Situation, situations
from hjemvei.cases.queries.renotice import Renotice, renotice
from hjemvei.cases.rules.release import phase
from hjemvei.sharing.models import Case
from hjemvei.sharing.rows import Table
from hjemvei.ui import parts
from hjemvei.ui.formats import date, days_until

TONES: dict[Answer, parts.Tone] = {Answer.YES: "success", Answer.NO: "neutral", Answer.UNKNOWN: "warning"}


@dataclass(frozen=True, slots=True)
class Version:
    """`moved_days` against the version before it; None where one of them has no date."""

    known_at: dt.datetime
    expected_on: dt.date | None
    moved_days: int | None
    kind: str
    certainty: str
    source: str
    reason: str
    who: str


@dataclass(frozen=True, slots=True)
class DatesPage:
    facts: Sequence[parts.Fact]
    phase: str
    versions: Sequence[Version]
    spans: Sequence[parts.Span]
    first: dt.date
    last: dt.date
    verdict: parts.Tag
    reasons: Sequence[str]
    gone_since: dt.date | None
    is_inside: bool
    is_remand: bool
    is_away: bool
    renotice: Renotice


def dates_page(actor: Actor, case: Case, *, today: dt.date) -> DatesPage | None:
    """None where the actor may not see the custody, or nobody has recorded one."""
    situation = situations(actor, [case.pk], today=today).get(case.pk)
    if situation is None:
        return None
    rows, places, away = _of_custody(actor, situation.custody)
    spans = _spans(situation, rows, places, away, today=today)
    last = max([span.ends_before or today for span in spans] + [today]) + dt.timedelta(days=14)
    custody = situation.custody
    return DatesPage(
        facts=_facts(situation, places, today=today),
        phase=str(PHASE[_phase(situation, today)]),
        versions=_versions(rows),
        spans=spans,
        first=custody.starts_on,
        last=last,
        verdict=parts.Tag(text=ANSWER[situation.verdict.answer], tone=TONES[situation.verdict.answer]),
        reasons=[reason.say(_) for reason in situation.verdict.reasons],
        gone_since=custody.gone_since,
        is_inside=custody.ends_before is None,
        is_remand=custody.status == "remand",
        is_away=any(row.ends_before is None for row in away),
        renotice=_renotice(actor, case, situation, today=today),
    )


DATES = Table(ReleaseDate, ("known_at", "id"), related=("recorded_by",))
PLACES = Table(Placement, related=("unit",))
AWAY = Table(Absence)


def _of_custody(actor: Actor, custody: Custody) -> tuple[list[ReleaseDate], list[Placement], list[Absence]]:
    """One statement."""
    asked = [DATES.asked, PLACES.asked, AWAY.asked]
    dates, places, away = together(actor, asked, cases=[custody.case_id])
    return (
        [row for row in DATES.made(dates) if row.custody_id == custody.pk],
        [row for row in PLACES.made(places) if row.custody_id == custody.pk],
        [row for row in AWAY.made(away) if row.custody_id == custody.pk],
    )


def _phase(situation: Situation, today: dt.date) -> Phase:
    expected = situation.date.expected_on if situation.date else None
    return phase(today=today, expected_on=expected, released_on=situation.custody.ends_before)


def _facts(situation: Situation, places: Sequence[Placement], *, today: dt.date) -> list[parts.Fact]:
    custody, newest = situation.custody, situation.date
    facts = [
        parts.Fact(label=_("Grunnlag"), value=CUSTODY_STATUS[custody.status]),  # type: ignore[index]
        parts.Fact(label=_("Er i"), value=places[-1].unit.name if places else "–"),
        parts.Fact(label=_("Satt inn"), value=date(custody.starts_on)),
        parts.Fact(label=_("Fengselets referanse"), value=custody.reference or "–"),
    ]
    if custody.ends_before is not None:
        how = WAY_OUT[custody.way_out]  # type: ignore[index]
        facts.append(parts.Fact(label=_("Ute"), value=date(custody.ends_before), note=how))
    elif newest is not None and newest.expected_on is not None:
        sure = CERTAINTY[newest.certainty]  # type: ignore[index]
        note = f"{days_until(newest.expected_on, today)} · {sure}"
        facts.append(parts.Fact(label=_("Forventet løslatelse"), value=date(newest.expected_on), note=note))
    else:
        facts.append(parts.Fact(label=_("Forventet løslatelse"), value=_("ikke kjent")))
    return facts


def _versions(rows: Sequence[ReleaseDate]) -> list[Version]:
    """Newest first."""
    found = []
    for before, row in zip([None, *rows], rows, strict=False):
        moved = None
        if before is not None and before.expected_on and row.expected_on:
            moved = (row.expected_on - before.expected_on).days
        found.append(
            Version(
                row.known_at,
                row.expected_on,
                moved,
                str(RELEASE_KIND[row.kind]),  # type: ignore[index]
                str(CERTAINTY[row.certainty]),  # type: ignore[index]
                row.source,
                row.reason,
                row.recorded_by.name,
            )
        )
    return found[::-1]


def _spans(
    situation: Situation,
    rows: Sequence[ReleaseDate],
    places: Sequence[Placement],
    away: Sequence[Absence],
    *,
    today: dt.date,
) -> list[parts.Span]:
    """Where the person was and was expected to be until, by each version."""
    tomorrow = today + dt.timedelta(days=1)
    stays = [_stay(place, is_newest=place is places[-1], until=tomorrow) for place in places]
    absences = [_absence(row, until=tomorrow) for row in away]
    start = situation.custody.starts_on
    expected = [
        _expected(row, row.expected_on, start=start, is_newest=row is rows[-1])
        for row in rows[-5:]
        if row.expected_on
    ]
    return [*stays, *absences, *expected]


def _stay(place: Placement, *, is_newest: bool, until: dt.date) -> parts.Span:
    return parts.Span(
        row=_("Opphold"),
        label=place.unit.name,
        starts_on=place.starts_on,
        ends_before=place.ends_before or until,
        tone="brand" if is_newest else "neutral",
    )


def _absence(row: Absence, *, until: dt.date) -> parts.Span:
    return parts.Span(
        row=_("Fravær"),
        label=ABSENCE[row.kind],  # type: ignore[index]
        starts_on=row.starts_on,
        ends_before=row.ends_before or until,
        tone="warning",
    )


def _expected(row: ReleaseDate, expected_on: dt.date, *, start: dt.date, is_newest: bool) -> parts.Span:
    return parts.Span(
        row=_("Kjent %(day)s") % {"day": date(row.known_at)},
        label=date(expected_on),
        starts_on=start,
        ends_before=max(expected_on, start),
        tone="accent" if is_newest else "neutral",
    )


def _renotice(actor: Actor, case: Case, situation: Situation, *, today: dt.date) -> Renotice:
    """After release nobody is told of a date any more."""
    if situation.custody.ends_before is not None:
        return Renotice([], may_send=False)
    return renotice(actor, case, today=today)
