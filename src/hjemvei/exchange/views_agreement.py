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
from hjemvei.exchange.letter_kept import Busy, kept_pdf
from hjemvei.exchange.letter_pdf import Letter, letter_pdf
from hjemvei.exchange.letter_summary import summary_letter
from hjemvei.parties.languages import languages
from hjemvei.ui.kept import for_everybody

PDF = "application/pdf"
OPEN = "agreements are public and can be downloaded by everybody (R49)"


def actor_of(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


@require_safe
def agreement(request: HttpRequest, key: str, number: int, language: str) -> HttpResponse:
    """A draft too, for its parties: it says on top that it is one."""
    version = find_version(actor_of(request), key, number)
    made = letter_pdf(_agreement_letter(version, language, is_open=False))
    return attachment(made, media_type=PDF, name=file_name(version, (language,)))


@require_safe
def summary(request: HttpRequest, key: str, number: int, language: str) -> HttpResponse:
    version = find_version(actor_of(request), key, number)
    made = letter_pdf(_summary_letter(version, language))
    return attachment(made, media_type=PDF, name=file_name(version, (language, "sammendrag")))


@public(OPEN)
@require_safe
def open_agreement(request: HttpRequest, key: str, language: str) -> HttpResponse:
    letter = _agreement_letter(_open_version(key), language, is_open=True)
    return _kept(request, letter, key, language)


@public(OPEN)
@require_safe
def open_summary(request: HttpRequest, key: str, language: str) -> HttpResponse:
    return _kept(request, _summary_letter(_open_version(key), language), key, f"{language}-sammendrag")


def _open_version(key: str) -> AgreementVersion:
    row = opened_version(key, today=clock.today())
    if row is None:
        raise Http404
    return row


def _agreement_letter(version: AgreementVersion, language: str, *, is_open: bool) -> Letter:
    """Raises Http404 for a language that agreements are not written in."""
    if language not in LANGUAGES:
        raise Http404
    try:
        return agreement_letter(version, language, today=clock.today(), is_open=is_open)
    except UnknownPlaceholder as error:
        raise Http404 from error


def _summary_letter(version: AgreementVersion, language: str) -> Letter:
    if language not in languages():
        raise Http404
    return summary_letter(version, language)


def _kept(request: HttpRequest, letter: Letter, key: str, what: str) -> HttpResponse:
    """Made once for all who ask; 429 where more papers are asked for than may be made in a minute."""
    try:
        made = kept_pdf(letter, is_limited=getattr(request, "actor", None) is None)
    except Busy as busy:
        return HttpResponse(status=429, headers={"Retry-After": str(busy.seconds)})
    answer = attachment(made, media_type=PDF, name=f"avtale-{key}-{what}.pdf")
    return for_everybody(request, answer)
