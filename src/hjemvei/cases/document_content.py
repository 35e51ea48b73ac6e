"""What a document holds: sealed by the key of the person it is about, and given out as an attachment only."""

from __future__ import annotations

from typing import TypeVar
from urllib.parse import quote

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from hjemvei.cases.models import Document
from hjemvei.cases.rules.files import DOCX, JPEG, ODT, PDF, PNG, TEXT
from hjemvei.cases.states import ScanState
from hjemvei.core.errors import RuleBroken
from hjemvei.persons.keys import Destroyed, unseal
from hjemvei.sharing.sealed import place, seal_bytes

R = TypeVar("R", bound=HttpResponseBase)
MAX_BYTES = 10 * 1024 * 1024
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ENDINGS = {PDF: "pdf", PNG: "png", JPEG: "jpg", TEXT: "txt", DOCX: "docx", ODT: "odt", XLSX: "xlsx"}
"""Spreadsheets are no longer taken in; those that came before are still given out."""
HELD_BACK = frozenset({ScanState.WAITING, ScanState.INFECTED})


def keep(row: Document, content: bytes) -> None:
    """Put the content into a row that is not saved yet."""
    row.content = seal_bytes(row, "content", content)


def opened(row: Document) -> bytes:
    """Raises RuleBroken for what is held back or destroyed, Undecipherable for what was changed or moved."""
    if row.scan == ScanState.INFECTED:
        raise RuleBroken(
            _("Virus er funnet i dette dokumentet. Det gis ikke ut. Be den som la det inn om et nytt."),
            code="infected",
        )
    if row.scan == ScanState.WAITING:
        raise RuleBroken(
            _("Dokumentet er ikke kontrollert for virus ennå. Prøv igjen om noen minutter."), code="waiting"
        )
    return content_of(row)


def content_of(row: Document) -> bytes:
    """Also of what is held back: for the scanner alone."""
    try:
        return unseal(bytes(row.content), bound_to=place(row, "content"))
    except Destroyed as gone:
        raise RuleBroken(_("Innholdet er slettet for godt."), code="destroyed") from gone


def attachment(content: bytes, *, media_type: str, name: str) -> HttpResponse:
    """Never inline, and without any right of this site should a browser open it all the same."""
    return as_attachment(HttpResponse(content, content_type=media_type), name=name)


def as_attachment(response: R, *, name: str) -> R:
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'; sandbox"
    return response
