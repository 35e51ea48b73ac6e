"""A whole installation for the browser: its own database, seeded by `seed.py`, and one web server process."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hjemvei.core.embedded import Server
from hjemvei.core.embedded_database import drop_database
from tests.conftest import make_ready

ROOT = Path(__file__).resolve().parents[2]
READY_SECONDS = 120.0
DAYS_BACK = "days-back"
"""The file that says how far the site's clock is set back (`tests.journeys.clock`)."""


@dataclass(frozen=True)
class Site:
    """Where the pages answer, how the database is reached, and what the seed made."""

    address: str
    database: str
    made: dict[str, Any]
    environ: dict[str, str]

    @property
    def roll(self) -> Path:
        return Path(self.made["roll"])

    @property
    def var(self) -> Path:
        return Path(self.environ["HJEMVEI_VAR"])

    def set_back(self, days: int) -> None:
        (self.var / DAYS_BACK).write_text(str(days), encoding="utf-8")

    def night(self) -> None:
        """What the worker does between midnight and morning."""
        jobs = [sys.executable, "-m", "tests.journeys.night"]
        subprocess.run(jobs, cwd=ROOT, env=self.environ, check=True)


@contextmanager
def running_site(
    server: Server, *, name: str, var: Path, application: str = "hjemvei.config.wsgi:application"
) -> Iterator[Site]:
    """Make the database, seed it, serve it; everything is gone afterwards. Call after `django_db_setup`."""
    make_ready(server, name)
    environ = _environ(server, name, var)
    try:
        seed = [sys.executable, "-m", "tests.journeys.seed"]
        subprocess.run(seed, cwd=ROOT, env=environ, check=True)
        port = _free_port()
        web = subprocess.Popen(_web_command(port, application), cwd=ROOT, env=environ, start_new_session=True)
        try:
            _wait(web, port)
            made = json.loads((var / "made.json").read_text(encoding="utf-8"))
            yield Site(f"http://127.0.0.1:{port}", server.url("hjemvei_app", name), made, environ)
        finally:
            web.terminate()
            web.wait(20)
    finally:
        drop_database(server, name)


def _environ(server: Server, name: str, var: Path) -> dict[str, str]:
    return {
        **os.environ,
        "DATABASE_URL": server.url("hjemvei_app", name),
        "DATABASE_OWNER_URL": server.url("hjemvei_owner", name),
        "DATABASE_WORKER_URL": server.url("hjemvei_worker", name),
        "DJANGO_SETTINGS_MODULE": "hjemvei.config.settings",
        "HJEMVEI_VAR": str(var),
        "HJEMVEI_DEMO": "1",
        "HJEMVEI_MFA_REQUIRED": "0",
        "HJEMVEI_LOG_LEVEL": "WARNING",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        "PYTHONWARNINGS": "default",
    }


def _web_command(port: int, application: str) -> list[str]:
    place = ["--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", "1"]
    care = ["--blocking-threads", "2", "--workers-kill-timeout", "3", "--log-level", "warning"]
    return [sys.executable, "-m", "granian", *place, *care, application]


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(web: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline and web.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the web server of the journeys did not start; the lines above say why")
