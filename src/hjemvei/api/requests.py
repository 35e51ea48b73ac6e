"""The one way a call travels: token, limit, transaction with its session, once-key, reads, answer.

It is the page's way (`audit.middleware`) without cookies: a GET cannot write, who is shown is logged in the
same transaction, and an answer of 400 or more undoes everything, so that its key may be used again.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.csrf import csrf_exempt
from ninja.operation import Operation
from ninja.responses import Status

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.api import ApiRequest, actor_of_token
from hjemvei.api import limits, replays
from hjemvei.api.problems import handle, problem
from hjemvei.audit import reads
from hjemvei.core import clock
from hjemvei.core.api import Refusal, RouteFacts, entity_tag
from hjemvei.core.db import read_only, session
from hjemvei.core.errors import NotAllowed

LANGUAGES = {"no": "nb", **{code: code for code, _name in settings.LANGUAGES}}
CONTENT_TYPES = {"body": "application/json", "file": "multipart/form-data", "form": "multipart/form-data"}
WRITES_IN_GET = ("audit_readlog",)
View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Call:
    """One call that was let in, and the operation it is for."""

    request: ApiRequest
    actor: Actor
    operation: Operation
    facts: RouteFacts
    view: Callable[[], HttpResponse]

    @property
    def page(self) -> str:
        return f"api:{self.operation.view_func.__name__}"


def language_of(request: HttpRequest) -> str:
    """The best of ours that the caller asks for; Bokmål where none is."""
    for wished, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")[:500]):
        found = LANGUAGES.get(wished.split("-")[0])
        if found:
            return found
    return "nb"


def outermost(view: View) -> View:
    """Around every address below `/api/`: language, problem answers for everything, no cookie, no store."""

    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with translation.override(language_of(request)):
            try:
                response = view(request, *args, **kwargs)
            except Exception as error:
                response = handle(request, error)
            if isinstance(response, HttpResponseNotAllowed):
                allow = [("Allow", response.headers.get("Allow", ""))]
                response = problem(405, _("Denne adressen tar ikke imot metoden."), headers=allow)
            response.headers["Content-Language"] = translation.get_language()
            response.headers.setdefault("Cache-Control", "private, no-store")
            response.headers["Vary"] = "Accept-Language, Authorization"
            return response

    answer.hjemvei_own_session = True  # type: ignore[attr-defined]
    return answer


def enclosed(run: View) -> View:
    """Around every operation, before its values are checked (ninja's decorator mode "view")."""
    operation: Operation = run.__self__  # type: ignore[attr-defined]

    @wraps(run)
    def answer(request: HttpRequest, **path: Any) -> HttpResponse:
        try:
            return _answer(request, operation, lambda: run(request, **path))
        except Exception as error:
            return handle(request, error)

    return answer


def tagged(view: Callable[..., Any]) -> Callable[..., Any]:
    """Around every view, after its values are checked: its status, and the entity tag of a single thing."""
    facts: RouteFacts = view.hjemvei_route  # type: ignore[attr-defined]

    @wraps(view)
    def run(request: ApiRequest, **values: Any) -> Status[Any]:
        found = view(request, **values)
        if facts.single:
            request.hjemvei_tag = entity_tag(found)
        return Status(facts.status, found)

    return run


def _answer(request: HttpRequest, operation: Operation, view: Callable[[], HttpResponse]) -> HttpResponse:
    facts: RouteFacts = operation.view_func.hjemvei_route  # type: ignore[attr-defined]
    actor = let_in(request)
    if facts.scope not in actor.scopes:
        raise NotAllowed(_("Nøkkelen har ikke området %(scope)s.") % {"scope": facts.scope}, code="scope")
    _check_query(request, operation)
    if facts.writes:
        _check_content(request, operation)
    inside: ApiRequest = request  # type: ignore[assignment]
    inside.actor, inside.hjemvei_tag = actor, ""
    return _run(Call(inside, actor, operation, facts, view))


def let_in(request: HttpRequest) -> Actor:
    """Whose token it is. Raises Refusal where there is none that holds, or it is used too often."""
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    at = clock.now()
    found = None
    if scheme.lower() == "bearer" and token.isascii() and 0 < len(token) <= 200:
        found = actor_of_token(token, today=clock.today(), at=at)
    if found is None:
        told = [("WWW-Authenticate", 'Bearer realm="hjemvei"')]
        raise Refusal(401, _("Send en gyldig systemnøkkel: Authorization: Bearer …"), headers=told)
    token_id, actor = found
    seconds = limits.wait(token_id)
    if seconds:
        later = [("Retry-After", str(seconds))]
        raise Refusal(429, _("Nøkkelen er brukt for ofte. Vent litt og prøv igjen."), headers=later)
    return actor


def _check_query(request: HttpRequest, operation: Operation) -> None:
    """A misspelt filter is refused: without it the answer would be another one than was asked for."""
    models = [model for model in operation.models if model.__ninja_param_source__ == "query"]
    known = {name for model in models for name in model.__ninja_flatten_map__}
    wrong = sorted(set(request.GET) - known)
    if wrong:
        reason = _("Dette feltet finnes ikke her.")
        errors = [(f"#/query/{name[:80]}", reason) for name in wrong[:20]]
        raise Refusal(422, _("Rett feltene som er nevnt, og send på nytt."), errors=errors)


def _check_content(request: HttpRequest, operation: Operation) -> None:
    sources = [model.__ninja_param_source__ for model in operation.models]
    wanted = {CONTENT_TYPES[source] for source in sources if source in CONTENT_TYPES}
    if wanted and request.content_type not in wanted:
        named = ", ".join(sorted(wanted))
        raise Refusal(
            415, _("Send innholdet som %(type)s.") % {"type": named}, headers=[("Accept-Post", named)]
        )


def _run(call: Call) -> HttpResponse:
    guard = nullcontext() if call.facts.writes else read_only(allowed=WRITES_IN_GET)
    with session(call.actor.session_values()), reads.recording(call.actor, page=call.page) as seen, guard:
        response = replays.once(call, seen) if call.facts.writes else call.view()
        if response.status_code >= 400:
            _forget(seen)
            transaction.set_rollback(True)
    if response.status_code < 400 and call.request.hjemvei_tag:
        response.headers["ETag"] = call.request.hjemvei_tag
    return response


def _forget(seen: reads.Reads) -> None:
    """A refusal shows nobody."""
    seen.person_ids.clear()
    seen.case_ids.clear()
    seen.tokens.clear()
