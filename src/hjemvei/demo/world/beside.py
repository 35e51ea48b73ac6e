"""Two parts of the world at the same time: they share no person and no home, so they never meet."""

from __future__ import annotations

import gc
import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection, connections

Work = Callable[[], None]


TASKS = Path("/proc/self/task")


def may_go_beside() -> bool:
    """Two processors, and no thread that could hold a lock at the fork: the child would wait for ever.

    The kernel counts the threads: Python knows only those that it started by its own module.
    """
    return (os.cpu_count() or 1) > 1 and TASKS.is_dir() and len(list(TASKS.iterdir())) == 1


def make_haste() -> None:
    """A half-loaded world is made anew, so no commit waits for the disk; there is little garbage to find."""
    gc.set_threshold(100_000, 50, 100)
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit TO off")


@contextmanager
def done_first(work: Work) -> Iterator[Work]:
    """One after the other."""
    work()
    yield lambda: None


@contextmanager
def beside(work: Work) -> Iterator[Work]:
    """Run `work` in a process of its own; what is yielded waits for it. RuntimeError where it failed."""
    connections.close_all()
    sys.stdout.flush()
    pid = os.fork()
    if pid == 0:
        os._exit(_as_child(work))
    make_haste()
    waited = False

    def wait() -> None:
        nonlocal waited
        _pid, status = os.waitpid(pid, 0)
        waited = True
        if status:
            raise RuntimeError("The earlier years of the world could not be made; the reason stands above.")

    try:
        yield wait
    finally:
        if not waited:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)


def _as_child(work: Work) -> int:
    try:
        make_haste()
        work()
    except BaseException:
        traceback.print_exc()
        return 1
    finally:
        connections.close_all()
        sys.stdout.flush()
    return 0
