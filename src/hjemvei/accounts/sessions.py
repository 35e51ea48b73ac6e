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
PROVEN_AT = "second_factor_at"


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
    """Whether this session was opened with a second factor or a passkey: by allauth's own record of it, or by
    what an organisation's provider has said.
    """
    return request.session.get("second_factor") is True or bool(_moments(request, user_id))


def second_factor_at(request: HttpRequest, user_id: int) -> float:
    """When a second factor was last shown in this session, in seconds since 1970; 0 for never."""
    told = request.session.get(PROVEN_AT, 0)
    return max([float(told) if isinstance(told, int | float) else 0.0, *_moments(request, user_id)])


def _moments(request: HttpRequest, user_id: int) -> list[float]:
    if str(request.session.get("account_authentication_methods_user", "")) != str(user_id):
        return []
    records = request.session.get("account_authentication_methods", [])
    return [
        float(record.get("at", 0))
        for record in records
        if isinstance(record, dict) and record.get("method") == SECOND_FACTOR
    ]
