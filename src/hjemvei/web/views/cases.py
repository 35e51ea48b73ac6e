"""The case list: page, print and spreadsheet of the same rows."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.step_up import step_up
from hjemvei.core import clock
from hjemvei.core.errors import RuleBroken
from hjemvei.ui.render import render
from hjemvei.web.case_filters import CaseFilters, parse
from hjemvei.web.case_list import CaseList, case_list
from hjemvei.web.case_list_page import choices, list_page, unit_of
from hjemvei.web.case_rows import STAGES
from hjemvei.web.sheets import csv_of, xlsx_of

PRINTED = 200
EXPORTED = 5_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _asked(request: HttpRequest) -> tuple[Actor, int, CaseFilters, list[str]]:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    filters, faulty = parse(request.GET, statuses=tuple(STAGES))
    unit_id, known = unit_of(actor, filters.enhet)
    return actor, unit_id, filters, faulty if known else [*faulty, "enhet"]


@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    actor, unit_id, filters, faulty = _asked(request)
    today, cursor = clock.today(), request.GET.get("side", "")
    try:
        found = case_list(actor, unit_id=unit_id, filters=filters, today=today, cursor=cursor)
    except RuleBroken:
        faulty = [*faulty, "side"]
        found = case_list(actor, unit_id=unit_id, filters=filters, today=today)
    context = list_page(request, actor, unit_id=unit_id, filters=filters, found=found, faulty=faulty)
    return render(request, "web/cases.html", context, block="listing")


@require_safe
def more_filters(request: HttpRequest) -> HttpResponse:
    actor, unit_id, filters, _faulty = _asked(request)
    context = {"filters": filters, "more": choices(actor, unit_id=unit_id, filters=filters)}
    return render(request, "web/case_filters.html", context, block="fields")


@require_safe
def print_cases(request: HttpRequest) -> HttpResponse:
    actor, unit_id, filters, _faulty = _asked(request)
    found = _whole(actor, unit_id, filters, PRINTED)
    context = {"found": found, "at": clock.now(), "actor": actor, "most": PRINTED}
    return render(request, "web/cases_print.html", context)


@step_up(gettext_lazy("En fil med saker kan leses av alle som får tak i den."))
@require_safe
def export_cases(request: HttpRequest, form: str) -> HttpResponse:
    actor, unit_id, filters, _faulty = _asked(request)
    found = _whole(actor, unit_id, filters, EXPORTED)
    content = xlsx_of(found.lines) if form == "xlsx" else csv_of(found.lines)
    kind = XLSX if form == "xlsx" else "text/csv; charset=utf-8"
    name = f"{_('saker')}-{clock.today().isoformat()}.{form}"
    return HttpResponse(
        content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _whole(actor: Actor, unit_id: int, filters: CaseFilters, most: int) -> CaseList:
    return case_list(actor, unit_id=unit_id, filters=filters, today=clock.today(), size=most)
