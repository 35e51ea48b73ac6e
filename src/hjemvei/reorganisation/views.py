"""Plan, look at, carry out and call off a reorganisation."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.models import Membership, User
from hjemvei.audit.once_view import once
from hjemvei.core import clock
from hjemvei.parties.models import Unit
from hjemvei.parties.queries import find_unit
from hjemvei.reorganisation.actions.cancel_reorganisation import cancel_reorganisation
from hjemvei.reorganisation.actions.carry_out import carry_out
from hjemvei.reorganisation.actions.plan_reorganisation import plan_reorganisation
from hjemvei.reorganisation.choices import Held, ReorganisationKind
from hjemvei.reorganisation.forms import CarryOutForm, PlanForm
from hjemvei.reorganisation.holdings import STAYS, held_by, left_alone
from hjemvei.reorganisation.models import Reorganisation
from hjemvei.reorganisation.policy import can_reorganise
from hjemvei.sharing.submit import carried_out
from hjemvei.ui.forms import sent
from hjemvei.ui.render import render


def find_plan(unit: Unit, key: str) -> Reorganisation:
    rows = Reorganisation.objects.filter(from_unit=unit, key=key)
    row: Reorganisation | None = rows.select_related("from_unit", "to_unit", "recorded_by").first()
    if row is None:
        raise Http404
    return row


@require_http_methods(["GET", "POST"])
@once
def plan(request: HttpRequest, slug: str) -> HttpResponse:
    """What the unit has stands beside the form, before anything is chosen."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    unit, today = find_unit(slug), clock.today()
    can_reorganise(actor, unit).require()
    others = Unit.objects.in_force(today).filter(controller_id=unit.controller_id).exclude(pk=unit.pk)
    form = PlanForm(sent(request), units=others.order_by("name", "pk"))
    made: list[Reorganisation] = []

    def act() -> None:
        values = {name: value for name, value in form.cleaned_data.items() if name != "once"}
        values["kind"] = ReorganisationKind(values["kind"])
        made.append(plan_reorganisation(actor=actor, unit=unit, at=clock.now(), today=today, **values))

    if form.is_bound and carried_out(form, act):
        return redirect("reorganisation:show", slug, made[0].key)
    past = Reorganisation.objects.visible_to(actor).filter(from_unit=unit).order_by("-id")
    context = {"unit": unit, "form": form, "held": held_by(unit, today=today), "past": past[:20]}
    return render(request, "reorganisation/plan.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@once
def show(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    unit, today = find_unit(slug), clock.today()
    row = find_plan(unit, key)
    can_reorganise(actor, unit).require()
    is_split = row.kind == ReorganisationKind.SPLIT
    seats = Membership.objects.in_force(today).filter(unit=unit).values("user_id")
    staff = User.objects.filter(pk__in=seats).order_by("name", "pk") if is_split else None
    form = CarryOutForm(sent(request), staff=staff)

    def act() -> object:
        return carry_out(actor=actor, plan=row, users=form.chosen(), at=clock.now(), today=today)

    if form.is_bound and carried_out(form, act):
        messages.success(request, _("Omorganiseringen er gjennomført."))
        return redirect("reorganisation:show", slug, key)
    held = held_by(unit, today=today)
    is_open = row.carried_out_at is None and row.cancelled_at is None
    context = {
        "unit": unit,
        "row": row,
        "form": form,
        "held": held,
        "stays": STAYS,
        "left": left_alone(held) if row.to_unit is None else [],
        "moved": [(Held(one.what), one.count) for one in row.moved.order_by("id")],
        "is_open": is_open,
        "may_now": is_open and row.happens_on <= today,
    }
    return render(request, "reorganisation/show.html", context, status=422 if form.is_bound else 200)


@require_POST
def cancel(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    row = find_plan(find_unit(slug), key)
    cancel_reorganisation(actor=request.actor, plan=row, at=clock.now())  # type: ignore[attr-defined]
    messages.success(request, _("Planen er avlyst."))
    return redirect("parties:unit", slug)
