"""My consents: give, share less, take back, say no. Every page says that the answer costs nothing."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hjemvei.accounts.enums import InfoClass
from hjemvei.core import clock
from hjemvei.parties.models import Unit
from hjemvei.portal.actions import share
from hjemvei.portal.deeds import units_of
from hjemvei.portal.door import inside
from hjemvei.portal.forms import NarrowForm, ShareForm
from hjemvei.portal.here import Here
from hjemvei.portal.page import shown_page
from hjemvei.portal.queries import sharing
from hjemvei.portal.queries.road import of_person
from hjemvei.portal.views.reading import here_of
from hjemvei.portal.words import TOLD, TOLD_BY
from hjemvei.sharing.models import ConsentScope
from hjemvei.sharing.plain import CLASSES
from hjemvei.sharing.submit import carried_out
from hjemvei.ui.forms import sent


@require_safe
@inside
def consents(request: HttpRequest) -> HttpResponse:
    here = here_of(request)
    context = {
        "consents": sharing.consents(here, today=clock.today()),
        "asked": sharing.asked(here),
        "history": sharing.history(here),
        "done": request.GET.get("svar", ""),
    }
    return shown_page(request, "portal/consents.html", context)


@require_http_methods(["GET", "POST"])
@inside
def give(request: HttpRequest) -> HttpResponse:
    here = here_of(request)
    first = share.proposed(here)
    form = ShareForm(sent(request), units=_receivers(here, first), first=first)
    if form.is_bound and carried_out(form, lambda: _give(here, form)):
        return redirect("/min-side/samtykker/?svar=ja")
    return shown_page(request, "portal/give.html", {"form": form}, status=422 if form.is_bound else 200)


def _give(here: Here, form: ShareForm) -> object:
    today = clock.today()
    return share.give(
        here=here,
        receivers=[form.units[int(value)] for value in form.cleaned_data["receivers"]],
        classes=form.picked(),
        back=form.cleaned_data["back"],
        today=today,
        ends_before=form.ends_before(today),
        at=clock.now(),
    )


def _receivers(here: Here, first: list[int]) -> list[Unit]:
    """Those whom the agreement names, then every municipality's coordination; never who holds the case."""
    named = Unit.objects.select_related("controller").in_bulk(first)
    units = [named[pk] for pk in first if pk in named] + sharing.coordinations(today=clock.today())
    own = {unit.pk for unit in units_of(here)[:1]}
    return [unit for unit in dict.fromkeys(units) if unit.pk not in own]


@require_POST
@inside
def refuse(request: HttpRequest) -> HttpResponse:
    share.refuse(here=here_of(request), at=clock.now())
    return redirect("/min-side/samtykker/?svar=nei")


@require_http_methods(["GET", "POST"])
@inside
def narrow(request: HttpRequest, consent_key: str) -> HttpResponse:
    here = here_of(request)
    view = _find(here, consent_key)
    form = NarrowForm(sent(request), choices=_ticks(here, consent_key))
    if form.is_bound and carried_out(form, lambda: _narrow(here, consent_key, form)):
        return redirect("/min-side/samtykker/?svar=mindre")
    context = {"form": form, "consent": view}
    return shown_page(request, "portal/narrow.html", context, status=422 if form.is_bound else 200)


def _narrow(here: Here, key: str, form: NarrowForm) -> object:
    return share.narrow(
        here=here, consent_key=key, keep=form.cleaned_data["keep"], today=clock.today(), at=clock.now()
    )


def _ticks(here: Here, key: str) -> list[tuple[str, str]]:
    """One for each receiver and class; the name goes along with whatever is left."""
    rows = of_person(ConsentScope, here).filter(consent__key=key).exclude(info_class=InfoClass.IDENTITY)
    found = rows.order_by("receiver_unit__name", "info_class", "id")
    ticks = {
        f"{row['receiver_unit_id']}-{row['info_class']}": " ".join(
            (
                row["receiver_unit__name"],
                str(TOLD_BY.get(row["giver__kind"], TOLD)),
                str(CLASSES[InfoClass(row["info_class"])]),
            )
        )
        for row in found.values(*sharing.WAY, "info_class")
    }
    return list(ticks.items())


@require_http_methods(["GET", "POST"])
@inside
def withdraw(request: HttpRequest, consent_key: str) -> HttpResponse:
    here = here_of(request)
    view = _find(here, consent_key)
    if request.method == "POST":
        share.withdraw(here=here, consent_key=consent_key, at=clock.now())
        return redirect("/min-side/samtykker/?svar=trukket")
    return shown_page(request, "portal/withdraw.html", {"consent": view})


def _find(here: Here, key: str) -> sharing.ConsentView:
    """One that is in force. Raises Http404 for every other, whosever it is."""
    views = sharing.consents(here, today=clock.today())
    found = next((view for view in views if view.key == key and view.in_force), None)
    if found is None:
        raise Http404
    return found
