"""An answer that is the same for everybody: whoever asks again, and whatever stands between, may keep it."""

from __future__ import annotations

import hashlib

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers

MINUTES = 300
"""Seconds."""


def for_everybody(request: HttpRequest, response: HttpResponse, *, seconds: int = MINUTES) -> HttpResponse:
    """With an ETag of its content; 304 for who has it already. The language may stand in a cookie."""
    tag = f'"{hashlib.sha256(response.content).hexdigest()}"'
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = f"public, max-age={seconds}"
    patch_vary_headers(response, ["Cookie"])
    answer = get_conditional_response(request, etag=tag, response=response)
    assert isinstance(answer, HttpResponse)
    return answer
