"""The embedded PostgreSQL: for the demo, the tests and a small installation, from a wheel's programs alone.

It listens on no network address. Its socket lies in a directory that only its user (and root) can enter, and
that is the whole authentication. Where `DATABASE_URL` is set nothing here is used.
"""

from __future__ import annotations

import contextlib
import fcntl
import logging
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import psycopg

from hjemvei.core.postgres_binaries import Binaries, find_binaries, reachable
from hjemvei.core.postgres_places import (
    PORT,
    EmbeddedError,
    RunAs,
    base_directory,
    make_base,
    socket_directory,
)
from hjemvei.core.postgres_settings import HBA, NOT_DURABLE, SETTINGS
from hjemvei.core.processes import dies_with_parent, is_alive, locked

__all__ = ["EmbeddedConfig", "EmbeddedError", "Server"]

log = logging.getLogger("hjemvei.database")
SUPERUSER = "postgres"
STALE_SECONDS = 10.0
START_SECONDS = 60.0
STALE_SIGNS = ("already exists", "is already in use", "is still in use", "shutting down")


@dataclass(frozen=True)
class EmbeddedConfig:
    """`directory` holds data, socket and log. `durable=False` (tests): a power cut may lose all."""

    directory: Path
    durable: bool = True
    dies_with_parent: bool = True
    environ: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    settings: Mapping[str, str] = field(default_factory=dict)


class Server:
    """One embedded server. `start()` finds one that already runs; `stop()` leaves it while others use it."""

    def __init__(self, config: EmbeddedConfig) -> None:
        self.config = config
        self._run_as = RunAs.current()
        self._process: subprocess.Popen[bytes] | None = None
        self._using: int | None = None
        self.base = base_directory(config.directory, self._run_as, durable=config.durable)
        self.data = self.base / "data"
        self.log_file = self.base / "postgres.log"
        self.socket_directory = socket_directory(self.base)

    def start(self) -> bool:
        """Start the server and wait until it answers; False if it ran already."""
        make_base(self.base)
        with locked(self.base / "start.lock"):
            if self._answers():
                self._use()
                return False
            binaries = reachable(find_binaries(self.config.environ, major=self._data_version()), self._run_as)
            self._make_directories()
            if self._data_version() is None:
                self._initialise(binaries)
            self._start_patiently(binaries)
            self._use()
            return True

    def stop(self) -> None:
        """Stop a server that this object started, or one that it found and nobody else uses."""
        if self._using is None:
            return
        with locked(self.base / "start.lock"):
            pid = self._process.pid if self._process else self._pid()
            alone = self._process is not None or self._is_last_user()
            os.close(self._using)
            self._using = None
            if pid and alone:
                self._end(pid)
            self._process = None

    def destroy(self) -> None:
        """Stop the server and remove its data, socket and log; for tests."""
        self.stop()
        for path in (self.socket_directory, self.base):
            shutil.rmtree(path, ignore_errors=True)

    @property
    def is_running(self) -> bool:
        """Whether the server's process lives; says nothing of whether it answers."""
        if self._process is not None:
            return self._process.poll() is None
        pid = self._pid()
        return pid is not None and is_alive(pid)

    def url(self, role: str = "hjemvei_app", database: str = "hjemvei") -> str:
        """The address to connect to, through the socket and without a password."""
        return (
            f"postgresql://{role}@/{database}?host={quote(str(self.socket_directory), safe='')}&port={PORT}"
        )

    # How it is started

    def _start_patiently(self, binaries: Binaries) -> None:
        """Start; after a kill -9 the old lock and shared memory may live on, so try for ten seconds."""
        deadline = time.monotonic() + STALE_SECONDS
        if (
            self._process is not None
        ):  # a killed child that nobody waits for still counts as alive to PostgreSQL
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(STALE_SECONDS)
        while True:
            said = self._start_once(binaries)
            if said is None:
                return
            if time.monotonic() > deadline and not self._forget_dead_server():
                raise EmbeddedError(f"PostgreSQL did not start ({self.log_file}):\n{said}")
            if not any(sign in said for sign in STALE_SIGNS):
                raise EmbeddedError(f"PostgreSQL did not start ({self.log_file}):\n{said}")
            time.sleep(0.3)

    def _start_once(self, binaries: Binaries) -> str | None:
        """Start and wait for an answer: None when it answers, else what the log says."""
        size = self.log_file.stat().st_size if self.log_file.exists() else 0
        with self.log_file.open("ab") as output:
            self._process = self._spawn(self._command(binaries), stdout=output.fileno(), stay=False)
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self._process.poll() is None:
            if self._answers():
                return None
            time.sleep(0.03)
        if self._process.poll() is None:
            self._end(self._process.pid)
        self._process = None
        return self.log_file.read_bytes()[size:].decode(errors="replace")[-2000:] or "it said nothing"

    def _command(self, binaries: Binaries) -> list[str]:
        settings = {**SETTINGS, **({} if self.config.durable else NOT_DURABLE), **self.config.settings}
        settings["unix_socket_directories"] = str(self.socket_directory)
        if binaries.has_library("pg_stat_statements"):
            settings.setdefault("shared_preload_libraries", "pg_stat_statements")
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return [str(binaries.postgres), "-D", str(self.data), *options]

    def _initialise(self, binaries: Binaries) -> None:
        """Make the data directory; an unfinished one from an interrupted start is made anew."""
        builtin = (
            ["--locale-provider=builtin", "--locale=C.UTF-8"]
            if binaries.major >= 17
            else ["--locale=C.UTF-8"]
        )
        options = [
            "--username",
            SUPERUSER,
            "--encoding=UTF8",
            "--data-checksums",
            "--auth=reject",
            "--no-instructions",
        ]
        draft = self.base / "data.new"
        said = ""
        for locale in (builtin, ["--locale=C"]):
            shutil.rmtree(draft, ignore_errors=True)
            self._own(draft)
            command = [str(binaries.initdb), "-D", str(draft), *options, *locale]
            with tempfile.TemporaryFile() as output:
                made = self._spawn(command, stdout=output.fileno(), stay=True).wait()
                output.seek(0)
                said = output.read().decode(errors="replace")
            if made == 0:
                (draft / "pg_hba.conf").write_text(HBA)
                shutil.rmtree(self.data, ignore_errors=True)
                draft.rename(self.data)
                return
        raise EmbeddedError(f"initdb failed:\n{said}")

    def _spawn(self, command: list[str], *, stdout: int, stay: bool) -> subprocess.Popen[bytes]:
        """Run a program as the server's user, in its own session so that Ctrl-C reaches the parent alone."""
        tie = self.config.dies_with_parent and not stay
        environ = {name: value for name, value in self.config.environ.items() if not name.startswith("PG")}
        changed = self._run_as.changed
        try:
            return subprocess.Popen(
                command,
                cwd="/",
                env={**environ, "LC_ALL": "C", "HOME": str(self.base)},
                stdin=subprocess.DEVNULL,
                stdout=stdout,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                umask=0o077,
                user=self._run_as.uid if changed else None,
                group=self._run_as.gid if changed else None,
                extra_groups=[] if changed else None,
                preexec_fn=dies_with_parent(signal.SIGINT) if tie else None,
            )
        except OSError as error:
            raise EmbeddedError(f"{command[0]} can't be run as user {self._run_as.uid}: {error}") from error

    # How it is found and stopped

    def _answers(self) -> bool:
        if not (self.socket_directory / f".s.PGSQL.{PORT}").exists():
            return False
        with contextlib.suppress(psycopg.OperationalError):
            psycopg.connect(self.url(SUPERUSER, "postgres"), connect_timeout=5).close()
            return True
        return False

    def _pid(self) -> int | None:
        with contextlib.suppress(OSError, ValueError, IndexError):
            return int((self.data / "postmaster.pid").read_text().splitlines()[0])
        return None

    def _end(self, pid: int) -> None:
        """Fast shutdown; immediate shutdown if that takes more than fifteen seconds."""
        for number, seconds in ((signal.SIGINT, 15.0), (signal.SIGQUIT, 10.0), (signal.SIGKILL, 5.0)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)
            deadline = time.monotonic() + seconds
            while time.monotonic() < deadline:
                ended = self._process.poll() is not None if self._process else not is_alive(pid)
                if ended:
                    return
                time.sleep(0.02)

    def _forget_dead_server(self) -> bool:
        """Remove a lock file whose process id belongs to another program by now."""
        pid, name = self._pid(), ""
        with contextlib.suppress(OSError):
            name = Path(f"/proc/{pid}/comm").read_text().strip()
        if pid is None or name in ("", "postgres"):
            return False
        log.warning("Removed the lock of a server that is gone (process %s is now %s).", pid, name)
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        return True

    def _use(self) -> None:
        """Say that this process uses the server, by a shared lock that ends with the process."""
        if self._using is None:
            self._using = os.open(self.base / "use.lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
            fcntl.flock(self._using, fcntl.LOCK_SH)

    def _is_last_user(self) -> bool:
        with contextlib.suppress(BlockingIOError):
            if self._using is not None:
                fcntl.flock(self._using, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return True
        return False

    # Its files

    def _data_version(self) -> int | None:
        with contextlib.suppress(OSError, ValueError):
            return int((self.data / "PG_VERSION").read_text())
        return None

    def _make_directories(self) -> None:
        self._own(self.socket_directory)
        if self.log_file.exists() and self.log_file.stat().st_size > 10_000_000:
            self.log_file.replace(self.log_file.with_suffix(".log.1"))

    def _own(self, path: Path) -> None:
        path.mkdir(mode=0o700, exist_ok=True)
        if path.lstat().st_uid not in (os.geteuid(), self._run_as.uid):
            raise EmbeddedError(f"{path} belongs to somebody else; remove it.")
        path.chmod(0o700)
        if self._run_as.changed:
            os.chown(path, self._run_as.uid, self._run_as.gid)
