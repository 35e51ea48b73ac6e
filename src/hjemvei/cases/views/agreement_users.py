"""How many are under an agreement, and who, from when to when."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hjemvei.agreements.calendar import add_months
from hjemvei.agreements.policy import can_see_users
from hjemvei.agreements.queries import find_agreement, newest_version
from hjemvei.cases.queries.agreement_users import PER_PAGE, AgreementUsers, agreement_users, lines_of
from hjemvei.cases.views.case_form import actor_of
from hjemvei.core import clock
from hjemvei.ui.formats import number
from hjemvei.ui.jinja import url
from hjemvei.ui.parts import Bar, Paging
from hjemvei.ui.render import render

PAGE = "cases:agreement_users"
MONTHS = 12


@require_safe
def users(request: HttpRequest, agreement_key: str) -> HttpResponse:
    """Those of today, or everybody there has been; names only for who works with cases."""
    actor, today = actor_of(request), clock.today()
    agreement = find_agreement(agreement_key)
    version = newest_version(agreement) if agreement else None
    if agreement is None or version is None:
        raise Http404
    may_see = can_see_users(actor)
    found = agreement_users(actor, agreement, today=today) if may_see else AgreementUsers((), 0)
    everybody = request.GET.get("vis") == "alle"
    shown = list(found.users) if everybody else [user for user in found.users if user.is_on(today)]
    place = _place(request)
    context: dict[str, Any] = {
        "agreement": agreement,
        "may_see": may_see,
        "now": found.on(today),
        "waiting": found.waiting,
        "target": version.target_people_at_a_time,
        "bars": _months(found, today),
        "rows": lines_of(actor, shown[place : place + PER_PAGE], today=today) if may_see else [],
        "everybody": everybody,
        "paging": _paging(agreement_key, everybody, place, len(shown)),
    }
    return render(request, "cases/agreement_users.html", context, block="rows")


def _place(request: HttpRequest) -> int:
    asked = request.GET.get("fra", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 0


def _paging(key: str, everybody: bool, place: int, count: int) -> Paging:
    asked = {"vis": "alle" if everybody else ""}
    later, earlier = place + PER_PAGE, max(place - PER_PAGE, 0)
    return Paging(
        previous_url=url(PAGE, key, query={**asked, "fra": earlier or ""}) if place else "",
        next_url=url(PAGE, key, query={**asked, "fra": later}) if later < count else "",
        shown=_("%(from)s–%(to)s av %(all)s")
        % {"from": place + 1, "to": min(later, count), "all": number(count)}
        if count > PER_PAGE
        else "",
    )


def _months(found: AgreementUsers, today: dt.date) -> list[Bar]:
    """The first of each of the last months, and today."""
    first = today.replace(day=1)
    days = [add_months(day=first, months=-n) for n in range(MONTHS - 1, -1, -1)]
    counts = [(day, found.on(day)) for day in days]
    return [
        Bar(label=f"{day.month:02}.{day.year % 100:02}", value=count, shown=number(count))
        for day, count in counts
    ]
