"""Threads of a forum."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hjemvei.accounts.actor import Actor
from hjemvei.audit.once_view import once
from hjemvei.cooperation import policy, queries
from hjemvei.cooperation.actions.write_post import answer_post, start_thread, withdraw_post
from hjemvei.cooperation.forms import AnswerForm, ThreadForm
from hjemvei.cooperation.models import Post
from hjemvei.cooperation.views.meetings import paging_of
from hjemvei.cooperation.views.shared import about, answered
from hjemvei.core import clock
from hjemvei.sharing.submit import carried_out
from hjemvei.ui.forms import sent
from hjemvei.ui.jinja import url
from hjemvei.ui.render import render

THREADS, THREAD = "cooperation:threads", "cooperation:thread"


@require_safe
def threads(request: HttpRequest, key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = queries.find_forum(actor, key)
    found = queries.threads_of(actor, row, cursor=request.GET.get("after", ""))
    context = {**about(actor, row, "threads"), "rows": found.rows, "paging": paging_of(found, THREADS, key)}
    return render(request, "cooperation/threads.html", context, block="rows")


@require_http_methods(["GET", "POST"])
@once
def new_thread(request: HttpRequest, key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = queries.find_forum(actor, key)
    policy.can_speak(actor, row).require()
    form = ThreadForm(sent(request), names=queries.names_in(actor, row))

    def act() -> object:
        title, body = form.cleaned_data["title"], form.cleaned_data["body"]
        return start_thread(actor=actor, forum=row, title=title, body=body, at=clock.now())

    lede = _("Spør, fortell, og hør hva andre gjør. Skriv aldri om en bestemt person.")
    texts = {"title": _("Ny tråd"), "submit": _("Skriv"), "lede": lede}
    return answered(request, row, form, act, back=url(THREADS, key), **texts)


@require_http_methods(["GET", "POST"])
@once
def thread(request: HttpRequest, key: str, post: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row: Post = queries.find_row(actor, Post, key, post)
    if row.parent_id is not None:
        raise Http404
    may_speak = policy.can_speak(actor, row.forum)
    form = AnswerForm(sent(request), names=queries.names_in(actor, row.forum))

    def act() -> object:
        return answer_post(actor=actor, thread=row, body=form.cleaned_data["body"], at=clock.now())

    if form.is_bound:
        may_speak.require()
        if carried_out(form, act):
            return redirect(THREAD, key, post)
    found = queries.posts_of(actor, row, cursor=request.GET.get("after", ""))
    context = {
        **about(actor, row.forum, "threads"),
        "thread": row,
        "rows": found.rows,
        "paging": paging_of(found, THREAD, key, post),
        "form": form if may_speak else None,
        "actor": actor,
    }
    return render(request, "cooperation/thread.html", context, status=422 if form.is_bound else 200)


@require_POST
@once
def take_back(request: HttpRequest, key: str, post: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row: Post = queries.find_row(actor, Post, key, post)
    withdraw_post(actor=actor, post=row, at=clock.now())
    thread_key = row.parent.key if row.parent else row.key
    return redirect(THREAD, key, thread_key)
