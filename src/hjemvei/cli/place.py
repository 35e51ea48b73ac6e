"""Where this installation lies, and which database it uses."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hjemvei.cli.refusal import Refused
from hjemvei.core.embedded import EmbeddedConfig, Server
from hjemvei.core.embedded_database import ensure_roles_and_database

DATABASE = "hjemvei"
DEMO_DATABASE = "hjemvei_demo"


def var_directory() -> Path:
    """HJEMVEI_VAR, else `var` in the checkout or the working directory; set for every child process."""
    found = Path(
        os.environ.get("HJEMVEI_VAR") or Path(os.environ.get("HJEMVEI_CHECKOUT", ".")) / "var"
    ).resolve()
    os.environ["HJEMVEI_VAR"] = str(found)
    return found


def checkout() -> Path:
    """The source checkout that development commands work in."""
    found = Path(os.environ.get("HJEMVEI_CHECKOUT", ".")).resolve()
    if not (found / "pyproject.toml").exists() or not (found / "src" / "hjemvei").is_dir():
        raise Refused(
            "This command works in a checkout of the source: run `python3 -m hjemvei …` in its top directory."
        )
    return found


def is_external() -> bool:
    """Whether DATABASE_URL names a PostgreSQL of the user's own, so that none is started."""
    return bool(os.environ.get("DATABASE_URL", "").strip())


def database_name() -> str:
    """The demo world has a database of its own, so that it never mixes with an installation's data."""
    return DEMO_DATABASE if os.environ.get("HJEMVEI_DEMO") == "1" else DATABASE


@contextmanager
def database() -> Iterator[Server | None]:
    """Have a database for one command: the user's own (None), or the embedded one, started if need be."""
    var = var_directory()
    if is_external():
        yield None
        return
    server = Server(EmbeddedConfig(var / "postgres"))
    try:
        server.start()
        use(server, database_name())
        yield server
    finally:
        server.stop()


def use(server: Server, name: str) -> None:
    """Make roles and database where missing, and point this process and its children at them."""
    ensure_roles_and_database(server, name)
    os.environ["DATABASE_URL"] = server.url("hjemvei_app", name)
    os.environ["DATABASE_OWNER_URL"] = server.url("hjemvei_owner", name)
