"""Keep a paper or a letter in the case, encrypted."""

from __future__ import annotations

import datetime as dt
import hashlib

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.cases.actions.record_event import record_event
from hjemvei.cases.document_content import MAX_BYTES, media_type_of, sealed
from hjemvei.cases.models import Document
from hjemvei.cases.policy.inside import can_add_document
from hjemvei.core.errors import RuleBroken
from hjemvei.core.text import new_key
from hjemvei.parties.models import Unit
from hjemvei.sharing.models import Case, owned_by

ADDED = gettext_noop("Dokument lagt til")


def add_document(
    *,
    actor: Actor,
    case: Case,
    title: str,
    kind: str,
    info_class: InfoClass,
    file_name: str,
    content: bytes,
    at: dt.datetime,
    to_unit: Unit | None = None,
    language: str = "nb",
) -> Document:
    """Raises RuleBroken (field `file`) for an empty, too large or unknown file."""
    can_add_document(actor, case).require()
    media_type = _accepted(file_name, content)
    key = new_key()
    row: Document = Document.objects.create(
        **owned_by(actor, case, at=at),
        key=key,
        info_class=info_class,
        to_unit=to_unit,
        kind=kind,
        title=title.strip()[:200],
        media_type=media_type,
        language=language,
        content=sealed(content, key=key),
        sha256=hashlib.sha256(content).digest(),
        size=len(content),
    )
    record_event(actor=actor, case=case, code="document", text=ADDED, info_class=info_class, at=at)
    return row


def _accepted(file_name: str, content: bytes) -> str:
    """The media type of a file that can be kept."""
    if not content:
        raise RuleBroken(_("Filen er tom. Velg filen på nytt."), field="file", code="empty")
    if len(content) > MAX_BYTES:
        raise RuleBroken(_("Filen er større enn 10 MB. Del den opp."), field="file", code="large")
    media_type = media_type_of(file_name, content)
    if not media_type:
        raise RuleBroken(
            _("Filen må være PDF, PNG, JPEG, DOCX, XLSX eller ODT, og innholdet må stemme med navnet."),
            field="file",
            code="type",
        )
    return media_type
