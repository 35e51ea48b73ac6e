"""`hjemvei serve` and `hjemvei worker`: the two processes of an installation."""

from __future__ import annotations

import argparse
import signal
from collections.abc import Callable

from hjemvei.cli import children, django_commands, doctor
from hjemvei.cli.place import database
from hjemvei.cli.refusal import Refused
from hjemvei.core.embedded import Server


def serve(options: argparse.Namespace) -> int:
    children.refuse_taken_port(options.host, options.port)
    command = children.web_command(options.host, options.port, options.workers)
    return _run("web server", command, farewell=signal.SIGTERM, first=django_commands.gather_static)


def work(options: argparse.Namespace) -> int:
    return _run("worker", children.worker_command(), farewell=signal.SIGKILL, first=require_worker_role)


def require_worker_role() -> None:
    """A worker that can't sign in as its own role would run and send no mail: better to say so at once."""
    django_commands.set_up()
    found = doctor.jobs_sign_in()
    if not found.is_well:
        raise Refused(f"the role of jobs can't sign in: {found.seen}\n{found.mend}")


def keep_running(server: Server | None) -> None:
    """Start the embedded server again if it has ended: another command may have started it, and ended."""
    if server is not None and not server.is_running:
        server.start()


def _run(
    name: str, command: list[str], *, farewell: signal.Signals, first: Callable[[], None] | None = None
) -> int:
    children.listen_for_stop()
    running: children.Children = {}
    try:
        with database() as server:
            try:
                if first is not None:
                    first()
                running[name] = children.spawn(command, farewell=farewell)
                children.watch(running, each_second=lambda: keep_running(server))
            finally:
                children.stop_all(running)
    except children.Stopped:
        return 0
    return 0
