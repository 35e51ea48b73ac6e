"""kill -9 of the worker in the middle of its jobs: every job that was handed over is done, none twice.

Time is moved on by hand where the real installation would wait: a worker that has said nothing for a minute
counts as dead, and its jobs are taken up again (`web.retry_stalled`).
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from procrastinate.contrib.django import app

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.models import User
from hjemvei.agreements.models import AgreementVersion
from hjemvei.audit.models import Outbox, OutboxKind
from hjemvei.audit.seal_key import make_key
from hjemvei.cases.models import Task
from hjemvei.core import clock
from hjemvei.core.embedded import SUPERUSER
from tests.cases.factories import agree, intake, take
from tests.evidence import Measured
from tests.robustness.crashable import NAME, Crashable

EACH = 3
PATIENCE = 120.0
SENT = "SELECT key FROM audit_outbox WHERE sent_at IS NOT NULL AND once LIKE %s"
ROOT = Path(__file__).resolve().parents[2]
rounds = pytest.mark.parametrize("rounds", [6, pytest.param(20, marks=pytest.mark.evidence)])
pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("quiet")]


@pytest.fixture
def house(place: Crashable, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Where workers are started; the mails they send are files in `tmp_path / "mails"`."""
    (tmp_path / "mails").mkdir()
    make_key(tmp_path / "keys" / "seal.pem")
    environ = {
        **os.environ,
        "DATABASE_URL": place.server.url("hjemvei_app", NAME),
        "DJANGO_SETTINGS_MODULE": "hjemvei.config.settings",
        "HJEMVEI_VAR": str(tmp_path),
        "HJEMVEI_EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "HJEMVEI_LOG_LEVEL": "CRITICAL",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
    }
    command = [sys.executable, "-m", "tests.robustness.worker_house", str(tmp_path / "mails")]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, env=environ, stdin=pipe, stdout=pipe, text=True) as process:
        yield process
        process.kill()


def start(house: subprocess.Popen[str]) -> int:
    assert house.stdin and house.stdout
    house.stdin.write("\n")
    house.stdin.flush()
    return int(house.stdout.readline())


def hand_over(place: Crashable, rounds: int, number: int) -> list[int]:
    """Three more people with tasks to be found, and three more mails; each in the transaction of its job."""
    unit = place.world.unit("trondheim").pk
    cases = []
    with acting_as(place.world.actor("Tor")) as tor:
        for each in range(EACH):
            letters = "".join(chr(97 + part) for part in (rounds, number, each))
            admitted = take(place.world, intake(f"Prøve{letters} Etternavn{letters}", reference=letters))
            cases.append(admitted.case_id)
            job = app.configure_task("cases.sync_tasks", queue="cases")
            job.defer(unit_id=unit, case_ids=[admitted.case_id])
            Outbox.objects.create(
                kind=OutboxKind.ALERT,
                owner_unit_id=unit,
                to_user=User.objects.get(pk=tor.user_id),
                subject="Prøve",
                body="Prøve",
                once=letters,
                created_at=clock.now(),
            )
    return cases


def time_passes(place: Crashable) -> None:
    """The killed worker has been silent for long."""
    with psycopg.connect(place.server.url(SUPERUSER, NAME), autocommit=True) as connection:
        connection.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '5 minutes'")
    minute_comes_round(place)


def minute_comes_round(place: Crashable) -> None:
    """The periodic jobs that matter here, as the worker itself queues them by the clock."""
    insert = (
        "INSERT INTO procrastinate_jobs (queue_name, task_name, queueing_lock, lock, args)"
        " VALUES ('upkeep', %s, %s, %s, jsonb_build_object('timestamp', 0)) ON CONFLICT DO NOTHING"
    )
    with psycopg.connect(place.server.url(SUPERUSER, NAME), autocommit=True) as connection:
        for task, lock in (("web.retry_stalled", None), ("web.send_outbox", "web.send_outbox")):
            connection.execute(insert, [task, task, lock])


def unfinished(place: Crashable) -> Counter[tuple[str, str]]:
    with psycopg.connect(place.server.url(SUPERUSER, NAME)) as connection:
        rows = connection.execute("SELECT task_name, status::text FROM procrastinate_jobs").fetchall()
        return Counter(row for row in rows if row[1] in ("todo", "doing", "failed"))


@rounds
def test_no_job_is_lost_and_none_is_done_twice(
    place: Crashable, house: subprocess.Popen[str], measured: Measured, tmp_path: Path, rounds: int
) -> None:
    measured(kills=rounds)
    place.run(lambda: prepare(place))
    chance = random.Random(20261116)
    cases: list[int] = []
    for number in range(rounds):
        cases += place.run(lambda number=number: hand_over(place, rounds, number))
        time_passes(place)
        worker = start(house)
        time.sleep(chance.uniform(0.1, 0.5))
        os.kill(worker, signal.SIGKILL)
    time_passes(place)
    worker = start(house)
    try:
        finish(place)
    finally:
        os.kill(worker, signal.SIGKILL)
    place.run(lambda: tasks_are_there_once(place, cases))
    mails_are_sent(place, tmp_path / "mails", rounds)


def finish(place: Crashable) -> None:
    """The last worker is left alone until nothing waits but what the clock brings."""
    deadline = time.monotonic() + PATIENCE
    while waiting := {key: n for key, n in unfinished(place).items() if key[0] == "cases.sync_tasks"}:
        assert time.monotonic() < deadline, waiting
        time.sleep(0.2)
    minute_comes_round(place)
    while ("web.send_outbox", "todo") in unfinished(place) or ("web.send_outbox", "doing") in unfinished(
        place
    ):
        assert time.monotonic() < deadline, unfinished(place)
        time.sleep(0.2)
    assert {key for key in unfinished(place) if key[1] == "failed"} == set()


def prepare(place: Crashable) -> None:
    with acting_as(place.world.actor("Tor")):
        if not AgreementVersion.objects.exists():
            agree(place.world)


def tasks_are_there_once(place: Crashable, cases: list[int]) -> None:
    with acting_as(place.world.actor("Tor")):
        rows = list(Task.objects.filter(case_id__in=cases).values_list("case_id", "code", "to_unit_id"))
    assert len({case for case, _code, _unit in rows}) == len(cases)
    assert [row for row, times in Counter(rows).items() if times > 1] == []


def mails_are_sent(place: Crashable, folder: Path, rounds: int) -> None:
    """Each is marked once; a mail that left just before the kill may leave again, as the same message."""
    with psycopg.connect(place.server.url(SUPERUSER, NAME)) as connection:
        keys = {key for (key,) in connection.execute(SENT, [f"{chr(97 + rounds)}__"])}
    said = [
        line.split("<")[1].split("@")[0]
        for file in folder.iterdir()
        for line in file.read_text().splitlines()
        if line.startswith("Message-ID: ")
    ]
    assert len(keys) == rounds * EACH
    ours = [key for key in said if key in keys]
    assert set(ours) == keys
    assert len(ours) - len(keys) <= rounds
