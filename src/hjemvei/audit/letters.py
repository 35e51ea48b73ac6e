"""Put a letter into the outbox; administrators have no case units, so the row is written for the unit
acted for.
"""

from __future__ import annotations

from django.db import connection

from hjemvei.accounts.events import Letter
from hjemvei.core.text import new_key

INSERT = """
INSERT INTO "audit_outbox"
       (key, kind, owner_unit_id, to_user_id, to_address, subject, body, once, created_at, tries,
        case_id, to_unit_id)
VALUES (%s, %s, %s, %s, '', %s, %s, %s, %s, 0, %s, %s) ON CONFLICT DO NOTHING
"""


def post(letter: Letter) -> None:
    """No RETURNING: the sender need not be able to read the outbox. A subject is one line."""
    values: list[str | int] = [
        new_key(),
        letter.kind,
        letter.unit_id,
        letter.user_id,
        " ".join(letter.subject.split())[:200],
        letter.body,
    ]
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [*values, letter.once[:100], letter.at, letter.case_id, letter.to_unit_id])
