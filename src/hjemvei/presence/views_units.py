"""A unit's work, contacts and rosters."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hjemvei.accounts.actor import Actor
from hjemvei.audit.once_view import once
from hjemvei.core import clock
from hjemvei.parties.models import Unit
from hjemvei.parties.policy import can_edit_unit
from hjemvei.parties.queries import find_unit
from hjemvei.presence import forms, policy, queries
from hjemvei.presence.actions.add_to_role import add_to_role
from hjemvei.presence.actions.cancel_shift import cancel_shift
from hjemvei.presence.actions.end_contact_duty import end_contact_duty
from hjemvei.presence.actions.end_pattern import end_pattern
from hjemvei.presence.actions.read_roster import read_roster
from hjemvei.presence.actions.save_contact_duty import save_contact_duty
from hjemvei.presence.actions.save_pattern import save_pattern
from hjemvei.presence.actions.save_shift import save_shift
from hjemvei.presence.role_page import agreement_of, role_page
from hjemvei.presence.shifts import find_shift, shifts_of
from hjemvei.sharing.submit import carried_out
from hjemvei.ui import formats
from hjemvei.ui.forms import Form, sent
from hjemvei.ui.parts import Text
from hjemvei.ui.render import render

WORK, ROSTER = "presence:unit_work", "presence:unit_roster"


def actor_of(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def form_page(
    request: HttpRequest,
    unit: Unit,
    form: Form,
    run: Callable[[], object],
    *,
    back: str,
    title: str,
    lede: Text = "",
) -> HttpResponse:
    """One form about a unit; back to where it belongs when it is done."""
    if form.is_bound and carried_out(form, run):
        return redirect(back, unit.slug)
    context = {"unit": unit, "form": form, "back": back, "title": title, "lede": lede}
    return render(request, "presence/form.html", context, status=422 if form.is_bound else 200)


@require_safe
def work(request: HttpRequest, slug: str) -> HttpResponse:
    unit, actor, today = find_unit(slug), actor_of(request), clock.today()
    meets, known = queries.units_meet(actor, unit, at=clock.now())
    page = role_page(unit, today=today)
    context = {
        "unit": unit,
        "role_page": page,
        "duties": queries.duties_of(unit, today=today),
        "meets": meets,
        "known": known,
        "is_ours": unit.pk == actor.unit_id,
        "may_edit": bool(can_edit_unit(actor, unit)),
        "may_add": bool(page.agreements) and actor.has(*policy.TERM_KEEPERS),
        "sees_roster": bool(policy.can_see_roster(actor, unit)),
    }
    return render(request, "presence/work.html", context)


@require_http_methods(["GET", "POST"])
@once
def addition(request: HttpRequest, slug: str) -> HttpResponse:
    unit, actor, today = find_unit(slug), actor_of(request), clock.today()
    page = role_page(unit, today=today)
    form = forms.AdditionForm(sent(request), agreements=page.agreements)

    def run() -> object:
        found = agreement_of(unit, form.cleaned_data["agreement"], today=today)
        if found is None:
            raise Http404
        text, role = form.cleaned_data["text"], form.role_code()
        return add_to_role(actor=actor, agreement=found, role=role, text=text, at=clock.now())

    return form_page(request, unit, form, run, back=WORK, title=_("Legg til om en rolle"))


@require_http_methods(["GET", "POST"])
@once
def duty(request: HttpRequest, slug: str) -> HttpResponse:
    unit, actor, today = find_unit(slug), actor_of(request), clock.today()
    can_edit_unit(actor, unit).require()
    others = Unit.objects.in_force(today).exclude(controller_id=unit.controller_id).order_by("name", "pk")
    form = forms.DutyForm(sent(request), staff=queries.staff_of(unit, today=today), others=others)

    def run() -> object:
        values = {name: value for name, value in form.cleaned_data.items() if name != "once"}
        return save_contact_duty(actor=actor, unit=unit, at=clock.now(), today=today, **values)

    return form_page(request, unit, form, run, back=WORK, title=_("Hvem er kontakt for hva?"))


@require_POST
def end_duty(request: HttpRequest, slug: str, duty: str) -> HttpResponse:
    row = queries.find_duty(find_unit(slug), duty)
    end_contact_duty(actor=actor_of(request), duty=row, today=clock.today())
    return redirect(WORK, slug)


@require_safe
def roster(request: HttpRequest, slug: str) -> HttpResponse:
    unit, actor, at, today = find_unit(slug), actor_of(request), clock.now(), clock.today()
    policy.can_see_roster(actor, unit).require()
    staff = queries.staff_of(unit, today=today)
    mine = [user.pk for user in staff if policy.can_keep_roster(actor, unit, user_id=user.pk)]
    context = {
        "unit": unit,
        "days": queries.roster_of(actor, unit, at=at),
        "shifts": shifts_of(actor, unit, at=at, may_change=mine),
        "patterns": queries.patterns_of(actor, unit, today=today, may_change=mine),
        "may_add": bool(mine),
        "may_paste": bool(policy.can_keep_roster(actor, unit, user_id=0)),
        "today": today,
    }
    return render(request, "presence/roster.html", context)


@require_http_methods(["GET", "POST"])
@once
def pattern(request: HttpRequest, slug: str) -> HttpResponse:
    """For those whose shifts the actor keeps: oneself, or everybody in the unit."""
    unit, actor, today = find_unit(slug), actor_of(request), clock.today()
    policy.can_keep_roster(actor, unit, user_id=actor.user_id).require()
    staff = queries.staff_of(unit, today=today)
    mine = [user for user in staff if policy.can_keep_roster(actor, unit, user_id=user.pk)]
    form = forms.PatternForm(sent(request), staff=mine)

    def run() -> object:
        user, values = form.cleaned_data["user"], form.values()
        return save_pattern(actor=actor, unit=unit, user=user, values=values, at=clock.now(), today=today)

    return form_page(request, unit, form, run, back=ROSTER, title=_("Fast vakt"))


@require_POST
def end(request: HttpRequest, slug: str, pattern: str) -> HttpResponse:
    actor = actor_of(request)
    row = queries.find_pattern(actor, find_unit(slug), pattern)
    end_pattern(actor=actor, pattern=row, today=clock.today())
    return redirect(ROSTER, slug)


@require_http_methods(["GET", "POST"])
@once
def shift(request: HttpRequest, slug: str) -> HttpResponse:
    """One date, or hours off, for those whose shifts the actor keeps."""
    unit, actor, today = find_unit(slug), actor_of(request), clock.today()
    policy.can_keep_roster(actor, unit, user_id=actor.user_id).require()
    staff = queries.staff_of(unit, today=today)
    mine = [user for user in staff if policy.can_keep_roster(actor, unit, user_id=user.pk)]
    form = forms.ShiftForm(sent(request), staff=mine)

    def run() -> None:
        user, values = form.cleaned_data["user"], form.values()
        save_shift(actor=actor, unit=unit, user=user, values=values, at=clock.now(), today=today)

    return form_page(request, unit, form, run, back=ROSTER, title=_("Vakt på en dag"))


@require_POST
def cancel(request: HttpRequest, slug: str, shift: str) -> HttpResponse:
    actor = actor_of(request)
    row = find_shift(actor, find_unit(slug), shift)
    cancel_shift(actor=actor, shift=row, at=clock.now())
    return redirect(ROSTER, slug)


@require_http_methods(["GET", "POST"])
@once
def paste(request: HttpRequest, slug: str) -> HttpResponse:
    unit, actor = find_unit(slug), actor_of(request)
    policy.can_keep_roster(actor, unit, user_id=0).require()
    form = forms.RosterForm(sent(request))
    read: list[int] = []

    def run() -> None:
        text = form.cleaned_data["text"]
        made, errors = read_roster(actor=actor, unit=unit, text=text, at=clock.now(), today=clock.today())
        for error in errors[:20]:
            form.add_error("text", _("Rad %(n)s: %(what)s") % {"n": error.line, "what": error.message})
        read.append(made)

    done = form.is_bound and carried_out(form, run) and not form.errors
    if done:
        text = ngettext("%(n)s ny vakt er lest inn.", "%(n)s nye vakter er lest inn.", read[0])
        messages.success(request, text % {"n": read[0]})
        return redirect(ROSTER, slug)
    context = {"unit": unit, "form": form, "back": ROSTER, "title": _("Lim inn vaktliste"), "lede": ""}
    return render(request, "presence/form.html", context, status=422 if form.is_bound else 200)


@require_safe
def export(request: HttpRequest, slug: str) -> HttpResponse:
    """Opens in a spreadsheet: semicolons and a byte order mark, as Norwegian ones expect."""
    unit, actor = find_unit(slug), actor_of(request)
    policy.can_see_roster(actor, unit).require()
    lines = [";".join((_("dato"), _("navn"), _("fra"), _("til")))]
    for day, rows in queries.roster_of(actor, unit, at=clock.now()):
        for row in rows:
            times = (formats.time(row.starts_at), formats.time(row.ends_at))
            name = row.name.replace(";", " ").lstrip("=+-@")
            lines.append(";".join((formats.date(day), name, *times)))
    response = HttpResponse("\ufeff" + "\r\n".join(lines), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="vakter-{unit.slug}.csv"'
    return response
