"""Routines of a unit, written and approved by its own people."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hjemvei.accounts.actor import acting_as
from hjemvei.routines.actions.approve_version import approve_version
from hjemvei.routines.actions.write_draft import start_routine
from hjemvei.routines.choices import Covers
from hjemvei.routines.models import RoutineVersion
from hjemvei.routines.texts import RoutineText
from tests.world import CLOCK, World

TODAY = dt.date(2026, 11, 16)
NEXT_YEAR = dt.date(2027, 11, 16)


def text(**changes: Any) -> RoutineText:
    values: dict[str, Any] = {
        "title": "Første varsel",
        "steps": "1. Snakk med personen.\n2. Send varselet.",
        "clauses": ["prison_duties"],
        "rules": ["first_notice"],
        "roles": ["contact_officer"],
    }
    return RoutineText(**(values | changes))


def draft(
    world: World, who: str = "Leif", covers: Covers = Covers.UNIT, starter: str = "", **changes: Any
) -> RoutineVersion:
    with acting_as(world.actor(who)) as actor:
        return start_routine(actor=actor, text=text(**changes), covers=covers, starter=starter, at=CLOCK)


def approve(
    world: World, version: RoutineVersion, who: str = "Leif", *, on: dt.date = TODAY, today: dt.date = TODAY
) -> RoutineVersion:
    with acting_as(world.actor(who)) as actor:
        made = approve_version(
            actor=actor,
            version=version,
            valid_from=on,
            review_on=on + dt.timedelta(days=365),
            today=today,
            at=CLOCK,
        )
        assert made.routine.key  # read while somebody may
        return made


def in_use(world: World, who: str = "Leif", **changes: Any) -> RoutineVersion:
    return approve(world, draft(world, who, **changes), who)
