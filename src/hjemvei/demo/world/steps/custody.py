"""Where the person is: moves, absences, and every way out."""

from __future__ import annotations

import datetime as dt

from hjemvei.cases.actions.answer_gone import answer_gone
from hjemvei.cases.actions.change_unit import UnitMove, change_unit
from hjemvei.cases.actions.end_absence import end_absence
from hjemvei.cases.actions.exempt_task import exempt_task
from hjemvei.cases.actions.presume_stay import presume_stay
from hjemvei.cases.actions.record_absence import record_absence
from hjemvei.cases.actions.record_release import record_release
from hjemvei.cases.actions.transfer_to import transfer_to
from hjemvei.cases.enums import AbsenceKind, ReleaseKind, WayOut
from hjemvei.cases.models import Task
from hjemvei.demo.world.road import Play, Stop

WHY_LONG = "Saken er berammet til retten om tre måneder."
WHY_NOT = "Personen har avtalt dette selv og trenger det ikke."


def moves_in(stop: Stop) -> None:
    """From one unit of the prison to another; the value is the slug of the new one."""
    to_unit = stop.world.units[stop.step.value]
    with stop.acting("Siv") as (actor, case):
        change_unit(actor=actor, moves=[UnitMove(case.pk, to_unit.pk, stop.today)], at=stop.at)
    stop.who.unit = stop.step.value


def transferred(stop: Stop) -> None:
    """To another prison: the case goes along, the old prison's access ends."""
    with stop.acting(stop.prison()) as (actor, case):
        transfer_to(
            actor=actor,
            case=case,
            to_unit=stop.world.units[stop.step.value],
            on=stop.today,
            at=stop.at,
            today=stop.today,
        )
    stop.who.unit = stop.step.value


def released(stop: Stop) -> None:
    """On the step's day; the value is the way out where it is not the usual one."""
    usual = WayOut.PROBATION_RELEASE if stop.who.person.kind is ReleaseKind.PROBATION else WayOut.RELEASE
    way_out = WayOut(stop.step.value) if stop.step.value else usual
    with stop.acting(stop.prison()) as (actor, case):
        record_release(actor=actor, case=case, way_out=way_out, on=stop.today, at=stop.at, today=stop.today)


def found_out(stop: Stop) -> None:
    """The answer to why somebody is not on the roll any more: released on the day that was expected."""
    day = stop.who.person.release_on or stop.today
    with stop.acting(stop.prison()) as (actor, case):
        answer_gone(
            actor=actor,
            case=case,
            way_out=WayOut(stop.step.value or "release"),
            on=day,
            at=stop.at,
            today=stop.today,
            to_unit=stop.world.units["bergen"] if stop.step.value == WayOut.TRANSFER else None,
        )
    if stop.step.value == WayOut.TRANSFER:
        stop.who.unit = "bergen"


def presumed(stop: Stop) -> None:
    until = stop.today + dt.timedelta(days=int(stop.step.value))
    with stop.acting("Siv") as (actor, case):
        presume_stay(actor=actor, case=case, until=until, reason=WHY_LONG, at=stop.at, today=stop.today)


def away(stop: Stop) -> None:
    """In hospital for the value's days, counted back from the day that it is written down."""
    starts_on = stop.today - dt.timedelta(days=int(stop.step.value))
    with stop.acting(stop.prison()) as (actor, case):
        record_absence(
            actor=actor,
            case=case,
            kind=AbsenceKind.HOSPITAL,
            starts_on=starts_on,
            ends_before=None,
            at=stop.at,
            today=stop.today,
        )


def came_back(stop: Stop) -> None:
    with stop.acting(stop.prison()) as (actor, case):
        end_absence(actor=actor, case=case, ends_before=stop.today, at=stop.at, today=stop.today)


def exempted(stop: Stop) -> None:
    """The open task of this code is not to be done, where there is one."""
    with stop.acting(stop.prison()) as (actor, case):
        tasks = (
            Task.objects.visible_to(actor)
            .of(case)
            .filter(code=stop.step.value, done_at=None, exempted_at=None, lapsed_at=None)
        )
        for task in tasks.order_by("id"):
            exempt_task(actor=actor, task=task, reason=WHY_NOT, at=stop.at)


PLAYS: dict[str, Play] = {
    "moves_in": moves_in,
    "transferred": transferred,
    "released": released,
    "found_out": found_out,
    "presumed": presumed,
    "away": away,
    "back": came_back,
    "exempted": exempted,
}
