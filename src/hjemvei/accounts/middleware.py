"""Language before anybody is known: the cookie, else Bokmål. The browser's wish is not asked: Bokmål comes
first.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

LANGUAGES = {code for code, _name in settings.LANGUAGES}


def wished_language(request: HttpRequest) -> str:
    """The cookie's, if it is one of ours: each that is asked for is kept in memory for good."""
    wished = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return wished if wished in LANGUAGES else ""


class LanguageMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with translation.override(wished_language(request) or settings.LANGUAGE_CODE):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language())
            return response
