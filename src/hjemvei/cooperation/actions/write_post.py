"""Threads of a forum: see, hear and discuss with one another (R19), never about a person."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.cooperation.models import Forum, Post
from hjemvei.cooperation.policy import can_speak, can_withdraw_post
from hjemvei.cooperation.words import refuse_numbers
from hjemvei.core.errors import RuleBroken

WITHDRAWN = "–"


def start_thread(*, actor: Actor, forum: Forum, title: str, body: str, at: dt.datetime) -> Post:
    """Raises RuleBroken for an identity number; what looks like a name is asked about in the form."""
    if not title.strip():
        raise RuleBroken(_("Skriv hva det handler om."), code="empty", field="title")
    return _write(actor, forum, None, title.strip(), body, at)


def answer_post(*, actor: Actor, thread: Post, body: str, at: dt.datetime) -> Post:
    if thread.parent_id is not None:
        raise RuleBroken(_("Svar på det første innlegget."), code="not_thread")
    return _write(actor, thread.forum, thread, "", body, at)


def withdraw_post(*, actor: Actor, post: Post, at: dt.datetime) -> Post:
    """The words go, the place stays. Twice is once."""
    can_withdraw_post(actor, post).require()
    if post.withdrawn_at is None:
        post.withdrawn_at, post.body = at, ""
        post.title = WITHDRAWN if post.title else ""
        post.save(update_fields=["withdrawn_at", "body", "title"])
    return post


def _write(actor: Actor, forum: Forum, thread: Post | None, title: str, body: str, at: dt.datetime) -> Post:
    can_speak(actor, forum).require()
    refuse_numbers(title=title, body=body)
    if not body.strip():
        raise RuleBroken(_("Skriv innlegget."), code="empty", field="body")
    post: Post = Post.objects.create(
        forum=forum,
        parent=thread,
        title=title,
        body=body.strip(),
        author_id=actor.user_id,
        unit_id=actor.unit_id,
        written_at=at,
    )
    return post
