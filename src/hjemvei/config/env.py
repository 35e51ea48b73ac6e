"""Read typed values from the environment; `docs/operations/configuration.md` lists every name."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

TRUE = {"1", "true", "yes", "on", "ja"}


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def flag(name: str, *, default: bool = False) -> bool:
    value = text(name)
    return value.lower() in TRUE if value else default


def number(name: str, default: int) -> int:
    value = text(name)
    return int(value) if value else default


def proxies(name: str) -> int:
    """How many proxies stand in front, each of which adds to `X-Forwarded-For`; `yes` is one."""
    value = text(name)
    return int(value) if value.isdecimal() else int(flag(name))


def words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def limits(name: str) -> dict[str, tuple[int, int]]:
    """`administrator=15/240,…`: minutes idle and altogether, as seconds by role. Raises ValueError."""
    found = {}
    for word in words(name):
        role, _sign, minutes = word.partition("=")
        idle, absolute = minutes.split("/")
        found[role.strip()] = (int(idle) * 60, int(absolute) * 60)
    return found


def tables(name: str, table: str) -> list[dict[str, Any]]:
    """Every `[[table]]` of the TOML file that the variable names; none without a file."""
    path = text(name)
    if not path:
        return []
    with Path(path).open("rb") as file:
        found: list[dict[str, Any]] = tomllib.load(file).get(table, [])
    return found


def var_directory() -> Path:
    """Where the embedded database, keys and generated files live; never inside the package."""
    return Path(text("HJEMVEI_VAR", "var")).resolve()


def database(url: str, *, role: str) -> dict[str, Any]:
    """Turn `postgresql://user:password@host:port/name?host=/socket` into Django's dictionary.

    A socket directory may stand as the query's `host` or percent-encoded as the host. Without a user, `role`
    is used.
    """
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    host = query.get("host", [unquote(parts.hostname or "")])[0]
    port = query.get("port", [str(parts.port or "")])[0]
    return {
        "ENGINE": "hjemvei.core.postgres",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or role),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": port,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
        "OPTIONS": {
            "application_name": f"hjemvei-{role.removeprefix('hjemvei_')}",
            # Planning a list under row-level security costs more than running it: let the server keep plans.
            "server_side_binding": True,
            "prepare_threshold": number("HJEMVEI_PREPARE_AFTER", 3) or None,
            "options": "-c plan_cache_mode=force_generic_plan",
        },
    }
