"""Speed of a roll's import: python -m bench.roll_import [--rows 100000] [--rounds 5] [--apply].

P is the floor: COPY of the very rows that staging leaves, into the same indexed table, past row-level
security.
CPU is what counts (client process + the database's backend, from schedstat); wall time is only printed.
The roll is synthetic: numbers have month + 80 and right control digits, one row in a hundred is faulty.
"""

from __future__ import annotations

import argparse
import datetime as dt
import io
import json
import os
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

DAY = dt.date(2026, 11, 2)
UNITS = ("trondheim", "trondheim-leira", "trondheim-frigang")
NAMES = (
    "Lyng",
    "Måke",
    "Foss",
    "Mose",
    "Ås",
    "Øy",
    "Bekk",
    "Skjær",
    "Tind",
    "Vik",
    "Myr",
    "Hei",
    "Li",
    "Kolle",
)
GIVEN = (
    "Klok",
    "Stø",
    "Tapper",
    "Frisk",
    "Blid",
    "Rask",
    "Stille",
    "Vennlig",
    "Varm",
    "Lett",
    "Modig",
    "Rolig",
)
COLUMNS = (
    "person_ref national_id family_name given_name birth_date sex unit status admitted_on expected_release_on"
    " release_kind release_certainty municipality_of_stay wished_municipality language address_protection"
    " address_before"
)
HEADER = COLUMNS.replace(" ", ";")
LANGUAGES = ("nb", "nb", "pl", "ar")
BEFORE = ("none", "rented_private", "family", "owned")


@dataclass(frozen=True, slots=True)
class Cost:
    client: float
    database: float
    wall: float

    @property
    def cpu(self) -> float:
        return self.client + self.database


@dataclass(frozen=True, slots=True)
class Figures:
    """Medians over the rounds; seconds and megabytes."""

    rows: int
    rounds: int
    floor_cpu: float
    stage_client: float
    stage_database: float
    stage_wall: float
    ratio: float
    ratio_spread: float
    again_cpu: float
    apply_cpu: float
    apply_wall: float
    whole_wall: float
    peak_mb: float


def synthetic_roll(rows: int, *, seed: int = 1) -> bytes:
    """A roll of `rows` people; every hundredth has a number whose control digits are wrong."""
    from hjemvei.persons.rules import WEIGHTS_1, WEIGHTS_2  # noqa: PLC0415  the settings stand by now

    rng, lines, made = random.Random(seed), [HEADER], set[str]()
    while len(made) < rows:
        born = dt.date(1950, 1, 1) + dt.timedelta(days=rng.randrange(20000))
        nine = f"{born.day:02d}{born.month + 80:02d}{born.year % 100:02d}{rng.randrange(1000):03d}"
        digits = [int(digit) for digit in nine]
        first = -sum(w * d for w, d in zip(WEIGHTS_1, digits, strict=False)) % 11
        second = -sum(w * d for w, d in zip(WEIGHTS_2, [*digits, first], strict=False)) % 11
        if first == 10 or second == 10 or nine in made:
            continue
        made.add(nine)
        n = len(made)
        number = f"{nine}{first}{(second + (n % 100 == 0)) % 10}"
        release = DAY + dt.timedelta(days=rng.randrange(1, 2000))
        name, given = f"{rng.choice(NAMES)}{rng.choice(NAMES).lower()}", rng.choice(GIVEN)
        admitted = DAY - dt.timedelta(days=rng.randrange(900))
        lines.append(
            f"P{n:07d};{number};{name};{given};{born};{rng.choice('mmmf')};{rng.choice(UNITS)};sentenced;"
            f"{admitted};{release};probation;likely;5001;{rng.choice(('', '5001'))};"
            f"{rng.choice(LANGUAGES)};;{rng.choice(BEFORE)}"
        )
    return ("\r\n".join(lines) + "\r\n").encode()


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

    def stage(self, day: dt.date = DAY) -> tuple[Cost, Any]:
        from hjemvei.accounts.actor import acting_as  # noqa: PLC0415
        from hjemvei.core import clock  # noqa: PLC0415
        from hjemvei.exchange.actions.stage_roll import stage_roll  # noqa: PLC0415

        def work() -> Any:
            with acting_as(self.actor) as actor:
                return stage_roll(
                    actor=actor,
                    prison=self.prison,
                    data=self.data,
                    file_name="roll.csv",
                    roll_date=day,
                    at=clock.now(),
                )

        return measured(self.pid(), work)

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
            return _run(bench, rounds, apply=apply)
        finally:
            bench.server.destroy()


def _run(bench: Bench, rounds: int, *, apply: bool) -> Figures:
    floors, stages = [], []
    for _round in range(rounds + 1):
        bench.clear(rolls=True)
        cost, roll = bench.stage()
        faulty = bench.rows // 100
        assert (roll.new_count, roll.faulty_count) == (bench.rows - faulty, faulty), roll.__dict__
        stages.append(cost)
        dump = bench.dump()
        bench.clear(rolls=False)
        floors.append(bench.floor(dump))
    floors, stages = floors[1:], stages[1:]
    ratios = [stage.cpu / floor.cpu for stage, floor in zip(stages, floors, strict=True)]
    again = applied = Cost(0, 0, 0)
    if apply:
        applied = bench.apply(roll)
        again, second = bench.stage(DAY + dt.timedelta(days=7))
        assert (second.same_count, second.new_count, second.gone_count) == (roll.new_count, 0, 0), (
            second.__dict__
        )
    middle = statistics.median
    return Figures(
        rows=bench.rows,
        rounds=rounds,
        floor_cpu=middle(cost.cpu for cost in floors),
        stage_client=middle(cost.client for cost in stages),
        stage_database=middle(cost.database for cost in stages),
        stage_wall=middle(cost.wall for cost in stages),
        ratio=middle(ratios),
        ratio_spread=max(ratios) - min(ratios),
        again_cpu=again.cpu,
        apply_cpu=applied.cpu,
        apply_wall=applied.wall,
        whole_wall=applied.wall + stages[-1].wall,
        peak_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    )


def show(figures: Figures) -> str:
    lines = [f"Roll import, {figures.rows} rows, median of {figures.rounds} rounds"]
    lines += [
        f"  {name:<16}{value:>12.2f}" if isinstance(value, float) else f"  {name:<16}{value:>12}"
        for name, value in asdict(figures).items()
    ]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--no-apply", action="store_true")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    figures = run(options.rows, options.rounds, apply=not options.no_apply)
    print(show(figures))
    if options.json:
        options.json.write_text(json.dumps(asdict(figures), indent=2) + "\n")


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))
    main()
