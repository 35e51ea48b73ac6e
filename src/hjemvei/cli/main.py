"""Parse the command line. Exit codes: 0 done, 1 refused with reasons, 2 wrong usage."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
from django.db import OperationalError, ProgrammingError

from hjemvei import __version__
from hjemvei.cli import demo, develop, django_commands, doctor, place, run, texts
from hjemvei.cli.refusal import Refused
from hjemvei.core.bootstrap_sql import psql_script
from hjemvei.core.embedded import EmbeddedError

Command = Callable[[argparse.Namespace], int]
MISSING = (
    psycopg.errors.UndefinedTable,
    psycopg.errors.UndefinedColumn,
    psycopg.errors.UndefinedFunction,
    psycopg.errors.InvalidSchemaName,
)


def main(arguments: list[str]) -> int:
    """Run one command and return its exit code; wrong usage leaves through argparse with 2."""
    logging.basicConfig(format="%(message)s", level=logging.WARNING)
    options, rest = parse(arguments)
    options.rest = rest
    command: Command = options.command
    try:
        return command(options)
    except (Refused, EmbeddedError) as error:
        print(f"hjemvei {options.name}: {error}", file=sys.stderr)
        return error.code if isinstance(error, Refused) else 1
    except (psycopg.OperationalError, OperationalError) as error:
        print(f"hjemvei {options.name}: the database can't be reached: {error}", file=sys.stderr)
    except ProgrammingError as error:
        print(f"hjemvei {options.name}: {what_is_missing(error)}", file=sys.stderr)
    except PermissionError as error:
        print(f"hjemvei {options.name}: {whose(error)}", file=sys.stderr)
    except KeyboardInterrupt:
        print("Interrupted.", file=sys.stderr)
    return 1


def what_is_missing(error: ProgrammingError) -> str:
    """A database that is empty, or older than the programs. Any other mistake in a statement is a fault of
    ours and rises.
    """
    if not isinstance(error.__cause__, MISSING):
        raise error
    return (
        "The database is empty, or older than this version: it has no such table, column or function.\n"
        f"Run `hjemvei migrate` first. The database says: {str(error).splitlines()[0]}"
    )


def whose(error: PermissionError) -> str:
    """Most often: keys and files were made by root before the service's own user came."""
    return (
        f"{error.filename} may not be used by the user {os.geteuid()}.\n"
        f"Run every command as the user of the services, and give that one the whole of HJEMVEI_VAR"
        f" ({place.var_directory()}): chown -R USER DIRECTORY"
    )


def parse(arguments: list[str]) -> tuple[argparse.Namespace, list[str]]:
    """Split off what a command passes on word for word; anything else unknown is wrong usage."""
    found = parser()
    if arguments and arguments[0] in PASSED_ON:
        return argparse.Namespace(name=arguments[0], command=PASSED_ON[arguments[0]]), arguments[1:]
    return found.parse_args(arguments), []


def parser() -> argparse.ArgumentParser:
    found = argparse.ArgumentParser(
        prog="hjemvei", description="Run, prepare and check an installation of Hjemvei."
    )
    found.add_argument("--version", action="version", version=f"hjemvei {__version__}")
    commands = found.add_subparsers(dest="name", required=True, metavar="COMMAND")

    def add(name: str, command: Command, words: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=words, description=words)
        made.set_defaults(command=command)
        return made

    add_running(add)
    add_preparing(add)
    for name in PASSED_ON_WORDS:
        add(name, PASSED_ON[name], PASSED_ON_WORDS[name])
    add(
        "check",
        lambda options: develop.check(),
        "style, types, layers, templates and migrations of a checkout",
    )
    return found


def add_running(add: Callable[[str, Command, str], argparse.ArgumentParser]) -> None:
    made = add("demo", demo.demo, "a demo world with its web server and worker")
    made.add_argument("--reset", action="store_true", help="drop the demo world and make it anew")
    made.add_argument("--port", type=port, default=8000)
    made.add_argument("--no-browser", action="store_true", help="only print the address")
    made = add("serve", run.serve, "the web server")
    made.add_argument("--host", default="127.0.0.1")
    made.add_argument("--port", type=port, default=8000)
    made.add_argument("--workers", type=positive, default=2, help="processes (2)")
    add("worker", run.work, "the worker for background jobs")


def add_preparing(add: Callable[[str, Command, str], argparse.ArgumentParser]) -> None:
    add("migrate", migrate, "bring the database and its reference data up to date")
    made = add("doctor", examine, "what is wrong, and how to mend it")
    made.add_argument(
        "--sql", action="store_true", help="print the statements that make roles and database, and end"
    )
    made.add_argument("--database", default=place.DATABASE, help="the database's name in --sql (hjemvei)")
    made = add("import-roll", import_roll, "load a prison's roll")
    made.add_argument("file", type=Path, metavar="FILE")
    made.add_argument("--prison", required=True, metavar="SLUG")
    made.add_argument("--date", metavar="DAY", help="the day the roll is for; else from its name, else today")
    made.add_argument("--as", dest="email", metavar="EMAIL", help="load as this user; else as the system")
    made.add_argument("--faulty", type=Path, metavar="FILE", help="where faulty rows go (FILE.feil.csv)")
    made.add_argument("--dry-run", action="store_true", help="show what would change, and change nothing")
    made = add("bench-data", bench_data, "fill an empty database with made-up cases")
    made.add_argument("--cases", type=positive, required=True, metavar="N")


def migrate(options: argparse.Namespace) -> int:
    """Reference data comes along: a new version may bring a municipality or a prison."""
    with place.database():
        django_commands.migrate()
        django_commands.call("load_reference")
    return 0


def examine(options: argparse.Namespace) -> int:
    if options.sql:
        try:
            sys.stdout.write(psql_script(options.database))
        except ValueError as error:
            raise Refused(str(error)) from error
        return 0
    with place.database():
        return doctor.doctor()


def import_roll(options: argparse.Namespace) -> int:
    """0: all is in; 1: some rows are faulty; 2: nothing was loaded."""
    if not options.file.is_file():
        raise Refused(f"There is no file {options.file}.", code=2)
    more = ["--dry-run"] if options.dry_run else []
    for name, value in (("date", options.date), ("as", options.email), ("faulty", options.faulty)):
        more += [f"--{name}={value}"] if value else []
    with place.database():
        django_commands.call("import_roll", str(options.file), "--prison", options.prison, *more)
    return 0


def bench_data(options: argparse.Namespace) -> int:
    with place.database():
        django_commands.call("bench_data", "--cases", str(options.cases))
    return 0


def passed_to_django(name: str) -> Command:
    def command(options: argparse.Namespace) -> int:
        with place.database():
            if name:
                django_commands.require(name)
            return django_commands.pass_through([*([name] if name else []), *options.rest])

    return command


def privacy(options: argparse.Namespace) -> int:
    """The list of fields comes from the code alone: no database is started for it."""
    if options.rest[:1] == ["fields"]:
        return django_commands.pass_through(["privacy", *options.rest])
    return passed_to_django("privacy")(options)


PASSED_ON: dict[str, Command] = {
    "test": lambda options: develop.test(options.rest),
    "evidence": lambda options: develop.evidence(options.rest),
    "bench": lambda options: develop.bench(options.rest),
    "texts": lambda options: texts.texts(options.rest),
    "init": passed_to_django("init_hjemvei"),
    "audit-verify": passed_to_django("audit_verify"),
    "seal-key": passed_to_django("seal_key"),
    "privacy": privacy,
    "keys": passed_to_django("keys"),
    "backup": passed_to_django("backup"),
    "restore": passed_to_django("restore"),
    "manage": passed_to_django(""),
}
PASSED_ON_WORDS = {
    "test": "the whole suite of a checkout; arguments go to pytest",
    "evidence": "the long tests that `test` leaves out; arguments go to pytest",
    "bench": "the speed table of a checkout",
    "texts": "gather the texts and compile the catalogues of a checkout",
    "init": "make the first organisation and its administrator",
    "audit-verify": "look for edits, deletions, insertions and reorderings in both logs",
    "seal-key": "the public key that seals are checked with; --make makes the key at first",
    "privacy": "what is held about people: fields, retention, papers",
    "keys": "`status` or `rotate`: the master keys that wrap everybody's own key",
    "backup": "--to DIR: every row into an empty directory",
    "restore": "--from DIR: a backup into an empty database; erased people stay erased",
    "manage": "one of Django's commands, word for word",
}


def port(text: str) -> int:
    number = int(text)
    if not 0 < number < 65536:
        raise argparse.ArgumentTypeError("a port is a number from 1 to 65535")
    return number


def positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("a whole number from 1 up")
    return number


def run_command() -> None:
    sys.exit(main(sys.argv[1:]))
