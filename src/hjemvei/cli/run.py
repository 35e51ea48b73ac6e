"""`hjemvei serve` and `hjemvei worker`: the two processes of an installation."""

from __future__ import annotations

import argparse

from hjemvei.cli import children
from hjemvei.cli.place import database
from hjemvei.core.embedded import Server


def serve(options: argparse.Namespace) -> int:
    children.refuse_taken_port(options.host, options.port)
    return _run("web server", children.web_command(options.host, options.port, options.workers))


def work(options: argparse.Namespace) -> int:
    return _run("worker", children.worker_command())


def keep_running(server: Server | None) -> None:
    """Start the embedded server again if it has ended: another command may have started it, and ended."""
    if server is not None and not server.is_running:
        server.start()


def _run(name: str, command: list[str]) -> int:
    children.listen_for_stop()
    running: children.Children = {}
    try:
        with database() as server:
            try:
                running[name] = children.spawn(command)
                children.watch(running, each_second=lambda: keep_running(server))
            finally:
                children.stop_all(running)
    except children.Stopped:
        return 0
    return 0
