"""The frame round a page: navigation, who is signed in, language and colours.

``ui`` cannot know who may see what, so the frame is supplied by the function that the setting
``HJEMVEI_CHROME`` names (a dotted path, called with the request). Without it the frame is anonymous.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string
from django.utils.translation import get_language_bidi, get_language_info

from hjemvei.ui.formats import language
from hjemvei.ui.parts import Link, Remark, Text

SCHEME_COOKIE = "hjemvei_scheme"
SCHEMES = ("auto", "light", "dark")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chrome:
    """What the frame shows. ``notice`` is the red band that stands on every page while it is set, and
    ``notice_end`` the button (a POST) that ends what it tells of.

    ``pages_about`` gives the tabs of a page about one thing by its key; it is asked only where shown.
    So is ``remarks_on``, what is said against what stands written about a thing.
    """

    navigation: tuple[Link, ...] = ()
    user_name: str = ""
    unit_name: str = ""
    badge: str = ""
    pages_about: Callable[[str], Sequence[Link]] = lambda _key: ()
    remarks_on: Callable[[Any], Sequence[Remark]] = lambda _thing: ()
    user_menu: tuple[Link, ...] = ()
    sign_in_url: str = ""
    sign_out_url: str = ""
    home_url: str = "/"
    search_url: str = ""
    search_label: str = ""
    accessibility_url: str = ""
    help_url: str = ""
    footer: tuple[Link, ...] = ()
    environment: str = ""
    notice: str = ""
    notice_end: Link | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """The context variable ``page`` of every template."""

    chrome: Chrome
    language: str
    direction: str
    scheme: str
    path: str
    languages: tuple[Link, ...]


@lru_cache
def _provider(path: str) -> Callable[[HttpRequest], Chrome]:
    return cast("Callable[[HttpRequest], Chrome]", import_string(path))


def chrome_for(request: HttpRequest) -> Chrome:
    path: str = getattr(settings, "HJEMVEI_CHROME", "")
    return _provider(path)(request) if path else Chrome()


def scheme_of(request: HttpRequest) -> str:
    chosen = request.COOKIES.get(SCHEME_COOKIE, "auto")
    return chosen if chosen in SCHEMES else "auto"


def _own_name(code: str, name: Text) -> Text:
    """The language's name in itself; languages that Django does not know keep the name of the settings."""
    try:
        return str(get_language_info(code)["name_local"]).capitalize()
    except KeyError:
        return name


@lru_cache
def _languages(now: str, known: tuple[tuple[str, Text], ...]) -> tuple[Link, ...]:
    return tuple(Link(label=_own_name(code, name), url=code, current=code[:2] == now) for code, name in known)


def page_for(request: HttpRequest, *, chrome: Chrome | None = None) -> Page:
    """``chrome`` is given only by error pages, which must not depend on a session that may be broken."""
    return Page(
        chrome=chrome_for(request) if chrome is None else chrome,
        language=language(),
        direction="rtl" if get_language_bidi() else "ltr",
        scheme=scheme_of(request),
        path=request.get_full_path(),
        languages=_languages(language(), tuple(settings.LANGUAGES)),
    )
