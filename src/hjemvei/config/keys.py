"""Secret keys: from the environment, else made once and kept in a file that only the owner may read."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def secret(name: str, path: Path) -> str:
    """Return the key `name`; a missing file is made atomically so that two processes agree on one key."""
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()


def numbered(name: str, directory: Path) -> dict[int, str]:
    """Later master keys: files `field-2`, `field-3` and so on, and `2=secret,3=secret` in the environment.

    Raises ValueError for an entry that is not a number and a secret.
    """
    found = {
        int(path.name.removeprefix("field-")): path.read_text().strip()
        for path in directory.glob("field-*")
        if path.name.removeprefix("field-").isdecimal()
    }
    for entry in filter(None, (part.strip() for part in os.environ.get(name, "").split(","))):
        number, _equals, value = entry.partition("=")
        if not number.strip().isdecimal() or not value:
            raise ValueError(f"{name} holds number=secret pairs with commas between, such as 2=…,3=…")
        found[int(number)] = value
    return found
