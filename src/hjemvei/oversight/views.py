"""Who has looked: on the case, for the person; across the controller, for its privacy officer."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.step_up import step_up
from hjemvei.audit.once_view import once
from hjemvei.core import clock
from hjemvei.oversight import policy, queries
from hjemvei.oversight.actions.follow_up_finding import follow_up_finding
from hjemvei.oversight.forms import FollowUpForm, PeriodForm
from hjemvei.oversight.looks import own_looks
from hjemvei.oversight.sheets import xlsx_of
from hjemvei.sharing.models import Case
from hjemvei.sharing.queries import disclose, find_case, participants
from hjemvei.sharing.submit import carried_out
from hjemvei.ui import formats
from hjemvei.ui.forms import sent
from hjemvei.ui.jinja import url
from hjemvei.ui.parts import Bar, Paging
from hjemvei.ui.render import render

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EXPORTED, PRINTED = 5_000, 500
REPORT, EMPLOYEE, LOOKS = "oversight:report", "oversight:employee", "oversight:looks"
FILE = gettext_lazy("En fil med ansattes oppslag kan leses av alle som får tak i den.")


@require_safe
def looks(request: HttpRequest, key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    policy.can_show_looks(actor).require()
    found = own_looks(case, cursor=request.GET.get("side", ""))
    after = url(LOOKS, key, query={"side": found.next_cursor}) if found.next_cursor else ""
    context = {**_about(actor, case), "looks": found.rows, "paging": Paging(next_url=after)}
    return render(request, "oversight/looks.html", context, block="panel")


@require_safe
def looks_paper(request: HttpRequest, key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    policy.can_show_looks(actor).require()
    found = own_looks(case, size=PRINTED)
    context = {**_about(actor, case), "looks": found.rows, "at": clock.now(), "cut": bool(found.next_cursor)}
    return render(request, "oversight/looks_paper.html", context)


def _about(actor: Actor, case: Case) -> dict[str, Any]:
    names = [part.controller_name for part in participants(case)]
    others = [name for name in dict.fromkeys(names) if name != actor.controller_name]
    return {"actor": actor, "case": case, "person": disclose(actor, case), "others": others}


def _asked(request: HttpRequest) -> tuple[Actor, PeriodForm]:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    policy.can_oversee(actor).require()
    form = PeriodForm(request.GET or None)
    form.is_valid()
    return actor, form


def _query(form: PeriodForm, **more: str) -> dict[str, object]:
    period = form.period()
    return {"fra": period.first.isoformat(), "til": period.last.isoformat(), "funn": form.pattern, **more}


@require_safe
def report(request: HttpRequest) -> HttpResponse:
    actor, form = _asked(request)
    found = queries.employees(
        actor, period=form.period(), pattern=form.pattern, cursor=request.GET.get("side", "")
    )
    links = {
        name: url(REPORT, query=_query(form, side=cursor)) if cursor else ""
        for name, cursor in (("next_url", found.next_cursor), ("previous_url", found.previous_cursor))
    }
    context = {
        "actor": actor,
        "form": form if form.is_bound else PeriodForm(_query(form)),
        "period": form.period(),
        "rows": found.rows,
        "waiting": queries.open_findings(actor).rows,
        "query": _query(form),
        "paging": Paging(**links),
    }
    return render(request, "oversight/report.html", context, block="rows")


@step_up(FILE)
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    actor, form = _asked(request)
    lines = queries.all_employees(actor, period=form.period(), most=EXPORTED)
    name = f"innsyn-{clock.today().isoformat()}.xlsx"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(xlsx_of(lines, period=form.period()), content_type=XLSX, headers=disposition)


@require_safe
def employee(request: HttpRequest, key: str) -> HttpResponse:
    actor, form = _asked(request)
    user, period = queries.find_employee(actor, key), form.period()
    found = queries.opened_by(actor, user, period=period, cursor=request.GET.get("side", ""))
    links = {
        name: url(EMPLOYEE, key, query=_query(form, side=cursor)) if cursor else ""
        for name, cursor in (("next_url", found.next_cursor), ("previous_url", found.previous_cursor))
    }
    hours = queries.hours_of(actor, user, period=period)
    context = {
        "user": user,
        "period": period,
        "query": _query(form),
        "hours": [Bar(label=f"{hour:02}", value=n, shown=str(n)) for hour, n in enumerate(hours)],
        "days": [
            Bar(label=formats.date(day), value=n, shown=str(n))
            for day, n in queries.days_of(actor, user, period=period)
            if n
        ],
        "findings": queries.findings_of(actor, user, period=period),
        "rows": found.rows,
        "paging": Paging(**links),
    }
    return render(request, "oversight/employee.html", context, block="rows")


@require_http_methods(["GET", "POST"])
@once
def finding(request: HttpRequest, key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = queries.find_finding(actor, key)
    policy.can_follow_up(actor, row).require()
    form = FollowUpForm(sent(request), now=row.state, initial={"note": row.note})

    def act() -> object:
        state, note = form.state_chosen(), form.cleaned_data["note"]
        return follow_up_finding(actor=actor, finding=row, state=state, note=note, at=clock.now())

    if form.is_bound and carried_out(form, act):
        return redirect(EMPLOYEE, row.user.key)
    context = {"form": form, "row": row, "finding": queries.shown(row)}
    return render(request, "oversight/finding.html", context, status=422 if form.is_bound else 200)
