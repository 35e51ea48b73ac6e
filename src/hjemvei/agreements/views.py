"""The agreements, open to everybody who is signed in: what drives the work stands there."""

from __future__ import annotations

import secrets
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from hjemvei.accounts.actor import Actor
from hjemvei.agreements.actions.make_version import check, make_version
from hjemvei.agreements.drafts import draft_of
from hjemvei.agreements.forms import VersionForm
from hjemvei.agreements.forms_register import RegisterFilter
from hjemvei.agreements.models import Agreement, AgreementVersion
from hjemvei.agreements.page import agreement_page, changes
from hjemvei.agreements.policy import can_begin, can_make_version, can_see_users, is_party
from hjemvei.agreements.projects import projects
from hjemvei.agreements.queries import find_visible, newest_version, open_draft, possible_units
from hjemvei.agreements.register import Asked, register, register_page, whole_register
from hjemvei.agreements.sheets import xlsx_of
from hjemvei.agreements.signing import missing_parties
from hjemvei.agreements.states import AGREED
from hjemvei.audit.once_view import once
from hjemvei.core import clock
from hjemvei.sharing.submit import carried_out
from hjemvei.ui.jinja import url
from hjemvei.ui.parts import Paging
from hjemvei.ui.render import render

LIST = "agreements:agreements"
PROJECTS = "agreements:projects"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def agreements(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form, asked = _asked(request)
    found = register(actor, Asked(**asked), cursor=request.GET.get("after", ""), today=clock.today())
    paging = Paging(
        next_url=url(LIST, query={**asked, "after": found.next_cursor}) if found.next_cursor else "",
        previous_url=url(LIST, query={**asked, "after": found.previous_cursor})
        if found.previous_cursor
        else "",
    )
    context = {
        "form": form,
        "rows": found.rows,
        "paging": paging,
        "may_begin": bool(can_begin(actor)),
        "export_url": url("agreements:export", query=asked),
    }
    return render(request, "agreements/list.html", context, block="rows")


def _asked(request: HttpRequest) -> tuple[RegisterFilter, dict[str, Any]]:
    form = RegisterFilter(request.GET)
    narrowed = form.cleaned_data if form.is_valid() else {}
    return form, {name: narrowed.get(name) or "" for name in RegisterFilter.base_fields}


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """What the list is narrowed to, as a spreadsheet."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    _form, asked = _asked(request)
    name = f"avtaler-{clock.today().isoformat()}.xlsx"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    sheet = xlsx_of(whole_register(actor, Asked(**asked), today=clock.today()))
    return HttpResponse(sheet, content_type=XLSX, headers=disposition)


@require_safe
def project_list(request: HttpRequest) -> HttpResponse:
    """What runs as a project, the one that ends first at the top."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = projects(actor, cursor=request.GET.get("after", ""), today=clock.today())
    links = {
        name: url(PROJECTS, query={"after": mark}) if mark else ""
        for name, mark in (("next_url", found.next_cursor), ("previous_url", found.previous_cursor))
    }
    context = {"rows": found.rows, "paging": Paging(**links)}
    return render(request, "agreements/projects.html", context, block="rows")


@require_safe
def agreement(request: HttpRequest, key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found, number = find_visible(actor, key), request.GET.get("versjon", "")
    if found is None:
        raise Http404
    asked = int(number) if number.isascii() and number.isdigit() and len(number) < 5 else None
    ours = is_party(actor, found)
    shown = agreement_page(found, today=clock.today(), number=asked, sees_draft=ours)
    may_change, draft = bool(can_make_version(actor, found)), open_draft(found) if ours else None
    if shown is None and (asked is not None or not ours):
        raise Http404
    context = {
        "shown": shown,
        "agreement": found,
        "register": register_page(actor, found, may_change=may_change),
        "draft": draft,
        "waits_for": missing_parties(draft) if draft else (),
        "key": key,
        "may_change": may_change,
        "may_see_users": can_see_users(actor) and found.state in AGREED,
        "once_key": secrets.token_urlsafe,
    }
    return render(request, "agreements/agreement.html", context)


@require_http_methods(["GET", "POST"])
@once
def new_version(request: HttpRequest, key: str) -> HttpResponse:
    """Filled in and looked at with GET, so that looking changes nothing; made with POST."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found, before = _newest(actor, key)
    can_make_version(actor, found).require()
    data = request.POST if request.method == "POST" else request.GET if "note" in request.GET else None
    form = VersionForm(data, now=draft_of(before), units=possible_units(found, today=clock.today()))
    lines = []
    if carried_out(form, lambda: check(before, form.version(), today=clock.today())):
        lines = changes(draft_of(before), form.version())
        if request.method == "POST" and carried_out(form, lambda: _make(actor, found, form)):
            return redirect("agreements:agreement", key)
    preview = request.GET.urlencode() if lines and can_see_users(actor) else ""
    context = {"form": form, "lines": lines, "before": before, "key": key, "name": found.name}
    context["preview"] = preview
    status = 422 if form.errors else 200
    return render(
        request, "agreements/version.html", {**context, "once_key": secrets.token_urlsafe}, status=status
    )


def _newest(actor: Actor, key: str) -> tuple[Agreement, AgreementVersion]:
    found = find_visible(actor, key)
    before = newest_version(found) if found else None
    if found is None or before is None:
        raise Http404
    return found, before


def _make(actor: Actor, agreement: Agreement, form: VersionForm) -> object:
    return make_version(
        actor=actor, agreement=agreement, draft=form.version(), today=clock.today(), at=clock.now()
    )
