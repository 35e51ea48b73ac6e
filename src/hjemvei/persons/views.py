"""Records of one controller that are said to be the same human being: linked, shown, unlinked."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from hjemvei.accounts.actor import Actor
from hjemvei.audit.once_view import once
from hjemvei.core import clock
from hjemvei.core.errors import RuleBroken
from hjemvei.persons import queries
from hjemvei.persons.actions.link_duplicate import link_duplicate
from hjemvei.persons.actions.unlink_duplicate import unlink_duplicate
from hjemvei.persons.forms import LinkForm, UnlinkForm
from hjemvei.ui.forms import sent
from hjemvei.ui.render import render


def actor_of(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


@require_http_methods(["GET", "HEAD", "POST"])
@once
def links(request: HttpRequest, key: str) -> HttpResponse:
    """What each link shares, and the form that makes a new one."""
    actor = actor_of(request)
    person = queries.find_person(actor, key)
    found = queries.candidates(actor, person)
    form = LinkForm(sent(request), candidates=found)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        pair = [person, queries.find_person(actor, said["other"])]
        try:
            link_duplicate(actor=actor, persons=pair, reason=said["reason"], at=clock.now())
            return redirect("persons:links", key=key)
        except RuleBroken as error:
            form.add_error(error.field or None, error.message)
    context = {
        "record": queries.record_view(person),
        "links": queries.links_of(actor, person),
        "form": form if found else None,
    }
    return render(request, "persons/links.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def unlink(request: HttpRequest, key: str, link_key: str) -> HttpResponse:
    """Undo one link; asks why."""
    actor = actor_of(request)
    person = queries.find_person(actor, key)
    link = queries.find_link(actor, person, link_key)
    form = UnlinkForm(sent(request))
    if request.method == "POST" and form.is_valid():
        unlink_duplicate(actor=actor, link=link, reason=form.cleaned_data["reason"], at=clock.now())
        return redirect("persons:links", key=key)
    shown = [view for view in queries.links_of(actor, person) if view.key == link_key]
    context = {"record": queries.record_view(person), "link": shown[0], "form": form}
    return render(request, "persons/unlink.html", context, status=422 if form.is_bound else 200)
