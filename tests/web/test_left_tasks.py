"""What a prison has not done when its part in a case is over lapses; the municipality reads how much."""

from __future__ import annotations

import datetime as dt

from django.db import connections

from hjemvei.accounts.actor import acting_as
from hjemvei.cases.actions.note_left_tasks import Left, note_left_tasks
from hjemvei.cases.models import Event
from hjemvei.core import clock
from hjemvei.web import upkeep
from tests.needs.factories import KLOK, share
from tests.sharing.test_expiry import OWNER_ALIASES, as_kernel
from tests.world import CLOCK, World, system_actor

TASK = (
    "INSERT INTO cases_task (key, case_id, controller_id, owner_unit_id, recorded_by_id, recorded_at,"
    " info_class, code, title, clause, source, party, role, to_unit_id, opens_on, due_on, first_due_on,"
    " can_be_exempted, words, done_note, exempt_reason) VALUES (%s, %s, %s, %s, %s, now(), 2, %s, 'Oppgave',"
    " '', '', 'prison', '', %s, %s, %s, %s, false, '', '', '')"
)
OPEN = "SELECT code FROM cases_task WHERE case_id = %s AND lapsed_at IS NULL ORDER BY code"


@OWNER_ALIASES
def test_the_prisons_tasks_lapse_when_its_part_is_over(world: World) -> None:
    tor, ida, case_id = world.actor("Tor"), world.actor("Ida"), world.admitted[KLOK].case_id
    with as_kernel() as cursor:
        for number, (code, actor, days) in enumerate((("a", tor, -3), ("b", tor, 5), ("c", ida, -3))):
            due = clock.today() + dt.timedelta(days=days)
            own = (actor.controller_id, actor.unit_id, actor.user_id)
            cursor.execute(TASK, [f"oppgaveoppg{number}", case_id, *own, code, actor.unit_id, due, due, due])
        cursor.execute("SELECT * FROM kernel.lapse_left()")
        assert cursor.fetchall() == []
        cursor.execute("UPDATE sharing_participation SET ends_at = now() WHERE case_id = %s", [case_id])
        cursor.execute("SELECT * FROM kernel.lapse_left()")
        assert cursor.fetchall() == [(case_id, tor.unit_id, 2, 1)]
        cursor.execute(OPEN, [case_id])
        assert cursor.fetchall() == [("c",)]
        cursor.execute("SELECT * FROM kernel.lapse_left()")
        assert cursor.fetchall() == []


@OWNER_ALIASES
def test_a_night_with_nothing_left_does_nothing(world: World) -> None:
    assert upkeep.lapse_left_tasks(at=CLOCK) == 0


@OWNER_ALIASES
def test_only_the_worker_may_lapse_them(world: World) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT has_function_privilege(r, 'kernel.lapse_left()', 'execute')"
            " FROM unnest('{hjemvei_app,hjemvei_worker}'::text[]) r"
        )
        assert cursor.fetchall() == [(False,), (True,)]


def test_who_goes_on_with_the_case_reads_how_much_it_was(world: World) -> None:
    share(world)
    left = {world.admitted[KLOK].case_id: Left(tasks=2, late=1)}
    for slug, told in (("tk-koordinering", set(left)), ("ok-koordinering", set())):
        with acting_as(system_actor(world, slug)) as system:
            assert note_left_tasks(actor=system, left=left, at=CLOCK) == told
    with acting_as(world.actor("Ida")) as ida:
        line = Event.objects.visible_to(ida).get(code="prison_tasks_lapsed")
        assert line.values == {"tasks": 2, "late": 1}
