"""What users do for themselves: unit acted for, profile, language, drafts, saved views, help."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hjemvei.accounts.access import public
from hjemvei.accounts.actions.change_view import change_view
from hjemvei.accounts.actions.report_problem import report_problem
from hjemvei.accounts.actions.save_view import save_view as keep_view
from hjemvei.accounts.actions.set_preferences import set_preferences
from hjemvei.accounts.drafts import forget_draft, keep_draft, path_of
from hjemvei.accounts.forms import ProblemForm, ProfileForm
from hjemvei.accounts.help import texts_for
from hjemvei.accounts.help_pages import page_help, topics
from hjemvei.accounts.models import SavedView
from hjemvei.accounts.queries.directory import absences_of
from hjemvei.accounts.queries.own import factors_of, views_of
from hjemvei.accounts.sessions import end_session, end_sessions, sessions_of
from hjemvei.core import clock
from hjemvei.core.errors import RuleBroken
from hjemvei.ui.forms import sent
from hjemvei.ui.render import render

YEAR = 365 * 24 * 60 * 60


def safe_next(request: HttpRequest, fallback: str = "/") -> str:
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if safe else fallback


@require_http_methods(["GET", "POST"])
def units(request: HttpRequest) -> HttpResponse:
    """Choose the unit to act for; only units in which one has a role now."""
    seats = request.seats  # type: ignore[attr-defined]
    if request.method == "POST":
        if request.POST.get("unit") not in {str(seat.unit_id) for seat in seats}:
            raise Http404
        request.session["unit_id"] = int(request.POST["unit"])
        return HttpResponseRedirect(safe_next(request))
    return render(request, "accounts/units.html", {"seats": seats, "actor": request.actor})  # type: ignore[attr-defined]


@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    initial = {"name": actor.name, "language": actor.language}
    form = ProfileForm(sent(request), initial=initial)
    if form.is_valid():
        set_preferences(user_id=actor.user_id, **form.cleaned_data)
        messages.success(request, _("Endringene er lagret."))
        return _with_language(redirect("accounts:profile"), form.cleaned_data["language"], request)
    context = {
        "actor": actor,
        "form": form,
        "email": request.user.email,  # type: ignore[union-attr]
        "factors": factors_of(actor.user_id),
        "views": views_of(actor.user_id),
        "sessions": sessions_of(actor.user_id, this=request.session.session_key, at=clock.now()),
        "absences": absences_of(actor.user_id, today=clock.today()),
    }
    return render(request, "accounts/profile.html", context, status=422 if form.errors else 200)


@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    end_sessions(actor.user_id, at=clock.now(), keep=request.session.session_key)
    messages.success(request, _("Du er logget ut alle andre steder."))
    return redirect("accounts:profile")


@require_POST
def end_one_session(request: HttpRequest) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    if end_session(actor.user_id, request.POST.get("session", ""), at=clock.now()):
        messages.success(request, _("Økten er avsluttet."))
    return redirect("accounts:profile")


@require_POST
def end_all_sessions(request: HttpRequest) -> HttpResponse:
    """Everywhere, here too."""
    actor = request.actor  # type: ignore[attr-defined]
    end_sessions(actor.user_id, at=clock.now(), keep=request.session.session_key)
    get_adapter().logout(request)
    return HttpResponseRedirect(get_adapter().get_logout_redirect_url(request))


@public("the language is chosen before sign-in as well; for the signed-in it is kept on the user")
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    chosen = request.POST.get("language", "")
    response = HttpResponseRedirect(safe_next(request))
    if chosen not in dict(settings.LANGUAGES):
        return response
    actor = getattr(request, "actor", None)
    if actor is not None:
        set_preferences(user_id=actor.user_id, language=chosen)
    return _with_language(response, chosen, request)


def _with_language(response: HttpResponse, chosen: str, request: HttpRequest) -> HttpResponse:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, chosen, max_age=YEAR, samesite="Lax", secure=request.is_secure()
    )
    return response


@require_POST
def save_draft(request: HttpRequest) -> HttpResponse:
    """Keep what is typed in the form of `?path=`; the address must be one of ours."""
    actor, path = request.actor, path_of(request.GET.get("path", ""))  # type: ignore[attr-defined]
    if not path:
        raise Http404
    try:
        keep_draft(user_id=actor.user_id, path=path, data=request.POST, at=clock.now())
    except RuleBroken as error:
        return JsonResponse({"message": error.message}, status=413)
    return HttpResponse(status=204)


@require_POST
def discard_draft(request: HttpRequest) -> HttpResponse:
    """Throw away what was kept of the form of `?path=`, and show the form afresh."""
    actor, path = request.actor, path_of(request.GET.get("path", ""))  # type: ignore[attr-defined]
    if not path:
        raise Http404
    forget_draft(user_id=actor.user_id, path=path)
    return HttpResponseRedirect(path)


def _typed(request: HttpRequest, field: str) -> str:
    """One short line of text; characters that nobody types, and the database refuses, are left out."""
    return "".join(letter for letter in request.POST.get(field, "") if letter.isprintable())[:60]


@require_POST
def save_view(request: HttpRequest) -> HttpResponse:
    """`page` names the list, `query` is its query string; back to `next`."""
    post = request.POST
    try:
        keep_view(
            actor=request.actor,  # type: ignore[attr-defined]
            page=_typed(request, "page"),
            name=_typed(request, "name"),
            query=post.get("query", ""),
            is_default=bool(post.get("is_default")),
        )
        messages.success(request, _("Visningen er lagret."))
    except RuleBroken as error:
        messages.error(request, error.message)
    return HttpResponseRedirect(safe_next(request))


@require_POST
def change_saved_view(request: HttpRequest, key: str) -> HttpResponse:
    """`change` is rename, default, no_default or delete."""
    actor = request.actor  # type: ignore[attr-defined]
    view = get_object_or_404(SavedView, user_id=actor.user_id, key=key)
    post = request.POST
    try:
        change_view(actor=actor, view=view, change=post.get("change", ""), name=_typed(request, "name"))
    except RuleBroken as error:
        messages.error(request, error.message)
    return HttpResponseRedirect(safe_next(request, "/konto/meg/"))


@require_http_methods(["GET", "POST"])
def help_page(request: HttpRequest) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    form = ProblemForm(sent(request), initial={"page": request.GET.get("side", "")[:200]})
    if form.is_valid():
        try:
            told = report_problem(
                actor=actor, page=form.cleaned_data["page"], text=form.cleaned_data["text"], at=clock.now()
            )
        except RuleBroken as error:
            form.add_error(error.field or None, error.message)
        else:
            thanks = _("Takk. Administratorene hos dere har fått meldingen.")
            messages.success(
                request, thanks if told else _("Vi fant ingen administrator hos dere. Spør lederen din.")
            )
            return redirect("accounts:help")
    page = page_help(request.GET.get("tema", ""))
    context = {"form": form, "texts": texts_for(actor.roles), "page_help": page, "topics": topics()}
    return render(request, "accounts/help.html", context, status=422 if form.errors else 200)
