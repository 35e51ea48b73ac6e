"""A migrated server kept between runs, in the directory that HJEMVEI_TEST_KEPT names.

For whoever runs a few tests many times a day; off unless the variable is set. What is kept goes by the text
of the migrations, of the kernel's helpers and of the reference data: when one of them changes, so does its
name.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

from hjemvei.core.embedded import Server

SOURCE = Path(__file__).resolve().parents[1] / "src" / "hjemvei"
READ = ("*/migrations/*", "core/*.py", "parties/reference/*", "parties/actions/load_reference.py")
MARK = "taken_from_what_was_kept"


def kept_at() -> Path | None:
    """Where this checkout's migrated data directory is kept, or would be; None when nobody asks for it."""
    directory = os.environ.get("HJEMVEI_TEST_KEPT", "")
    if not directory:
        return None
    digest = hashlib.sha256()
    for path in sorted({path for pattern in READ for path in SOURCE.glob(pattern) if path.is_file()}):
        digest.update(str(path.relative_to(SOURCE)).encode() + b"\0" + path.read_bytes())
    return Path(directory) / digest.hexdigest()[:16]


def copy_data(source: Path, target: Path) -> None:
    """A stopped server's files, with their owner: PostgreSQL refuses to run as root."""
    shutil.copytree(source, target)
    owner = source.stat()
    for path in (target, *target.rglob("*")):
        os.chown(path, owner.st_uid, owner.st_gid)


def keep(server: Server) -> None:
    """Put the server's databases aside, once; it stops meanwhile."""
    place = kept_at()
    if place is None or place.exists():
        return
    draft = place.with_suffix(f".{os.getpid()}")
    server.stop()
    copy_data(server.data, draft)
    server.start()
    if place.exists():
        shutil.rmtree(draft)
    else:
        draft.rename(place)


def take(server: Server) -> None:
    """Give a server that has never run what was kept, if anything was."""
    place = kept_at()
    if place is not None and place.exists():
        copy_data(place, server.data)
        (server.data / MARK).touch()


def stands(server: Server) -> bool:
    """Whether its databases were taken from what was kept."""
    return (server.data / MARK).exists()
