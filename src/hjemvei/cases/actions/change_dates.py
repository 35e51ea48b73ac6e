"""New versions of expected release dates for many cases: what moved, by how much, on whose word."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_noop

from hjemvei.accounts.actor import Actor
from hjemvei.cases import events, rows
from hjemvei.cases.actions.sync_caseload import sync_caseload
from hjemvei.cases.enums import ReleaseCertainty, ReleaseKind
from hjemvei.cases.models import Event, ReleaseDate

DATE_MOVED = gettext_noop("Løslatelsesdato flyttet fra %(before)s til %(after)s (%(days)s dager)")
DATE_FOUND = gettext_noop("Løslatelsesdato satt til %(after)s")
DATE_LOST = gettext_noop("Løslatelsesdatoen %(before)s gjelder ikke lenger. Ny dato er ikke kjent")
DATE_FIRMED = gettext_noop("Løslatelsesdatoen %(after)s er vurdert på nytt")


@dataclass(frozen=True, slots=True)
class DateChange:
    """`expected_on` None: the date is no longer known."""

    case_id: int
    expected_on: dt.date | None
    kind: ReleaseKind
    certainty: ReleaseCertainty
    reason: str = ""


def change_dates(*, actor: Actor, changes: Sequence[DateChange], source: str, at: dt.datetime) -> list[int]:
    """The cases whose date in force is another one now; the same date, kind and certainty changes nothing.

    Raises NotAllowed for people in another's unit. A case without an open custody is left alone.
    """
    wanted = {change.case_id: change for change in changes}
    custodies = rows.open_custodies(actor, wanted)
    units = rows.units_of(actor, custodies, rows.open_placements(actor, custodies))
    newest = rows.newest_dates(actor, units)
    fresh: list[ReleaseDate] = []
    lines: list[Event] = []
    for case_id, unit_id in units.items():
        row = rows.row_of(actor, case_id, unit_id=unit_id, at=at)
        date = _version(wanted[case_id], row, custody_id=custodies[case_id].pk, source=source, at=at)
        before = newest.get(case_id)
        if before is None or _key(date) != _key(before):
            fresh.append(date)
            lines.append(
                _line(row, before=before.expected_on if before else None, after=date.expected_on, at=at)
            )
    ReleaseDate.objects.bulk_create(fresh, batch_size=rows.BATCH)
    Event.objects.bulk_create(lines, batch_size=rows.BATCH)
    moved = [
        date.case_id
        for date in fresh
        if date.case_id not in newest or newest[date.case_id].expected_on != date.expected_on
    ]
    events.release_date_moved.tell(actor=actor, case_ids=moved, at=at)
    sync_caseload(case_ids=[date.case_id for date in fresh])
    return [date.case_id for date in fresh]


def _version(
    change: DateChange, row: dict[str, Any], *, custody_id: int, source: str, at: dt.datetime
) -> ReleaseDate:
    return ReleaseDate(
        **row,
        custody_id=custody_id,
        expected_on=change.expected_on,
        kind=change.kind,
        certainty=change.certainty if change.expected_on else ReleaseCertainty.UNKNOWN,
        source=source,
        reason=change.reason,
        known_at=at,
    )


def _key(date: ReleaseDate) -> tuple[object, ...]:
    return date.expected_on, str(date.kind), str(date.certainty)


def _line(row: dict[str, Any], *, before: dt.date | None, after: dt.date | None, at: dt.datetime) -> Event:
    if before and after and before != after:
        days = (after - before).days
        return rows.event_row(
            row, code="date_moved", text=DATE_MOVED, at=at, before=before, after=after, days=f"{days:+d}"
        )
    if after and not before:
        return rows.event_row(row, code="date_found", text=DATE_FOUND, at=at, after=after)
    if before and not after:
        return rows.event_row(row, code="date_lost", text=DATE_LOST, at=at, before=before)
    return rows.event_row(row, code="date_firmed", text=DATE_FIRMED, at=at, after=after or "")
