"""When one meets about a case: who is there when, and the person's visits."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hjemvei.accounts.actor import Actor
from hjemvei.audit.once_view import once
from hjemvei.core import clock
from hjemvei.needs.answers import answer
from hjemvei.presence import policy, visits
from hjemvei.presence.actions.book_visit import book_visit
from hjemvei.presence.actions.close_visit import close_visit, move_visit
from hjemvei.presence.forms import BookForm, CloseForm, MoveForm
from hjemvei.presence.models import Booking
from hjemvei.presence.queries import meeting
from hjemvei.sharing.queries import disclose, find_case, find_row
from hjemvei.ui.forms import sent
from hjemvei.ui.render import render

MEET = "presence:meet"


@require_safe
def meet(request: HttpRequest, key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case, at = find_case(actor, key), clock.now()
    context = {
        "case": case,
        "person": disclose(actor, case),
        "meeting": meeting(actor, case, at=at),
        "visits": visits.visits_of(actor, case, at=at),
        "may_book": bool(policy.can_book(actor, case)),
        "today": clock.today(),
    }
    return render(request, "presence/meet.html", context)


@require_http_methods(["GET", "POST"])
@once
def book(request: HttpRequest, key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case, at = find_case(actor, key), clock.now()
    policy.can_book(actor, case).require()
    free = visits.choices_of(visits.bookable(actor, case, at=at), at=at)
    form = BookForm(sent(request), free=free)

    def act() -> object:
        day, starts_at = form.chosen()
        about = form.cleaned_data["about"]
        return book_visit(actor=actor, case=case, day=day, starts_at=starts_at, about=about, at=at)

    lede = _("Den som kommer, ser hvem det gjelder bare når personen har sagt ja til å dele det.")
    if not free:
        lede = _("Ingen har ledige tider der personen er. Faste besøksdager står på siden til enheten.")
    return answer(request, case, form, act, back=MEET, title=_("Avtal besøk"), submit=_("Avtal"), lede=lede)


@require_http_methods(["GET", "POST"])
@once
def move(request: HttpRequest, key: str, booking: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case, at = find_case(actor, key), clock.now()
    row = find_row(actor, Booking, case=case, key=booking)
    policy.can_book(actor, case).require()
    form = MoveForm(sent(request), free=visits.choices_of(visits.bookable(actor, case, at=at), at=at))

    def act() -> object:
        day, starts_at = form.chosen()
        reason = form.cleaned_data["reason"]
        return move_visit(actor=actor, visit=row, day=day, starts_at=starts_at, reason=reason, at=at)

    return answer(request, case, form, act, back=MEET, title=_("Flytt besøket"), submit=_("Flytt"))


@require_http_methods(["GET", "POST"])
@once
def close(request: HttpRequest, key: str, booking: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    row = find_row(actor, Booking, case=case, key=booking)
    policy.can_change_visit(actor, row).require()
    form = CloseForm(sent(request))

    def act() -> object:
        verb, reason = form.cleaned_data["verb"], form.cleaned_data["reason"]
        return close_visit(actor=actor, visit=row, verb=verb, reason=reason, at=clock.now())

    return answer(request, case, form, act, back=MEET, title=_("Besøket"), submit=_("Lagre"))
