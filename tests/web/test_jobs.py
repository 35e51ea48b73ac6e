"""The scheduled jobs: every unit gets its turn, twice is once, and the operator sees what stands still."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connections, transaction

from hjemvei.accounts.actor import Actor, acting_as
from hjemvei.audit.models import Outbox
from hjemvei.cases.models import Notice, Task
from hjemvei.cli.doctor_jobs import last_due, late_jobs
from hjemvei.core import clock
from hjemvei.core.errors import RuleBroken
from hjemvei.deviations.models import Deviation
from hjemvei.sharing.models import Consent
from hjemvei.web import jobs, upkeep
from tests.cases.cooperation_factories import consent_to, inside, notify
from tests.web.factories import inside as case_with
from tests.world import World

NIGHTLY = ("web.remind_consents", "web.find_deviations", "web.remind_notices", "web.digest", "cases.nightly")


def test_each_job_of_the_night_is_done_once_for_every_unit(world: World) -> None:
    with acting_as(world.actor("Tor")) as tor:
        case = inside(world)
        consent_to(world, tor, case, "tk-koordinering")
        notice = notify(world, tor, case)
        yesterday = clock.today() - dt.timedelta(days=1)
        Notice.objects.filter(pk=notice.pk).update(acknowledge_by=yesterday)
        Consent.objects.filter(case=case).update(ends_before=clock.today() + dt.timedelta(days=3))
    late = case_with(world, "Blid Ås", days=30, actor="Berit", unit="bergen", task="papers", due_in=-3)
    for _again in range(2):
        jobs.remind_consents(timestamp=0)
        jobs.remind_notices(timestamp=0)
        jobs.find_deviations(timestamp=0)
    with acting_as(world.actor("Tor")) as tor:
        assert Task.objects.visible_to(tor).filter(case=case, code="consent_renewal").count() == 1
        assert Notice.objects.get(pk=notice.pk).reminded_at is not None
        assert Outbox.objects.filter(once__startswith=f"notice-reminder:{notice.key}").count() == 1
    with acting_as(world.actor("Berit")) as berit:
        assert Deviation.objects.visible_to(berit).filter(case=late).count() == 1


def test_a_unit_that_fails_keeps_no_other_from_its_turn(world: World) -> None:
    seen: list[int] = []

    def act(actor: Actor) -> int:
        seen.append(actor.unit_id)
        if len(seen) == 1:
            raise RuleBroken("nei")
        return 1

    with pytest.raises(RuntimeError, match="failed for units"):
        upkeep.each_unit(act)
    assert len(seen) == len(upkeep.units_with_cases())


def test_the_schedule_knows_when_each_job_was_due(world: World) -> None:
    monday = dt.datetime(2026, 11, 16, 9, 0, tzinfo=dt.UTC)
    due = dict(last_due(monday))
    assert set(NIGHTLY) <= due.keys()
    assert due["web.find_deviations"] == monday.replace(hour=3, minute=10)
    assert due["web.remind_notices"] == monday.replace(hour=4, minute=30)
    sunday = dict(last_due(monday - dt.timedelta(days=1)))
    assert sunday["web.remind_notices"] == dt.datetime(2026, 11, 13, 4, 30, tzinfo=dt.UTC)


@pytest.mark.django_db(databases=["default", "owner"])
@pytest.mark.parametrize(("hours", "is_late"), [(2, False), (30, True)])
def test_the_doctor_sees_what_has_stood_still(world: World, hours: int, is_late: bool) -> None:
    now = dt.datetime(2026, 11, 18, 4, 0, tzinfo=dt.UTC)
    with transaction.atomic(using="owner"):
        assert list(late_jobs(now=now)) == []
        _succeeded("cases.nightly", now - dt.timedelta(days=5))
        _succeeded("web.find_deviations", now - dt.timedelta(hours=hours) + dt.timedelta(hours=1, minutes=30))
        found = {job.name: job for job in late_jobs(now=now)}
        assert ("web.find_deviations" in found) is is_late
        assert found["cases.nightly"].ran_at == now - dt.timedelta(days=5)
        assert found["web.remind_consents"].ran_at is None
        transaction.set_rollback(True, using="owner")


def _succeeded(name: str, at: dt.datetime) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (task_name, queue_name, status)"
            " VALUES (%s, 'q', 'succeeded') RETURNING id",
            [name],
        )
        cursor.execute(
            "INSERT INTO procrastinate_events (job_id, type, at) VALUES (%s, 'succeeded', %s)",
            [cursor.fetchone()[0], at],
        )
        cursor.execute("UPDATE procrastinate_events SET at = %s WHERE type <> 'succeeded'", [at])
