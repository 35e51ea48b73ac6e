"""Keep a paper or a letter in the case, encrypted."""

from __future__ import annotations

import datetime as dt
import hashlib

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from procrastinate.contrib.django import app

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.cases.actions.record_event import record_event
from hjemvei.cases.document_content import MAX_BYTES, keep
from hjemvei.cases.models import Document
from hjemvei.cases.policy.inside import can_add_document
from hjemvei.cases.rules.files import Fault, accepted_type
from hjemvei.cases.states import SCAN, ScanState
from hjemvei.core.errors import RuleBroken
from hjemvei.core.states import move
from hjemvei.parties.models import Unit
from hjemvei.sharing.models import Case, owned_by

ADDED = gettext_noop("Dokument lagt til")
FAULTS = {
    Fault.TYPE: gettext_noop(
        "Filen må være PDF, PNG, JPEG, TXT, DOCX eller ODT, og innholdet må stemme med navnet."
    ),
    Fault.MACRO: gettext_noop("Filen inneholder makroer. Lagre den uten, eller som PDF."),
    Fault.BOMB: gettext_noop("Filen blir for stor når den pakkes ut. Lagre den som PDF, eller del den opp."),
}


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
    about: str = "",
) -> Document:
    """`about` names what the paper belongs to, as `scan:<event of a consent>`.

    Raises RuleBroken (field `file`) for an empty, too large or unknown file."""
    can_add_document(actor, case).require()
    media_type = _accepted(file_name, content)
    row = Document(
        **owned_by(actor, case, at=at),
        info_class=info_class,
        to_unit=to_unit,
        kind=kind,
        about=about,
        title=title.strip()[:200],
        media_type=media_type,
        language=language,
        sha256=hashlib.sha256(content).digest(),
        size=len(content),
    )
    keep(row, content)
    if settings.CLAMD:
        move(row, "wait", by=SCAN)
    row.save(force_insert=True)
    if row.scan == ScanState.WAITING:
        job = app.configure_task("cases.scan_document", queue="scans")
        job.defer(document_id=row.pk, unit_id=row.owner_unit_id)
    record_event(actor=actor, case=case, code="document", text=ADDED, info_class=info_class, at=at)
    return row


def _accepted(file_name: str, content: bytes) -> str:
    """The media type of a file that can be kept."""
    if not content:
        raise RuleBroken(_("Filen er tom. Velg filen på nytt."), field="file", code="empty")
    if len(content) > MAX_BYTES:
        raise RuleBroken(_("Filen er større enn 10 MB. Del den opp."), field="file", code="large")
    found = accepted_type(file_name, content)
    if isinstance(found, Fault):
        raise RuleBroken(_(FAULTS[found]), field="file", code=found.value)
    return found
