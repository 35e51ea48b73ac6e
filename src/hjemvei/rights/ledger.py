"""Whom the system must forget, kept outside the database and its backups: keyed references, nothing else.

A line is appended before an erasure is final. A restored backup is compared with it, and whoever stands there
is erased again. The reference is worthless without the index key, and to anybody without the person's row.
"""

from __future__ import annotations

import datetime as dt
import hmac
import json
import os
from pathlib import Path

from django.conf import settings


def reference(person_key: str) -> str:
    message = b"erased:" + person_key.encode()
    return hmac.digest(settings.INDEX_KEY.encode(), message, "sha256").hex()


def append(person_key: str, *, at: dt.datetime) -> None:
    """On the disk when this returns. Raises OSError: then nothing may be erased."""
    path = Path(settings.ERASURE_LEDGER)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    line = json.dumps({"at": at.isoformat(), "erased": reference(person_key)}, sort_keys=True) + "\n"
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(descriptor, line.encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def references() -> frozenset[str]:
    """Everybody who was erased. Raises ValueError for a line that can't be read: nobody may be left out."""
    path = Path(settings.ERASURE_LEDGER)
    if not path.exists():
        return frozenset()
    found = set()
    for number, text in enumerate(path.read_text().splitlines(), start=1):
        try:
            found.add(str(json.loads(text)["erased"]))
        except (ValueError, KeyError, TypeError) as error:
            raise ValueError(f"line {number} of {path} can't be read") from error
    return frozenset(found)
