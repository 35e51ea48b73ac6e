"""`@once`: a form that is sent twice does its thing once and gets the first answer again.

A refused form (any answer of 400 or more) undoes whatever the view had written and gives the key back, so
that the corrected form may be sent under the same key.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.audit.models import OnceKey
from hjemvei.audit.once import earlier_answer, keep_answer
from hjemvei.core import clock
from hjemvei.core.db import marked
from hjemvei.core.errors import Conflict
from hjemvei.ui.forms.base import seconds_open
from hjemvei.ui.views import SENT_BEFORE

FIELD = "once"
SHORTEST, LONGEST = 16, 64
REDIRECT = 302
NOT_CONTENT = (FIELD, "csrfmiddlewaretoken")
View = Callable[..., HttpResponse]


def once(view: View) -> View:
    """For views that answer POST with a redirect. Raises Conflict when a key comes back with another content.

    The key is the form's field `once` (`ui.forms.OnceForm`); a POST without a usable key runs unguarded,
    and the form itself says what is missing.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        key = request.POST.get(FIELD, "") if request.method == "POST" else ""
        if not usable(key) or getattr(request, "actor", None) is None:
            return view(request, *args, **kwargs)
        with marked():
            return _answer(request, key, lambda: view(request, *args, **kwargs))

    return guarded


def usable(key: str) -> bool:
    return SHORTEST <= len(key) <= LONGEST and key.isascii() and key.isprintable()


def _answer(request: HttpRequest, key: str, view: Callable[[], HttpResponse]) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    at, match = clock.now(), request.resolver_match
    step, seconds = match.view_name if match else "", seconds_open(key, at.timestamp())
    try:
        earlier = earlier_answer(actor, key=key, request=content(request), at=at, step=step, seconds=seconds)
    except Conflict as error:
        raise _sent_before(actor, key) from error
    if earlier is not None:
        _tell(request)
        return HttpResponseRedirect(earlier.location or request.path)
    response = view()
    if response.status_code >= 400:
        transaction.set_rollback(True)
    else:
        location = response.headers.get("Location", "")
        sent_from = request.path if 300 <= response.status_code < 400 else ""
        keep_answer(actor, key=key, status=response.status_code, location=location, sent_from=sent_from)
        request.hjemvei_draft_gone = bool(sent_from)  # type: ignore[attr-defined]
        if response.status_code == REDIRECT:
            _tell(request)
    return response


def _sent_before(actor: Actor, key: str) -> Conflict:
    """Somebody went back, changed something and sent the form again: what is saved, and where it is seen."""
    text = _(
        "Skjemaet er sendt før, og det som sto der da, er lagret. Det du har endret etterpå, er ikke lagret."
    )
    place = OnceKey.objects.get(user_id=actor.user_id, key=key).location
    link = (_("Se det som er lagret"), place) if place else None
    return Conflict(text, code=SENT_BEFORE, link=link)


def _tell(request: HttpRequest) -> None:
    """Nobody is left to wonder whether it was saved; a view that has said more is not repeated."""
    told = messages.get_messages(request)
    if not getattr(told, "added_new", True):
        messages.success(request, _("Lagret."))


def content(request: HttpRequest) -> bytes:
    """What was sent, without the bookkeeping fields, in one order; files by name and size."""
    fields = sorted((name, values) for name, values in request.POST.lists() if name not in NOT_CONTENT)
    files = sorted(
        (name, getattr(file, "name", ""), getattr(file, "size", 0)) for name, file in request.FILES.items()
    )
    return repr((request.path, fields, files)).encode()
