"""`hjemvei demo`: the demo world, its web server and its worker, from nothing to a printed address."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import webbrowser

import psycopg
from psycopg import sql

from hjemvei import __version__
from hjemvei.cli import children, django_commands, place
from hjemvei.cli.refusal import Refused
from hjemvei.cli.run import keep_running
from hjemvei.core.embedded import Server
from hjemvei.core.embedded_database import drop_database

HOST = "127.0.0.1"
LOADING = "hjemvei demo: loading"
LOADED = f"hjemvei demo: {__version__}"


def demo(options: argparse.Namespace) -> int:
    if place.is_external():
        raise Refused(
            "The demo makes its world in a database of its own: unset DATABASE_URL."
            " To run it on your own PostgreSQL's programs, set PG_BIN to the directory with initdb."
        )
    children.refuse_taken_port(HOST, options.port)
    os.environ["HJEMVEI_DEMO"] = "1"
    os.environ.setdefault("HJEMVEI_SITE_URL", f"http://{HOST}:{options.port}")
    children.listen_for_stop()
    running: children.Children = {}
    try:
        with place.database() as server:
            if server is None:
                raise Refused("The demo's database could not be started.")
            try:
                prepare(server, reset=options.reset)
                start(running, options)
                children.watch(running, each_second=lambda: keep_running(server))
            finally:
                children.stop_all(running)
    except children.Stopped:
        print("\nStopped. The data is kept; `--reset` makes the world anew.", flush=True)
    return 0


def prepare(server: Server, *, reset: bool) -> None:
    """Migrate, and load the demo world unless it is there; a half-loaded one is made anew."""
    print("Preparing the database …", flush=True)
    name = place.DEMO_DATABASE
    if reset or read_mark(server) == LOADING:
        print("Making the demo world anew …", flush=True)
        drop_database(server, name)
        place.use(server, name)
    django_commands.migrate(verbosity=0)
    mark = read_mark(server)
    if mark == LOADED:
        return
    if not mark:
        write_mark(server, LOADING)
    print("Loading reference data …", flush=True)
    django_commands.call("load_reference")
    if not mark:
        print("Loading the demo world …", flush=True)
        django_commands.call("load_demo")
    write_mark(server, LOADED)


def start(running: children.Children, options: argparse.Namespace) -> None:
    django_commands.gather_static()
    running["web server"] = children.spawn(children.web_command(HOST, options.port, 2))
    running["worker"] = children.spawn(children.worker_command(), farewell=signal.SIGKILL)
    children.wait_for_port(running["web server"], HOST, options.port)
    address = f"http://{HOST}:{options.port}"
    print("\nSign in with one click as any of these:\n", flush=True)
    django_commands.call("demo_signins")
    print(f"\nCtrl-C stops it. Hjemvei runs on {address}", flush=True)
    if not options.no_browser and sys.stdout.isatty() and has_display():
        webbrowser.open(address)


def has_display() -> bool:
    return sys.platform == "darwin" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def read_mark(server: Server) -> str:
    """How far the world was loaded: the comment on the database, which is dropped together with it."""
    with psycopg.connect(server.url("hjemvei_owner", place.DEMO_DATABASE)) as connection:
        query = (
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
        )
        row = connection.execute(query).fetchone()
    return str(row[0] or "") if row else ""


def write_mark(server: Server, mark: str) -> None:
    with psycopg.connect(server.url("hjemvei_owner", place.DEMO_DATABASE), autocommit=True) as connection:
        comment = sql.SQL("COMMENT ON DATABASE {} IS {}").format(
            sql.Identifier(place.DEMO_DATABASE), sql.Literal(mark)
        )
        connection.execute(comment)
