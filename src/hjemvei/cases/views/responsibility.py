"""Responsible municipality: propose, say yes, disagree, county governor."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from hjemvei.accounts.actor import Actor
from hjemvei.audit.once_view import once
from hjemvei.cases.actions.accept_responsibility import accept_responsibility
from hjemvei.cases.actions.ask_governor import ask_governor
from hjemvei.cases.actions.decide_responsibility import decide_responsibility
from hjemvei.cases.actions.ground_dispute import ground_dispute
from hjemvei.cases.actions.propose_responsibility import propose_responsibility
from hjemvei.cases.actions.raise_dispute import raise_dispute
from hjemvei.cases.enums import StayEvidence
from hjemvei.cases.forms_cooperation import DecisionForm, DisputeForm, GovernorForm, WhereaboutsForm
from hjemvei.cases.forms_moves import GroundForm
from hjemvei.cases.models import Responsibility
from hjemvei.cases.policy.cooperation import (
    can_answer_as_second,
    can_answer_responsibility,
    can_propose_responsibility,
    can_record_governor,
)
from hjemvei.cases.queries.cooperation import responsibility_in_force
from hjemvei.cases.rows import open_custodies
from hjemvei.cases.views.case_form import Words, actor_of, form_answer, form_of
from hjemvei.core import clock
from hjemvei.sharing.models import Case
from hjemvei.sharing.queries import find_case

THEN = "cases:people"


@require_http_methods(["GET", "POST"])
@once
def propose(request: HttpRequest, key: str) -> HttpResponse:
    actor = actor_of(request)
    case = find_case(actor, key)
    can_propose_responsibility(actor, case).require()
    custody = open_custodies(actor, [case.pk]).get(case.pk)
    known = {
        "stayed_in": custody.municipality_of_stay_id if custody else None,
        "stay_evidence": StayEvidence.SAID
        if custody and custody.municipality_of_stay_id
        else StayEvidence.UNKNOWN,
        "wished": custody.wished_municipality_id if custody else None,
    }
    form = form_of(WhereaboutsForm, request, initial=known)
    words = Words(
        _("Foreslå ansvarlig kommune"),
        _("Forslaget følger reglene i sosialtjenesteloven § 3. Kommunen bestemmer, og hjelpen venter aldri."),
        _("Foreslå"),
    )
    return form_answer(request, case, form, lambda: _propose(actor, case, form), words=words, then=THEN)


def _propose(actor: Actor, case: Case, form: WhereaboutsForm) -> object:
    return propose_responsibility(actor=actor, case=case, facts=form.facts(), at=clock.now())


@require_POST
@once
def accept(request: HttpRequest, key: str) -> HttpResponse:
    actor = actor_of(request)
    case = find_case(actor, key)
    accept_responsibility(actor=actor, responsibility=_row(actor, case), at=clock.now())
    return redirect(THEN, key)


@require_http_methods(["GET", "POST"])
@once
def dispute(request: HttpRequest, key: str) -> HttpResponse:
    actor = actor_of(request)
    case = find_case(actor, key)
    row = _row(actor, case)
    can_answer_responsibility(actor, row).require()
    form = form_of(DisputeForm, request)
    words = Words(
        _("Ikke vår kommune"),
        _("Dere hjelper mens det avklares. Blir dere ikke enige, går saken til statsforvalteren."),
        _("Meld uenighet"),
    )
    return form_answer(request, case, form, lambda: _dispute(actor, row, form), words=words, then=THEN)


def _dispute(actor: Actor, row: Responsibility, form: DisputeForm) -> object:
    values = form.cleaned_data
    return raise_dispute(
        actor=actor,
        responsibility=row,
        reason=values["reason"],
        second=values["second"],
        today=clock.today(),
        at=clock.now(),
    )


@require_http_methods(["GET", "POST"])
@once
def ground(request: HttpRequest, key: str) -> HttpResponse:
    actor = actor_of(request)
    case = find_case(actor, key)
    row = _row(actor, case)
    can_answer_as_second(actor, row).require()
    form = form_of(GroundForm, request)
    words = Words(
        _("Kommunens syn på ansvaret"),
        _("Begge kommunene skriver hva de mener. Hjelpen stopper ikke imens."),
        _("Lagre"),
    )
    return form_answer(request, case, form, lambda: _ground(actor, row, form), words=words, then=THEN)


def _ground(actor: Actor, row: Responsibility, form: GroundForm) -> object:
    reason = form.cleaned_data["reason"]
    return ground_dispute(actor=actor, responsibility=row, reason=reason, at=clock.now())


@require_http_methods(["GET", "POST"])
@once
def governor(request: HttpRequest, key: str) -> HttpResponse:
    actor = actor_of(request)
    case = find_case(actor, key)
    row = _row(actor, case)
    can_record_governor(actor, row).require()
    form = form_of(GovernorForm, request)
    words = Words(
        _("Lagt fram for statsforvalteren"),
        _("Hjelpen fortsetter mens statsforvalteren vurderer."),
        _("Lagre"),
    )
    return form_answer(request, case, form, lambda: _ask(actor, row, form), words=words, then=THEN)


def _ask(actor: Actor, row: Responsibility, form: GovernorForm) -> object:
    asked_on = form.cleaned_data["asked_on"]
    return ask_governor(
        actor=actor, responsibility=row, asked_on=asked_on, today=clock.today(), at=clock.now()
    )


@require_http_methods(["GET", "POST"])
@once
def decide(request: HttpRequest, key: str) -> HttpResponse:
    actor = actor_of(request)
    case = find_case(actor, key)
    row = _row(actor, case)
    can_record_governor(actor, row).require()
    numbers = [number for number in (row.municipality_id, row.second_municipality_id) if number]
    form = form_of(DecisionForm, request, numbers=numbers)
    words = Words(_("Statsforvalterens avgjørelse"), _("Velg kommunen som skal ha ansvaret."), _("Lagre"))
    return form_answer(request, case, form, lambda: _decide(actor, row, form), words=words, then=THEN)


def _decide(actor: Actor, row: Responsibility, form: DecisionForm) -> object:
    values = form.cleaned_data
    return decide_responsibility(
        actor=actor,
        responsibility=row,
        municipality=values["municipality"],
        answer=values["answer"],
        decided_on=values["decided_on"],
        at=clock.now(),
    )


def _row(actor: Actor, case: Case) -> Responsibility:
    row = responsibility_in_force(actor, case)
    if row is None:
        raise Http404
    return row
