"""The sessions that are open now, found by whom they belong to; and how long one may last.

Sessions live at most two hours without use, so there are few; each is opened once to see whose it is.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.http import HttpRequest

SECOND_FACTOR = "mfa"
PROVEN_AT = "second_factor_at"
LIMITS = "limits"
PROVIDER = "provider"


@dataclass(frozen=True, slots=True)
class OpenSession:
    """`name` stands for the session on pages; the key itself is never shown."""

    name: str
    started_at: dt.datetime | None
    seen_at: dt.datetime | None
    device: str
    way: str
    is_this: bool


def _open(at: dt.datetime) -> Iterator[tuple[Session, dict[str, Any]]]:
    for row in Session.objects.filter(expire_date__gt=at).order_by("expire_date"):
        yield row, row.get_decoded()


def _of(user_id: int, at: dt.datetime) -> Iterator[tuple[Session, dict[str, Any]]]:
    return (found for found in _open(at) if str(found[1].get(SESSION_KEY, "")) == str(user_id))


def _moment(seconds: object) -> dt.datetime | None:
    return dt.datetime.fromtimestamp(seconds, dt.UTC) if isinstance(seconds, int) else None


def _name(key: str) -> str:
    return hashlib.sha256(f"session {key}".encode()).hexdigest()[:20]


def sessions_of(user_id: int, *, this: str | None, at: dt.datetime) -> list[OpenSession]:
    return [
        OpenSession(
            name=_name(row.session_key),
            started_at=_moment(content.get("signed_in_at")),
            seen_at=_moment(content.get("seen_at")),
            device=str(content.get("device", "")),
            way=str(content.get(PROVIDER, {}).get("name", "")),
            is_this=row.session_key == this,
        )
        for row, content in _of(user_id, at)
    ]


def end_sessions(user_id: int, *, at: dt.datetime, keep: str | None = None) -> int:
    """End every session of the user (but `keep`) at once; return how many there were."""
    return _end(row.session_key for row, _content in _of(user_id, at) if row.session_key != keep)


def end_session(user_id: int, name: str, *, at: dt.datetime) -> int:
    """End the user's one session of this name; 0 where it is over already, or somebody else's."""
    return _end(row.session_key for row, _content in _of(user_id, at) if _name(row.session_key) == name)


def end_provider_session(slug: str, sid: str, *, at: dt.datetime) -> int:
    """End what a provider's own session opened, when it says that it is over."""
    wanted = (slug, sid)
    return _end(
        row.session_key
        for row, content in _open(at)
        if (content.get(PROVIDER, {}).get("slug"), content.get(PROVIDER, {}).get("sid")) == wanted
    )


def _end(keys: Iterable[str]) -> int:
    ended = list(keys)
    Session.objects.filter(session_key__in=ended).delete()
    return len(ended)


def is_over(session: Mapping[str, Any], roles: Iterable[str], *, now: int) -> bool:
    """Idle for too long, or as old as it may become however busy it is: by the narrowest of what holds for
    everybody, for the way of signing in, and for each role.
    """
    limits = [(settings.SESSION_IDLE_SECONDS, settings.SESSION_ABSOLUTE_SECONDS)]
    limits += [settings.SESSION_ROLE_LIMITS[role] for role in roles if role in settings.SESSION_ROLE_LIMITS]
    if session.get(LIMITS):
        limits.append(tuple(session[LIMITS]))
    idle, absolute = min(found[0] for found in limits), min(found[1] for found in limits)
    seen, started = int(session.get("seen_at", now)), int(session.get("signed_in_at", now))
    return now - seen > idle or now - started > absolute


BROWSERS = {"Edg/": "Edge", "OPR/": "Opera", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari"}
SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS X": "Mac",
    "Linux": "Linux",
}


def device_of(agent: str) -> str:
    """«Firefox, Windows»: enough to know one's own machine by, and no more."""
    browser = next((name for mark, name in BROWSERS.items() if mark in agent), "")
    system = next((name for mark, name in SYSTEMS.items() if mark in agent), "")
    return ", ".join(filter(None, (browser, system)))


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
