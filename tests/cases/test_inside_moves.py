"""A move between the units of one prison, on real rows."""

from __future__ import annotations

import datetime as dt

from hjemvei.accounts.actor import acting_as
from hjemvei.cases.actions.change_unit import UnitMove, change_unit
from hjemvei.cases.actions.sync_tasks import sync_tasks, sync_tasks_now
from hjemvei.cases.models import Task
from tests.cases.factories import case_of, intake, take
from tests.world import CLOCK, World

TODAY = CLOCK.date()


def test_a_move_within_the_prison_starts_no_deadline_again(world: World) -> None:
    """Leira is Trondheim prison too; the deadlines go on from the first day inside."""
    tunga = world.unit("trondheim")
    assert world.unit("trondheim-leira").parent_id == tunga.pk
    with acting_as(world.actor("Siv")) as siv:
        case = case_of(take(world, intake(admitted_on=TODAY), who="Siv", slug="trondheim-leira"))
        sync_tasks(actor=siv, case=case, at=CLOCK, today=TODAY)
        before = Task.objects.get(case=case, code="consent_asked").due_on
        later = TODAY + dt.timedelta(days=3)
        change_unit(actor=siv, moves=[UnitMove(case.pk, tunga.pk, later)], at=CLOCK)
        sync_tasks_now(actor=siv, case_ids=[case.pk], at=CLOCK, today=later)
        assert {row.due_on for row in Task.objects.filter(case=case, code="consent_asked")} == {before}
        assert before == TODAY + dt.timedelta(days=7)
