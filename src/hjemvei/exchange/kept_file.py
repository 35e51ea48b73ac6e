"""The roll's file between reading and applying: encrypted whole, bound to its roll."""

from __future__ import annotations

import psycopg
from django.db import connection
from django.utils.translation import gettext as _

from hjemvei.core.crypto import decrypt, encrypt
from hjemvei.core.errors import RuleBroken
from hjemvei.exchange.models import RollFile, RollImport

INSERT = "INSERT INTO exchange_rollfile (roll_id, owner_unit_id, ciphertext, size) VALUES (%s, %s, %b, %s)"


def keep_file(roll: RollImport, data: bytes) -> None:
    """Sent in binary: ten megabytes as escaped text would cost more than reading them."""
    ciphertext = encrypt(data.decode("latin-1"), bound_to=_place(roll))
    with psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(INSERT, [roll.pk, roll.owner_unit_id, ciphertext, len(data)])


def kept_file(roll: RollImport) -> bytes:
    """Raises RuleBroken when a day has passed or nothing needs it any more."""
    stored = RollFile.objects.filter(roll=roll).first()
    if stored is None:
        raise RuleBroken(_("Filen er slettet. Les inn listen på nytt."), code="file_gone")
    return decrypt(bytes(stored.ciphertext), bound_to=_place(roll)).encode("latin-1")


def _place(roll: RollImport) -> str:
    return f"rollfile:{roll.key}:content"
