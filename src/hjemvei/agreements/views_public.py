"""An agreement that its parties have opened, for everybody: as a page, as text, and as data. Nothing in it is
about a person.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from hjemvei.accounts.access import public
from hjemvei.agreements.clause_pieces import TextPiece, text_pieces
from hjemvei.agreements.clauses import LANGUAGES, labels
from hjemvei.agreements.composed import VersionClause
from hjemvei.agreements.forms_register import OpenFilter
from hjemvei.agreements.models import AgreementVersion
from hjemvei.agreements.opened import as_document, as_markdown, opened_version, standing
from hjemvei.agreements.page import agreement_page
from hjemvei.agreements.register import open_register
from hjemvei.agreements.signed_text import shown_clauses
from hjemvei.agreements.summaries import chosen, open_summaries
from hjemvei.core import clock
from hjemvei.parties.languages import languages
from hjemvei.ui.formats import language
from hjemvei.ui.jinja import url
from hjemvei.ui.parts import Paging
from hjemvei.ui.render import render

LIST = "agreements:open"
REASON = "an agreement that its parties have opened; it names no person (R49)"


@require_safe
@public(REASON)
def open_agreements(request: HttpRequest) -> HttpResponse:
    """All that anybody may read, by name; nobody has to know an address."""
    form = OpenFilter(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    found = open_register(words, cursor=request.GET.get("after", ""), today=clock.today())
    links = {
        name: url(LIST, query={"q": words, "after": mark}) if mark else ""
        for name, mark in (("next_url", found.next_cursor), ("previous_url", found.previous_cursor))
    }
    context = {"form": form, "rows": found.rows, "paging": Paging(**links)}
    return render(request, "agreements/open.html", context, block="rows")


@require_safe
@public(REASON)
def public_agreement(request: HttpRequest, key: str) -> HttpResponse:
    version, spoken = _opened(key), _language()
    today, summaries = clock.today(), open_summaries(version)
    summary = chosen(summaries, spoken)
    context: dict[str, Any] = {
        "agreement": version.agreement,
        "version": version,
        "standing": standing(version, today=today),
        "shown": agreement_page(version.agreement, today=today, number=version.number),
        "clauses": _clauses(version, spoken),
        "summary": (summary.title, list(text_pieces(summary.body))),
        "papers": [(tag, _named(tag, spoken)) for tag in LANGUAGES],
        "summaries": [(tag, _named(tag, spoken)) for tag in summaries],
        "language": spoken,
        "key": key,
    }
    return render(request, "agreements/public.html", context)


@require_safe
@public(REASON)
def as_text(request: HttpRequest, key: str) -> HttpResponse:
    version = _opened(key)
    text = as_markdown(version, _language(), today=clock.today())
    response = HttpResponse(text, content_type="text/markdown; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="avtale-{key}-{version.number}.md"'
    return response


@require_safe
@public(REASON)
def as_data(request: HttpRequest, key: str) -> HttpResponse:
    return JsonResponse(as_document(_opened(key), _language(), today=clock.today()))


def _clauses(version: AgreementVersion, spoken: str) -> list[tuple[str, VersionClause, list[TextPiece]]]:
    found = shown_clauses(version, spoken)
    numbers = labels(row.code for row in found)
    return [(label, row, list(text_pieces(row.body))) for label, row in zip(numbers, found, strict=True)]


def _opened(key: str) -> AgreementVersion:
    """Raises Http404."""
    found = opened_version(key, today=clock.today())
    if found is None:
        raise Http404
    return found


def _named(tag: str, spoken: str) -> str:
    return languages()[tag].name(spoken) if tag in languages() else tag


def _language() -> str:
    spoken = language()
    return spoken if spoken in LANGUAGES else "nb"
