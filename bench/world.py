"""An embedded server with a filled database, and the two servers that are measured against each other."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from bench.web import ROOT, Web, serve
from hjemvei.core.embedded import SUPERUSER, EmbeddedConfig, Server
from hjemvei.core.embedded_database import ensure_roles_and_database

NAME = "hjemvei_bench"
SETTINGS = {
    "shared_preload_libraries": "pg_stat_statements",
    "pg_stat_statements.track_utility": "on",
    "max_parallel_workers_per_gather": "0",
    "autovacuum": "off",
    "shared_buffers": "512MB",
    "max_wal_size": "8GB",
}


@dataclass(frozen=True, slots=True)
class Place:
    """What a benchmark needs to know of where it runs."""

    cases: int
    superuser: str
    database_process: int
    app: Web
    who: Web
    environment: Mapping[str, str]


@contextmanager
def filled(cases: int) -> Iterator[Place]:
    """A database with `cases` cases, vacuumed, and the web servers on it; gone with the block."""
    with tempfile.TemporaryDirectory(prefix="hjemvei-bench-") as directory:
        server = Server(EmbeddedConfig(directory=Path(directory), durable=True, settings=SETTINGS))
        server.start()
        try:
            ensure_roles_and_database(server, NAME)
            environment = _environment(server, Path(directory))
            superuser = server.url(SUPERUSER, NAME)
            with psycopg.connect(superuser, autocommit=True) as connection:
                connection.execute("GRANT SET ON PARAMETER session_replication_role TO hjemvei_owner")
            _manage(environment, "migrate", "--database", "owner")
            _manage(environment, "load_reference")
            _manage(environment, "bench_data", "--cases", str(cases))
            _manage(environment, "collectstatic", "--noinput")
            with psycopg.connect(superuser, autocommit=True) as connection:
                connection.execute("VACUUM ANALYZE")
                connection.execute("CHECKPOINT")
            process = int((server.data / "postmaster.pid").read_text().split()[0])
            with (
                serve("hjemvei.config.wsgi:application", environment) as app,
                serve("bench.who:application", environment) as who,
            ):
                yield Place(cases, superuser, process, app, who, environment)
        finally:
            server.destroy()


def _environment(server: Server, directory: Path) -> dict[str, str]:
    return {
        "DATABASE_URL": server.url("hjemvei_app", NAME),
        "DATABASE_OWNER_URL": server.url("hjemvei_owner", NAME),
        "HJEMVEI_VAR": str(directory / "var"),
        "HJEMVEI_MFA_REQUIRED": "0",
        "DJANGO_SETTINGS_MODULE": "hjemvei.config.settings",
        "HJEMVEI_LOG_LEVEL": "ERROR",
    }


def _manage(environment: Mapping[str, str], *arguments: str) -> None:
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    command = [sys.executable, "-P", "-m", "django", *arguments]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **environment, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(arguments)}: {done.stderr[-2000:]}")
