"""Somebody is released today, planned or not: two clicks, and what must be done at once stands there."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.cases.actions.answer_gone import answer_gone
from hjemvei.cases.enums import WayOut
from hjemvei.cases.rules.ways_out import Consequence, consequence
from hjemvei.core.errors import RuleBroken
from hjemvei.sharing.models import Case


def record_release(
    *, actor: Actor, case: Case, way_out: WayOut, on: dt.date, at: dt.datetime, today: dt.date
) -> Consequence:
    """A way out that starts follow-up; the engine sees by the dates whether it was unplanned."""
    if not consequence(way_out).starts_follow_up:
        raise RuleBroken(_("Dette er ikke en løslatelse. Bruk «Hvor er personen?»."), field="way_out")
    return answer_gone(actor=actor, case=case, way_out=way_out, on=on, at=at, today=today)
