"""Where the embedded server's files lie, and as whom it runs.

PostgreSQL refuses to run as root; then it runs as `nobody`, who can't enter a home directory. What lies out
of reach is put under /var/lib/hjemvei instead, and the log says so.
"""

from __future__ import annotations

import hashlib
import logging
import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path

log = logging.getLogger("hjemvei.database")
NOBODY = 65534
PORT = 5432
SOCKET_LIMIT = 100


class EmbeddedError(RuntimeError):
    """The embedded server can't run; the message says what to do."""


@dataclass(frozen=True)
class RunAs:
    """The numeric user that the server runs as; `changed` when that is not the user who starts it."""

    uid: int
    gid: int
    changed: bool

    @classmethod
    def current(cls) -> RunAs:
        if os.geteuid() != 0:
            return cls(os.geteuid(), os.getegid(), changed=False)
        try:
            entry = pwd.getpwnam("nobody")
        except KeyError:
            return cls(NOBODY, NOBODY, changed=True)
        return cls(entry.pw_uid, entry.pw_gid, changed=True)

    def may(self, path: Path, bits: int) -> bool:
        """Tell whether the user has `bits` (4 read, 1 enter or run) on an existing path."""
        found = path.stat()
        shift = 6 if found.st_uid == self.uid else 3 if found.st_gid == self.gid else 0
        return (stat.S_IMODE(found.st_mode) >> shift) & bits == bits

    def reaches(self, path: Path) -> bool:
        """Tell whether the user can enter every directory above `path` that exists."""
        return all(self.may(parent, 1) for parent in path.resolve().parents if parent.exists())


def shared_place() -> Path:
    """A directory of root's that every user can pass through."""
    for parent in (Path("/var/lib"), Path("/var/tmp")):  # noqa: S108 - own_directory checks whose it is
        try:
            return own_directory(parent / "hjemvei", 0o711)
        except OSError as error:
            log.debug("%s: %s", parent, error)
    raise EmbeddedError("Neither /var/lib/hjemvei nor /var/tmp/hjemvei can be made; set HJEMVEI_VAR.")


def own_directory(path: Path, mode: int) -> Path:
    """Make the directory, or check that it is a real one and ours: somebody may have been first."""
    path.mkdir(mode=mode, parents=True, exist_ok=True)
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        raise EmbeddedError(f"{path} belongs to somebody else; remove it or choose another HJEMVEI_VAR.")
    path.chmod(mode)
    return path


def digest(path: Path) -> str:
    return hashlib.sha256(str(path).encode()).hexdigest()[:12]


def base_directory(wished: Path, run_as: RunAs, *, durable: bool) -> Path:
    """The wished directory, or one elsewhere if the server's user can't get there."""
    wished = wished.resolve()
    if not run_as.changed or run_as.reaches(wished / "data"):
        return wished
    if not durable:
        return Path("/tmp") / f"hjemvei-{digest(wished)}"  # noqa: S108 - make_base checks whose it is
    found = shared_place() / digest(wished)
    log.warning("The database lies in %s: the server's user can't enter %s.", found, wished)
    return found


def make_base(base: Path) -> None:
    try:
        own_directory(base, 0o711)
    except PermissionError as error:
        raise EmbeddedError(
            f"{base} can't be written ({error}); set HJEMVEI_VAR to a directory of your own."
        ) from error


def socket_directory(base: Path) -> Path:
    """A Unix socket's path holds about 100 characters; a longer one moves to the temporary directory."""
    wished = base / "run"
    if len(f"{wished}/.s.PGSQL.{PORT}.lock") < SOCKET_LIMIT:
        return wished
    return Path("/tmp") / f"hjemvei-run-{os.geteuid()}-{digest(base)}"  # noqa: S108 - its owner is checked
