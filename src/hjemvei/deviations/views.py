"""Deviations of a case, and the unit's own list."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hjemvei.accounts.actor import Actor
from hjemvei.audit.once_view import once
from hjemvei.core import clock
from hjemvei.deviations import policy
from hjemvei.deviations.actions.close_deviation import close_deviation
from hjemvei.deviations.actions.report_deviation import report_deviation
from hjemvei.deviations.choices import Cause
from hjemvei.deviations.forms import CloseForm, ReportForm
from hjemvei.deviations.queries import deviations_of, find_deviation, own_deviations
from hjemvei.needs.answers import answer
from hjemvei.sharing.queries import disclose, find_case, participants
from hjemvei.ui.forms import sent
from hjemvei.ui.jinja import url
from hjemvei.ui.parts import Paging
from hjemvei.ui.render import render

PANEL = "deviations:case_deviations"
LIST = "deviations:list"


@require_safe
def deviations(request: HttpRequest) -> HttpResponse:
    """A committee sees figures elsewhere, never rows: a deviation in a case is a fact about a person."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not policy.can_report(actor):
        return render(request, "deviations/none.html", {"reason": policy.can_report(actor).reason})
    closed = request.GET.get("vis") == "lukket"
    found = own_deviations(actor, show_closed=closed, cursor=request.GET.get("after", ""))
    asked = {"vis": "lukket" if closed else ""}
    paging = Paging(
        next_url=url(LIST, query={**asked, "after": found.next_cursor}) if found.next_cursor else "",
        previous_url=url(LIST, query={**asked, "after": found.previous_cursor})
        if found.previous_cursor
        else "",
    )
    context = {"rows": found.rows, "closed": closed, "paging": paging, "today": clock.today()}
    return render(request, "deviations/list.html", context, block="rows")


@require_safe
def case_deviations(request: HttpRequest, key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    context = {
        "case": case,
        "person": disclose(actor, case),
        "rows": deviations_of(actor, case),
        "may_report": policy.can_report(actor),
    }
    return render(request, "deviations/case_deviations.html", context, block="panel")


@require_http_methods(["GET", "POST"])
@once
def report(request: HttpRequest, key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    policy.can_report(actor).require()
    initial = {"happened_on": clock.today(), "to_unit": actor.unit_id}
    form = ReportForm(sent(request), initial=initial, parts=participants(case))

    def act() -> object:
        return report_deviation(actor=actor, case=case, slip=form.slip(), at=clock.now())

    lede = _("Et avvik handler om det som var avtalt. Et nei til samtykke er aldri et avvik.")
    texts = {"title": _("Meld avvik"), "submit": _("Meld avviket"), "lede": lede}
    return answer(request, case, form, act, back=PANEL, **texts)


@require_http_methods(["GET", "POST"])
@once
def close(request: HttpRequest, key: str, deviation: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    row = find_deviation(actor, case, deviation)
    policy.can_close(actor, row).require()
    form = CloseForm(sent(request))

    def act() -> object:
        cause, measure = Cause(form.cleaned_data["cause"]), form.cleaned_data["measure"]
        return close_deviation(actor=actor, deviation=row, cause=cause, measure=measure, at=clock.now())

    texts = {"title": _("Lukk avviket"), "submit": _("Lukk"), "lede": str(row.get_kind_display())}
    return answer(request, case, form, act, back=PANEL, **texts)
