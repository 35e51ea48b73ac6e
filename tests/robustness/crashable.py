"""An installation of its own whose database and worker may be killed: a durable server, a world, a writer."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import connections, transaction

from hjemvei.config import env
from hjemvei.core.embedded import EmbeddedConfig, Server
from tests.conftest import ALIASES, make_ready, twin
from tests.world import World, build_world

NAME = "hjemvei_crash"


@dataclass
class Crashable:
    """Work runs in threads of its own, whose connections go to this server and to no other."""

    server: Server
    world: World = field(default_factory=World)

    def run(self, work: Callable[[], Any]) -> Any:
        """The answer of `work`; what it raises is raised here."""
        found: dict[str, Any] = {}

        def there() -> None:
            with self.connected():
                try:
                    found["answer"] = work()
                except BaseException as error:
                    found["error"] = error

        thread = threading.Thread(target=there)
        thread.start()
        thread.join()
        if "error" in found:
            raise found["error"]
        return found["answer"]

    @contextmanager
    def connected(self) -> Iterator[None]:
        for alias, role in ALIASES.items():
            fresh = env.database(self.server.url(role, NAME), role=role)
            known = connections[alias].settings_dict
            connections[alias].settings_dict = {**known, **fresh, "CONN_MAX_AGE": 0}
        try:
            yield
        finally:
            with contextlib.suppress(Exception):
                connections.close_all()

    def build(self) -> None:
        with transaction.atomic():
            self.world = build_world()

    def kill(self) -> None:
        """kill -9 of the server and of every process that it has started."""
        pid = int((self.server.data / "postmaster.pid").read_text().splitlines()[0])
        for each in [pid, *_children(pid)]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(each, signal.SIGKILL)


def _children(parent: int) -> list[int]:
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, IndexError, ValueError):
            if int(status.read_text().rsplit(")", 1)[1].split()[1]) == parent:
                found.append(int(status.parent.name))
    return found


@contextmanager
def crashable(directory: Path, *, like: Server) -> Iterator[Crashable]:
    """A server that waits for the disk, as in earnest, with the tables of `like`. After a crash it syncs all
    its files at once.
    """
    settings = {"recovery_init_sync_method": "syncfs"} if sys.platform.startswith("linux") else {}
    found = Crashable(Server(EmbeddedConfig(directory, durable=True, settings=settings)))
    twin(like, found.server)
    found.server.start()
    try:
        make_ready(found.server, NAME)
        found.run(found.build)
        yield found
    finally:
        found.server.destroy()


class Writer(threading.Thread):
    """Does one numbered thing after the other, each until it is acknowledged, whatever happens meanwhile."""

    def __init__(self, place: Crashable, write: Callable[[int], bool]) -> None:
        super().__init__()
        self.place, self.write = place, write
        self.acknowledged: list[int] = []
        self.refused = 0
        self.over = threading.Event()

    def run(self) -> None:
        number = 0
        while not self.over.is_set():
            with self.place.connected():
                if self.write(number):
                    self.acknowledged.append(number)
                    number += 1
                    continue
            self.refused += 1
            time.sleep(0.1)
