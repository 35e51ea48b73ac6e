"""The transaction of a request: who acts is set, what is read is written down, a GET cannot write."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import ExitStack, nullcontext
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY, logout
from django.contrib.auth.views import redirect_to_login
from django.db import DataError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.utils import translation
from django.utils.crypto import constant_time_compare

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.drafts import Drafts, forget_draft, keep_late_post, mark_author
from hjemvei.accounts.emergency import emergency_of, with_emergency
from hjemvei.accounts.middleware import wished_language
from hjemvei.accounts.queries import Seat, actor_of, user_with_seats
from hjemvei.accounts.sessions import device_of, has_second_factor, is_over
from hjemvei.accounts.step_up import StepUpNeeded, answering, ask, before_factors
from hjemvei.audit import reads
from hjemvei.core import clock
from hjemvei.core.db import read_only, session
from hjemvei.core.errors import HjemveiError, NotAllowed
from hjemvei.ui.views import bad_request, refusal

log = logging.getLogger(__name__)
READ_METHODS = {"GET", "HEAD", "OPTIONS"}
WRITES_IN_GET = ("audit_readlog", "django_session")
KEPT = "tatt-vare-paa"
OPEN_NAMESPACES = ("account_", "mfa_")
OPEN_VIEWS = {"ui:scheme": "colours are chosen before sign-in", "ui:language": "so is the language"}
SEEN_EVERY = 60


class ActorMiddleware:
    """Sets `request.actor` once; refuses whoever is not signed in where the view is not marked open."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = None  # type: ignore[attr-defined]
        match = _match(request)
        if match is None or getattr(match.func, "hjemvei_own_session", False):
            return self.get_response(request)
        actor = self._sign_in(request)
        answer = self._turn_away(request, match, actor) or before_factors(request, match.view_name)
        if answer is not None:
            return answer
        if actor is None:
            return self.get_response(request)
        with translation.override(wished_language(request) or actor.language):
            return self._answer(request, match, actor)

    def _answer(self, request: HttpRequest, match: ResolverMatch, actor: Actor) -> HttpResponse:
        request.actor, request.drafts = actor, Drafts(request)  # type: ignore[attr-defined]
        guarded = request.method in READ_METHODS and not getattr(match.func, "hjemvei_writes", "")
        with ExitStack() as stack:
            stack.enter_context(answering(request))
            stack.enter_context(session(actor.session_values()))
            stack.enter_context(reads.recording(actor, page=match.view_name))
            stack.enter_context(read_only(allowed=WRITES_IN_GET) if guarded else nullcontext())
            response = self.get_response(request)
            if response.status_code >= 500 or getattr(request, "hjemvei_failed", False):
                transaction.set_rollback(True)
            elif _was_sent(request, response) and not getattr(request, "hjemvei_draft_gone", False):
                forget_draft(user_id=actor.user_id, path=request.path)
        asked = getattr(request, "hjemvei_step_up", None)
        if asked is not None:
            response = ask(request, user_id=actor.user_id, reason=asked.reason)
        mark_author(request, response, user_id=actor.user_id, at=clock.now())
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A refusal is shown with its reason. A value that no column can hold (a NUL in an address, a number
        beyond its type) is the sender's mistake, wherever it slipped past a form.
        """
        request.hjemvei_failed = True  # type: ignore[attr-defined]
        if isinstance(error, StepUpNeeded):
            request.hjemvei_step_up = error  # type: ignore[attr-defined]
            return HttpResponse(status=401)
        if isinstance(error, DataError):
            log.warning(
                "a value that the database cannot hold was sent to %s",
                request.resolver_match and request.resolver_match.view_name,
            )
            return bad_request(request)
        if not isinstance(error, HjemveiError):
            return None
        status = 403 if isinstance(error, NotAllowed) else 409
        return refusal(request, error.message, status=status, code=error.code, link=error.link)

    def _sign_in(self, request: HttpRequest) -> Actor | None:
        user_id = request.session.get(SESSION_KEY)
        if user_id is None:
            return None
        user, seats = user_with_seats(int(user_id), today=clock.today())
        if (
            user is None
            or (user.is_demo and not settings.DEMO)
            or not constant_time_compare(
                request.session.get(HASH_SESSION_KEY, ""), user.get_session_auth_hash()
            )
        ):
            logout(request)
            return None
        if self._is_over(request, seats):
            logout(request)
            return None
        request._cached_user = user  # type: ignore[attr-defined]
        request.user = user
        request.seats = seats  # type: ignore[attr-defined]
        actor = actor_of(user, seats, unit_id=request.session.get("unit_id"))
        emergency = emergency_of(request.session, at=clock.now())
        return with_emergency(actor, emergency) if actor and emergency else actor

    def _is_over(self, request: HttpRequest, seats: list[Seat]) -> bool:
        now = int(clock.now().timestamp())
        if is_over(request.session, {role for seat in seats for role in seat.roles}, now=now):
            return True
        if "signed_in_at" not in request.session:
            request.session["signed_in_at"] = now
            request.session["device"] = device_of(request.headers.get("User-Agent", ""))
        if now - int(request.session.get("seen_at", 0)) >= SEEN_EVERY:
            request.session["seen_at"] = now
        return False

    def _turn_away(
        self, request: HttpRequest, match: ResolverMatch, actor: Actor | None
    ) -> HttpResponse | None:
        view, name = match.func, match.view_name
        if getattr(view, "hjemvei_public", "") or name.startswith(OPEN_NAMESPACES) or name in OPEN_VIEWS:
            return None
        if not request.user.is_authenticated:
            return _to_sign_in(request)
        if getattr(view, "hjemvei_signed_in", ""):
            return None
        if settings.MFA_REQUIRED and not has_second_factor(request, request.user.pk):
            return HttpResponseRedirect(reverse("accounts:second_factor"))
        if actor is None:
            return HttpResponseRedirect(reverse("accounts:no_unit"))
        return None


def _was_sent(request: HttpRequest, response: HttpResponse) -> bool:
    return request.method == "POST" and 300 <= response.status_code < 400


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in and come back to the page; what a late form held waits there as a draft."""
    back, kept = request.get_full_path(), False
    if request.method not in READ_METHODS:
        kept = keep_late_post(request)
        back = _page_of(request)
    if request.headers.get("HX-Request"):
        page = _path_of(request, request.headers.get("HX-Current-URL", "")) or "/"
        return HttpResponse(status=401, headers={"HX-Redirect": _sign_in(page, kept=kept)})
    return HttpResponseRedirect(_sign_in(back, kept=kept))


def _sign_in(back: str, *, kept: bool) -> str:
    """Where to sign in; the page there says so when what was typed is kept."""
    address: str = redirect_to_login(back).headers["Location"]
    return f"{address}&{KEPT}=1" if kept else address


def _page_of(request: HttpRequest) -> str:
    return _path_of(request, request.headers.get("Referer", "")) or "/"


def _path_of(request: HttpRequest, address: str) -> str:
    """The path of an address of ours, else nothing."""
    parts = urlsplit(address)
    if parts.netloc != request.get_host():
        return ""
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _match(request: HttpRequest) -> ResolverMatch | None:
    try:
        return resolve(request.path_info)
    except Resolver404:
        return None
