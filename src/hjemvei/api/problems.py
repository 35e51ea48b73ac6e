"""Say no as RFC 9457 problem details, in the caller's language, and say what is wrong where."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import psycopg
from django.core.exceptions import ObjectDoesNotExist, RequestDataTooBig, SuspiciousOperation
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja.errors import HttpError, ValidationError

from hjemvei.core.api import Refusal
from hjemvei.core.errors import Conflict, NotAllowed, RuleBroken

logger = logging.getLogger("hjemvei.api")
MEDIA_TYPE = "application/problem+json"
SHOWN_CHOICES = 30
TITLES: Mapping[int, tuple[str, Promise]] = {
    400: ("malformed", gettext_lazy("Kallet kan ikke leses")),
    401: ("token", gettext_lazy("Nøkkelen gjelder ikke")),
    403: ("not-allowed", gettext_lazy("Ikke tillatt")),
    404: ("not-found", gettext_lazy("Finnes ikke")),
    405: ("method", gettext_lazy("Metoden finnes ikke her")),
    409: ("conflict", gettext_lazy("Noen andre var først")),
    412: ("changed", gettext_lazy("Endret siden du leste det")),
    413: ("too-large", gettext_lazy("For stort")),
    415: ("content-type", gettext_lazy("Innholdstypen passer ikke")),
    422: ("invalid", gettext_lazy("Opplysningene kan ikke brukes")),
    428: ("if-match", gettext_lazy("If-Match mangler")),
    429: ("too-many", gettext_lazy("For mange kall")),
    500: ("error", gettext_lazy("Feil hos oss")),
}
REASONS: Mapping[str, Promise] = {
    "missing": gettext_lazy("Må fylles ut."),
    "extra_forbidden": gettext_lazy("Dette feltet finnes ikke her."),
    "date_parsing": gettext_lazy("Skriv datoen slik: 2026-11-30."),
    "string_too_long": gettext_lazy("Høyst %(max_length)s tegn."),
    "string_too_short": gettext_lazy("Minst %(min_length)s tegn."),
    "string_pattern_mismatch": gettext_lazy("Har tegn eller form som ikke passer her."),
    "string_type": gettext_lazy("Skal være tekst."),
    "string_unicode": gettext_lazy("Har tegn som ikke er gyldige."),
    "int_type": gettext_lazy("Skal være et heltall."),
    "int_parsing": gettext_lazy("Skal være et heltall."),
    "int_from_float": gettext_lazy("Skal være et heltall."),
    "bool_type": gettext_lazy("Skal være true eller false."),
    "greater_than_equal": gettext_lazy("Minst %(ge)s."),
    "less_than_equal": gettext_lazy("Høyst %(le)s."),
    "enum": gettext_lazy("Velg en av: %(expected)s."),
    "literal_error": gettext_lazy("Velg en av: %(expected)s."),
    "list_type": gettext_lazy("Skal være en liste."),
    "too_long": gettext_lazy("Høyst %(max_length)s i listen."),
    "too_short": gettext_lazy("Minst %(min_length)s i listen."),
    "model_attributes_type": gettext_lazy("Skal være et objekt."),
    "dict_type": gettext_lazy("Skal være et objekt."),
}


def problem(
    status: int,
    detail: str,
    *,
    code: str = "",
    errors: Iterable[tuple[str, str]] = (),
    headers: Iterable[tuple[str, str]] = (),
) -> HttpResponse:
    """`errors`: JSON pointer and reason."""
    name, title = TITLES[status]
    content: dict[str, Any] = {
        "type": f"urn:hjemvei:problem:{code.replace('_', '-') or name}",
        "title": str(title),
        "status": status,
        "detail": detail,
        "errors": [{"pointer": pointer, "reason": reason} for pointer, reason in errors],
    }
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    response = HttpResponse(text.encode(errors="replace"), status=status, content_type=MEDIA_TYPE)
    for header, value in headers:
        response.headers[header] = value
    return response


def of_refusal(error: Refusal) -> HttpResponse:
    return problem(error.status, error.detail, errors=error.errors, headers=error.headers)


def of_rule(error: RuleBroken) -> HttpResponse:
    errors = [(f"#/body/{error.field}", error.message)] if error.field else []
    return problem(422, error.message, code=error.code, errors=errors)


def of_validation(error: ValidationError) -> HttpResponse:
    errors = [(_pointer(found), _reason(found)) for found in error.errors]
    return problem(422, _("Rett feltene som er nevnt, og send på nytt."), errors=errors)


def _pointer(found: Mapping[str, Any]) -> str:
    """`("body", "body", "due_on")` names the view's parameter too; it is left out."""
    place = [str(part) for part in found["loc"]]
    if len(place) > 1 and place[0] in ("body", "query", "form") and place[1] in ("body", "paging", "filters"):
        place = [place[0], *place[2:]]
    return "#/" + "/".join(part.replace("~", "~0").replace("/", "~1")[:80] for part in place)


def _reason(found: Mapping[str, Any]) -> str:
    text = REASONS.get(found["type"])
    if text is None:
        return _("Kan ikke brukes.")
    values = {name: str(value)[:400] for name, value in found.get("ctx", {}).items()}
    try:
        return str(text) % values
    except KeyError:
        return _("Kan ikke brukes.")


def of_database(error: DatabaseError) -> HttpResponse:
    """The database's own no, where Python had none: never an internal error for what a caller sent."""
    cause = error.__cause__
    if isinstance(cause, psycopg.errors.InsufficientPrivilege):
        return problem(403, _("Enheten din kan ikke gjøre dette i denne saken."))
    if isinstance(cause, psycopg.errors.UniqueViolation | psycopg.errors.ExclusionViolation):
        return problem(409, _("Dette er alt registrert, eller opptatt av andre. Les på nytt."))
    if isinstance(cause, psycopg.errors.IntegrityError | psycopg.errors.DataError):
        return problem(422, _("Opplysningene passer ikke sammen med det som alt er registrert."))
    if isinstance(cause, psycopg.errors.DeadlockDetected | psycopg.errors.SerializationFailure):
        return problem(409, _("Noen andre endret det samme nå. Prøv igjen."))
    return of_error(error)


def of_error(error: Exception) -> HttpResponse:
    logger.error("API call failed", exc_info=error)
    return problem(500, _("Noe gikk galt hos oss. Ingenting er lagret. Prøv igjen med samme nøkkel."))


def of_http(error: HttpError) -> HttpResponse:
    """What ninja itself refuses: a body that is no JSON."""
    if error.status_code != 400:
        return of_error(error)
    return problem(400, _("Innholdet er ikke gyldig JSON."))


def _unreadable(_error: Exception) -> HttpResponse:
    return problem(400, _("Det som ble sendt, kan ikke leses. Send det på nytt."))


def _absent(_error: Exception) -> HttpResponse:
    return problem(404, _("Finnes ikke, eller er ikke åpent for enheten din."))


Handler = Callable[[Any], HttpResponse]
HANDLERS: Mapping[type[Exception], Handler] = {
    Refusal: of_refusal,
    RuleBroken: of_rule,
    NotAllowed: lambda error: problem(403, error.message, code=error.code),
    Conflict: lambda error: problem(409, error.message, code=error.code),
    Http404: _absent,
    ObjectDoesNotExist: _absent,
    ValidationError: of_validation,
    HttpError: of_http,
    DatabaseError: of_database,
    MultiPartParserError: _unreadable,
    UnreadablePostError: _unreadable,
    SuspiciousOperation: _unreadable,
    RequestDataTooBig: lambda _error: problem(413, _("Det som ble sendt, er for stort.")),
    Exception: of_error,
}


def handle(_request: HttpRequest, error: Exception) -> HttpResponse:
    """The answer to any exception; the nearest class decides."""
    kind = next(kind for kind in type(error).__mro__ if kind in HANDLERS)
    return HANDLERS[kind](error)
