"""The person wants to live in another municipality: wish, view, invitation, answer, and taking it back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from hjemvei.accounts.actor import Actor
from hjemvei.audit.once_view import once
from hjemvei.cases.actions.accept_move import accept_move
from hjemvei.cases.actions.decide_move import decide_move
from hjemvei.cases.actions.invite_move import invite_move
from hjemvei.cases.actions.refuse_move import refuse_move
from hjemvei.cases.actions.wish_move import wish_move
from hjemvei.cases.actions.withdraw_move import withdraw_move
from hjemvei.cases.enums import MoveRefusal, MoveView
from hjemvei.cases.forms_moves import InviteForm, MoveForm, MoveViewForm, RefusalForm, YesForm
from hjemvei.cases.models import MoveWish
from hjemvei.cases.policy.moves import (
    can_answer_move,
    can_decide_move,
    can_invite_move,
    can_record_move,
    can_withdraw_move,
)
from hjemvei.cases.queries.moves import invitable
from hjemvei.cases.rows import open_custodies
from hjemvei.cases.views.case_form import Words, actor_of, form_answer, form_of
from hjemvei.core import clock
from hjemvei.sharing.models import Case
from hjemvei.sharing.queries import find_case, find_row

THEN = "cases:people"


@require_http_methods(["GET", "POST"])
@once
def wish(request: HttpRequest, key: str) -> HttpResponse:
    actor = actor_of(request)
    case = find_case(actor, key)
    can_record_move(actor, case).require()
    custody = open_custodies(actor, [case.pk]).get(case.pk)
    known = {"to_municipality": custody.wished_municipality_id} if custody else {}
    form = form_of(MoveForm, request, initial=known)
    words = Words(
        _("Ønske om å flytte"),
        _("Kommunen som har ansvaret nå, beholder det til den nye har sagt ja. Ingenting sendes ut."),
        _("Lagre ønsket"),
    )
    return form_answer(request, case, form, lambda: _wish(actor, case, form), words=words, then=THEN)


def _wish(actor: Actor, case: Case, form: MoveForm) -> object:
    values = form.cleaned_data
    return wish_move(
        actor=actor,
        case=case,
        to_municipality=values["to_municipality"],
        why=values["why"],
        wished_on=values["wished_on"],
        today=clock.today(),
        at=clock.now(),
    )


@require_http_methods(["GET", "POST"])
@once
def decide(request: HttpRequest, key: str, wish_key: str) -> HttpResponse:
    actor = actor_of(request)
    case = find_case(actor, key)
    row = find_row(actor, MoveWish, case=case, key=wish_key)
    can_decide_move(actor, row).require()
    form = form_of(MoveViewForm, request)
    words = Words(
        _("Hva mener dere om flyttingen?"),
        _("Personen bestemmer selv hvor hun eller han vil bo. Dere har ansvaret til en annen sier ja."),
        _("Lagre"),
    )
    return form_answer(request, case, form, lambda: _decide(actor, row, form), words=words, then=THEN)


def _decide(actor: Actor, row: MoveWish, form: MoveViewForm) -> object:
    values = form.cleaned_data
    return decide_move(
        actor=actor, wish=row, view=MoveView(values["view"]), reason=values["reason"], at=clock.now()
    )


@require_http_methods(["GET", "POST"])
@once
def invite(request: HttpRequest, key: str, wish_key: str) -> HttpResponse:
    actor = actor_of(request)
    case = find_case(actor, key)
    row = find_row(actor, MoveWish, case=case, key=wish_key)
    can_invite_move(actor, row).require()
    units = invitable(actor, case, number=row.to_municipality_id, today=clock.today())
    form = form_of(InviteForm, request, units=[unit.pk for unit in units])
    words = Words(
        _("Inviter kommunen"),
        _("Den inviterte ser hvem det gjelder og hva som er avtalt, ikke mer, før den har sagt ja."),
        _("Send invitasjonen"),
        reverse("sharing:new", args=[key]),
        _("Mangler kommunen i listen? Spør personen om samtykke"),
    )
    return form_answer(request, case, form, lambda: _invite(actor, row, form), words=words, then=THEN)


def _invite(actor: Actor, row: MoveWish, form: InviteForm) -> object:
    to_unit = form.cleaned_data["to_unit"]
    return invite_move(actor=actor, wish=row, to_unit=to_unit, today=clock.today(), at=clock.now())


@require_POST
@once
def accept(request: HttpRequest, key: str, wish_key: str) -> HttpResponse:
    actor = actor_of(request)
    case = find_case(actor, key)
    accept_move(actor=actor, wish=find_row(actor, MoveWish, case=case, key=wish_key), at=clock.now())
    return redirect(THEN, key)


@require_http_methods(["GET", "POST"])
@once
def refuse(request: HttpRequest, key: str, wish_key: str) -> HttpResponse:
    """Back to the inbox: the case may be gone for who has said no."""
    actor = actor_of(request)
    case = find_case(actor, key)
    row = find_row(actor, MoveWish, case=case, key=wish_key)
    can_answer_move(actor, row).require()
    form = form_of(RefusalForm, request)
    words = Words(
        _("Si nei til å overta"),
        _("Kommunen som har ansvaret nå, beholder det. Dere ser ikke saken lenger når svaret er sendt."),
        _("Send svaret"),
    )
    return form_answer(
        request,
        case,
        form,
        lambda: _refuse(actor, row, form),
        words=words,
        then=THEN,
        next_url=reverse("cases:inbox"),
        done=_("Svaret er sendt."),
    )


def _refuse(actor: Actor, row: MoveWish, form: RefusalForm) -> object:
    values = form.cleaned_data
    refusal = MoveRefusal(values["refusal"])
    return refuse_move(actor=actor, wish=row, refusal=refusal, reason=values["reason"], at=clock.now())


@require_http_methods(["GET", "POST"])
@once
def withdraw(request: HttpRequest, key: str, wish_key: str) -> HttpResponse:
    actor = actor_of(request)
    case = find_case(actor, key)
    row = find_row(actor, MoveWish, case=case, key=wish_key)
    can_withdraw_move(actor, row).require()
    form = form_of(YesForm, request)
    words = Words(
        _("Personen vil ikke flytte likevel"),
        _("Ønsket avsluttes. En kommune som bare er invitert, ser ikke saken lenger."),
        _("Avslutt ønsket"),
    )
    return form_answer(
        request,
        case,
        form,
        lambda: withdraw_move(actor=actor, wish=row, at=clock.now()),
        words=words,
        then=THEN,
    )
