"""Routines: find, read, write, compare."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from hjemvei.accounts.actor import Actor
from hjemvei.agreements.clause_text import pieces
from hjemvei.audit.once_view import once
from hjemvei.core import clock
from hjemvei.routines import policy, queries
from hjemvei.routines.actions.write_draft import start_routine, write_draft
from hjemvei.routines.choices import Covers
from hjemvei.routines.forms import RoutineFilter, RoutineForm
from hjemvei.routines.models import RoutineVersion
from hjemvei.routines.starters import STARTERS, read_starter
from hjemvei.sharing.submit import carried_out
from hjemvei.ui.forms import sent
from hjemvei.ui.jinja import url
from hjemvei.ui.parts import Paging
from hjemvei.ui.render import render

WRITTEN = ("title", "steps", "language", "clauses", "rules", "roles")


def asked_number(request: HttpRequest, name: str = "versjon") -> int | None:
    number = request.GET.get(name, "")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 5 else None


@require_safe
def routines(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form, today = RoutineFilter(request.GET or None), clock.today()
    values = form.cleaned_data if form.is_valid() else {"q": "", "hvem": ""}
    others = values["hvem"] == "andre"
    cursor = request.GET.get("side", "")
    found = queries.list_routines(actor, others=others, words=values["q"], cursor=cursor, today=today)
    links = {
        name: url("routines:list", query={**values, "side": mark}) if mark else ""
        for name, mark in (("next_url", found.next_cursor), ("previous_url", found.previous_cursor))
    }
    context = {
        "form": form,
        "rows": found.rows,
        "others": others,
        "paging": Paging(**links),
        "may_start": bool(policy.can_start_routine(actor)),
        "today": today,
    }
    return render(request, "routines/list.html", context, block="rows")


@require_safe
def starters(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    language = get_language() or ""
    shown = [(code, read_starter(code, language)) for code in STARTERS]
    context = {
        "starters": shown,
        "taken": queries.taken_starters(actor),
        "may_start": bool(policy.can_start_routine(actor)),
    }
    return render(request, "routines/starters.html", context)


@require_safe
def routine(request: HttpRequest, key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found, today = queries.find_routine(actor, key), clock.today()
    versions = queries.versions_of(actor, found)
    version = queries.version_shown(versions, number=asked_number(request), today=today)
    if version is None:
        raise Http404
    own = found.controller_id == actor.controller_id
    context = {
        "routine": found,
        "row": version,
        "shown": queries.shown(version),
        "versions": versions,
        "holds": queries.holds(version, today),
        "today": today,
        "own": own,
        "must_read": queries.must_read(actor, found, version),
        "is_read": own and queries.is_read(actor, version),
        "lessons": queries.lessons_of(actor, found) if own else [],
        "may_write": bool(policy.can_write_routine(actor, found)),
        "may_approve": bool(policy.can_approve_routine(actor, found)),
        "may_see_readers": own and bool(policy.can_see_readers(actor)),
    }
    return render(request, "routines/routine.html", context)


@require_safe
def paper(request: HttpRequest, key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found, today = queries.find_routine(actor, key), clock.today()
    versions = queries.versions_of(actor, found)
    version = queries.version_shown(versions, number=asked_number(request), today=today)
    if version is None:
        raise Http404
    context = {"routine": found, "row": version, "shown": queries.shown(version), "actor": actor}
    return render(request, "routines/paper.html", {**context, "at": clock.now()})


@require_safe
def compare(request: HttpRequest, key: str) -> HttpResponse:
    """Two versions by number; without numbers the newest with the one before it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = queries.find_routine(actor, key)
    versions = queries.versions_of(actor, found)
    new = queries.version_shown(versions, number=asked_number(request, "til"), today=clock.today())
    earlier = [row for row in versions if new and row.number < new.number]
    asked = asked_number(request, "fra")
    old = next((row for row in versions if row.number == asked), None) if asked else next(iter(earlier), None)
    if new is None or old is None or old.number == new.number:
        raise Http404
    context = {
        "routine": found,
        "old": old,
        "new": new,
        "lines": [list(pieces(before, after)) for before, after in _pairs(old, new)],
        "title": list(pieces(old.title, new.title)),
        "before": queries.shown(old),
        "after": queries.shown(new),
    }
    return render(request, "routines/compare.html", context)


def _pairs(old: RoutineVersion, new: RoutineVersion) -> list[tuple[str, str]]:
    """Line by line where both have as many, else the text as a whole."""
    before, after = old.steps.splitlines(), new.steps.splitlines()
    return list(zip(before, after, strict=True)) if len(before) == len(after) else [(old.steps, new.steps)]


@require_http_methods(["GET", "POST"])
@once
def new(request: HttpRequest) -> HttpResponse:
    """`fra` names the starter to begin from."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    policy.can_start_routine(actor).require()
    starter = request.GET.get("fra", "")
    if starter and starter not in STARTERS:
        raise Http404
    text = read_starter(starter, get_language() or "") if starter else None
    initial: dict[str, Any] = {name: getattr(text, name) for name in WRITTEN} if text else {}
    form = RoutineForm(sent(request), routine=None, initial={"covers": Covers.UNIT, **initial})

    def act() -> RoutineVersion:
        covers = Covers(form.cleaned_data["covers"])
        return start_routine(actor=actor, text=form.text(), covers=covers, starter=starter, at=clock.now())

    if form.is_bound and (made := _made(form, act)):
        return redirect("routines:routine", made.routine.key)
    context = {"form": form, "starter": starter, "action": request.get_full_path()}
    return render(request, "routines/new.html", context, status=422 if form.is_bound else 200)


def _made(form: RoutineForm, act: Any) -> RoutineVersion | None:
    done: list[RoutineVersion] = []
    return done[0] if carried_out(form, lambda: done.append(act())) else None


@require_http_methods(["GET", "POST"])
@once
def edit(request: HttpRequest, key: str) -> HttpResponse:
    """The draft, or a new one that begins as the newest version."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = queries.find_own_routine(actor, key)
    policy.can_write_routine(actor, found).require()
    newest = queries.versions_of(actor, found)[0]
    initial = {name: getattr(newest, name) for name in WRITTEN}
    initial["improvement"] = request.GET.get("laering", "")
    lessons = queries.open_lessons(actor, found)
    form = RoutineForm(sent(request), routine=found, lessons=lessons, initial=initial)

    def act() -> RoutineVersion:
        return write_draft(
            actor=actor, routine=found, text=form.text(), improvement=form.lesson(), at=clock.now()
        )

    if form.is_bound and (made := _made(form, act)):
        return redirect(url("routines:routine", key, query={"versjon": made.number}))
    context = {"form": form, "routine": found, "newest": newest}
    return render(request, "routines/edit.html", context, status=422 if form.is_bound else 200)
