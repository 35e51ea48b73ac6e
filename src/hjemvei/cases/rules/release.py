"""The expected release: which phase it puts the road in, when it must be told anew, how it is computed again.

Sources: the agreement's table of deadlines (R237-R238, R252); FOR-2002-02-22-183 § 3-3 (L18); the
definition of homelessness (two months).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from hjemvei.agreements.calendar import NORWAY, WorkCalendar, add_months
from hjemvei.agreements.enums import CustodyStatus
from hjemvei.cases.enums import AbsenceKind, Phase, WayOut
from hjemvei.cases.rules.answers import Reason, Verdict, because, no, unknown, yes

_ = str  # marks Norwegian texts for the catalogues; they are translated where they are shown
NOT_SERVED = frozenset({AbsenceKind.INTERRUPTION, AbsenceKind.ESCAPE, AbsenceKind.FAILED_RETURN})
FIRST_DAYS_WORKING_DAYS = 2


@dataclass(frozen=True, slots=True)
class DateVersion:
    """One version of an expected release: what was believed, and since when."""

    known_on: date
    expected_on: date | None


@dataclass(frozen=True, slots=True)
class Absence:
    """Time away during the sentence; half-open. `ends_before` None: still away."""

    kind: AbsenceKind
    starts_on: date
    ends_before: date | None


@dataclass(frozen=True, slots=True)
class Recomputed:
    """A new expected release, None while somebody is still away; the reasons go with the new version."""

    release_on: date | None
    days_added: int
    reasons: tuple[Reason, ...]


def gates(release_on: date) -> tuple[tuple[Phase, date], ...]:
    """The first day of each phase before release, in order. Months are calendar months."""
    return (
        (Phase.SIX_MONTHS, add_months(day=release_on, months=-6)),
        (Phase.TWO_MONTHS, add_months(day=release_on, months=-2)),
        (Phase.EIGHT_WEEKS, release_on - timedelta(weeks=8)),
        (Phase.FOURTEEN_DAYS, release_on - timedelta(days=14)),
        (Phase.THREE_DAYS, release_on - timedelta(days=3)),
        (Phase.RELEASE_DAY, release_on),
    )


def phase(
    *, today: date, expected_on: date | None, released_on: date | None = None, calendar: WorkCalendar = NORWAY
) -> Phase:
    """Where on the road a person is today.

    A passed date without a confirmed release is a question, no release.
    """
    if released_on is not None and released_on <= today:
        return _phase_after(today, released_on, calendar)
    if expected_on is None:
        return Phase.NO_DATE
    if today > expected_on:
        return Phase.DATE_PASSED
    reached = [name for name, first_day in gates(expected_on) if first_day <= today]
    return reached[-1] if reached else Phase.INSIDE


def _phase_after(today: date, released_on: date, calendar: WorkCalendar) -> Phase:
    if today == released_on:
        return Phase.RELEASE_DAY
    if today <= calendar.add_working_days(day=released_on, count=FIRST_DAYS_WORKING_DAYS):
        return Phase.FIRST_DAYS
    if today <= add_months(day=released_on, months=1):
        return Phase.FIRST_MONTH
    return Phase.FIRST_YEAR if today <= add_months(day=released_on, months=12) else Phase.AFTER_FIRST_YEAR


def needs_renotice(*, told: date | None, now: date | None, today: date, moved_days: int) -> Verdict:
    """Must the municipality be told anew? When the date moved by `moved_days` or more, or across a gate.

    `told` is the date of the last notice. A date that is lost or found always counts as moved.
    """
    if told == now:
        return no(because("same_date", _("Datoen er den samme som i varselet.")))
    if told is None or now is None:
        text = (
            _("Løslatelsesdatoen er blitt kjent.")
            if told is None
            else _("Løslatelsesdatoen er ikke lenger kjent.")
        )
        return yes(because("date_found" if told is None else "date_lost", text))
    moved = (now - told).days
    if abs(moved) >= moved_days:
        text = _("Datoen er flyttet %(days)s dager, fra %(told)s til %(now)s.")
        return yes(because("moved_far", text, days=moved, told=told, now=now))
    if phase(today=today, expected_on=told) is not phase(today=today, expected_on=now):
        text = _("Datoen er flyttet fra %(told)s til %(now)s og krysser en frist.")
        return yes(because("crossed_gate", text, told=told, now=now))
    return no(because("moved_little", _("Datoen er flyttet %(days)s dager."), days=moved))


def lead_days(*, noticed_on: date, release_on: date) -> int:
    """Days from notice to release: 0 the same day, negative when the notice came after."""
    return (release_on - noticed_on).days


def first_known_on(versions: Sequence[DateVersion], *, tolerance_days: int) -> date | None:
    """Since when it has been known that release could come as early as the newest version says.

    So a date that moves by a few days does not give a deadline that has passed a new start. `versions` oldest
    first. When the newest has no date: since when none is known. None without versions.
    """
    if not versions:
        return None
    newest = versions[-1].expected_on
    limit = None if newest is None else newest + timedelta(days=tolerance_days)
    since = versions[-1].known_on
    for version in reversed(versions):
        if limit is None and version.expected_on is not None:
            break
        if limit is not None and (version.expected_on is None or version.expected_on > limit):
            break
        since = version.known_on
    return since


def recomputed_release(release_on: date, *, absences: Iterable[Absence]) -> Recomputed:
    """Add the days that do not count as served; overlapping absences count once. FOR-2002-02-22-183 § 3-3.

    Leave, escorted outings and hospital count as served. While somebody is away without an end, no date
    is known.
    """
    counted = sorted((a for a in absences if a.kind in NOT_SERVED), key=lambda a: a.starts_on)
    away = next((a for a in counted if a.ends_before is None), None)
    if away is not None:
        text = _("Personen har vært borte siden %(start)s. Datoen beregnes når fraværet er slutt.")
        return Recomputed(None, 0, (because("still_away", text, start=away.starts_on),))
    days = _days_covered(counted)
    if days == 0:
        return Recomputed(release_on, 0, (because("all_served", _("Fraværet regnes som soningstid.")),))
    new = release_on + timedelta(days=days)
    text = _("%(days)s dagers fravær er lagt til. Ny dato er %(new)s, før %(old)s.")
    return Recomputed(new, days, (because("days_added", text, days=days, new=new, old=release_on),))


def _days_covered(absences: Iterable[Absence]) -> int:
    """Calendar days covered by closed absences in order of start."""
    total, covered_to = 0, date.min
    for absence in absences:
        end = absence.ends_before or absence.starts_on
        start = max(absence.starts_on, covered_to)
        total += max((end - start).days, 0)
        covered_to = max(covered_to, end)
    return total


def was_unplanned(
    *,
    way_out: WayOut,
    out_on: date,
    status: CustodyStatus,
    expected_on: date | None,
    known_on: date | None,
    lead: int,
) -> Verdict:
    """Did release come without time to prepare? Then today's steps are shown at once.

    Acquittal always; an end without a date or before it; a date known for fewer than `lead` days. Remand
    without a date is the common case (straffegjennomføringsloven § 4: released on the court's order at
    once).
    """
    if way_out is WayOut.ACQUITTAL:
        return yes(because("acquittal", _("Personen ble frikjent og løslatt med en gang.")))
    if expected_on is None:
        text = (
            _("Varetekten tok slutt i dag.") if status is CustodyStatus.REMAND else _("Ingen dato var kjent.")
        )
        return yes(because("no_date", text))
    if known_on is None:
        return unknown(because("known_unknown", _("Det er ikke kjent når datoen ble kjent.")))
    if (expected_on - out_on).days >= lead:
        return yes(because("early", _("Løslatelsen kom før datoen %(expected)s."), expected=expected_on))
    days = lead_days(noticed_on=known_on, release_on=out_on)
    answer = yes if days < lead else no
    return answer(because("lead_days", _("Datoen var kjent i %(days)s dager."), days=max(days, 0)))
