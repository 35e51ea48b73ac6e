"""Visiting days: when somebody comes, the list of a day, the calendar without names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.audit.once_view import once
from hjemvei.core import clock
from hjemvei.parties.queries import find_unit
from hjemvei.presence import forms, policy, queries, visits
from hjemvei.presence.actions.change_visit_day import change_visit_day
from hjemvei.presence.actions.end_visit_day import end_visit_day
from hjemvei.presence.actions.save_visit_day import save_visit_day
from hjemvei.presence.ics import ics_of
from hjemvei.presence.models import VisitDay
from hjemvei.presence.views_units import actor_of, form_page
from hjemvei.ui.forms import sent
from hjemvei.ui.render import render

DAYS = "presence:unit_days"
FARTHEST = dt.timedelta(days=3650)


@require_safe
def days(request: HttpRequest, slug: str) -> HttpResponse:
    """`?dag=` is another day than today; who comes is shown to those who may read it."""
    unit, actor, at = find_unit(slug), actor_of(request), clock.now()
    on = _day(request.GET.get("dag", ""))
    is_here = unit.pk in actor.units and actor.may_read(InfoClass.IDENTITY)
    rows = visits.days_of(unit, at=at)
    context = {
        "unit": unit,
        "rows": rows,
        "on": on,
        "today": clock.today(),
        "before": on - dt.timedelta(days=1),
        "after": on + dt.timedelta(days=1),
        "list": visits.day_list(actor, unit, on=on, at=at) if is_here else None,
        "may_add": bool(policy.can_keep_visit_day(actor, unit, user_id=actor.user_id)),
        **_allowed(actor, [visits.find_day(row.key) for row in rows]),
    }
    return render(request, "presence/days.html", context)


def _allowed(actor: Actor, found: Sequence[VisitDay]) -> dict[str, set[str]]:
    """The prison may call off a date; the day itself is ended by those who keep it."""
    return {
        "may_change": {day.key for day in found if policy.can_change_visit_day(actor, day)},
        "may_end": {
            day.key for day in found if policy.can_keep_visit_day(actor, day.unit, user_id=day.user_id)
        },
    }


def _day(text: str) -> dt.date:
    """Today for what is no day, or none that anybody has lists for."""
    today = clock.today()
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return today
    return day if abs(day - today) <= FARTHEST else today


def find_day(slug: str, key: str) -> VisitDay:
    day = visits.find_day(key)
    if slug not in (day.unit.slug, day.prison.slug):
        raise Http404
    return day


@require_http_methods(["GET", "POST"])
@once
def new_day(request: HttpRequest, slug: str) -> HttpResponse:
    unit, actor, today = find_unit(slug), actor_of(request), clock.today()
    policy.can_keep_visit_day(actor, unit, user_id=actor.user_id).require()
    form = forms.VisitDayForm(sent(request), staff=queries.staff_of(unit, today=today))

    def run() -> object:
        return save_visit_day(actor=actor, unit=unit, values=form.values(), at=clock.now(), today=today)

    return form_page(request, unit, form, run, back=DAYS, title=_("Ny fast besøksdag"))


@require_http_methods(["GET", "POST"])
@once
def end_day(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    found, actor = find_day(slug, day), actor_of(request)
    policy.can_keep_visit_day(actor, found.unit, user_id=found.user_id).require()
    form = forms.EndDayForm(sent(request))

    def run() -> None:
        last_day = form.cleaned_data["last_day"]
        end_visit_day(actor=actor, day=found, last_day=last_day, today=clock.today())

    return form_page(request, found.unit, form, run, back=DAYS, title=_("Slutt med besøksdagen"))


@require_http_methods(["GET", "POST"])
@once
def change_day(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    found, actor, unit = find_day(slug, day), actor_of(request), find_unit(slug)
    policy.can_change_visit_day(actor, found).require()
    form = forms.ChangeDayForm(sent(request))

    def run() -> object:
        values = {name: value for name, value in form.cleaned_data.items() if name != "once"}
        return change_visit_day(actor=actor, day=found, at=clock.now(), today=clock.today(), **values)

    lede = _("De som alt har fått tid, står igjen på listen til den som avtalte det har flyttet dem.")
    return form_page(request, unit, form, run, back=DAYS, title=_("Avlys eller endre én dag"), lede=lede)


@require_safe
def calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """For a calendar program: when and where, and never who."""
    unit = find_unit(slug)
    text = ics_of(visits.days_of(unit, at=clock.now()), at=clock.now())
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="besok-{unit.slug}.ics"'
    return response
