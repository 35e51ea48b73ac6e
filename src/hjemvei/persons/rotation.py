"""A new master key, and everything that lasts wrapped or encrypted by it again, in batches that may be
broken off.

Only the tables' owner may ask for wrapped keys of everybody. What expires by itself (drafts, kept answers,
files of rolls) is left alone: the older key stays readable until they are gone.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import connections, transaction

from hjemvei.accounts.adapter import BOUND_TO
from hjemvei.core.crypto import decrypt, encrypt, master_of, newest_master
from hjemvei.persons import keys

OWNER = "owner"


@contextmanager
def _owner() -> Iterator[Any]:
    """A transaction; the owner errors instead of seeing nothing, and asks the kernel's functions."""
    with transaction.atomic(using=OWNER), connections[OWNER].cursor() as cursor:
        cursor.execute("SET LOCAL row_security = on")
        yield cursor


def new_master() -> int:
    """A key of its own in a file that only its owner may read; it is used from now on."""
    number = newest_master() + 1
    path = Path(settings.FIELD_KEY_DIRECTORY) / f"field-{number}"
    secret = secrets.token_urlsafe(48)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secret)
    settings.FIELD_KEYS[number] = secret
    return number


def key_counts() -> list[tuple[int, int, int]]:
    """Master key, keys that it wraps, and how many are destroyed (these have the number 0)."""
    with _owner() as cursor:
        cursor.execute("SELECT master, keys, destroyed FROM kernel.key_counts() ORDER BY master")
        return list(cursor.fetchall())


def is_behind() -> bool:
    """Is there a living key that an older master key wraps?"""
    newest = newest_master()
    return any(master not in (0, newest) for master, _keys, _gone in key_counts())


def wrap_again(*, batch: int) -> Iterator[int]:
    """Each batch is a transaction of its own; yields how many were wrapped. Raises Undecipherable without the
    older key.
    """
    newest = newest_master()
    while True:
        with _owner() as cursor:
            cursor.execute("SELECT id, wrapped, master FROM kernel.keys_to_wrap(%s, %s)", [newest, batch])
            rows = cursor.fetchall()
            if not rows:
                return
            numbers = [number for number, _wrapped, _by in rows]
            wraps = [
                keys.wrap(number, keys.unwrap(number, bytes(wrapped), by)) for number, wrapped, by in rows
            ]
            cursor.execute(
                "SELECT kernel.wrap_again(%s, %s::bigint[], %s::bytea[])", [newest, numbers, wraps]
            )
        yield len(rows)


def encrypt_factors_again() -> int:
    """Secrets of second factors, which live as long as their users."""
    changed = 0
    for row in Authenticator.objects.using(OWNER).order_by("id"):
        data = _again(row.data)
        if data != row.data:
            Authenticator.objects.using(OWNER).filter(pk=row.pk).update(data=data)
            changed += 1
    return changed


def _again(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _again(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_again(inner) for inner in value]
    old = _ciphertext(value)
    if not old or master_of(old) == newest_master():
        return value
    return encrypt(decrypt(old, bound_to=BOUND_TO), bound_to=BOUND_TO).hex()


def _ciphertext(value: Any) -> bytes:
    """Ours, else nothing: passkeys hold other texts."""
    try:
        data = bytes.fromhex(value) if isinstance(value, str) else b""
    except ValueError:
        return b""
    return data if 0 < master_of(data) <= newest_master() and len(data) > 30 else b""
