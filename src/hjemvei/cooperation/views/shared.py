"""What the views of a forum have in common: its tabs, and a form that is answered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.cooperation.models import Forum
from hjemvei.cooperation.policy import can_lead, can_speak
from hjemvei.sharing.submit import carried_out
from hjemvei.ui.jinja import url
from hjemvei.ui.parts import Link
from hjemvei.ui.render import render

TABS = ("forum", "meetings", "work", "threads", "members")


def tabs_of(forum: Forum, current: str) -> list[Link]:
    labels = (_("Oversikt"), _("Møter"), _("Vedtak og tiltak"), _("Tråder"), _("Medlemmer"))
    return [
        Link(label=label, url=url(f"cooperation:{name}", forum.key), current=name == current)
        for name, label in zip(TABS, labels, strict=True)
    ]


def about(actor: Actor, forum: Forum, current: str) -> dict[str, Any]:
    return {
        "forum": forum,
        "tabs": tabs_of(forum, current),
        "may_lead": bool(can_lead(actor, forum)),
        "may_speak": bool(can_speak(actor, forum)),
    }


def answered(
    request: HttpRequest,
    forum: Forum | None,
    form: Form,
    act: Callable[[], object],
    *,
    back: str,
    title: str,
    submit: str,
    lede: str = "",
) -> HttpResponse:
    if form.is_bound and carried_out(form, act):
        return redirect(back)
    context = {"forum": forum, "form": form, "back": back, "title": title, "submit": submit, "lede": lede}
    return render(request, "cooperation/form.html", context, status=422 if form.is_bound else 200)
