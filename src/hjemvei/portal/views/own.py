"""What the person says: own words and goals, messages, corrections, small victories, complaints."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from hjemvei.core import clock
from hjemvei.parties.models import Unit
from hjemvei.plans.choices import CLASS_OF_AREA, LifeArea
from hjemvei.portal.actions.own_plan import set_own_goal, write_own_words
from hjemvei.portal.actions.say_word import say_word
from hjemvei.portal.actions.say_wrong import say_wrong
from hjemvei.portal.actions.stay import stay as stay_here
from hjemvei.portal.deeds import units_of
from hjemvei.portal.door import inside, known
from hjemvei.portal.enums import WordKind
from hjemvei.portal.forms import CorrectionForm, GoalForm, OwnWordsForm, VictoryForm, WordForm
from hjemvei.portal.here import Here
from hjemvei.portal.page import shown_page
from hjemvei.portal.queries import home as homes
from hjemvei.portal.queries.moves import own_move
from hjemvei.portal.queries.said import corrected, said
from hjemvei.portal.views.reading import here_of
from hjemvei.rights.actions.take_down_correction import Said
from hjemvei.sharing.plain import CLASSES
from hjemvei.sharing.submit import carried_out
from hjemvei.ui.forms import Form, sent


@require_safe
@inside
def plan(request: HttpRequest) -> HttpResponse:
    return shown_page(request, "portal/plan.html", {"plan": homes.plan(here_of(request))})


@require_http_methods(["GET", "POST"])
@inside
def own_words(request: HttpRequest) -> HttpResponse:
    here = here_of(request)
    found = homes.plan(here)
    form = OwnWordsForm(sent(request), initial={"own_words": found.own_words if found else ""})
    if form.is_bound and carried_out(
        form, lambda: write_own_words(here=here, text=form.cleaned_data["own_words"], at=clock.now())
    ):
        return redirect("portal:plan")
    return shown_page(request, "portal/own_words.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@inside
def goal(request: HttpRequest) -> HttpResponse:
    here = here_of(request)
    areas = [area.value for area in LifeArea if CLASS_OF_AREA[area] in here.classes]
    form = GoalForm(sent(request), areas=areas)
    if form.is_bound and carried_out(form, lambda: _set_goal(here, form)):
        return redirect("portal:plan")
    return shown_page(request, "portal/goal.html", {"form": form}, status=422 if form.is_bound else 200)


def _set_goal(here: Here, form: GoalForm) -> object:
    values = form.cleaned_data
    return set_own_goal(here=here, area=LifeArea(values["area"]), text=values["text"], at=clock.now())


@require_http_methods(["GET", "POST"])
@known
def messages(request: HttpRequest) -> HttpResponse:
    return talk(request, WordKind.MESSAGE, WordForm, "portal/messages.html")


@require_http_methods(["GET", "POST"])
@inside
def corrections(request: HttpRequest) -> HttpResponse:
    here = here_of(request)
    units = units_of(here)
    form = CorrectionForm(sent(request), units=units, classes=[c for c in CLASSES if c in here.classes])
    if form.is_bound and carried_out(form, lambda: _correct(here, form, units)):
        return redirect(f"{request.path}?sendt=1")
    context = {"form": form, "said": corrected(here), "is_sent": "sendt" in request.GET}
    return shown_page(request, "portal/corrections.html", context, status=422 if form.is_bound else 200)


def _correct(here: Here, form: CorrectionForm, units: Sequence[Unit]) -> object:
    values = form.cleaned_data
    unit = next(unit for unit in units if unit.pk == int(values["to_unit"]))
    said = Said(info_class=values["info_class"], about=values["about"], said=values["body"])
    return say_wrong(here=here, said=said, to_unit=unit, at=clock.now())


@require_http_methods(["GET", "POST"])
@inside
def complaints(request: HttpRequest) -> HttpResponse:
    return talk(request, WordKind.COMPLAINT, WordForm, "portal/complaints.html")


@require_http_methods(["GET", "POST"])
@inside
def victories(request: HttpRequest) -> HttpResponse:
    """Kept with the unit that helps most."""
    here = here_of(request)
    units, form = units_of(here), VictoryForm(sent(request))
    if form.is_bound and carried_out(form, lambda: _say(here, WordKind.VICTORY, form, _first(units))):
        return redirect("portal:victories")
    context = {"form": form, "victories": homes.victories(here)}
    return shown_page(request, "portal/victories.html", context, status=422 if form.is_bound else 200)


def _first(units: list[Any]) -> int:
    if not units:
        raise Http404
    return int(units[0].pk)


def talk(request: HttpRequest, kind: WordKind, make: Callable[..., WordForm], template: str) -> HttpResponse:
    here = here_of(request)
    form = make(sent(request), units=units_of(here))
    if form.is_bound and carried_out(form, lambda: _say(here, kind, form, int(form.cleaned_data["to_unit"]))):
        return redirect(f"{request.path}?sendt=1")
    context = {"form": form, "said": said(here, kind), "is_sent": "sendt" in request.GET}
    return shown_page(request, template, context, status=422 if form.is_bound else 200)


def _say(here: Here, kind: WordKind, form: Form, unit_id: int) -> object:
    values = form.cleaned_data
    return say_word(
        here=here,
        kind=kind,
        to_unit_id=unit_id,
        body=values["body"],
        about=values.get("about", ""),
        at=clock.now(),
        today=clock.today(),
    )


@require_http_methods(["GET", "POST"])
@inside
def stay(request: HttpRequest, wish_key: str) -> HttpResponse:
    """The wish to move is taken back, once: a second time there is nothing open to take back."""
    here = here_of(request)
    move = own_move(here)
    if move is None or move.key != wish_key:
        raise Http404
    if request.method == "POST" and move.is_open:
        stay_here(here=here, key=wish_key, at=clock.now())
    if request.method == "POST" or not move.is_open:
        return redirect("portal:home")
    return shown_page(request, "portal/stay.html", {"move": move})
