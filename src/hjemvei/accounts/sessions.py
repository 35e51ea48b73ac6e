"""The sessions that are open now, found by whom they belong to.

Sessions live at most two hours without use, so there are few; each is opened once to see whose it is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.http import HttpRequest

SECOND_FACTOR = "mfa"


@dataclass(frozen=True, slots=True)
class OpenSession:
    started_at: dt.datetime | None
    seen_at: dt.datetime | None
    is_this: bool


def _of(user_id: int, at: dt.datetime) -> Iterator[tuple[Session, dict[str, object]]]:
    for row in Session.objects.filter(expire_date__gt=at).order_by("expire_date"):
        content = row.get_decoded()
        if str(content.get(SESSION_KEY, "")) == str(user_id):
            yield row, content


def _moment(seconds: object) -> dt.datetime | None:
    return dt.datetime.fromtimestamp(seconds, dt.UTC) if isinstance(seconds, int) else None


def sessions_of(user_id: int, *, this: str | None, at: dt.datetime) -> list[OpenSession]:
    return [
        OpenSession(
            _moment(content.get("signed_in_at")), _moment(content.get("seen_at")), row.session_key == this
        )
        for row, content in _of(user_id, at)
    ]


def end_sessions(user_id: int, *, at: dt.datetime, keep: str | None = None) -> int:
    """End every session of the user (but `keep`) at once; return how many there were."""
    keys = [row.session_key for row, _content in _of(user_id, at) if row.session_key != keep]
    Session.objects.filter(session_key__in=keys).delete()
    return len(keys)


def has_second_factor(request: HttpRequest, user_id: int) -> bool:
    """Whether this session was opened with a second factor or a passkey, by allauth's own record of it."""
    if request.session.get("second_factor") is True:
        return True
    if str(request.session.get("account_authentication_methods_user", "")) != str(user_id):
        return False
    records = request.session.get("account_authentication_methods", [])
    return any(isinstance(record, dict) and record.get("method") == SECOND_FACTOR for record in records)
