"""What the parties keep in the register: new agreements, moves, parties, reviews and anchoring."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hjemvei.accounts.actor import Actor
from hjemvei.agreements.actions import keep_register as keep
from hjemvei.agreements.actions.begin_agreement import begin_agreement
from hjemvei.agreements.actions.end_agreement import end_agreement
from hjemvei.agreements.actions.join_party import accept_party, join_party, leave_draft
from hjemvei.agreements.actions.move_agreement import move_agreement
from hjemvei.agreements.forms_register import (
    AnchoringForm,
    BeginForm,
    EndForm,
    FactsForm,
    HeldForm,
    PartyForm,
    ReviewForm,
)
from hjemvei.agreements.models import Agreement, AgreementParty, ReviewDate
from hjemvei.agreements.policy import can_begin, can_make_version
from hjemvei.agreements.queries import find_visible, possible_units
from hjemvei.agreements.states import AGREED
from hjemvei.audit.once_view import once
from hjemvei.core import clock
from hjemvei.sharing.submit import carried_out
from hjemvei.ui.forms import OnceForm
from hjemvei.ui.render import render

METHODS = ["GET", "POST"]


@require_http_methods(METHODS)
@once
def begin(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    can_begin(actor).require()
    agreements = Agreement.objects.visible_to(actor).filter(state__in=AGREED).order_by("name", "id")
    form = BeginForm(_sent(request), agreements=agreements, today=clock.today(), own=actor.unit_id)
    made: list[Agreement] = []

    def make() -> None:
        made.append(begin_agreement(actor=actor, new=form.new(), at=clock.now()))

    if request.method == "POST" and carried_out(form, make):
        return redirect("agreements:draft", made[0].key)
    context = {"form": form}
    return render(request, "agreements/begin.html", context, status=422 if form.errors else 200)


@require_POST
@once
def move(request: HttpRequest, key: str) -> HttpResponse:
    actor, agreement = _ours(request, key)
    verb = request.POST.get("steg", "")
    move_agreement(actor=actor, agreement=agreement, verb=verb)
    return redirect("agreements:agreement", key)


@require_http_methods(METHODS)
@once
def end(request: HttpRequest, key: str) -> HttpResponse:
    """By notice, or on a day that all the parties say yes to."""
    actor, agreement = _ours(request, key)
    form = EndForm(_sent(request))
    return _form(
        request,
        agreement,
        form,
        _("Avslutt avtalen"),
        lambda: end_agreement(actor=actor, agreement=agreement, today=clock.today(), **_values(form)),
    )


@require_http_methods(METHODS)
@once
def facts(request: HttpRequest, key: str) -> HttpResponse:
    actor, agreement = _ours(request, key)
    names = [name for name in FactsForm.base_fields if name != "once"]
    begun = {name: getattr(agreement, name) for name in names}
    form = FactsForm(_sent(request), initial=begun, units=possible_units(agreement, today=clock.today()))
    return _form(
        request,
        agreement,
        form,
        _("Prosjekt og åpenhet"),
        lambda: keep.change_facts(actor=actor, agreement=agreement, facts=form.facts()),
    )


@require_http_methods(METHODS)
@once
def party(request: HttpRequest, key: str) -> HttpResponse:
    actor, agreement = _ours(request, key)
    form = PartyForm(_sent(request), today=clock.today())
    return _form(
        request,
        agreement,
        form,
        _("Ny part"),
        lambda: join_party(actor=actor, agreement=agreement, today=clock.today(), **_values(form)),
    )


@require_POST
@once
def accept(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """The organisation that was asked says yes for itself."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = _party(actor, key, number)
    accept_party(actor=actor, party=row, today=clock.today())
    return redirect("agreements:agreement", key)


@require_POST
@once
def take_out(request: HttpRequest, key: str, number: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    leave_draft(actor=actor, party=_party(actor, key, number), today=clock.today())
    return redirect("agreements:agreements")


def _party(actor: Actor, key: str, number: int) -> AgreementParty:
    found = find_visible(actor, key)
    return get_object_or_404(AgreementParty, agreement=found, pk=number)


@require_http_methods(METHODS)
@once
def review(request: HttpRequest, key: str) -> HttpResponse:
    actor, agreement = _ours(request, key)
    form = ReviewForm(_sent(request))
    return _form(
        request,
        agreement,
        form,
        _("Ny gjennomgang"),
        lambda: keep.add_review(actor=actor, agreement=agreement, **_values(form)),
    )


@require_http_methods(METHODS)
@once
def held(request: HttpRequest, key: str, number: int) -> HttpResponse:
    actor, agreement = _ours(request, key)
    row = get_object_or_404(ReviewDate.objects.select_related("agreement"), agreement=agreement, pk=number)
    form = HeldForm(_sent(request), initial={"held_on": clock.today()})
    return _form(
        request,
        agreement,
        form,
        _("Før gjennomgangen"),
        lambda: keep.hold_review(actor=actor, review=row, **_values(form)),
    )


@require_http_methods(METHODS)
@once
def anchoring(request: HttpRequest, key: str) -> HttpResponse:
    actor, agreement = _ours(request, key)
    form = AnchoringForm(_sent(request))
    return _form(
        request,
        agreement,
        form,
        _("Plan eller vedtak som avtalen bygger på"),
        lambda: keep.add_anchoring(actor=actor, agreement=agreement, **_values(form)),
    )


def _ours(request: HttpRequest, key: str) -> tuple[Actor, Agreement]:
    """Raises Http404 for what the actor does not see, NotAllowed for who is no party."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = find_visible(actor, key)
    if found is None:
        raise Http404
    can_make_version(actor, found).require()
    return actor, found


def _sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _values(form: OnceForm) -> dict[str, Any]:
    return {name: value for name, value in form.cleaned_data.items() if name != "once"}


def _form(
    request: HttpRequest, agreement: Agreement, form: OnceForm, title: str, action: Callable[[], object]
) -> HttpResponse:
    if request.method == "POST" and carried_out(form, action):
        return redirect("agreements:agreement", agreement.key)
    context = {"form": form, "agreement": agreement, "title": title}
    return render(request, "agreements/form.html", context, status=422 if form.errors else 200)
