"""The inbox of a unit: what waits for somebody, answers to offers, hand-over between colleagues."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hjemvei.accounts.actor import Actor
from hjemvei.audit import reads
from hjemvei.audit.once_view import once
from hjemvei.cases.actions.accept_assignment import accept_assignment
from hjemvei.cases.actions.decline_assignment import decline_assignment
from hjemvei.cases.actions.hand_over_assignments import hand_over_assignments
from hjemvei.cases.actions.take_request import take_request
from hjemvei.cases.forms_cooperation import HandOverForm, ReasonForm, RequestForm
from hjemvei.cases.models import Assignment
from hjemvei.cases.policy.cooperation import can_answer_assignment, can_take_request
from hjemvei.cases.queries.agreed import default_terms
from hjemvei.cases.queries.choices import colleagues, parts_of
from hjemvei.cases.queries.inbox import inbox as read_inbox
from hjemvei.cases.views.case_form import Words, actor_of, form_answer, form_of
from hjemvei.core import clock
from hjemvei.persons.models import Person
from hjemvei.sharing.actions.note_access_end import note_access_end
from hjemvei.sharing.submit import carried_out
from hjemvei.sharing.told import unread_messages
from hjemvei.ui.render import render


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    context = {
        "inbox": read_inbox(actor, today=clock.today()),
        "told": unread_messages(actor),
        "today": clock.today(),
        "terms": default_terms(today=clock.today()),
        "unit_name": actor.unit_name,
        "may_take_request": bool(can_take_request(actor)),
    }
    return render(request, "cases/inbox.html", context, block="panel")


@require_http_methods(["GET", "POST"])
@once
def new_request(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    can_take_request(actor).require()
    form = form_of(RequestForm, request)
    if form.is_bound and carried_out(form, lambda: _take(actor, form)):
        return redirect("cases:inbox")
    context = {"form": form, "heading": _("Ny henvendelse fra personen selv"), "submit": _("Registrer")}
    return render(request, "cases/inbox_form.html", context, status=422 if form.is_bound else 200)


def _take(actor: Actor, form: RequestForm) -> object:
    return take_request(actor=actor, newcomer=form.newcomer(), at=clock.now())


@require_POST
@once
def accept(request: HttpRequest, assignment_key: str) -> HttpResponse:
    actor = actor_of(request)
    row = _part(actor, assignment_key)
    accept_assignment(actor=actor, assignment=row, at=clock.now())
    return redirect("cases:people", row.case.key)


@require_POST
@once
def note_end(request: HttpRequest, end_key: str) -> HttpResponse:
    if not note_access_end(actor=actor_of(request), key=end_key, at=clock.now()):
        raise Http404
    return redirect("cases:inbox")


@require_http_methods(["GET", "POST"])
@once
def decline(request: HttpRequest, assignment_key: str) -> HttpResponse:
    actor = actor_of(request)
    row = _part(actor, assignment_key)
    can_answer_assignment(actor, row).require()
    form = form_of(ReasonForm, request)
    words = Words(_("Si nei til saken"), _("Koordinatoren ser grunnen og fordeler på nytt."), _("Si nei"))
    return form_answer(
        request, row.case, form, lambda: _decline(actor, row, form), words=words, then="cases:people"
    )


def _decline(actor: Actor, row: Assignment, form: ReasonForm) -> object:
    reason = form.cleaned_data["reason"]
    return decline_assignment(actor=actor, assignment=row, reason=reason, at=clock.now())


@require_http_methods(["GET", "POST"])
@once
def hand_over(request: HttpRequest, user_id: int) -> HttpResponse:
    """All or some of a colleague's parts in the unit acted for; the colleague is chosen from the workload."""
    actor = actor_of(request)
    team = colleagues(actor, today=clock.today())
    rows = parts_of(actor, user_id=user_id)
    if user_id not in team and not rows:
        raise Http404
    others = [pk for pk in team if pk != user_id]
    form = form_of(HandOverForm, request, users=others, parts=_named(actor, rows))
    if form.is_bound and carried_out(form, lambda: _hand_over(actor, form)):
        return redirect("cases:inbox")
    context = {"form": form, "heading": _("Overfør oppdrag til en kollega"), "submit": _("Overfør")}
    return render(request, "cases/inbox_form.html", context, status=422 if form.is_bound else 200)


def _hand_over(actor: Actor, form: HandOverForm) -> object:
    values = form.cleaned_data
    return hand_over_assignments(
        actor=actor,
        keys=values["keys"],
        to_user=values["to_user"],
        reason=values["reason"],
        today=clock.today(),
        at=clock.now(),
    )


def _named(actor: Actor, rows: list[Assignment]) -> list[tuple[str, str]]:
    """Each part by the person it is about; noted as read."""
    people = Person.objects.visible_to(actor).filter(
        participations__case_id__in=[row.case_id for row in rows], participations__unit_id=actor.unit_id
    )
    found = people.order_by("id").values_list("participations__case_id", "id", "given_name", "family_name")
    names = {case_id: f"{given} {family}".strip() for case_id, _pk, given, family in found}
    reads.note(persons=[row[1] for row in found], cases=list(names))
    return [(row.key, f"{names.get(row.case_id, '')}, {row.get_role_display()}") for row in rows]


def _part(actor: Actor, key: str) -> Assignment:
    row: Assignment | None = (
        Assignment.objects.visible_to(actor).select_related("case").filter(key=key).first()
    )
    if row is None:
        raise Http404
    return row
