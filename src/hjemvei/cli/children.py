"""The web server and the worker as child processes, watched until somebody ends the command."""

from __future__ import annotations

import errno
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from types import FrameType

from hjemvei.cli.refusal import Refused
from hjemvei.core.processes import dies_with_parent, stop_group

READY_SECONDS = 60.0
Children = dict[str, "subprocess.Popen[bytes]"]


class Stopped(Exception):
    """Somebody asked the command to end: Ctrl-C, SIGTERM or a closed terminal."""


def listen_for_stop() -> None:
    """Raise Stopped at the first request to end; further ones are ignored while everything is taken down."""

    def stop(number: int, frame: FrameType | None) -> None:
        for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(each, signal.SIG_IGN)
        raise Stopped

    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, stop)


def refuse_taken_port(host: str, port: int) -> None:
    """Say which port is taken before anything is started."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            reason = (
                "is taken by another program"
                if error.errno == errno.EADDRINUSE
                else f"can't be used: {error}"
            )
            raise Refused(
                f"{host}:{port} {reason}. Choose another one: --port {port + 1} (make demo PORT={port + 1})"
            ) from error


def web_command(host: str, port: int, workers: int) -> list[str]:
    options = ["--interface", "wsgi", "--host", host, "--port", str(port), "--workers", str(workers)]
    threads = ["--blocking-threads", "4", "--backpressure", "128"]
    care = ["--respawn-failed-workers", "--workers-kill-timeout", "5", "--log-level", "warning"]
    return [
        sys.executable,
        "-P",
        "-m",
        "granian",
        *options,
        *threads,
        *care,
        "hjemvei.config.wsgi:application",
    ]


def worker_command() -> list[str]:
    return [sys.executable, "-P", "-m", "django", "procrastinate", "worker"]


def spawn(command: list[str], *, farewell: signal.Signals = signal.SIGTERM) -> subprocess.Popen[bytes]:
    """Start a child in its own session: Ctrl-C reaches this process alone, which ends them in order.

    `farewell` is what the child gets if this process is killed. The worker gets SIGKILL: the database goes at
    the same moment, and it would wait for it for ever. Its jobs may be done twice.
    """
    environ = {**os.environ, "DJANGO_SETTINGS_MODULE": "hjemvei.config.settings"}
    return subprocess.Popen(
        command,
        env=environ,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=dies_with_parent(farewell),
    )


def wait_for_port(process: subprocess.Popen[bytes], host: str, port: int) -> None:
    """Wait until the web server takes connections."""
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection((host, port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise Refused("The web server did not start; the lines above say why.")


def watch(children: Children, *, each_second: Callable[[], None] = lambda: None) -> None:
    """Wait until a child ends by itself (Refused) or somebody ends the command (Stopped)."""
    while True:
        for name, process in children.items():
            if process.poll() is not None:
                raise Refused(
                    f"The {name} ended by itself with {process.returncode}; the lines above say why."
                )
        each_second()
        time.sleep(1)


def stop_all(children: Children) -> None:
    for process in children.values():
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
    for process in children.values():
        stop_group(process)
