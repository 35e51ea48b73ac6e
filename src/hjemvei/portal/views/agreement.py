"""The agreement in plain words: on the page and as a paper, in the page's language or another it is in."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from hjemvei.agreements.summaries import SOURCE, chosen
from hjemvei.agreements.summary_page import summary_parts
from hjemvei.core import clock
from hjemvei.exchange.letter_pdf import letter_pdf
from hjemvei.exchange.letter_summary import Agreed, summary_paper
from hjemvei.portal.door import inside
from hjemvei.portal.page import LANGUAGES, shown_page
from hjemvei.portal.queries import agreement as queries
from hjemvei.portal.queries.agreement import OwnAgreement
from hjemvei.portal.views.reading import here_of
from hjemvei.ui.formats import language

PDF = "application/pdf"
TEXT = "tekst"


@require_safe
@inside
def agreement(request: HttpRequest) -> HttpResponse:
    found = queries.agreements(here_of(request), today=clock.today())
    shown = [(one, chosen(one.texts, _wanted(request, one))) for one in found]
    context = {
        "agreements": [(one, text, _others(one, text.language)) for one, text in shown],
        "parts_of": summary_parts,
        "source": SOURCE,
    }
    return shown_page(request, "portal/agreement.html", context)


@require_safe
@inside
def paper(request: HttpRequest, agreement_key: str) -> HttpResponse:
    """Shown, not downloaded, as all of the person's pages; it names nobody."""
    one = queries.find(here_of(request), agreement_key, today=clock.today())
    if one is None:
        raise Http404
    head = Agreed(
        name=one.name,
        parties=tuple(one.parties),
        number=one.number,
        starts_on=one.starts_on,
        dated_on=one.signed_on or one.starts_on,
    )
    made = summary_paper(head, one.texts, _wanted(request, one))
    return HttpResponse(letter_pdf(made), content_type=PDF)


def _wanted(request: HttpRequest, one: OwnAgreement) -> str:
    """The language asked for, where the text is in it; else the page's."""
    asked = request.GET.get(TEXT, "")
    return asked if asked in one.texts else language()


def _others(one: OwnAgreement, shown: str) -> list[tuple[str, str]]:
    """Other languages that the text is in, each by its own name, or by the text's own title."""
    return [(tag, LANGUAGES.get(tag, text.title)) for tag, text in one.texts.items() if tag != shown]
