"""The unit's deviations as a list, how its notices were rated, and what a committee shall read."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hjemvei.accounts.actor import Actor
from hjemvei.cases.queries.ratings import rated_notices
from hjemvei.core import clock
from hjemvei.deviations import policy
from hjemvei.deviations.forms import FilterForm
from hjemvei.deviations.queries import SHOWN, all_deviations, own_deviations, waiting_summaries
from hjemvei.deviations.sheets import xlsx_of
from hjemvei.ui.jinja import url
from hjemvei.ui.parts import Link, Paging
from hjemvei.ui.render import render

LIST = "deviations:list"
MOST = 5000
"""Rows in a spreadsheet."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def deviations(request: HttpRequest) -> HttpResponse:
    """A committee sees figures elsewhere, never rows: a deviation in a case is a fact about a person."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not policy.can_report(actor):
        return render(request, "deviations/none.html", {"reason": policy.can_report(actor).reason})
    form, asked = _asked(request)
    found = own_deviations(
        actor,
        shown=asked["vis"],
        kind=asked["kind"],
        cause=asked["cause"],
        cursor=request.GET.get("after", ""),
    )
    context = {
        "form": form,
        "asked": asked,
        "rows": found.rows,
        "tabs": tabs(asked["vis"]),
        "paging": Paging(
            next_url=_page(asked, found.next_cursor), previous_url=_page(asked, found.previous_cursor)
        ),
        "today": clock.today(),
    }
    return render(request, "deviations/list.html", context, block="rows")


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    policy.can_report(actor).require()
    _form, asked = _asked(request)
    rows = all_deviations(actor, shown=asked["vis"], kind=asked["kind"], cause=asked["cause"], most=MOST)
    response = HttpResponse(xlsx_of(rows), content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="avvik.xlsx"'
    return response


@require_safe
def ratings(request: HttpRequest) -> HttpResponse:
    """Early enough, complete enough: what the receivers of the unit's notices have said, and what it said."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    policy.can_report(actor).require()
    context = {"rows": rated_notices(actor), "tabs": tabs("varsler")}
    return render(request, "deviations/ratings.html", context)


@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    policy.can_report(actor).require()
    return render(
        request, "deviations/waiting.html", {"rows": waiting_summaries(actor), "tabs": tabs("utvalg")}
    )


def tabs(current: str) -> list[Link]:
    names = {
        "": _("Åpne"),
        "mine": _("Mine"),
        "bra": _("Gikk bra"),
        "lukket": _("Lukket"),
        "feil": _("Ikke avvik likevel"),
    }
    links = [
        Link(label=label, url=url(LIST, query={"vis": name} if name else None), current=name == current)
        for name, label in names.items()
    ]
    links.append(
        Link(label=_("Vurderte varsler"), url=url("deviations:ratings"), current=current == "varsler")
    )
    links.append(Link(label=_("Til utvalget"), url=url("deviations:waiting"), current=current == "utvalg"))
    return links


def _asked(request: HttpRequest) -> tuple[FilterForm, dict[str, str]]:
    shown = request.GET.get("vis", "")
    shown = shown if shown in SHOWN else ""
    form = FilterForm(request.GET, well=shown == "bra")
    chosen = form.cleaned_data if form.is_valid() else {}
    return form, {"vis": shown, "kind": chosen.get("kind", ""), "cause": chosen.get("cause", "")}


def _page(asked: dict[str, str], cursor: str) -> str:
    return url(LIST, query={**asked, "after": cursor}) if cursor else ""
