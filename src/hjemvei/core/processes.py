"""Child processes that never outlive their parent."""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None) if sys.platform.startswith("linux") else None


def dies_with_parent(number: signal.Signals) -> Callable[[], None] | None:
    """Return a `preexec_fn` that has the kernel send `number` to the child when its parent ends.

    Even by kill -9. Linux only (None elsewhere). The parent is the thread that starts the child.
    Popen changes the user before it calls this, which matters: a change of user clears it.
    """
    if _LIBC is None:
        return None
    library, parent = _LIBC, os.getpid()

    def ask() -> None:
        library.prctl(PR_SET_PDEATHSIG, int(number), 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    return ask


def is_alive(pid: int) -> bool:
    """Tell whether a process has this id; a finished child counts until it is waited for."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def stop_group(process: subprocess.Popen[bytes], *, seconds: float = 10.0) -> None:
    """Ask a child started in its own session to end, and kill what is left of its group."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(seconds)


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a file's lock; it ends with the process, however that ends."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
