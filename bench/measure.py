"""CPU milliseconds a request: web and database process trees, after warm-ups, median over rounds."""

from __future__ import annotations

import re
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass

import psycopg

from bench.processes import cpu_ns
from bench.web import Answer

WARM_UPS = 4
REQUESTS = 15
ROUNDS = 5
ROUND_SECONDS = 4.0
"""A page that takes longer than its part of this is asked for fewer times a round."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One workload at one size. CPU in milliseconds a request, wall time in milliseconds, bytes
    uncompressed.
    """

    name: str
    cases: int
    cpu_ms: float
    web_ms: float
    database_ms: float
    wall_ms: float
    statements: int
    size: int
    apart: float = 0.0
    """How far apart several measurements lay, as a part of the middle one; only for the unit."""

    def as_row(self) -> dict[str, object]:
        return asdict(self)


class Wrong(AssertionError):
    """A benchmark that does not get the right answer measures nothing."""


def measure(
    name: str,
    call: Callable[[], Answer],
    *,
    cases: int,
    web: int,
    server: int,
    superuser: str,
    expect: str = "",
    status: int = 200,
    role: str = "hjemvei_app",
    round_seconds: float = ROUND_SECONDS,
) -> Figure:
    """Check the answer first, then count: `ROUNDS` of sequential requests, the median round. `role` is the
    database user whose statements count.
    """
    answer = call()
    if answer.status != status or (expect and not re.search(expect, answer.body.decode(errors="replace"))):
        raise Wrong(f"{name}: status {answer.status}, {answer.body[:300]!r}")
    requests = _warm_up(call, round_seconds)
    statements = _statements(call, superuser, role)
    rounds = [_round(call, web, server, requests) for _ in range(ROUNDS)]
    middle = sorted(rounds)[len(rounds) // 2]
    wall = statistics.median(wall for _total, _web, _database, wall in rounds)
    return Figure(name, cases, middle[0], middle[1], middle[2], wall, statements, len(answer.body))


def _warm_up(call: Callable[[], Answer], round_seconds: float) -> int:
    """How many requests a round has: fewer where one takes long."""
    seconds = 0.0
    for _ in range(WARM_UPS):
        started = time.monotonic()
        call()
        seconds = time.monotonic() - started
        if seconds > round_seconds / 2:
            break
    return max(1, min(REQUESTS, int(round_seconds / max(seconds, 0.001))))


def _round(
    call: Callable[[], Answer], web: int, server: int, requests: int
) -> tuple[float, float, float, float]:
    before_web, before_database, started = cpu_ns(web), cpu_ns(server), time.monotonic()
    for _ in range(requests):
        call()
    wall = (time.monotonic() - started) * 1000 / requests
    web_ms = (cpu_ns(web) - before_web) / 1e6 / requests
    database_ms = (cpu_ns(server) - before_database) / 1e6 / requests
    return web_ms + database_ms, web_ms, database_ms, wall


def _statements(call: Callable[[], Answer], superuser: str, role: str) -> int:
    """SQL statements of one request, counted by the database itself."""
    with psycopg.connect(superuser, autocommit=True) as connection:
        connection.execute("SELECT pg_stat_statements_reset()")
        call()
        found = connection.execute(
            "SELECT coalesce(sum(calls), 0) FROM pg_stat_statements s JOIN pg_roles r ON r.oid = s.userid"
            " WHERE r.rolname = %s AND s.toplevel",
            [role],
        ).fetchone()
    return int(found[0]) if found else 0
