"""Call Django's commands in this process, and turn their refusals into the exit codes of `hjemvei`."""

from __future__ import annotations

import os

import django
from django.core.management import CommandError, ManagementUtility, call_command, get_commands

from hjemvei.cli.refusal import Refused
from hjemvei.core.collector import look_seldom

SETTINGS = "hjemvei.config.settings"


def set_up() -> None:
    look_seldom()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    django.setup()


def require(name: str) -> None:
    """Refused where no installed app has the command."""
    set_up()
    if name not in get_commands():
        raise Refused(f"This installation has no command {name!r}: its app is missing from INSTALLED_APPS.")


def call(name: str, *arguments: str) -> None:
    """Run one command; Refused with its own words when it refuses or does not exist."""
    require(name)
    try:
        call_command(name, *arguments)
    except CommandError as error:
        raise Refused(str(error), code=error.returncode) from error
    except SystemExit as leaving:
        if leaving.code:
            raise Refused(f"{name} ended with {leaving.code}.") from leaving


def gather_static() -> None:
    """Put style sheets, scripts and fonts where the web server reads them, their hash in their names."""
    require("collectstatic")
    call_command("collectstatic", interactive=False, verbosity=0)


def pass_through(arguments: list[str]) -> int:
    """`hjemvei manage …`: Django's own command line, word for word."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    try:
        ManagementUtility(["hjemvei manage", *arguments]).execute()
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else int(bool(leaving.code))
    return 0


def migrate(*, verbosity: int = 1) -> None:
    """Bring the database up to date, as the role that owns it."""
    if not os.environ.get("DATABASE_OWNER_URL", "").strip():
        raise Refused(
            "Migrations need DATABASE_OWNER_URL, the address of the role hjemvei_owner."
            " `hjemvei doctor --sql` prints the statements that make the roles."
        )
    call("migrate", "--database", "owner", "--no-input", "--verbosity", str(verbosity))
