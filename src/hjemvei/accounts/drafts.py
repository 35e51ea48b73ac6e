"""What somebody has typed and not sent: kept encrypted under the form's path, given back when the form is
shown again.

Every page with a form asks `Drafts` (through `ui.render`), so no view says anything about drafts; sending the
form (a redirect) makes its draft go away. A POST that comes after the session has ended is kept for the user
whom the browser's own opaque cookie names, and for nobody else: whoever signs in next on a shared computer
sees nothing of it.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
from collections.abc import Collection
from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, QueryDict
from django.middleware.csrf import CsrfViewMiddleware
from django.urls import Resolver404, resolve, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from hjemvei.accounts.models import Draft
from hjemvei.core import clock
from hjemvei.core.crypto import Undecipherable, decrypt, encrypt
from hjemvei.core.db import session
from hjemvei.core.errors import RuleBroken
from hjemvei.core.master_field import master_field
from hjemvei.ui.formats import date, time
from hjemvei.ui.forms.drafts import KeptTyping

CONTENT = master_field(Draft, "content")
LARGEST = 64 * 1024
MOST = 50
COOKIE = "hjemvei_author"
COOKIE_SECONDS = 12 * 60 * 60
RENEWED_AFTER = 60 * 60
NEVER_KEPT = frozenset(
    {"csrfmiddlewaretoken", "once", "next", "password", "oldpassword", "password1", "password2", "code"}
)


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """What was typed, as it was posted, and when it was kept."""

    data: QueryDict
    saved_at: dt.datetime

    def fill(self, form: forms.BaseForm) -> None:
        """Put what was typed into an unbound form, field by field as its widgets read it.

        Hidden fields are the page's own and were not typed.
        """
        for name, field in form.fields.items():
            full = form.add_prefix(name)
            if not (field.widget.is_hidden or field.widget.value_omitted_from_data(self.data, {}, full)):
                form.initial[name] = field.widget.value_from_datadict(self.data, {}, full)

    def notice(self, today: dt.date) -> str:
        """«Vi har tatt vare på det du skrev kl. 10.42.»"""
        values = {"time": time(self.saved_at).replace(":", "."), "day": date(self.saved_at)}
        if date(self.saved_at) == date(today):
            return _("Vi har tatt vare på det du skrev kl. %(time)s.") % values
        return _("Vi har tatt vare på det du skrev %(day)s kl. %(time)s.") % values


class Drafts:
    """The drafts of whoever asks, for the form that the page of this request shows."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def offer(self, form: forms.BaseForm) -> KeptTyping:
        """Fill the form if something of it was kept; on an answered POST it holds what was just sent."""
        path = urlencode({"path": self.request.path})
        kept = None if form.is_bound else draft_of(self.request)
        if kept is not None:
            kept.fill(form)
        return KeptTyping(
            save_url=f"{reverse('accounts:save_draft')}?{path}",
            discard_url=f"{reverse('accounts:discard_draft')}?{path}",
            notice=kept.notice(clock.today()) if kept else "",
        )


def draft_of(request: HttpRequest, *, path: str = "") -> KeptDraft | None:
    """The user's draft of this page (or of `path`), for a GET; None when there is none, or on a POST."""
    actor = getattr(request, "actor", None)
    if actor is None or request.method == "POST":
        return None
    row = Draft.objects.filter(user_id=actor.user_id, path=(path or request.path)[:300]).first()
    return _read(row) if row is not None else None


def kept_texts(*, user_id: int, paths: Collection[str], field: str) -> dict[str, str]:
    """What is kept of one field, by the path of its form: for a page that shows several small forms."""
    if not paths:
        return {}
    rows = Draft.objects.filter(user_id=user_id, path__in=paths).order_by("path")
    kept = {row.path: _read(row) for row in rows}
    return {path: draft.data.get(field, "") for path, draft in kept.items() if draft is not None}


def _read(row: Draft) -> KeptDraft | None:
    """None where it was written under a key that is gone."""
    try:
        text = CONTENT.decrypt(row.content, user_id=row.user_id, path=row.path)
    except Undecipherable:
        return None
    data = QueryDict(mutable=True)
    for name, values in json.loads(text):
        data.setlist(name, values)
    return KeptDraft(data, row.saved_at)


def keep_draft(*, user_id: int, path: str, data: QueryDict, at: dt.datetime) -> bool:
    """Write the one draft of this path; False when nothing was typed. Raises RuleBroken past 64 kB.

    A field that was emptied is kept too: it may have been filled in by the page.

    Needs `hjemvei.user` set to the user: a draft is its writer's alone.
    """
    kept = [(name, values) for name, values in data.lists() if name not in NEVER_KEPT]
    text = json.dumps(kept, ensure_ascii=False)
    if len(text.encode()) > LARGEST:
        raise RuleBroken(_("Teksten er for lang til å bli tatt vare på som kladd."), code="draft_too_large")
    if not any(value for _name, values in kept for value in values):
        return False
    path = path[:300]
    mine = Draft.objects.filter(user_id=user_id)
    if not mine.filter(path=path).exists() and mine.count() >= MOST:
        mine.filter(pk=mine.order_by("saved_at", "pk").values("pk")[:1]).delete()
    Draft.objects.update_or_create(
        user_id=user_id,
        path=path,
        defaults={"content": CONTENT.encrypt(text, user_id=user_id, path=path), "saved_at": at},
    )
    return True


def forget_draft(*, user_id: int, path: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM accounts_draft WHERE user_id = %s AND path = %s", [user_id, path[:300]])


def keep_late_post(request: HttpRequest) -> bool:
    """Keep what an ended session sent, for its writer alone. Only from our own pages: the CSRF check must
    pass.
    """
    user_id = author_of(request)
    if user_id is None or int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
        return False
    checked = CsrfViewMiddleware(lambda _request: HttpResponse())
    if checked.process_view(request, _nothing, (), {}) is not None:
        return False
    autosave = request.path == reverse("accounts:save_draft")
    path = path_of(request.GET.get("path", "")) if autosave else request.path
    try:
        with session({"hjemvei.user": str(user_id)}):
            return bool(path) and keep_draft(user_id=user_id, path=path, data=request.POST, at=clock.now())
    except RuleBroken:
        return False


def path_of(address: str) -> str:
    """The path of a page of ours, else nothing."""
    path = address.split("?")[0]
    try:
        resolve(path)
    except Resolver404:
        return ""
    return path


def _nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def mark_author(request: HttpRequest, response: HttpResponse, *, user_id: int, at: dt.datetime) -> None:
    """Let the browser carry, encrypted and out of reach for scripts, whose drafts a late POST belongs to."""
    known = _open(request.COOKIES.get(COOKIE, ""))
    now = int(at.timestamp())
    if known is not None and known[0] == user_id and now - known[1] < RENEWED_AFTER:
        return
    sealed = encrypt(f"{user_id}:{now}", bound_to=COOKIE)
    response.set_cookie(
        COOKIE,
        base64.urlsafe_b64encode(sealed).decode(),
        max_age=COOKIE_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def author_of(request: HttpRequest) -> int | None:
    """Who last was signed in on this browser, in the last twelve hours."""
    known = _open(request.COOKIES.get(COOKIE, ""))
    if known is None or clock.now().timestamp() - known[1] > COOKIE_SECONDS:
        return None
    return known[0]


def _open(cookie: str) -> tuple[int, int] | None:
    try:
        user_id, _colon, made = decrypt(base64.urlsafe_b64decode(cookie), bound_to=COOKIE).partition(":")
        return int(user_id), int(made)
    except (Undecipherable, binascii.Error, ValueError):
        return None
