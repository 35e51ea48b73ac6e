"""A double submit does the thing once: the first answer is kept under the form's key and given again."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.audit.models import OnceKey
from hjemvei.core.errors import Conflict


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    location: str
    body: bytes


def earlier_answer(
    actor: Actor, *, key: str, request: bytes, at: dt.datetime, step: str = "", seconds: int | None = None
) -> Answer | None:
    """Claim `key` for this transaction, or return what it answered before.

    A second call waits for the first one's transaction. Raises Conflict when the key comes back with another
    content.
    """
    digest = hashlib.sha256(request).digest()
    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO "audit_oncekey" (user_id, key, request_hash, status, location, created_at, step,'
            " seconds) VALUES (%s, %s, %s, 0, '', %s, %s, %s) ON CONFLICT (user_id, key) DO NOTHING",
            [actor.user_id, key, digest, at, step[:60], seconds],
        )
        if cursor.rowcount:
            return None
    found = OnceKey.objects.get(user_id=actor.user_id, key=key)
    if bytes(found.request_hash) != digest:
        raise Conflict(_("Denne nøkkelen er brukt med et annet innhold."), code="key_reused")
    return Answer(found.status, found.location, bytes(found.body or b""))


KEEP = "UPDATE audit_oncekey SET status = %s, location = %s, body = %s WHERE user_id = %s AND key = %s"
KEEP_AND_FORGET = f"WITH sent AS (DELETE FROM accounts_draft WHERE user_id = %s AND path = %s) {KEEP}"


def keep_answer(
    actor: Actor, *, key: str, status: int, location: str = "", body: bytes = b"", sent_from: str = ""
) -> None:
    """Answer a claimed key; the draft of the page `sent_from` goes in the same statement.

    Raises LookupError where the claim was undone: what a refusal undoes must be answered as a refusal.
    """
    answer: list[Any] = [status, location, body, actor.user_id, key]
    with connection.cursor() as cursor:
        if sent_from:
            cursor.execute(KEEP_AND_FORGET, [actor.user_id, sent_from[:300], *answer])
        else:
            cursor.execute(KEEP, answer)
        if not cursor.rowcount:
            raise LookupError(f"nobody has claimed the key {key}")
