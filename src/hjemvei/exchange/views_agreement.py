"""Agreements and their summaries as PDF: for those who are signed in, and open ones for everybody."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from hjemvei.accounts.access import public
from hjemvei.accounts.actor import Actor
from hjemvei.agreements.clause_text import UnknownPlaceholder
from hjemvei.agreements.clauses import LANGUAGES
from hjemvei.agreements.models import AgreementVersion
from hjemvei.agreements.opened import opened_version
from hjemvei.agreements.signing import find_version
from hjemvei.cases.document_content import attachment
from hjemvei.core import clock
from hjemvei.exchange.letter_agreement import agreement_letter, file_name
from hjemvei.exchange.letter_pdf import letter_pdf
from hjemvei.exchange.letter_summary import summary_letter
from hjemvei.parties.languages import languages

PDF = "application/pdf"
OPEN = "agreements are public and can be downloaded by everybody (R49)"


def actor_of(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


@require_safe
def agreement(request: HttpRequest, key: str, number: int, language: str) -> HttpResponse:
    """A draft too, for its parties: it says on top that it is one."""
    return _agreement(find_version(actor_of(request), key, number), language)


@require_safe
def summary(request: HttpRequest, key: str, number: int, language: str) -> HttpResponse:
    return _summary(find_version(actor_of(request), key, number), language)


@public(OPEN)
@require_safe
def open_agreement(request: HttpRequest, key: str, language: str) -> HttpResponse:
    return _agreement(_open_version(key), language)


@public(OPEN)
@require_safe
def open_summary(request: HttpRequest, key: str, language: str) -> HttpResponse:
    return _summary(_open_version(key), language)


def _open_version(key: str) -> AgreementVersion:
    row = opened_version(key, today=clock.today())
    if row is None:
        raise Http404
    return row


def _agreement(version: AgreementVersion, language: str) -> HttpResponse:
    if language not in LANGUAGES:
        raise Http404
    try:
        made = agreement_letter(version, language, today=clock.today())
    except UnknownPlaceholder as error:
        raise Http404 from error
    return attachment(letter_pdf(made), media_type=PDF, name=file_name(version, (language,)))


def _summary(version: AgreementVersion, language: str) -> HttpResponse:
    if language not in languages():
        raise Http404
    made = summary_letter(version, language)
    return attachment(letter_pdf(made), media_type=PDF, name=file_name(version, (language, "sammendrag")))
