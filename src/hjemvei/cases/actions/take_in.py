"""Take people in from a roll or a form: case, custody, where they are and the date known, set by set."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hjemvei.accounts.actor import Actor
from hjemvei.agreements.enums import CustodyStatus
from hjemvei.cases import rows
from hjemvei.cases.actions.sync_caseload import sync_caseload
from hjemvei.cases.enums import ReleaseCertainty, ReleaseKind
from hjemvei.cases.intake_sql import Entry, write_entries
from hjemvei.cases.models import Custody, Event, Placement, ReleaseDate
from hjemvei.core.errors import RuleBroken
from hjemvei.parties.models import Municipality, Unit
from hjemvei.sharing.actions.admit_people import Admitted, Newcomer, admit_people
from hjemvei.sharing.enums import Basis

ADMITTED = gettext_noop("Satt inn i %(unit)s")
CAME_BACK = gettext_noop("Satt inn igjen i %(unit)s")
MOVED = gettext_noop("Overført til %(unit)s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """One line of a roll. Municipalities are numbers or empty; `expected_on` None means not known."""

    newcomer: Newcomer
    reference: str
    status: CustodyStatus
    admitted_on: dt.date
    expected_on: dt.date | None = None
    release_kind: ReleaseKind = ReleaseKind.UNKNOWN
    certainty: ReleaseCertainty = ReleaseCertainty.UNKNOWN
    municipality_of_stay: str = ""
    wished_municipality: str = ""


@dataclass(frozen=True, slots=True)
class _Batch:
    actor: Actor
    unit_id: int
    source: str
    at: dt.datetime
    intakes: dict[int, Intake]
    outcomes: dict[int, str]


def take_in(
    *, actor: Actor, unit_id: int, people: Sequence[Intake], source: str, at: dt.datetime
) -> list[Admitted]:
    """Answers in the same order. Who is inside here already is left alone; tasks follow by `sync_tasks_for`.

    Raises NotAllowed for another's unit, RuleBroken for a municipality number that does not exist.
    """
    _check_municipalities(people)
    admitted = admit_people(
        actor=actor, unit_id=unit_id, basis=Basis.CUSTODY, people=[person.newcomer for person in people]
    )
    intakes = {found.case_id: person for found, person in zip(admitted, people, strict=True)}
    outcomes = {found.case_id: found.outcome for found in admitted}
    batch = _Batch(actor, unit_id, source, at, intakes, outcomes)
    known = [case_id for case_id, outcome in outcomes.items() if outcome != "new"]
    inside = rows.open_custodies(actor, known) if known else {}
    unit_name = Unit.objects.values_list("name", flat=True).get(pk=unit_id)
    entering = [case_id for case_id in intakes if case_id not in inside]
    _enter(batch, entering, unit_name)
    arriving = [case_id for case_id in inside if outcomes[case_id] == "moved"]
    if arriving:
        _arrive(batch, {case_id: inside[case_id] for case_id in arriving}, unit_name)
    sync_caseload(case_ids=[*entering, *arriving])
    return admitted


def _check_municipalities(people: Sequence[Intake]) -> None:
    wanted = {number for p in people for number in (p.municipality_of_stay, p.wished_municipality) if number}
    found = set(Municipality.objects.filter(pk__in=wanted).values_list("number", flat=True))
    missing = ", ".join(sorted(wanted - found))
    if missing:
        raise RuleBroken(
            _("Kommunenummeret finnes ikke: %(numbers)s") % {"numbers": missing}, code="municipality"
        )


def _enter(batch: _Batch, case_ids: Sequence[int], unit_name: str) -> None:
    """A new custody for whoever has none open; it starts no earlier than the last one ended."""
    ended = _ended_custodies(batch, case_ids)
    entries = []
    for case_id in case_ids:
        intake = batch.intakes[case_id]
        again = batch.outcomes[case_id] == "back" or case_id in ended
        entries.append(
            Entry(
                case_id=case_id,
                status=intake.status,
                reference=intake.reference,
                starts_on=max(intake.admitted_on, ended.get(case_id, intake.admitted_on)),
                stay=intake.municipality_of_stay,
                wished=intake.wished_municipality,
                expected_on=intake.expected_on,
                kind=intake.release_kind,
                certainty=intake.certainty if intake.expected_on else ReleaseCertainty.UNKNOWN,
                text=CAME_BACK if again else ADMITTED,
            )
        )
    write_entries(
        actor=batch.actor,
        entries=entries,
        unit_id=batch.unit_id,
        unit_name=unit_name,
        source=batch.source,
        at=batch.at,
    )


def _ended_custodies(batch: _Batch, case_ids: Sequence[int]) -> dict[int, dt.date]:
    """The last day that an earlier custody of the same case took, where there is one."""
    known = [case_id for case_id in case_ids if batch.outcomes[case_id] not in {"new", "back"}]
    if not known:
        return {}
    found = Custody.objects.visible_to(batch.actor).filter(case_id__in=known).exclude(ends_before=None)
    return dict(found.order_by("ends_before").values_list("case_id", "ends_before"))


def _release_date(batch: _Batch, row: dict[str, object], custody: Custody, intake: Intake) -> ReleaseDate:
    certainty = intake.certainty if intake.expected_on else ReleaseCertainty.UNKNOWN
    return ReleaseDate(
        **row,
        custody=custody,
        expected_on=intake.expected_on,
        kind=intake.release_kind,
        certainty=certainty,
        source=batch.source,
        known_at=batch.at,
    )


def _arrive(batch: _Batch, custodies: dict[int, Custody], unit_name: str) -> None:
    """A transfer inside one custody: the case, its dates and its history come along."""
    actor, at = batch.actor, batch.at
    placements = rows.open_placements(actor, custodies)
    dates = rows.newest_dates(actor, custodies)
    on = timezone.localdate(at)
    fresh, changed, events = [], [], []
    for case_id, custody in custodies.items():
        row = rows.row_of(actor, case_id, unit_id=batch.unit_id, at=at)
        old = placements.get(case_id)
        if old is not None:
            old.ends_before = max(on, old.starts_on)
        starts_on = max(on, custody.starts_on, old.starts_on if old else on)
        fresh.append(Placement(**row, custody=custody, unit_id=batch.unit_id, starts_on=starts_on))
        date = _release_date(batch, row, custody, batch.intakes[case_id])
        if _differs(date, dates.get(case_id)):
            changed.append(date)
        events.append(rows.event_row(row, code="transferred", text=MOVED, at=at, unit=unit_name))
        custody.gone_since, custody.reference = None, batch.intakes[case_id].reference or custody.reference
    Placement.objects.bulk_update(placements.values(), ["ends_before"], batch_size=rows.BATCH)
    Placement.objects.bulk_create(fresh, batch_size=rows.BATCH)
    Custody.objects.bulk_update(custodies.values(), ["gone_since", "reference"], batch_size=rows.BATCH)
    ReleaseDate.objects.bulk_create(changed, batch_size=rows.BATCH)
    Event.objects.bulk_create(events, batch_size=rows.BATCH)
    rows.leave_unit(actor, list(custodies), to_units=dict.fromkeys(custodies, batch.unit_id), at=at)


def _differs(new: ReleaseDate, old: ReleaseDate | None) -> bool:
    if old is None:
        return True
    return (new.expected_on, new.kind, new.certainty) != (old.expected_on, old.kind, old.certainty)
