"""Ask a provider over HTTPS: no redirects, ten seconds, 256 kB, JSON."""

from __future__ import annotations

import json
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

SECONDS = 10
LARGEST = 256 * 1024
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class Unreachable(Exception):
    """No answer, or none that can be used."""


class Refused(Exception):
    """The provider said no; the message is its error code."""


class _Straight(HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


def ask(url: str, form: dict[str, str] | None = None) -> dict[str, Any]:
    """GET, or POST of a form. Raises Unreachable, Refused."""
    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in LOOPBACK:
        raise Unreachable(f"{parts.scheme} is not safe")
    ways = [_Straight(), *([ProxyHandler({})] if parts.hostname in LOOPBACK else [])]
    data = urlencode(form).encode() if form is not None else None
    request = Request(url, data=data, headers={"Accept": "application/json"})  # noqa: S310  checked above
    try:
        with build_opener(*ways).open(request, timeout=SECONDS) as answer:
            return _json(answer.read(LARGEST + 1))
    except HTTPError as error:
        with error:
            raise Refused(_code(error)) from error
    except (OSError, HTTPException) as error:
        raise Unreachable(type(error).__name__) from error


def _code(error: HTTPError) -> str:
    """`invalid_grant`, or the status where the answer says nothing we understand."""
    try:
        return str(_json(error.read(LARGEST)).get("error", error.code))[:60]
    except (Unreachable, OSError, HTTPException):
        return str(error.code)


def _json(content: bytes) -> dict[str, Any]:
    if len(content) > LARGEST:
        raise Unreachable("the answer is too large")
    try:
        found = json.loads(content)
    except ValueError as error:
        raise Unreachable("the answer is no JSON") from error
    if not isinstance(found, dict):
        raise Unreachable("the answer is no object")
    return found
