"""The home panel of a case, its forms, and the housing office's queue."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hjemvei.accounts.actor import Actor
from hjemvei.allocation import policy
from hjemvei.allocation.actions.answer_offer import answer_offer
from hjemvei.allocation.actions.decide_application import decide_application
from hjemvei.allocation.actions.file_application import file_application
from hjemvei.allocation.actions.make_offer import Proposal, make_offer
from hjemvei.allocation.actions.send_provisional_reply import send_provisional_reply
from hjemvei.allocation.actions.withdraw_application import withdraw_application
from hjemvei.allocation.actions.withdraw_offer import withdraw_offer
from hjemvei.allocation.forms import (
    AnswerForm,
    ApplicationForm,
    ConfirmForm,
    DecisionForm,
    OfferForm,
    ReasonForm,
)
from hjemvei.allocation.panels import HOME
from hjemvei.allocation.queries import find_application, find_offer, housing_queue
from hjemvei.audit.once_view import once
from hjemvei.core import clock
from hjemvei.homes.policy import can_see_queue
from hjemvei.homes.queries import free_dwellings
from hjemvei.needs.answers import answer as answer_form
from hjemvei.sharing.panels import read_panel
from hjemvei.sharing.queries import disclose, find_case, participants
from hjemvei.ui.forms import sent
from hjemvei.ui.render import render

ANSWER_DAYS = 7
PANEL = "allocation:home"


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    can_see_queue(actor).require()
    today = clock.today()
    context = {"queue": housing_queue(actor, today=today), "today": today}
    return render(request, "allocation/queue.html", context)


@require_safe
def home(request: HttpRequest, key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    context = {
        "case": case,
        "person": disclose(actor, case),
        **read_panel(HOME, actor, case, today=clock.today()),
    }
    return render(request, "allocation/home.html", context, block="panel")


@require_http_methods(["GET", "POST"])
@once
def apply(request: HttpRequest, key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    policy.can_apply(actor).require()
    initial = {"received_on": clock.today()}
    form = ApplicationForm(sent(request), initial=initial, parts=participants(case))

    def act() -> object:
        return file_application(actor=actor, case=case, request=form.asked(), at=clock.now())

    return answer_form(
        request, case, form, act, back=PANEL, title=_("Søknad om bolig"), submit=_("Registrer søknaden")
    )


@require_http_methods(["GET", "POST"])
@once
def decide(request: HttpRequest, key: str, application: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    row = find_application(actor, case, application)
    policy.can_decide(actor, row).require()
    form = DecisionForm(sent(request), initial={"decided_on": clock.today()})

    def act() -> object:
        return decide_application(actor=actor, application=row, decided=form.decided(), at=clock.now())

    lede = _("Klagefristen er tre uker. Klagen går til statsforvalteren.")
    return answer_form(
        request, case, form, act, back=PANEL, title=_("Vedtak om bolig"), submit=_("Fatt vedtak"), lede=lede
    )


@require_http_methods(["GET", "POST"])
@once
def reply(request: HttpRequest, key: str, application: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    row = find_application(actor, case, application)
    policy.can_decide(actor, row).require()
    form = ConfirmForm(sent(request))

    def act() -> object:
        return send_provisional_reply(actor=actor, application=row, at=clock.now())

    lede = _("Søkeren skal vite at søknaden er mottatt når vedtaket tar mer enn en måned.")
    return answer_form(
        request, case, form, act, back=PANEL, title=_("Foreløpig svar"), submit=_("Svaret er gitt"), lede=lede
    )


@require_http_methods(["GET", "POST"])
@once
def withdraw(request: HttpRequest, key: str, application: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    row = find_application(actor, case, application)
    policy.can_apply(actor).require()
    form = ConfirmForm(sent(request))

    def act() -> object:
        return withdraw_application(actor=actor, application=row, at=clock.now())

    lede = _("Bruk dette når personen ikke lenger vil søke. En ny søknad kan sendes når som helst.")
    return answer_form(
        request, case, form, act, back=PANEL, title=_("Trekk søknaden"), submit=_("Trekk"), lede=lede
    )


@require_http_methods(["GET", "POST"])
@once
def offer(request: HttpRequest, key: str, application: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case, today = find_case(actor, key), clock.today()
    row = find_application(actor, case, application)
    policy.can_decide(actor, row).require()
    initial = {"available_from": today, "answer_by": today + dt.timedelta(days=ANSWER_DAYS)}
    form = OfferForm(sent(request), initial=initial, free=free_dwellings(actor, on=today))

    def act() -> object:
        return make_offer(actor=actor, application=row, proposal=_proposal(form), at=clock.now())

    return answer_form(
        request, case, form, act, back=PANEL, title=_("Tilby en bolig"), submit=_("Gi tilbudet")
    )


@require_http_methods(["GET", "POST"])
@once
def answer(request: HttpRequest, key: str, offer: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    row = find_offer(actor, case, offer)
    policy.can_answer(actor, row).require()
    form = AnswerForm(sent(request))

    def act() -> object:
        accepts, reason = form.cleaned_data["answer"] == "yes", form.cleaned_data["reason"]
        return answer_offer(actor=actor, offer=row, accepts=accepts, reason=reason, at=clock.now())

    return answer_form(
        request, case, form, act, back=PANEL, title=_("Svar på tilbudet"), submit=_("Lagre svaret")
    )


@require_http_methods(["GET", "POST"])
@once
def take_back(request: HttpRequest, key: str, offer: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    row = find_offer(actor, case, offer)
    policy.can_withdraw_offer(actor, row).require()
    form = ReasonForm(sent(request))

    def act() -> object:
        reason = form.cleaned_data["reason"]
        return withdraw_offer(actor=actor, offer=row, reason=reason, at=clock.now())

    return answer_form(
        request, case, form, act, back=PANEL, title=_("Trekk tilbudet tilbake"), submit=_("Trekk tilbudet")
    )


def _proposal(form: OfferForm) -> Proposal:
    values = form.cleaned_data
    return Proposal(
        dwelling=form.free[values["dwelling"]],
        available_from=values["available_from"],
        answer_by=values["answer_by"],
    )
