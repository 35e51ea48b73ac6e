"""Consent: the panel, a new answer, wider, narrower, withdrawn, and on paper."""

from __future__ import annotations

import secrets
from dataclasses import replace
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hjemvei.accounts.actor import Actor
from hjemvei.audit.once_view import once
from hjemvei.core import clock
from hjemvei.core.errors import RuleBroken
from hjemvei.parties.models import Unit
from hjemvei.sharing.actions.ask_consent import ask_consent
from hjemvei.sharing.actions.extend_consent import extend_consent
from hjemvei.sharing.actions.give_consent import give_consent
from hjemvei.sharing.actions.narrow_consent import narrow_consent
from hjemvei.sharing.actions.open_to_unit import open_to_unit
from hjemvei.sharing.actions.refuse_consent import refuse_consent
from hjemvei.sharing.actions.widen_consent import widen_consent
from hjemvei.sharing.actions.withdraw_consent import withdraw_consent
from hjemvei.sharing.choices import LANGUAGES
from hjemvei.sharing.consent_log import terms_of
from hjemvei.sharing.enums import ConsentForm, ConsentState
from hjemvei.sharing.forms import (
    ASKED,
    REFUSED,
    ConsentAnswerForm,
    ExtendForm,
    HowForm,
    PaperForm,
    WithdrawForm,
)
from hjemvei.sharing.grounds import legal_grounds
from hjemvei.sharing.history import consent_history
from hjemvei.sharing.models import Case, Consent, writing_unit
from hjemvei.sharing.picture import consent_picture, named_in, possible_receivers
from hjemvei.sharing.policy import (
    can_answer_consent,
    can_ask_consent,
    can_take_back,
    can_withdraw_consent,
    statutes_for,
)
from hjemvei.sharing.queries import consents_seen, disclose, find_case
from hjemvei.sharing.receivers import proposed_receivers
from hjemvei.sharing.submit import carried_out
from hjemvei.sharing.terms import Terms
from hjemvei.sharing.told import hidden_disclosures
from hjemvei.ui.forms import sent
from hjemvei.ui.render import render

OPENED = gettext_noop("Tilgang etter samtykket")


@require_safe
def consent(request: HttpRequest, key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    context = {
        "case": case,
        "person": disclose(actor, case),
        "picture": consent_picture(actor, case, today=clock.today()),
        "history": consent_history(actor, case),
        "grounds": legal_grounds(case),
        "hidden": hidden_disclosures(actor, case),
        "may_tell": bool(statutes_for(actor, case)),
        "may_ask": bool(can_ask_consent(actor, case)),
        "may_take_back": bool(can_take_back(actor, case)),
        "once_key": partial(secrets.token_urlsafe, 16),
    }
    return render(request, "sharing/consent.html", context, block="panel")


@require_http_methods(["GET", "POST"])
@once
def paper(request: HttpRequest, key: str) -> HttpResponse:
    """The form is made for a question: whoever prints it has asked, and its code leads back to it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    can_ask_consent(actor, case).require()
    person = disclose(actor, case)
    form = PaperForm(sent(request), initial={"language": person.language})
    if form.is_bound and carried_out(form, lambda: _ask_on_paper(actor, case, form)):
        return redirect("sharing:paper", key)
    asked = consents_seen(actor).filter(case=case, state=ConsentState.ASKED).first()
    context = {
        "case": case,
        "person": person,
        "asked": asked,
        "language": dict(LANGUAGES).get(asked.language, "") if asked else "",
        "form": form,
    }
    return render(request, "sharing/paper.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@once
def new(request: HttpRequest, key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    can_ask_consent(actor, case).require()
    person = disclose(actor, case)
    proposed = proposed_receivers(actor, case)
    parts = _parts(actor.controller_id, writing_unit(actor, case), proposed)
    form = ConsentAnswerForm(sent(request), initial={"language": person.language}, **parts)
    if form.is_bound and carried_out(form, lambda: _answer(actor, case, form)):
        return redirect("sharing:consent", key)
    context = {"case": case, "person": person, "form": form, "proposed": proposed}
    return render(request, "sharing/new.html", context, status=422 if form.is_bound else 200)


@require_POST
@once
def open_up(request: HttpRequest, key: str, consent_key: str, unit: str) -> HttpResponse:
    """The giver opens what the person has said yes to, for a unit that the consent names."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    row, receiver = _find(actor, case, consent_key), get_object_or_404(Unit, slug=unit)
    at, today = clock.now(), clock.today()
    try:
        open_to_unit(actor=actor, case=case, consent=row, unit=receiver, what=OPENED, today=today, at=at)
    except RuleBroken as broken:
        messages.error(request, broken.message)
    return redirect("sharing:consent", key)


@require_http_methods(["GET", "POST"])
@once
def widen(request: HttpRequest, key: str, consent_key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    row = _find(actor, case, consent_key)
    can_answer_consent(actor, row).require()
    form = HowForm(sent(request), **_now(actor, case, row))
    if form.is_bound and carried_out(form, lambda: _widen(actor, row, form)):
        return redirect("sharing:consent", key)
    context = {"case": case, "person": disclose(actor, case), "form": form, "consent": row}
    return render(request, "sharing/widen.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@once
def narrow(request: HttpRequest, key: str, consent_key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    row = _find(actor, case, consent_key)
    can_answer_consent(actor, row).require()
    form = HowForm(sent(request), **_now(actor, case, row))
    if form.is_bound and carried_out(form, lambda: _narrow(actor, row, form)):
        return redirect("sharing:consent", key)
    context = {"case": case, "person": disclose(actor, case), "form": form, "consent": row}
    return render(request, "sharing/narrow.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@once
def extend(request: HttpRequest, key: str, consent_key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    row = _find(actor, case, consent_key)
    can_answer_consent(actor, row).require()
    form = ExtendForm(sent(request), initial={"language": row.language})
    if form.is_bound and carried_out(form, lambda: _extend(actor, row, form)):
        return redirect("sharing:consent", key)
    context = {"case": case, "person": disclose(actor, case), "form": form, "consent": row}
    return render(request, "sharing/extend.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@once
def withdraw(request: HttpRequest, key: str, consent_key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    row = _find(actor, case, consent_key)
    can_withdraw_consent(actor, row).require()
    form = WithdrawForm(sent(request))
    if form.is_bound and carried_out(form, lambda: _withdraw(actor, row, form)):
        return redirect("sharing:consent", key)
    context = {"case": case, "person": disclose(actor, case), "form": form, "consent": row}
    return render(request, "sharing/withdraw.html", context, status=422 if form.is_bound else 200)


def _find(actor: Actor, case: Case, key: str) -> Consent:
    found: Consent | None = consents_seen(actor).filter(case=case, key=key).first()
    if found is None:
        raise Http404
    return found


def _parts(giver_id: int, own_unit_id: int, first: list[int]) -> dict[str, Any]:
    units = possible_receivers(but=own_unit_id, first=first, today=clock.today())
    return {"units": units, "giver_id": giver_id, "own_unit_id": own_unit_id, "first": first}


def _now(actor: Actor, case: Case, row: Consent) -> dict[str, Any]:
    """The form of a consent that stands, filled with what it names; its giver is whoever wrote it down."""
    named = named_in(actor, row)
    initial = {
        "receivers": [str(pk) for pk in named.receivers],
        "classes": [str(c.value) for c in named.classes],
        "back": [str(c.value) for c in named.back],
    }
    first = [*named.receivers, *proposed_receivers(actor, case)]
    return {"initial": initial, **_parts(row.controller_id, row.owner_unit_id, first)}


def _ask_on_paper(actor: Actor, case: Case, form: PaperForm) -> object:
    terms = Terms(form=ConsentForm.PAPER, language=form.cleaned_data["language"])
    return ask_consent(actor=actor, case=case, terms=terms, at=clock.now())


def _answer(actor: Actor, case: Case, form: ConsentAnswerForm) -> object:
    at, terms, answer = clock.now(), form.terms(), form.cleaned_data["answer"]
    if answer == ASKED:
        return ask_consent(actor=actor, case=case, terms=terms, at=at)
    if answer == REFUSED:
        return refuse_consent(actor=actor, case=case, terms=terms, at=at)
    return give_consent(
        actor=actor,
        case=case,
        terms=terms,
        arrows=form.arrows(),
        starts_on=clock.today(),
        ends_before=form.ends_before(),
        at=at,
    )


def _widen(actor: Actor, row: Consent, form: HowForm) -> object:
    return widen_consent(
        actor=actor,
        consent=row,
        arrows=form.arrows(),
        today=clock.today(),
        at=clock.now(),
        terms=form.terms(),
    )


def _extend(actor: Actor, row: Consent, form: ExtendForm) -> object:
    return extend_consent(
        actor=actor,
        consent=row,
        terms=form.terms(),
        ends_before=form.ends_before(),
        today=clock.today(),
        at=clock.now(),
    )


def _narrow(actor: Actor, row: Consent, form: HowForm) -> object:
    stands = set(named_in(actor, row).arrows)
    return narrow_consent(
        actor=actor,
        consent=row,
        terms=form.terms(),
        arrows=[arrow for arrow in form.arrows() if arrow in stands],
        today=clock.today(),
        at=clock.now(),
    )


def _withdraw(actor: Actor, row: Consent, form: WithdrawForm) -> object:
    how = ConsentForm(form.cleaned_data["how"])
    terms = replace(terms_of(row, how=how), witness_name=form.cleaned_data["witness_name"])
    return withdraw_consent(actor=actor, consent=row, how=how, at=clock.now(), terms=terms)
