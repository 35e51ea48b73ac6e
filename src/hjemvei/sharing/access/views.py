"""Emergency access: find where a case is, open it, end it, and the privacy officer's review."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.emergency import Emergency, emergency_of, forget, remember
from hjemvei.accounts.enums import Role
from hjemvei.accounts.step_up import step_up
from hjemvei.audit.once_view import once
from hjemvei.core import clock
from hjemvei.core.errors import NotAllowed
from hjemvei.sharing.access import queries
from hjemvei.sharing.access.facts import facts_of
from hjemvei.sharing.access.forms import FindForm, OpenForm, ReviewForm
from hjemvei.sharing.access.policy import can_break_glass, can_review, can_use_emergency
from hjemvei.sharing.actions.break_glass import break_glass
from hjemvei.sharing.actions.end_break_glass import end_break_glass
from hjemvei.sharing.actions.review_break_glass import review_break_glass
from hjemvei.sharing.enums import EmergencyCategory, ReviewOutcome
from hjemvei.sharing.models import BreakGlass
from hjemvei.sharing.submit import carried_out
from hjemvei.ui.forms import sent
from hjemvei.ui.render import render

WHY = gettext_lazy("Nødtilgang åpner opplysninger som hører til en annen enhet.")


def actor_of(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """A POST that changes nothing: an identity number never stands in an address."""
    actor = actor_of(request)
    can_use_emergency(actor).require()
    form = FindForm(sent(request))
    found: list[queries.Elsewhere] = []
    if form.is_bound and form.is_valid():
        found = queries.find_elsewhere(actor, form.cleaned_data["wanted"])
        if not found:
            form.add_error("wanted", _("Ingen sak i virksomheten deres kan åpnes med dette nummeret."))
    context = {"form": form, "found": found}
    return render(request, "sharing/emergency_find.html", context, status=422 if form.errors else 200)


@step_up(WHY)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def open_case(request: HttpRequest, key: str) -> HttpResponse:
    """The case is named by its unit alone until it is open."""
    actor, at = actor_of(request), clock.now()
    can_use_emergency(actor).require()
    found, units = facts_of(actor, key), queries.elsewhere(actor, key)
    if found is None or not units:
        raise Http404
    if found.answer.allowed:
        return redirect("web:case", key)
    can_break_glass(actor, found.answer, at=at).require()
    form, opened = OpenForm(sent(request)), []
    if form.is_bound and carried_out(form, lambda: opened.append(_open(actor, key, form))):
        row: BreakGlass = opened[0]
        remember(request.session, Emergency(row.key, key, row.unit_id, row.ends_at))
        return redirect("web:case", key)
    context = {"form": form, "key": key, "units": units}
    return render(request, "sharing/emergency_open.html", context, status=422 if form.is_bound else 200)


def _open(actor: Actor, key: str, form: OpenForm) -> BreakGlass:
    category, reason = EmergencyCategory(form.cleaned_data["category"]), form.cleaned_data["reason"]
    return break_glass(actor=actor, key=key, category=category, reason=reason, at=clock.now())


@require_POST
def end(request: HttpRequest) -> HttpResponse:
    running = emergency_of(request.session, at=clock.now())
    if running is not None:
        end_break_glass(actor=actor_of(request), key=running.opening)
        messages.success(request, _("Nødtilgangen er avsluttet."))
    forget(request.session)
    return redirect("web:home")


@require_safe
def reviews(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    if not actor.has(Role.PRIVACY_OFFICER):
        raise NotAllowed(_("Bare personvernombudet går gjennom nødtilganger."))
    return render(
        request, "sharing/emergency_reviews.html", {"rows": queries.openings(actor, at=clock.now())}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@once
def review(request: HttpRequest, key: str) -> HttpResponse:
    actor, at = actor_of(request), clock.now()
    opening = get_object_or_404(BreakGlass.objects.visible_to(actor).select_related("unit", "user"), key=key)
    can_review(actor, opening).require()
    form = ReviewForm(sent(request))
    if form.is_bound and carried_out(form, lambda: _review(actor, opening, form)):
        messages.success(request, _("Gjennomgangen er lagret."))
        return redirect("access:reviews")
    context = {"form": form, "row": queries.opening_view(opening, at=at)}
    return render(request, "sharing/emergency_review.html", context, status=422 if form.is_bound else 200)


def _review(actor: Actor, opening: BreakGlass, form: ReviewForm) -> None:
    said = form.cleaned_data
    outcome = ReviewOutcome(said["outcome"])
    review_break_glass(actor=actor, opening=opening, outcome=outcome, text=said["text"], at=clock.now())
