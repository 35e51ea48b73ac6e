"""What the person reads: what happens next, dates, the home, who has looked."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from hjemvei.core import clock
from hjemvei.portal.door import inside
from hjemvei.portal.here import Here
from hjemvei.portal.page import shown_page
from hjemvei.portal.queries import home as homes
from hjemvei.portal.queries import road, sharing
from hjemvei.portal.queries.moves import own_move
from hjemvei.portal.words import SECURITIES


def here_of(request: HttpRequest) -> Here:
    here: Here = request.here  # type: ignore[attr-defined]
    return here


@require_safe
@inside
def home(request: HttpRequest) -> HttpResponse:
    here, today = here_of(request), clock.today()
    context = {
        "steps": road.next_steps(here, today=today),
        "done": road.done_steps(here),
        "helpers": road.helpers(here),
        "release": road.release(here),
        "asked": sharing.asked(here),
        "move": own_move(here),
        "visits": road.visits(here, at=clock.now())[:1],
        "today": today,
    }
    return shown_page(request, "portal/home.html", context)


@require_safe
@inside
def dates(request: HttpRequest) -> HttpResponse:
    here, today = here_of(request), clock.today()
    context = {
        "release": road.release(here),
        "leaves": road.leaves(here, today=today),
        "meetings": road.meetings(here, today=today),
        "visits": road.visits(here, at=clock.now()),
        "review_on": road.review_on(here),
        "today": today,
    }
    return shown_page(request, "portal/dates.html", context)


@require_safe
@inside
def dwelling(request: HttpRequest) -> HttpResponse:
    here = here_of(request)
    context = {
        "home": homes.home(here),
        "is_strong": here.is_strong,
        "securities": SECURITIES,
        "today": clock.today(),
    }
    return shown_page(request, "portal/dwelling.html", context)


@require_safe
@inside
def looks(request: HttpRequest) -> HttpResponse:
    """What else there is to tell stands on the first page alone."""
    here, cursor = here_of(request), request.GET.get("eldre", "")
    context = {
        "emergencies": () if cursor else sharing.emergencies(here),
        "looks": sharing.looks(here, cursor=cursor),
        "told": () if cursor else sharing.told(here),
        "visits": () if cursor else sharing.own_visits(here),
        "is_later": bool(cursor),
    }
    return shown_page(request, "portal/looks.html", context)
