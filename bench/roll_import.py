"""Speed of a roll's import: python -m bench.roll_import [--rows 100000] [--rounds 5] [--no-apply].

P is the floor: COPY of the very rows that staging leaves, into the same indexed table, past row-level
security.
CPU is what counts (client process + the database's backend, from schedstat); wall time is only printed.
The whole is measured once: file, staging, apply with access rows, search tokens, lists and change log in one
transaction, then the jobs that make everybody's tasks, one after another; then the next night's roll. Every
target is printed beside what was measured, also where it misses.
"""

from __future__ import annotations

import argparse
import datetime as dt
import io
import json
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bench.peer import is_installed, peer_seconds
from bench.roll import DAY, next_roll, synthetic_roll
from bench.roll_report import Figures, show, verdicts

PEER_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class Cost:
    client: float
    database: float
    wall: float

    @property
    def cpu(self) -> float:
        return self.client + self.database


def backend_seconds(pid: int) -> float:
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9


def measured(pid: int, work: Callable[[], Any]) -> tuple[Cost, Any]:
    client, database, wall = time.process_time(), backend_seconds(pid), time.perf_counter()
    answer = work()
    cost = Cost(time.process_time() - client, backend_seconds(pid) - database, time.perf_counter() - wall)
    return cost, answer


class Bench:
    """One database of its own; lives as long as the program."""

    def __init__(self, directory: Path, rows: int) -> None:
        from hjemvei.core.embedded import EmbeddedConfig, Server  # noqa: PLC0415

        self.server = Server(EmbeddedConfig(directory=directory))
        self.server.start()
        self._prepare()
        self.rows = rows
        self.data = synthetic_roll(rows)

    def _prepare(self) -> None:
        from hjemvei.core.embedded_database import ensure_roles_and_database  # noqa: PLC0415

        name = "hjemvei_bench"
        ensure_roles_and_database(self.server, name)
        os.environ["DATABASE_URL"] = self.server.url("hjemvei_app", name)
        os.environ["DATABASE_OWNER_URL"] = self.server.url("hjemvei_owner", name)
        os.environ["DJANGO_SETTINGS_MODULE"] = "hjemvei.config.settings"
        os.environ.update({f"HJEMVEI_{key}_KEY": "bench" * 10 for key in ("SECRET", "FIELD", "INDEX")})
        import django  # noqa: PLC0415

        django.setup()
        from django.core.management import call_command  # noqa: PLC0415

        call_command("migrate", database="owner", verbosity=0)
        call_command("load_reference", verbosity=0, stdout=io.StringIO())
        from hjemvei.exchange.management.commands.import_roll import _system  # noqa: PLC0415
        from hjemvei.parties.models import Unit  # noqa: PLC0415

        self.prison = Unit.objects.get(slug="trondheim")
        self.actor = _system(self.prison)
        self.super_url = self.server.url("postgres", name)

    def pid(self) -> int:
        from django.db import connection  # noqa: PLC0415

        connection.ensure_connection()
        return int(connection.connection.info.backend_pid)

    def stage(self, day: dt.date = DAY, data: bytes | None = None) -> tuple[Cost, Any]:
        from hjemvei.accounts.actor import acting_as  # noqa: PLC0415
        from hjemvei.core import clock  # noqa: PLC0415
        from hjemvei.exchange.actions.stage_roll import stage_roll  # noqa: PLC0415

        file = {"data": data or self.data, "file_name": "roll.csv", "roll_date": day}

        def work() -> Any:
            with acting_as(self.actor) as actor:
                return stage_roll(actor=actor, prison=self.prison, at=clock.now(), **file)

        return measured(self.pid(), work)

    def tasks(self) -> Cost:
        """The jobs that the apply left, in this process, one after another."""
        import psycopg  # noqa: PLC0415

        from hjemvei.cases.tasks import sync_tasks_job  # noqa: PLC0415

        query = "DELETE FROM procrastinate_jobs WHERE task_name = 'cases.sync_tasks' RETURNING args"
        with psycopg.connect(self.super_url) as connection:
            jobs = [arguments for (arguments,) in connection.execute(query)]

        def work() -> None:
            for arguments in jobs:
                sync_tasks_job(**arguments)

        return measured(self.pid(), work)[0]

    def tidy(self) -> None:
        """What autovacuum has done by the next night."""
        import psycopg  # noqa: PLC0415

        with psycopg.connect(self.super_url, autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")

    def apply(self, roll: Any) -> Cost:
        from hjemvei.accounts.actor import acting_as  # noqa: PLC0415
        from hjemvei.core import clock  # noqa: PLC0415
        from hjemvei.exchange.actions.apply_roll import apply_roll  # noqa: PLC0415

        def work() -> None:
            with acting_as(self.actor) as actor:
                apply_roll(actor=actor, roll=roll, at=clock.now())

        return measured(self.pid(), work)[0]

    def floor(self, dump: list[bytes]) -> Cost:
        """P, on a connection of its own."""
        import psycopg  # noqa: PLC0415

        with psycopg.connect(self.super_url) as connection:

            def work() -> None:
                with connection.cursor() as cursor, cursor.copy("COPY exchange_rollrow FROM STDIN") as copy:
                    for block in dump:
                        copy.write(block)
                connection.commit()

            return measured(connection.info.backend_pid, work)[0]

    def dump(self) -> list[bytes]:
        import psycopg  # noqa: PLC0415

        command = "COPY exchange_rollrow TO STDOUT"
        with psycopg.connect(self.super_url) as connection, connection.cursor().copy(command) as copy:
            text = b"".join(bytes(block) for block in copy)
        return [text[start : start + 262144] for start in range(0, len(text), 262144)]

    def clear(self, *, rolls: bool) -> None:
        import psycopg  # noqa: PLC0415

        with psycopg.connect(self.super_url, autocommit=True) as connection:
            connection.execute("TRUNCATE exchange_rollrow")
            if rolls:
                connection.execute("TRUNCATE exchange_rollimport CASCADE")
            connection.execute("CHECKPOINT")


def run(rows: int = 100_000, rounds: int = 5, *, apply: bool = True) -> Figures:
    """Floor and staging by turns, then the whole once: file to the last task. Checks the counts before the
    times.
    """
    with tempfile.TemporaryDirectory(prefix="hjemvei-bench-") as directory:
        bench = Bench(Path(directory), rows)
        try:
            found, roll = _staging(bench, rounds)
            if apply:
                found |= _whole(bench, roll, stage_wall=found["stage_wall"], floor=found["floor_cpu"])
            found["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            if is_installed():
                few = min(rows, PEER_ROWS)
                found["peer_client"] = peer_seconds(bench.data, rows=few) * rows / few
                found["peer_ratio"] = found["peer_client"] / found["stage_client"]
            return Figures(rows=rows, rounds=rounds, **found)
        finally:
            bench.server.destroy()


def _staging(bench: Bench, rounds: int) -> tuple[dict[str, Any], Any]:
    """Medians over the rounds but the first, and the roll that was staged last."""
    floors, stages = [], []
    for _round in range(rounds + 1):
        bench.clear(rolls=True)
        cost, roll = bench.stage()
        faulty = bench.rows // 100
        expect((roll.new_count, roll.faulty_count), (bench.rows - faulty, faulty))
        stages.append(cost)
        dump = bench.dump()
        bench.clear(rolls=False)
        floors.append(bench.floor(dump))
    floors, stages = floors[1:], stages[1:]
    ratios = [stage.cpu / floor.cpu for stage, floor in zip(stages, floors, strict=True)]
    middle = statistics.median
    found: dict[str, Any] = {
        "floor_cpu": middle(cost.cpu for cost in floors),
        "stage_client": middle(cost.client for cost in stages),
        "stage_database": middle(cost.database for cost in stages),
        "stage_wall": middle(cost.wall for cost in stages),
        "ratio": middle(ratios),
        "ratio_spread": max(ratios) - min(ratios),
    }
    return found, roll


def _whole(bench: Bench, roll: Any, *, stage_wall: float, floor: float) -> dict[str, Any]:
    """The roll taken into use with its tasks, the same file again, and the next night's."""
    applied = bench.apply(roll)
    tasks = bench.tasks()
    bench.tidy()
    again, same = bench.stage(DAY + dt.timedelta(days=7))
    expect((same.same_count, same.new_count, same.gone_count), (roll.new_count, 0, 0))
    data, changed, gone = next_roll(bench.data)
    nightly, second = bench.stage(DAY + dt.timedelta(days=8), data)
    expect((second.changed_count, second.gone_count, second.new_count), (changed, gone, 0))
    night = bench.apply(second)
    return {
        "apply_client": applied.client,
        "apply_database": applied.database,
        "apply_wall": applied.wall,
        "tasks_client": tasks.client,
        "tasks_database": tasks.database,
        "tasks_wall": tasks.wall,
        "import_wall": stage_wall + applied.wall,
        "whole_wall": stage_wall + applied.wall + tasks.wall,
        "again_cpu": again.cpu,
        "nightly_cpu": nightly.cpu,
        "nightly_ratio": nightly.cpu / floor,
        "nightly_apply_cpu": night.cpu,
        "nightly_apply_wall": night.wall,
    }


def expect(found: object, right: object) -> None:
    """A benchmark that does not get the right answer measures nothing."""
    if found != right:
        raise AssertionError(f"{found} is not {right}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--no-apply", action="store_true")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))
    figures = run(options.rows, options.rounds, apply=not options.no_apply)
    print(show(figures))
    if options.json:
        found = asdict(figures) | {"verdicts": verdicts(figures)}
        options.json.write_text(json.dumps(found, indent=2) + "\n")


if __name__ == "__main__":
    main()
