"""Routines of the prison and the municipality, one of them changed by what was learned."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from hjemvei.accounts.actor import Actor, acting_as
from hjemvei.demo.world.road import World
from hjemvei.routines.actions.approve_version import approve_version
from hjemvei.routines.actions.confirm_reading import confirm_reading
from hjemvei.routines.actions.log_improvement import log_improvement
from hjemvei.routines.actions.write_draft import start_routine, write_draft
from hjemvei.routines.choices import Covers, Source
from hjemvei.routines.models import Improvement, RoutineVersion
from hjemvei.routines.starters import read_starter
from hjemvei.routines.texts import Lesson

OF_PRISON = ("first_notice", "release_readiness", "unplanned_release")
OF_MUNICIPALITY = ("answer_in_time", "deposit_guarantee", "follow_up")
LEARNED = "Garantien var lovet på telefonen, men ikke skrevet. Utleieren slapp ikke personen inn."
STEP = "\n7. Be utleieren bekrefte skriftlig at garantien er mottatt."


def add_routines(world: World) -> int:
    """How many hold; one waits as a draft, and one has been read by somebody."""
    today = world.calendar.today
    begun = today - dt.timedelta(days=120)
    made: dict[str, RoutineVersion] = {}
    for who, codes in (("Leif", OF_PRISON), ("Ida", OF_MUNICIPALITY)):
        with acting_as(world.staff[who]) as actor:
            made |= {code: _started(actor, code, begun) for code in codes}
            start_routine(
                actor=actor,
                text=read_starter("deviation", "nb"),
                covers=Covers.UNIT,
                starter="deviation",
                at=_noon(today),
            )
    with acting_as(world.staff["Ida"]) as ida:
        _learned(ida, made["deposit_guarantee"], today)
    with acting_as(world.staff["Siv"]) as siv:
        confirm_reading(actor=siv, version=made["first_notice"], today=today, at=_noon(today))
    return len(made)


def _noon(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(11), tzinfo=dt.UTC)


def _started(actor: Actor, code: str, day: dt.date) -> RoutineVersion:
    text, at = read_starter(code, "nb"), _noon(day)
    draft = start_routine(actor=actor, text=text, covers=Covers.CONTROLLER, starter=code, at=at)
    return _approved(actor, draft, day)


def _approved(actor: Actor, draft: RoutineVersion, day: dt.date) -> RoutineVersion:
    review = day + dt.timedelta(days=365)
    return approve_version(
        actor=actor, version=draft, valid_from=day, review_on=review, today=day, at=_noon(day)
    )


def _learned(actor: Actor, version: RoutineVersion, today: dt.date) -> Improvement:
    day = today - dt.timedelta(days=14)
    said = Lesson(source=Source.DEVIATION, learned=LEARNED, kind="late_guarantee", effect_months=3)
    learned = log_improvement(actor=actor, lesson=said, routine=version.routine, at=_noon(day))
    old = read_starter("deposit_guarantee", "nb")
    text = replace(old, steps=old.steps + STEP, change_note="Utleieren skal bekrefte skriftlig.")
    draft = write_draft(actor=actor, routine=version.routine, text=text, improvement=learned, at=_noon(day))
    _approved(actor, draft, day)
    return learned
