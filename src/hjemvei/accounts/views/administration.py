"""Administrators' pages: users, roles, absences, lost second factors, tokens of other systems."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hjemvei.accounts.actions.answer_identity import answer_identity
from hjemvei.accounts.actions.end_everything import end_everything
from hjemvei.accounts.actions.end_seat import end_seat
from hjemvei.accounts.actions.invite_user import invite_user, send_invitation
from hjemvei.accounts.actions.register_absence import register_absence
from hjemvei.accounts.actions.reset_second_factor import reset_second_factor
from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import Role
from hjemvei.accounts.forms import (
    AbsenceForm,
    EndSeatForm,
    InviteForm,
    LeaveForm,
    ResetFactorForm,
    SeatForm,
)
from hjemvei.accounts.forms_clearance import ClearanceForm, EndClearanceForm
from hjemvei.accounts.models import User
from hjemvei.accounts.policy import SEAT_ELSEWHERE, can_administer, can_register_absence
from hjemvei.accounts.queries import directory
from hjemvei.accounts.queries.clearances import clearances_of, waiting_for
from hjemvei.accounts.queries.offers import offers_waiting
from hjemvei.accounts.queries.overview import NO_FACTOR, NOT_INVITED
from hjemvei.accounts.queries.seats import has_seat_elsewhere, must_say_yes
from hjemvei.accounts.queries.tokens import tokens_made_by
from hjemvei.accounts.step_up import step_up
from hjemvei.core import clock
from hjemvei.core.errors import RuleBroken
from hjemvei.core.paging import Page
from hjemvei.ui.forms import sent
from hjemvei.ui.parts import Paging
from hjemvei.ui.render import render

DAY = dt.timedelta(days=1)


@require_safe
def users(request: HttpRequest) -> HttpResponse:
    actor = administrator(request)
    words = request.GET.get("q", "").strip()[:80]
    lacks = request.GET.get("mangler", "")
    lacks = lacks if lacks in (NOT_INVITED, NO_FACTOR) else ""
    cursor = request.GET.get("cursor", "")
    rows = directory.users(actor, words=words, cursor=cursor, today=clock.today(), lacks=lacks)
    query = {name: value for name, value in (("q", words), ("mangler", lacks)) if value}
    context = {"actor": actor, "rows": rows.rows, "words": words, "paging": _paging(request, rows, query)}
    context |= {
        "lacks": lacks,
        "waiting": waiting_for(actor),
        "offers": offers_waiting(actor, at=clock.now()),
    }
    return render(request, "accounts/users.html", context)


@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    actor = administrator(request)
    form = InviteForm(sent(request), **directory.choices(actor, today=clock.today()))
    if form.is_valid():
        try:
            _invited(actor, form, name=form.cleaned_data["name"], email=form.cleaned_data["email"])
        except RuleBroken as error:
            form.add_error(error.field or None, error.message)
        else:
            messages.success(request, _("Invitasjonen er sendt på e-post. Lenken virker i sju dager."))
            return redirect("accounts:users")
    return render(request, "accounts/invite.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def user(request: HttpRequest, key: str) -> HttpResponse:
    actor = administrator(request)
    return user_page(request, actor, directory.find_user(actor, key))


@require_POST
def give_role(request: HttpRequest, key: str) -> HttpResponse:
    actor = administrator(request)
    found = directory.find_user(actor, key)
    form = SeatForm(request.POST, **directory.choices(actor, today=clock.today()))
    if form.is_valid():
        _invited(actor, form, name=found.name, email=found.email)
        given = found.memberships.filter(unit=form.cleaned_data["unit"], role__in=form.cleaned_data["roles"])
        text = _("Rollen er gitt.") if given.exists() else _("Brukeren må svare ja til rollen selv.")
        messages.success(request, text)
        return redirect("accounts:user", key=key)
    return user_page(request, actor, found, seat_form=form)


@require_POST
def end_role(request: HttpRequest, key: str) -> HttpResponse:
    actor = administrator(request)
    found = directory.find_user(actor, key)
    seat = directory.find_seat(actor, found, request.POST.get("seat", ""))
    form = EndSeatForm(request.POST)
    if form.is_valid():
        try:
            end_seat(actor=actor, membership=seat, today=clock.today(), at=clock.now(), **form.cleaned_data)
        except RuleBroken as error:
            form.add_error("last_day", error.message)
        else:
            messages.success(request, _("Rollen er avsluttet."))
            return redirect("accounts:user", key=key)
    return user_page(request, actor, found, end_form=form)


@step_up(gettext_lazy("Du tar fra en kollega innlogging i to trinn. Bare du skal kunne gjøre det."))
@require_POST
def reset_factor(request: HttpRequest, key: str) -> HttpResponse:
    actor = administrator(request)
    found = directory.find_user(actor, key)
    form = ResetFactorForm(request.POST)
    if form.is_valid():
        reset_second_factor(actor=actor, user=found, reason=form.cleaned_data["reason"], at=clock.now())
        messages.success(request, _("Innlogging i to trinn er nullstilt, og brukeren har fått beskjed."))
        return redirect("accounts:user", key=key)
    return user_page(request, actor, found, factor_form=form)


@require_POST
def leave(request: HttpRequest, key: str) -> HttpResponse:
    """«Avslutt alt»: somebody has left."""
    actor = administrator(request)
    found = directory.find_user(actor, key)
    form = LeaveForm(request.POST)
    if not form.is_valid():
        return user_page(request, actor, found, leave_form=form)
    reason = form.cleaned_data["reason"]
    end_everything(actor=actor, user=found, reason=reason, today=clock.today(), at=clock.now())
    messages.success(request, _("Alt er avsluttet. De som leder enhetene, får vite hva som må overtas."))
    names = [token.name for token in tokens_made_by(actor, found, at=clock.now())]
    if names:
        text = _(
            "%(name)s laget disse systemnøklene og kan ha dem ennå: %(tokens)s. Bytt dem innen 14 dager."
        )
        messages.warning(request, text % {"name": found.name, "tokens": ", ".join(names)})
    return redirect("accounts:user", key=key)


@step_up(gettext_lazy("Den du godkjenner, kan logge inn som en kollega."))
@require_POST
def answer_sign_in(request: HttpRequest, key: str) -> HttpResponse:
    """Whether a sign-in at a provider is this colleague's."""
    actor = administrator(request)
    found = directory.find_user(actor, key)
    accept = request.POST.get("answer") == "yes"
    identity = directory.find_identity(found, request.POST.get("identity", ""))
    answer_identity(actor=actor, identity=identity, accept=accept, at=clock.now())
    messages.success(request, _("Innloggingen er godkjent.") if accept else _("Innloggingen er avvist."))
    return redirect("accounts:user", key=key)


@require_POST
def invite_again(request: HttpRequest, key: str) -> HttpResponse:
    actor = administrator(request)
    found = directory.find_user(actor, key)
    if not found.has_entered() and not must_say_yes(found, actor.controller_id, today=clock.today()):
        send_invitation(actor=actor, user=found, at=clock.now())
        messages.success(request, _("En ny invitasjon er sendt. Den gamle lenken virker ikke lenger."))
    return redirect("accounts:user", key=key)


@require_http_methods(["GET", "POST"])
def absence(request: HttpRequest, key: str) -> HttpResponse:
    """One's own absence, or that of a user one administers."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = directory.find_user(actor, key)
    can_register_absence(actor, user_id=found.pk, is_ours=True).require()
    ids = directory.colleagues(actor, today=clock.today(), but=found.pk)
    colleagues = User.objects.filter(pk__in=ids, kind="person", is_active=True).order_by("name", "pk")
    form = AbsenceForm(sent(request), colleagues=colleagues)
    if form.is_valid():
        try:
            register_absence(actor=actor, user=found, at=clock.now(), **form.cleaned_data)
        except RuleBroken as error:
            form.add_error(error.field or None, error.message)
        else:
            messages.success(request, _("Fraværet er registrert."))
            own = found.pk == actor.user_id
            return redirect("accounts:profile") if own else redirect("accounts:user", key=key)
    context = {"form": form, "name": found.name, "key": key, "own": found.pk == actor.user_id}
    return render(request, "accounts/absence.html", context, status=422 if form.errors else 200)


def administrator(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    can_administer(actor).require()
    return actor


def _invited(actor: Actor, form: InviteForm, *, name: str, email: str) -> None:
    values = form.cleaned_data
    invite_user(
        actor=actor,
        name=name,
        email=email,
        unit=values["unit"],
        roles=[Role(role) for role in values["roles"]],
        starts_on=values["starts_on"],
        ends_before=values["last_day"] + DAY if values["last_day"] else None,
        at=clock.now(),
    )


def user_page(request: HttpRequest, actor: Actor, found: User, **forms: object) -> HttpResponse:
    today = clock.today()
    is_elsewhere = has_seat_elsewhere(found.pk, actor.controller_id, today=today)
    context = {
        "actor": actor,
        "not_ours_alone": SEAT_ELSEWHERE.reason if is_elsewhere else "",
        "row": directory.user_row(actor, found, today=today),
        "waiting": directory.waiting_identities(found),
        "events": directory.events_of(found),
        "absences": directory.absences_of(found.pk, today=today),
        "seat_form": SeatForm(**directory.choices(actor, today=clock.today())),
        "end_form": EndSeatForm(),
        "factor_form": ResetFactorForm(),
        "leave_form": LeaveForm(),
        "clearances": clearances_of(actor, found, today=today),
        "clearance_form": ClearanceForm(),
        "end_clearance_form": EndClearanceForm(),
        **forms,
    }
    return render(request, "accounts/user.html", context, status=422 if forms else 200)


def _paging(request: HttpRequest, rows: Page[directory.UserRow], query: dict[str, str]) -> Paging:
    def link(cursor: str) -> str:
        return f"{request.path}?{urlencode({**query, 'cursor': cursor})}" if cursor else ""

    return Paging(previous_url=link(rows.previous_cursor), next_url=link(rows.next_cursor))
