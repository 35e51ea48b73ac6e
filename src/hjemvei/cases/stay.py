"""What the actions about one custody share: the locked custody, and what is to be done after it changed."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.agreements.calendar import NORWAY
from hjemvei.agreements.enums import RoleCode
from hjemvei.cases import rows
from hjemvei.cases.models import Custody, Task
from hjemvei.cases.rules.ways_out import COVERED, Consequence
from hjemvei.core.errors import RuleBroken
from hjemvei.sharing.models import Case

AFTER_WORKING_DAYS = 2


def lock_custody(actor: Actor, case: Case) -> Custody:
    """The open custody. Raises RuleBroken where there is none that the actor may see."""
    found: Custody | None = (
        Custody.objects.visible_to(actor)
        .filter(case=case, ends_before=None)
        .select_for_update(of=("self",))
        .first()
    )
    if found is None:
        raise RuleBroken(_("Personen er ikke registrert i fengsel nå."), code="not_inside")
    return found


def check_day(custody: Custody, on: dt.date, *, today: dt.date) -> None:
    """A way out has happened, and not before custody began. Raises RuleBroken."""
    if on < custody.starts_on:
        raise RuleBroken(_("Datoen er før personen ble satt inn."), field="on", code="early")
    if on > today:
        raise RuleBroken(_("Datoen er ikke kommet ennå."), field="on", code="late")


def finish_question(actor: Actor, case: Case, *, at: dt.datetime) -> None:
    """The question why somebody is gone from the roll is answered."""
    Task.objects.visible_to(actor).filter(
        case=case, code="who_left", done_at=None, exempted_at=None, lapsed_at=None
    ).update(done_at=at, done_by_id=actor.user_id)


def open_next_actions(
    actor: Actor, case: Case, after: Consequence, *, way_out: str, unit_id: int, on: dt.date, at: dt.datetime
) -> None:
    """Tasks for what follows from a way out and no deadline of the agreement covers. Once a way and day."""
    due_on = NORWAY.add_working_days(day=on, count=AFTER_WORKING_DAYS)
    fresh = []
    for number, sentence in enumerate(after.next_actions, start=1):
        if sentence in COVERED:
            continue
        row = rows.row_of(actor, case.pk, unit_id=rows.place_of(actor, case), at=at)
        code = f"after_{way_out}_{number}"
        task = rows.prison_task(row, code=code, title=sentence, opens_on=on, due_on=due_on)
        task.to_unit_id, task.role, task.can_be_exempted = unit_id, RoleCode.CONTACT_OFFICER, True
        fresh.append(task)
    Task.objects.bulk_create(fresh, ignore_conflicts=True)
