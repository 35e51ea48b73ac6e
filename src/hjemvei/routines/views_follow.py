"""What follows when a routine is written: approve, confirm, go through again, withdraw, who has read."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hjemvei.accounts.actor import Actor
from hjemvei.audit.once_view import once
from hjemvei.core import clock
from hjemvei.routines import policy, queries
from hjemvei.routines.actions.approve_version import approve_version
from hjemvei.routines.actions.confirm_reading import confirm_reading
from hjemvei.routines.actions.review_routine import review_routine
from hjemvei.routines.actions.withdraw_routine import withdraw_routine
from hjemvei.routines.forms import ApproveForm, ReviewForm, WithdrawForm, in_a_year
from hjemvei.routines.models import Routine, RoutineVersion
from hjemvei.routines.sheets import xlsx_of
from hjemvei.routines.states import VersionState
from hjemvei.sharing.submit import carried_out
from hjemvei.ui.forms import sent
from hjemvei.ui.render import render

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PAGE = "routines:routine"


def _asked(request: HttpRequest, key: str) -> tuple[Actor, Routine]:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor, queries.find_own_routine(actor, key)


@require_http_methods(["GET", "POST"])
@once
def approve(request: HttpRequest, key: str) -> HttpResponse:
    actor, found = _asked(request, key)
    policy.can_approve_routine(actor, found).require()
    versions = queries.versions_of(actor, found)
    draft = next((row for row in versions if row.state == VersionState.DRAFT), None)
    if draft is None:
        raise Http404
    form = ApproveForm(sent(request), initial={"valid_from": clock.today(), "review_on": in_a_year()})

    def act() -> RoutineVersion:
        days: dict[str, dt.date] = {name: form.cleaned_data[name] for name in ("valid_from", "review_on")}
        return approve_version(actor=actor, version=draft, **days, today=clock.today(), at=clock.now())

    if form.is_bound and carried_out(form, act):
        return redirect(PAGE, key)
    context = {"form": form, "routine": found, "draft": draft, "is_first": len(versions) == 1}
    return render(request, "routines/approve.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@once
def withdraw(request: HttpRequest, key: str) -> HttpResponse:
    actor, found = _asked(request, key)
    policy.can_approve_routine(actor, found).require()
    form = WithdrawForm(sent(request))
    if form.is_bound and carried_out(
        form, lambda: withdraw_routine(actor=actor, routine=found, today=clock.today())
    ):
        return redirect(PAGE, key)
    context = {"form": form, "routine": found}
    return render(request, "routines/withdraw.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@once
def review(request: HttpRequest, key: str) -> HttpResponse:
    actor, found = _asked(request, key)
    policy.can_write_routine(actor, found).require()
    form = ReviewForm(sent(request), initial={"review_on": in_a_year()})

    def act() -> Routine:
        day = form.cleaned_data["review_on"]
        return review_routine(actor=actor, routine=found, review_on=day, today=clock.today())

    if form.is_bound and carried_out(form, act):
        return redirect(PAGE, key)
    context = {"form": form, "routine": found}
    return render(request, "routines/review.html", context, status=422 if form.is_bound else 200)


@require_POST
def confirm(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Read and understood; a second click changes nothing."""
    actor, found = _asked(request, key)
    version = next((row for row in queries.versions_of(actor, found) if row.number == number), None)
    if version is None:
        raise Http404
    confirm_reading(actor=actor, version=version, today=clock.today(), at=clock.now())
    messages.success(request, _("Du har bekreftet at du har lest og forstått rutinen."))
    return redirect(PAGE, key)


@require_safe
def readers(request: HttpRequest, key: str) -> HttpResponse:
    actor, found = _asked(request, key)
    policy.can_see_readers(actor).require()
    today = clock.today()
    version = queries.version_shown(queries.versions_of(actor, found), number=None, today=today)
    if version is None:
        raise Http404
    shares = queries.reader_shares(actor, found, version, today=today) if version.approved_at else []
    context = {"routine": found, "row": version, "shares": shares}
    return render(request, "routines/readers.html", context)


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The organisation's own register of routines: owner, version, deadlines, review date."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    name = f"rutiner-{clock.today().isoformat()}.xlsx"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    sheet = xlsx_of(queries.all_routines(actor, today=clock.today()))
    return HttpResponse(sheet, content_type=XLSX, headers=disposition)
