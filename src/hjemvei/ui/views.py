"""Error pages, the choice of colours, and the page that shows every component to developers."""

from __future__ import annotations

from functools import lru_cache
from http import HTTPStatus
from pathlib import Path

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hjemvei.ui.chrome import SCHEME_COOKIE, SCHEMES, Chrome
from hjemvei.ui.gallery import gallery_context
from hjemvei.ui.render import jinja_environment, page_context, render
from hjemvei.ui.wording import kinder

ONE_YEAR = 365 * 24 * 60 * 60
WRITTEN = forms.CharField(max_length=100_000)
"""More than any field takes: what is too long is said by the field's own form."""
ERROR_500 = Path(__file__).parent / "templates/ui/500.html"


def _safe_next(request: HttpRequest) -> str:
    target = request.POST.get("next", "/")
    hosts = {request.get_host()}
    safe = url_has_allowed_host_and_scheme(target, allowed_hosts=hosts, require_https=request.is_secure())
    return target if safe else "/"


@require_POST
def set_scheme(request: HttpRequest) -> HttpResponse:
    """Remembers the colours for a year; without JavaScript this is the whole switch."""
    scheme = request.POST.get("scheme", "auto")
    response = HttpResponseRedirect(_safe_next(request))
    if scheme in SCHEMES:
        response.set_cookie(
            SCHEME_COOKIE, scheme, max_age=ONE_YEAR, samesite="Lax", secure=request.is_secure()
        )
    return response


@require_POST
def wording(request: HttpRequest) -> HttpResponse:
    """What to say of a text that somebody is writing. In a body, since addresses are logged; not kept. What
    is no such text is answered 422 with the reason.
    """
    try:
        text = WRITTEN.clean(request.POST.get("text", ""))
    except ValidationError as error:
        return JsonResponse({"suggestions": [], "errors": error.messages}, status=422)
    return JsonResponse({"suggestions": kinder(text)})


SENT_BEFORE = "key_reused"
"""Going back and sending the same form again would be refused for ever."""


def _error(
    request: HttpRequest,
    status: int,
    heading: str,
    text: str,
    advice: list[str],
    reason: str,
    *,
    code: str = "",
    link: tuple[str, str] | None = None,
) -> HttpResponse:
    context = page_context(request, chrome=Chrome())
    context |= {"heading": heading, "text": text, "advice": advice, "reason": reason}
    context |= {"code": code, "link": link}
    return HttpResponse(jinja_environment().get_template("ui/error.html").render(context), status=status)


def refusal(
    request: HttpRequest, message: str, *, status: int, code: str = "", link: tuple[str, str] | None = None
) -> HttpResponse:
    """What a refused action answers: the reason in plain words, its code, and the way back or on."""
    heading = _("Du kan ikke gjøre dette") if status == HTTPStatus.FORBIDDEN else _("Det gikk ikke")
    advice = [_("Gå tilbake, se hva som er endret, og prøv igjen.")]
    if code == SENT_BEFORE:
        advice = [_("Åpne skjemaet på nytt, og skriv endringen der.")]
    if status == HTTPStatus.FORBIDDEN and code:
        advice = [_("Spør en kollega i enheten som har saken, eller lederen din.")]
    return _error(request, status, heading, message, advice, "", code=code, link=link)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """``handler400``."""
    advice = [_("Gå tilbake og prøv en gang til."), _("Skriv adressen på nytt hvis du limte den inn.")]
    return _error(
        request,
        400,
        _("Vi forstod ikke forespørselen"),
        _("Noe i adressen eller skjemaet var ikke som ventet."),
        advice,
        "",
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """``handler403``; what an action or policy says of itself is the reason shown to the reader, and nothing
    that a package says in its own words.
    """
    advice = [
        _("Sjekk at du handler for riktig enhet. Du bytter enhet i menyen øverst."),
        _("Be den som har ansvaret, om å dele med enheten din."),
        _("Gå tilbake til siden du kom fra."),
    ]
    text = _("Du er logget inn, men har ikke tilgang til å gjøre eller se dette.")
    reason = str(getattr(exception, "message", ""))
    return _error(request, 403, _("Du har ikke tilgang til dette"), text, advice, reason)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """``CSRF_FAILURE_VIEW``; the technical reason helps nobody who reads it here."""
    advice = [
        _("Gå tilbake, last siden på nytt og send skjemaet igjen."),
        _("Logg inn på nytt hvis du har vært borte en stund."),
    ]
    return _error(
        request,
        403,
        _("Skjemaet var for gammelt"),
        _("Av hensyn til sikkerheten tok vi ikke imot det."),
        advice,
        "",
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """``handler404``; says nothing about whether the thing exists for somebody else."""
    advice = [_("Sjekk at adressen er riktig."), _("Søk etter det du leter etter."), _("Gå til forsiden.")]
    text = _("Siden finnes ikke, eller du har ikke tilgang til den.")
    return _error(request, 404, _("Vi fant ikke siden"), text, advice, "")


@lru_cache
def _static_500(static_url: str) -> str:
    return ERROR_500.read_text(encoding="utf-8").replace("/static/", static_url)


def server_error(request: HttpRequest) -> HttpResponse:
    """``handler500``: a file, so that whatever broke cannot break this too."""
    return HttpResponse(_static_500(settings.STATIC_URL), status=500)


@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Every component with sample content; for developers, and for the accessibility test."""
    block = "panel" if "panel" in request.GET else "rows"
    return render(request, "ui/gallery.html", gallery_context(request), block=block)
