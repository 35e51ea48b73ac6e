"""Target numbers of an agreement: read by everybody who may read it, set by its parties."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Min
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hjemvei.accounts.access import public
from hjemvei.accounts.actor import Actor
from hjemvei.agreements.models import Agreement
from hjemvei.audit.once_view import once
from hjemvei.core import clock
from hjemvei.sharing.submit import carried_out
from hjemvei.statistics import queries
from hjemvei.statistics.actions.record_actual import record_actual
from hjemvei.statistics.actions.recount_year import recount_year
from hjemvei.statistics.actions.set_aim import set_aim
from hjemvei.statistics.actions.set_target import set_target
from hjemvei.statistics.forms import ActualForm, AimForm, RecountForm, TargetForm
from hjemvei.statistics.pictures import cards_of
from hjemvei.statistics.policy import can_read_load, can_set_target
from hjemvei.statistics.rules import is_frozen
from hjemvei.statistics.sheets import numbers_xlsx, sheet_response
from hjemvei.ui.forms import sent
from hjemvei.ui.jinja import url
from hjemvei.ui.parts import Paging
from hjemvei.ui.render import render

OVERVIEW, NUMBERS = "statistics:overview", "statistics:numbers"


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = queries.overview(actor, cursor=request.GET.get("side", ""), today=clock.today())
    links = {
        name: url(OVERVIEW, query={"side": cursor}) if cursor else ""
        for name, cursor in (("next_url", found.next_cursor), ("previous_url", found.previous_cursor))
    }
    context = {"rows": found.rows, "paging": Paging(**links), "may_read_load": bool(can_read_load(actor))}
    return render(request, "statistics/overview.html", context, block="rows")


@require_safe
def numbers(request: HttpRequest, key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    agreement = queries.shown_agreement(actor, key)
    context = {**_shown(agreement), "may_set": bool(can_set_target(actor, agreement)), "is_open": False}
    return render(request, "statistics/numbers.html", context)


@public("what an agreement that is marked public set out to do and did; fewer than five are never told")
@require_safe
def published(request: HttpRequest, key: str) -> HttpResponse:
    agreement = queries.shown_agreement(None, key)
    context = {**_shown(agreement), "may_set": False, "is_open": True}
    return render(request, "statistics/numbers.html", context)


@require_safe
def export(request: HttpRequest, key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    agreement, today = queries.shown_agreement(actor, key), clock.today()
    content = numbers_xlsx(agreement.name, queries.numbers_of([agreement.pk], today=today)[agreement.pk])
    return sheet_response(content, "maltall", today=today)


def _shown(agreement: Agreement) -> dict[str, Any]:
    today = clock.today()
    found = queries.numbers_of([agreement.pk], today=today)[agreement.pk]
    first = agreement.versions.signed().aggregate(day=Min("starts_on"))["day"] or today
    return {"agreement": agreement, "cards": cards_of(found, since=first.year), "year": today.year}


@require_http_methods(["GET", "POST"])
@once
def new_target(request: HttpRequest, key: str) -> HttpResponse:
    actor, agreement = _party(request, key)
    form = TargetForm(sent(request))

    def act() -> object:
        return set_target(actor=actor, agreement=agreement, draft=form.wanted(), at=clock.now())

    return _answer(request, agreement, form, act, title=_("Nytt måltall"), submit=_("Legg til"))


@require_http_methods(["GET", "POST"])
@once
def aim(request: HttpRequest, key: str, target: str) -> HttpResponse:
    actor, agreement = _party(request, key)
    found, year = queries.find_target(actor, agreement, target), clock.today().year
    form = AimForm(sent(request), years=[year, year + 1], initial={"year": year})

    def act() -> object:
        return set_aim(actor=actor, target=found, aim=form.aim(), today=clock.today(), at=clock.now())

    title = _("Sett mål for året: %(name)s") % {"name": found.name or found.get_code_display()}
    return _answer(request, agreement, form, act, title=title, submit=_("Lagre målet"))


@require_http_methods(["GET", "POST"])
@once
def actual(request: HttpRequest, key: str, target: str) -> HttpResponse:
    actor, agreement = _party(request, key)
    found, year = queries.find_target(actor, agreement, target), clock.today().year
    form = ActualForm(sent(request), years=queries.years_shown(clock.today())[::-1], initial={"year": year})

    def act() -> object:
        values = form.cleaned_data
        return record_actual(
            actor=actor, target=found, year=values["year"], value=values["value"], note=values["note"],
            today=clock.today(), at=clock.now(),
        )  # fmt: skip

    title = _("Skriv resultat: %(name)s") % {"name": found.name or found.get_code_display()}
    return _answer(request, agreement, form, act, title=title, submit=_("Lagre resultatet"))


@require_http_methods(["GET", "POST"])
@once
def recount(request: HttpRequest, key: str) -> HttpResponse:
    actor, agreement = _party(request, key)
    today = clock.today()
    form = RecountForm(sent(request), years=queries.years_shown(today)[::-1], initial={"year": today.year})
    form.fields["note"].required = is_frozen(_year_of(form, today.year), today)

    def act() -> object:
        year, note = form.cleaned_data["year"], form.cleaned_data["note"]
        return recount_year(
            actor=actor, agreement=agreement, year=year, note=note, today=today, at=clock.now()
        )

    return _answer(request, agreement, form, act, title=_("Tell på nytt"), submit=_("Tell"))


def _year_of(form: RecountForm, now: int) -> int:
    asked = str(form.data.get("year", ""))
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else now


def _party(request: HttpRequest, key: str) -> tuple[Actor, Agreement]:
    """Raises Http404 for an agreement that is not seen, NotAllowed for who is no party."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    agreement = queries.shown_agreement(actor, key)
    can_set_target(actor, agreement).require()
    return actor, agreement


def _answer(
    request: HttpRequest, agreement: Agreement, form: Any, act: Callable[[], object], **texts: str
) -> HttpResponse:
    if form.is_bound and carried_out(form, act):
        return redirect(NUMBERS, agreement.key)
    context = {"form": form, "agreement": agreement, **texts}
    return render(request, "statistics/form.html", context, status=422 if form.is_bound else 200)
