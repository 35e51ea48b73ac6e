"""The prison tells the municipality, and with it every unit that the agreement says must be told."""

from __future__ import annotations

import datetime as dt

from hjemvei.accounts.actor import Actor
from hjemvei.cases.actions.notify_unit import notify_unit
from hjemvei.cases.models import Notice
from hjemvei.cases.queries.told_too import told_too
from hjemvei.core.errors import RuleBroken
from hjemvei.parties.models import Unit
from hjemvei.sharing.models import Case


def send_notice(
    *, actor: Actor, case: Case, to_unit: Unit, note: str = "", today: dt.date, at: dt.datetime
) -> Notice:
    """The notice to the unit that was chosen. Others get one of their own where the person has said yes to
    them; without a yes they are told nothing. Raises RuleBroken as `notify_unit` does for the chosen one.
    """
    notice = notify_unit(actor=actor, case=case, to_unit=to_unit, note=note, today=today, at=at)
    for unit in told_too(actor, case, today=today).named:
        if unit.pk != to_unit.pk:
            _tell(actor, case, unit, note, today=today, at=at)
    return notice


def _tell(actor: Actor, case: Case, unit: Unit, note: str, *, today: dt.date, at: dt.datetime) -> None:
    try:
        notify_unit(actor=actor, case=case, to_unit=unit, note=note, today=today, at=at)
    except RuleBroken as refused:
        if refused.code != "nothing_new":  # who has this very notice needs no other
            raise
