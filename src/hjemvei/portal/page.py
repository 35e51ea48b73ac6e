"""How the person's pages are rendered: their own frame, languages, and nothing of staff's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext_lazy as _

from hjemvei.ui.chrome import Chrome, scheme_of
from hjemvei.ui.formats import language
from hjemvei.ui.parts import Link, Text
from hjemvei.ui.render import jinja_environment, page_context

LANGUAGE_COOKIE = "hjemvei_min_side_sprak"
LANGUAGES = dict(settings.PERSON_LANGUAGES)
MENU: tuple[tuple[str, Text], ...] = (
    ("portal:home", _("Hva skjer nå")),
    ("portal:dates", _("Mine datoer")),
    ("portal:dwelling", _("Mitt hjem")),
    ("portal:plan", _("Min plan")),
    ("portal:agreement", _("Avtalen om hjelpen")),
    ("portal:consents", _("Mine samtykker")),
    ("portal:looks", _("Hvem har sett")),
    ("portal:messages", _("Meldinger")),
    ("portal:corrections", _("Rett noe")),
    ("portal:victories", _("Det som gikk bra")),
    ("portal:complaints", _("Klage")),
    ("portal:rights", _("Rettighetene dine")),
)


@dataclass(frozen=True, slots=True)
class Frame:
    """`unchecked` is the warning that nobody has read the translation, in the language itself; `is_foreign`
    where it stands in Norwegian too.
    """

    menu: tuple[Link, ...]
    languages: tuple[Link, ...]
    unchecked: bool
    is_foreign: bool
    mark: str
    is_inside: bool


def language_before(request: HttpRequest) -> str:
    wished = request.COOKIES.get(LANGUAGE_COOKIE, "")
    return wished if wished in LANGUAGES else settings.LANGUAGE_CODE


def person_language(wished: str) -> str:
    """A language that the page is written in; Bokmål for others."""
    return wished if wished in LANGUAGES else settings.LANGUAGE_CODE


def frame_of(request: HttpRequest) -> Frame:
    here = getattr(request, "here", None)
    is_inside = here is not None and here.started_at is not None
    current = getattr(request.resolver_match, "view_name", "")
    now = language()
    return Frame(
        menu=tuple(
            Link(label=label, url=reverse(name), current=name == current) for name, label in MENU if is_inside
        ),
        languages=tuple(Link(label=name, url=code, current=code == now) for code, name in LANGUAGES.items()),
        unchecked=now not in settings.CHECKED_LANGUAGES,
        is_foreign=now not in settings.CHECKED_LANGUAGES | settings.PROJECT_LANGUAGES,
        mark=getattr(request, "mark", ""),
        is_inside=is_inside,
    )


def shown_page(
    request: HttpRequest, template: str, context: Mapping[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """Without staff's frame, messages and drafts."""
    values = page_context(request, {"frame": frame_of(request), **(context or {})}, chrome=Chrome())
    values["messages"] = ()
    values["scheme"], values["is_rtl"] = scheme_of(request), get_language_bidi()
    text = jinja_environment().get_template(template).render(values)
    response = HttpResponse(text, status=status)
    response.headers["Content-Language"] = language()
    return response
