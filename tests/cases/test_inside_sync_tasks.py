"""The next-action engine on real rows: twice is once, nothing overdue is erased, nobody outside is told."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.enums import InfoClass
from hjemvei.agreements.enums import CustodyStatus
from hjemvei.cases.actions.change_dates import DateChange, change_dates
from hjemvei.cases.actions.finish_task import finish_task
from hjemvei.cases.actions.sync_tasks import sync_tasks, sync_tasks_now
from hjemvei.cases.actions.sync_tasks_for import sync_tasks_for
from hjemvei.cases.enums import ReleaseCertainty, ReleaseKind
from hjemvei.cases.models import AppliedAgreement, Caseload, Task
from hjemvei.cases.tasks import nightly, sync_tasks_job
from hjemvei.core import clock
from hjemvei.core.db import call
from hjemvei.sharing.actions.refuse_consent import refuse_consent
from hjemvei.sharing.enums import ConsentForm
from hjemvei.sharing.terms import Terms
from tests.cases.factories import agree, case_of, give_consent, intake, take
from tests.world import CLOCK, World

TODAY = CLOCK.date()


def open_tasks(case_id: int) -> dict[str, Task]:
    rows = Task.objects.filter(case_id=case_id, done_at=None, exempted_at=None, lapsed_at=None)
    return {task.code: task for task in rows}


def test_a_new_person_gives_the_prison_its_tasks(world: World) -> None:
    with acting_as(world.actor("Tor")) as tor:
        case = case_of(take(world, intake(admitted_on=TODAY, expected_on=dt.date(2027, 5, 3))))
        sync_tasks(actor=tor, case=case, at=CLOCK, today=TODAY)
        tasks = open_tasks(case.pk)
        assert {"contact_officer", "intake_interview", "consent_asked", "keep_home"} <= tasks.keys()
        assert tasks["contact_officer"].due_on == TODAY
        assert not tasks["contact_officer"].can_be_exempted
        assert {task.to_unit_id for task in tasks.values()} == {world.unit("trondheim").pk}
        assert Caseload.objects.get(case_id=case.pk).next_task == tasks["contact_officer"].title


def test_twice_is_once(world: World) -> None:
    with acting_as(world.actor("Tor")) as tor:
        case = case_of(take(world, intake()))
        sync_tasks(actor=tor, case=case, at=CLOCK, today=TODAY)
        before = sorted(Task.objects.filter(case=case).values_list("pk", "due_on", "lapsed_at", "done_at"))
        sync_tasks(actor=tor, case=case, at=CLOCK, today=TODAY)
        after = sorted(Task.objects.filter(case=case).values_list("pk", "due_on", "lapsed_at", "done_at"))
        assert before == after and before


def test_remand_has_a_pack_by_day_seven_and_no_invented_date(world: World) -> None:
    remand = {"status": CustodyStatus.REMAND, "expected_on": None, "certainty": ReleaseCertainty.UNKNOWN}
    with acting_as(world.actor("Tor")) as tor:
        case = case_of(take(world, intake(admitted_on=TODAY, **remand)))
        sync_tasks(actor=tor, case=case, at=CLOCK, today=TODAY)
        tasks = open_tasks(case.pk)
        assert tasks["readiness_pack"].due_on == TODAY + dt.timedelta(days=7)
        assert "eligibility_check" in tasks and "release_dates_computed" not in tasks


def test_a_moved_due_date_keeps_the_first_one(world: World) -> None:
    with acting_as(world.actor("Tor")) as tor:
        case = case_of(take(world, intake(expected_on=dt.date(2026, 12, 20))))
        sync_tasks(actor=tor, case=case, at=CLOCK, today=TODAY)
        first = open_tasks(case.pk)["readiness_14"].due_on
        change = DateChange(case.pk, dt.date(2027, 1, 10), ReleaseKind.PROBATION, ReleaseCertainty.FIXED)
        change_dates(actor=tor, changes=[change], source="liste", at=CLOCK + dt.timedelta(hours=1))
        sync_tasks(actor=tor, case=case, at=CLOCK, today=TODAY)
        task = open_tasks(case.pk)["readiness_14"]
        assert (task.first_due_on, task.due_on) == (first, dt.date(2026, 12, 27))


def test_done_stays_done_and_overdue_stays_overdue(world: World) -> None:
    with acting_as(world.actor("Tor")) as tor:
        case = case_of(take(world, intake(admitted_on=dt.date(2026, 11, 2))))
        sync_tasks(actor=tor, case=case, at=CLOCK, today=TODAY)
        assert finish_task(actor=tor, case=case, code="intake_interview", note="holdt", at=CLOCK) is not None
        assert finish_task(actor=tor, case=case, code="intake_interview", at=CLOCK) is None
        sync_tasks(actor=tor, case=case, at=CLOCK, today=TODAY + dt.timedelta(days=30))
        tasks = open_tasks(case.pk)
        assert "intake_interview" not in tasks
        assert tasks["contact_officer"].due_on == dt.date(2026, 11, 2)


def test_the_municipality_gets_tasks_when_it_takes_part_and_knows_the_dates(world: World) -> None:
    agree(world)
    now = dt.datetime.now(dt.UTC)
    today = clock.today()
    release = today + dt.timedelta(days=30)
    with acting_as(world.actor("Tor")) as tor:
        case = case_of(take(world, intake(admitted_on=today - dt.timedelta(days=90), expected_on=release)))
        sync_tasks_for(actor=tor, unit_id=world.unit("trondheim").pk, case_ids=[case.pk], at=now, today=today)
        assert AppliedAgreement.objects.get(case=case).municipality_id == "5001"
        classes = [InfoClass.IDENTITY, InfoClass.COORDINATION]
        dated = give_consent(world, case, to="tk-nav", classes=[*classes, InfoClass.CUSTODY])
        consent = give_consent(world, case, to="tk-koordinering", classes=classes)
        sync_tasks(actor=tor, case=case, at=now, today=today)
        receivers = set(Task.objects.filter(case=case).values_list("to_unit__slug", flat=True))
        assert receivers == {"trondheim"}
        call("give_access", consent.pk, world.unit("tk-koordinering").pk)
        call("give_access", dated.pk, world.unit("tk-nav").pk)
        case.refresh_from_db()
        sync_tasks(actor=tor, case=case, at=now, today=today)
        tasks = {
            (task.code, task.to_unit.slug): task
            for task in Task.objects.filter(case=case, lapsed_at=None).select_related("to_unit")
        }
        assert ("deposit_guarantee", "tk-nav") in tasks
        assert ("plan_started", "tk-koordinering") in tasks
        assert ("release_plan", "tk-koordinering") not in tasks
    with acting_as(world.actor("Ida")):
        seen = set(Task.objects.filter(case_id=case.pk).values_list("code", flat=True))
        assert "plan_started" in seen
        assert not seen & {"readiness_14", "contact_officer", "deposit_guarantee", "readiness_pack"}


@pytest.mark.parametrize("count", [1, 3])
def test_statements_do_not_grow_with_cases(world: World, count: int, django_assert_max_num_queries) -> None:
    with acting_as(world.actor("Tor")) as tor:
        ids = [take(world, intake(f"Navn{n} Etter{n}", reference=f"N{n}")).case_id for n in range(count)]
        with django_assert_max_num_queries(24):
            sync_tasks_now(actor=tor, case_ids=ids, at=CLOCK, today=TODAY)


def test_many_cases_become_jobs(world: World) -> None:
    from django.db import connection  # noqa: PLC0415

    with acting_as(world.actor("Tor")) as tor:
        unit_id = world.unit("trondheim").pk
        jobs = sync_tasks_for(actor=tor, unit_id=unit_id, case_ids=list(range(1, 702)), at=CLOCK, today=TODAY)
        assert jobs == 2
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'cases.sync_tasks'")
            assert cursor.fetchone() == (2,)


def test_the_night_brings_every_units_cases_up_to_date(world: World) -> None:
    from django.db import connection  # noqa: PLC0415

    with acting_as(world.actor("Tor")):
        case_id = take(world, intake()).case_id
    nightly(timestamp=0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name = 'cases.sync_tasks'")
        jobs = {job["unit_id"]: job["case_ids"] for (job,) in map(_read, cursor.fetchall())}
    unit_id = world.unit("trondheim").pk
    assert case_id in jobs[unit_id]
    sync_tasks_job(unit_id=unit_id, case_ids=jobs[unit_id])
    with acting_as(world.actor("Tor")):
        assert "contact_officer" in open_tasks(case_id)


def _read(row: tuple[object, ...]) -> tuple[dict[str, Any]]:
    return (json.loads(row[0]) if isinstance(row[0], str) else row[0],)


def test_a_no_is_asked_again_in_time_and_a_new_no_starts_anew(world: World) -> None:
    """Who shares nothing still has a next step, and being asked closes it."""
    with acting_as(world.actor("Tor")) as tor:
        case = case_of(take(world, intake()))
        refuse_consent(actor=tor, case=case, terms=Terms(form=ConsentForm.ORAL), at=CLOCK)
        sync_tasks(actor=tor, case=case, at=CLOCK, today=TODAY)
        task = open_tasks(case.pk)["consent_asked_again"]
        assert (task.opens_on, task.due_on) == (TODAY + dt.timedelta(60), TODAY + dt.timedelta(90))
        later = CLOCK + dt.timedelta(days=80)
        refuse_consent(actor=tor, case=case, terms=Terms(form=ConsentForm.ORAL), at=later)
        assert open_tasks(case.pk)["consent_asked_again"].due_on == later.date() + dt.timedelta(90)


def test_who_shares_is_not_asked_again(world: World) -> None:
    with acting_as(world.actor("Tor")) as tor:
        case = case_of(take(world, intake()))
        refuse_consent(actor=tor, case=case, terms=Terms(form=ConsentForm.ORAL), at=CLOCK)
        sync_tasks(actor=tor, case=case, at=CLOCK, today=TODAY)
        give_consent(world, case, to="tk-koordinering", classes=[InfoClass.CUSTODY])
        sync_tasks(actor=tor, case=case, at=CLOCK, today=TODAY)
        assert "consent_asked_again" not in open_tasks(case.pk)
