"""A new master key, and everything wrapped or encrypted by it again, in batches that may be broken off.

Only the tables' owner may ask for wrapped keys of everybody. Which columns lie under the master key, the
models say (`core.master_field`). The provider's token of a sign-in is left: it ends with its session.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.conf import settings
from django.db import connections, models, transaction

from hjemvei.accounts.adapter import BOUND_TO
from hjemvei.core.crypto import (
    HEAD_BYTES,
    Undecipherable,
    decrypt,
    encrypt,
    is_here,
    master_of,
    newest_master,
)
from hjemvei.core.master_field import MasterEncrypted
from hjemvei.persons import keys

OWNER = "owner"
CHUNK = 20


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
    """Is there something that an older master key wraps or encrypts, and could be moved to the newest?"""
    newest = newest_master()
    return any(master not in (0, newest) for master, _keys, _gone in key_counts()) or any(
        _behind(model, field) for model, field in encrypted_columns()
    )


def encrypted_columns() -> list[tuple[type[models.Model], MasterEncrypted]]:
    """Every column that the installation's key encrypts, whichever app it is in."""
    return [
        (model, field)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, MasterEncrypted)
    ]


def encrypt_again(*, batch: int) -> Iterator[tuple[str, int]]:
    """Each column's name and how many of its values were encrypted again, a batch at a time.

    A value that nothing here opens any more is left as it is; it expires by itself.
    """
    for model, field in encrypted_columns():
        behind = _behind(model, field)
        for start in range(0, len(behind), batch):
            with _kernel():
                moved = _move(model, field, behind[start : start + batch])
            yield model._meta.label, moved


@contextmanager
def _kernel() -> Iterator[None]:
    """Rows of everybody: the owner is bound by their policies, the kernel's role is not."""
    with _owner() as cursor:
        cursor.execute("SET LOCAL ROLE hjemvei_kernel")
        yield


def _behind(model: type[models.Model], field: MasterEncrypted) -> list[Any]:
    """Rows whose value an older key encrypts that is still here."""
    head = models.Func(
        models.F(field.attname),
        template=f"substring(%(expressions)s FROM 1 FOR {HEAD_BYTES})",
        output_field=models.BinaryField(),
    )
    with _kernel():
        rows = model._base_manager.using(OWNER).exclude(**{f"{field.attname}__isnull": True})
        heads = list(rows.annotate(head=head).order_by("pk").values_list("pk", "head"))
    newest = newest_master()
    return [pk for pk, found in heads if 0 < master_of(bytes(found)) < newest and is_here(bytes(found))]


def _move(model: type[models.Model], field: MasterEncrypted, pks: Sequence[Any]) -> int:
    """What somebody has written anew meanwhile is left: it is under the newest key already."""
    done = 0
    rows = model._base_manager.using(OWNER).filter(pk__in=pks).order_by("pk")
    for pk, old, *bound in rows.values_list("pk", field.attname, *field.names).iterator(chunk_size=CHUNK):
        names = dict(zip(field.names, bound, strict=True))
        try:
            new = field.encrypt(field.decrypt(old, **names), **names)
        except Undecipherable:
            continue
        same = model._base_manager.using(OWNER).filter(pk=pk, **{field.attname: old})
        done += same.update(**{field.attname: new})
    return done


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
