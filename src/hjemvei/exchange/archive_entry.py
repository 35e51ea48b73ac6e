"""A document of a case as an archive entry, seen from the unit that archives it; and the file it goes in."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

from django.utils import timezone

from hjemvei.accounts.actor import Actor
from hjemvei.cases.document_content import ENDINGS, opened
from hjemvei.cases.models import Document
from hjemvei.exchange.archive_message import MESSAGE, Entry, EntryType, Party, PartyType, archive_message
from hjemvei.parties.enums import UnitKind
from hjemvei.parties.models import Unit
from hjemvei.sharing.models import writing_unit
from hjemvei.sharing.queries import PersonView

SCREENED = "*****"
CASE_TITLE = "Bolig og oppfølging"
PUBLIC_NAMES = {"letter": "Brev", "decision": "Vedtak", "agreement": "Avtale"}
DOCUMENT_TYPES = {
    "letter": ("KORR", "Korrespondanse"),
    "decision": ("VEDTAK", "Vedtak"),
    "agreement": ("AVTALE", "Avtale"),
}
OTHER_TYPE = ("MELDING", "Melding")
PDF_A = ("fmt/476", "PDF/A-2a")
GROUND = "Offl. § 13 jf. fvl. § 13"
GROUNDS = {UnitKind.SOCIAL_SERVICE: "Offl. § 13 jf. sosialtjenesteloven § 44"}
"""Elsewhere the confidentiality of the public administration applies; the archive may set its own ground."""
LANDLORD = "Utleier"


def archive_file(actor: Actor, document: Document, person: PersonView) -> bytes:
    """A zip with the document and its message; the same document gives the same bytes."""
    content = opened(document)
    entry = entry_of(actor, document, person)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name, data in ((MESSAGE, archive_message(entry)), (entry.file_name, content)):
            file.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def entry_of(actor: Actor, document: Document, person: PersonView) -> Entry:
    """A name under address protection stands in no title at all."""
    unit = Unit.objects.select_related("controller").get(pk=writing_unit(actor, document.case))
    return entry_from(
        document,
        unit=unit,
        controller_id=actor.controller_id,
        name=SCREENED if person.protection else person.name,
    )


def entry_from(document: Document, *, unit: Unit, controller_id: int, name: str) -> Entry:
    """As the controller archives it; `name` as it may stand in a title."""
    ours = bool(document.about)
    ending = ENDINGS.get(document.media_type, "bin")
    return Entry(
        case_key=document.case.key,
        key=document.key,
        case_title=f"{CASE_TITLE} – {name}",
        public_case_title=f"{CASE_TITLE} – {SCREENED}",
        title=f"{document.title} – {name}",
        public_title=f"{PUBLIC_NAMES.get(document.kind, 'Dokument')} – {SCREENED}",
        entry_type=entry_type(document, controller_id),
        document_type=DOCUMENT_TYPES.get(document.kind, OTHER_TYPE),
        created_at=timezone.localtime(document.recorded_at),
        created_by=document.recorded_by.name,
        unit=unit.name,
        parties=_parties(document, controller_id, unit=unit, name=name),
        ground=GROUNDS.get(UnitKind(unit.kind), GROUND),
        file_name=f"{document.key}.{ending}",
        media_type=document.media_type,
        format_code=PDF_A if ours else (ending.upper(), document.media_type),
        is_archive_format=ours,
        sha256=bytes(document.sha256).hex(),
        size=document.size,
    )


def entry_type(document: Document, controller_id: int) -> EntryType:
    if document.controller_id != controller_id:
        return EntryType.INCOMING
    if document.to_unit is not None and document.to_unit.controller_id == controller_id:
        return EntryType.INTERNAL
    return EntryType.OUTGOING if document.about else EntryType.NOTE


def _parties(document: Document, controller_id: int, *, unit: Unit, name: str) -> Sequence[Party]:
    kind = entry_type(document, controller_id)
    here = Party(kind=PartyType.INTERNAL_SENDER, name=unit.name)
    if kind is EntryType.INCOMING:
        sender = Party(kind=PartyType.SENDER, name=document.owner_unit.name)
        return (sender, Party(kind=PartyType.INTERNAL_RECEIVER, name=unit.name))
    if document.to_unit is not None:
        inside = kind is EntryType.INTERNAL
        to = PartyType.INTERNAL_RECEIVER if inside else PartyType.RECEIVER
        return (here, Party(kind=to, name=document.to_unit.name))
    if document.about.startswith("guarantee:"):
        return (here, Party(kind=PartyType.RECEIVER, name=LANDLORD))
    if document.about:
        return (here, Party(kind=PartyType.RECEIVER, name=name, is_person=True))
    return (here,)
