"""Organisation pages: find a unit, see where to turn, keep the facts right."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hjemvei.core import clock
from hjemvei.core.errors import RuleBroken
from hjemvei.core.paging import Page
from hjemvei.parties import queries
from hjemvei.parties.actions.end_contact_point import end_contact_point
from hjemvei.parties.actions.end_unit import end_unit
from hjemvei.parties.actions.name_archive_body import name_archive_body
from hjemvei.parties.actions.record_fact import record_fact
from hjemvei.parties.actions.save_contact_point import ContactValues, save_contact_point
from hjemvei.parties.actions.set_opening_hours import set_opening_hours
from hjemvei.parties.enums import FactKind
from hjemvei.parties.forms import ArchiveForm, ContactForm, EndUnitForm, FactForm, HoursForm, UnitFilter
from hjemvei.parties.models import Unit
from hjemvei.parties.policy import can_edit_unit, can_end_unit
from hjemvei.ui.forms import sent
from hjemvei.ui.parts import Paging
from hjemvei.ui.render import render


@require_safe
def units(request: HttpRequest) -> HttpResponse:
    form = UnitFilter(request.GET or None)
    values = form.cleaned_data if form.is_valid() else {"q": "", "group": ""}
    rows = queries.units(
        words=values["q"],
        group=values["group"],
        cursor=request.GET.get("cursor", ""),
        at=timezone.localtime(clock.now()),
    )
    paging = _paging(request.path, rows, {key: value for key, value in values.items() if value})
    context = {"form": form, "rows": rows.rows, "paging": paging}
    return render(request, "parties/units.html", context, block="rows")


@require_safe
def unit(request: HttpRequest, slug: str) -> HttpResponse:
    found = queries.find_unit(slug)
    now = timezone.localtime(clock.now())
    facts, earlier = queries.facts_of(found, today=now.date())
    actor = request.actor  # type: ignore[attr-defined]
    context = {
        "actor": actor,
        "unit": found,
        "today": now.date(),
        "points": queries.points_of(found, at=now),
        "facts": facts,
        "earlier": earlier,
        "children": queries.children_of(found, today=now.date()),
        "may_edit": bool(can_edit_unit(actor, found)),
        "may_end": bool(can_end_unit(actor, found)),
        "archive": queries.archive_of(found.controller),
    }
    return render(request, "parties/unit.html", context)


@require_http_methods(["GET", "POST"])
def contact_point(request: HttpRequest, slug: str, key: str = "") -> HttpResponse:
    """Without a key, a new one."""
    found = queries.find_unit(slug)
    point = queries.find_point(found, key) if key else None
    actor = request.actor  # type: ignore[attr-defined]
    can_edit_unit(actor, found).require()
    form = ContactForm(sent(request), initial=_initial(point), deputies=queries.deputies(found, but=key))
    if form.is_valid():
        try:
            values = ContactValues(**form.cleaned_data)
            save_contact_point(actor=actor, unit=found, point=point, values=values, today=clock.today())
        except RuleBroken as error:
            form.add_error(error.field or None, error.message)
        else:
            messages.success(request, _("Kontaktpunktet er lagret."))
            return redirect("parties:unit", slug=slug)
    context = {"unit": found, "form": form, "key": key}
    return render(request, "parties/contact_point.html", context, status=422 if form.errors else 200)


@require_POST
def end_point(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    point = queries.find_point(queries.find_unit(slug), key)
    end_contact_point(actor=request.actor, point=point, today=clock.today())  # type: ignore[attr-defined]
    messages.success(request, _("Kontaktpunktet er tatt bort."))
    return redirect("parties:unit", slug=slug)


@require_http_methods(["GET", "POST"])
def hours(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    found = queries.find_unit(slug)
    point = queries.find_point(found, key)
    actor = request.actor  # type: ignore[attr-defined]
    can_edit_unit(actor, found).require()
    form = HoursForm(sent(request), hours=queries.hours_of(point))
    if form.is_valid():
        set_opening_hours(actor=actor, point=point, hours=form.hours())
        messages.success(request, _("Åpningstidene er lagret."))
        return redirect("parties:unit", slug=slug)
    context = {"unit": found, "point": point, "form": form, "days": range(1, 8)}
    return render(request, "parties/hours.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def fact(request: HttpRequest, slug: str) -> HttpResponse:
    found = queries.find_unit(slug)
    actor = request.actor  # type: ignore[attr-defined]
    can_edit_unit(actor, found).require()
    form = FactForm(sent(request))
    if form.is_valid():
        values = {**form.cleaned_data, "kind": FactKind(form.cleaned_data["kind"])}
        try:
            record_fact(actor=actor, unit=found, **values)
        except RuleBroken as error:
            form.add_error(error.field or None, error.message)
        else:
            messages.success(request, _("Opplysningen er lagret."))
            return redirect("parties:unit", slug=slug)
    return render(
        request, "parties/fact.html", {"unit": found, "form": form}, status=422 if form.errors else 200
    )


@require_http_methods(["GET", "POST"])
def archive(request: HttpRequest, slug: str) -> HttpResponse:
    found = queries.find_unit(slug)
    actor = request.actor  # type: ignore[attr-defined]
    can_end_unit(actor, found).require()
    form = ArchiveForm(sent(request), initial={"body": found.controller.archive_body_id})
    if form.is_valid():
        try:
            name_archive_body(actor=actor, unit=found, body=form.cleaned_data["body"])
        except RuleBroken as error:
            form.add_error(error.field or None, error.message)
        else:
            return redirect("parties:unit", slug=slug)
    return render(
        request, "parties/archive.html", {"unit": found, "form": form}, status=422 if form.errors else 200
    )


@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, slug: str) -> HttpResponse:
    found = queries.find_unit(slug)
    actor = request.actor  # type: ignore[attr-defined]
    can_end_unit(actor, found).require()
    others = (
        Unit.objects.in_force(clock.today()).filter(controller_id=found.controller_id).exclude(pk=found.pk)
    )
    form = EndUnitForm(sent(request), units=others.order_by("name", "pk"))
    if form.is_valid():
        try:
            end_unit(actor=actor, unit=found, **form.cleaned_data)
        except RuleBroken as error:
            form.add_error(error.field or None, error.message)
        else:
            messages.success(request, _("Enheten er avsluttet."))
            return redirect("parties:unit", slug=slug)
    return render(
        request, "parties/end.html", {"unit": found, "form": form}, status=422 if form.errors else 200
    )


def _initial(point: object) -> dict[str, object]:
    names = ("purpose", "phone", "email", "note", "deputy", "is_on_call")
    return {name: getattr(point, name) for name in names} if point else {}


def _paging(path: str, rows: Page[queries.UnitRow], query: dict[str, str]) -> Paging:
    def link(cursor: str) -> str:
        return f"{path}?{urlencode({**query, 'cursor': cursor})}" if cursor else ""

    return Paging(previous_url=link(rows.previous_cursor), next_url=link(rows.next_cursor))
