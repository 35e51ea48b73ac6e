"""The roll's file between reading and applying: encrypted whole, bound to its roll."""

from __future__ import annotations

import psycopg
from django.db import connection
from django.utils.translation import gettext as _

from hjemvei.core.errors import RuleBroken
from hjemvei.core.master_field import master_field
from hjemvei.exchange.models import RollFile, RollImport

CONTENT = master_field(RollFile, "ciphertext")
INSERT = "INSERT INTO exchange_rollfile (roll_id, owner_unit_id, ciphertext, size) VALUES (%s, %s, %b, %s)"


def keep_file(roll: RollImport, data: bytes) -> None:
    """Sent in binary: ten megabytes as escaped text would cost more than reading them."""
    ciphertext = CONTENT.encrypt(data.decode("latin-1"), roll__key=roll.key)
    with psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(INSERT, [roll.pk, roll.owner_unit_id, ciphertext, len(data)])


def kept_file(roll: RollImport) -> bytes:
    """Raises RuleBroken when a day has passed or nothing needs it any more."""
    stored = RollFile.objects.filter(roll=roll).first()
    if stored is None:
        raise RuleBroken(_("Filen er slettet. Les inn listen på nytt."), code="file_gone")
    return CONTENT.decrypt(stored.ciphertext, roll__key=roll.key).encode("latin-1")
