"""Who a case is closed to, how a person is protected, and one's own relations."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hjemvei.accounts.actor import Actor
from hjemvei.audit.once_view import once
from hjemvei.core import clock
from hjemvei.sharing.access import queries
from hjemvei.sharing.access.forms import CaseRelationForm, LiftForm, NumberForm, ProtectForm
from hjemvei.sharing.access.policy import can_lift_relation, can_protect
from hjemvei.sharing.access.roles import LEADERS
from hjemvei.sharing.access.views import actor_of
from hjemvei.sharing.actions.declare_relation import declare_relation
from hjemvei.sharing.actions.lift_relation import lift_relation
from hjemvei.sharing.actions.protect_person import protect_person
from hjemvei.sharing.enums import RelationKind
from hjemvei.sharing.models import Case, Relation
from hjemvei.sharing.queries import disclose, find_case
from hjemvei.sharing.submit import carried_out
from hjemvei.ui.forms import sent
from hjemvei.ui.render import render


@require_http_methods(["GET", "HEAD", "POST"])
@once
def protection(request: HttpRequest, key: str) -> HttpResponse:
    actor = actor_of(request)
    case = find_case(actor, key)
    person = disclose(actor, case)
    initial = {"grade": case.protection & 3, "is_shielded": bool(case.protection & 4)}
    form, seen = ProtectForm(sent(request), initial=initial), [True]
    if form.is_bound and carried_out(form, lambda: seen.append(_protect(actor, case, form))):
        messages.success(request, _("Beskyttelsen er endret."))
        return redirect("access:protection", key) if seen[-1] else redirect("web:cases")
    context = {
        "case": case,
        "person": person,
        "form": form,
        "may_protect": can_protect(actor, case, value=case.protection),
        "relation_form": CaseRelationForm(staff=_staff(actor, case)),
        "relations": queries.relations_on(actor, case, is_leader=actor.has(*LEADERS)),
        "changes": queries.changes_on(actor, case),
        "openings": queries.openings(actor, case=case, at=clock.now()),
    }
    return render(request, "sharing/protection.html", context, status=422 if form.is_bound else 200)


def _protect(actor: Actor, case: Case, form: ProtectForm) -> bool:
    said = form.cleaned_data
    return protect_person(
        actor=actor,
        case=case,
        grade=said["grade"],
        is_shielded=said["is_shielded"],
        reason=said["reason"],
        at=clock.now(),
    )


def _staff(actor: Actor, case: Case) -> list[tuple[str, str]]:
    own = (str(actor.user_id), _("Meg: %(name)s") % {"name": actor.name})
    if not actor.has(*LEADERS):
        return [own]
    staff = queries.staff_of(actor, case, today=clock.today())
    return [own, *((str(user.pk), user.name) for user in staff if user.pk != actor.user_id)]


@require_http_methods(["GET", "HEAD", "POST"])
@once
def relate(request: HttpRequest, key: str) -> HttpResponse:
    """Say it of oneself or, as a leader, of the staff."""
    actor = actor_of(request)
    case = find_case(actor, key)
    form = CaseRelationForm(sent(request), staff=_staff(actor, case))
    if form.is_bound and carried_out(form, lambda: _relate(actor, case, form)):
        messages.success(request, _("Saken er sperret for den det gjelder."))
        mine = form.cleaned_data["user"] == str(actor.user_id)
        return redirect("web:cases") if mine else redirect("access:protection", key)
    context = {"case": case, "person": disclose(actor, case), "form": form}
    return render(request, "sharing/relate.html", context, status=422 if form.is_bound else 200)


def _relate(actor: Actor, case: Case, form: CaseRelationForm) -> None:
    user_id, kind = int(form.cleaned_data["user"]), RelationKind(form.cleaned_data["kind"])
    declare_relation(actor=actor, user_id=user_id, kind=kind, case=case)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def lift(request: HttpRequest, key: str, relation_key: str) -> HttpResponse:
    actor = actor_of(request)
    case = find_case(actor, key)
    relation = get_object_or_404(Relation.objects.visible_to(actor).in_force(), case=case, key=relation_key)
    can_lift_relation(actor, relation).require()
    form = LiftForm(sent(request))
    reason = form.data.get("reason", "") if form.is_bound else ""
    if form.is_bound and carried_out(
        form, lambda: lift_relation(actor=actor, relation=relation, reason=reason)
    ):
        return redirect("access:protection", key)
    context = {"case": case, "person": disclose(actor, case), "form": form, "relation": relation}
    return render(request, "sharing/lift.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def relations(request: HttpRequest) -> HttpResponse:
    """One's own: whoever is related to somebody says so before they meet the case."""
    actor = actor_of(request)
    form = NumberForm(sent(request))
    if form.is_bound and carried_out(form, lambda: _declare(actor, form)):
        messages.success(request, _("Sakene til personen er sperret for deg, også de som kommer senere."))
        return redirect("access:relations")
    context = {"actor": actor, "form": form, "rows": queries.own_relations(actor)}
    return render(request, "sharing/relations.html", context, status=422 if form.is_bound else 200)


def _declare(actor: Actor, form: NumberForm) -> None:
    said = form.cleaned_data
    declare_relation(
        actor=actor, user_id=actor.user_id, kind=RelationKind(said["kind"]), number=said["number"]
    )
