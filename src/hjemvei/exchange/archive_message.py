"""`arkivmelding.xml` of Fiks Arkiv v1 (`arkivmelding.opprett`): one case folder, one registry entry.

Codes are those of the specification's code lists (ks-no/fiks-arkiv-specification). Identity numbers never go
along; names stand only in the titles that the archive screens.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from xml.etree import ElementTree as ET

from django.utils.timezone import localdate

NAMESPACE = "https://ks-no.github.io/standarder/fiks-protokoll/fiks-arkiv/arkivmelding/opprett/v1"
CODES = "https://ks-no.github.io/standarder/fiks-protokoll/fiks-arkiv/metadatakatalog/v1"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
SYSTEM = "Hjemvei"
MESSAGE = "arkivmelding.xml"


class EntryType(StrEnum):
    INCOMING = "I"
    OUTGOING = "U"
    INTERNAL = "N"
    NOTE = "X"


ENTRY_NAMES = {
    EntryType.INCOMING: "Inngående dokument",
    EntryType.OUTGOING: "Utgående dokument",
    EntryType.INTERNAL: "Organinternt dokument for oppfølging",
    EntryType.NOTE: "Organinternt dokument uten oppfølging",
}


class PartyType(StrEnum):
    SENDER = "EA"
    RECEIVER = "EM"
    INTERNAL_SENDER = "IA"
    INTERNAL_RECEIVER = "IM"


PARTY_NAMES = {
    PartyType.SENDER: "Avsender",
    PartyType.RECEIVER: "Mottaker",
    PartyType.INTERNAL_SENDER: "Intern avsender",
    PartyType.INTERNAL_RECEIVER: "Intern mottaker",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    kind: PartyType
    name: str
    is_person: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A document as the archive of one unit gets it. `ground` is the statute that screens it."""

    case_key: str
    key: str
    case_title: str
    public_case_title: str
    title: str
    public_title: str
    entry_type: EntryType
    document_type: tuple[str, str]
    created_at: dt.datetime
    created_by: str
    unit: str
    parties: Sequence[Party]
    ground: str
    file_name: str
    media_type: str
    format_code: tuple[str, str]
    is_archive_format: bool
    sha256: str
    size: int


def archive_message(entry: Entry) -> bytes:
    """UTF-8 with declaration; the same entry gives the same bytes."""
    root = ET.Element("arkivmelding", {"xmlns": NAMESPACE, "xmlns:k": CODES, "xmlns:xsi": XSI})
    _text(root, "system", SYSTEM)
    _text(root, "antallFiler", "1")
    _folder(root, entry)
    _registry_entry(root, entry)
    ET.indent(root)
    made: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return made + b"\n"


def _folder(root: ET.Element, entry: Entry) -> None:
    folder = ET.SubElement(root, "mappe", {"xsi:type": "saksmappe"})
    _text(folder, "tittel", entry.case_title)
    _text(folder, "offentligTittel", entry.public_case_title)
    _screening(folder, entry.ground)
    _our_key(folder, entry.case_key)
    _named(folder, "administrativEnhet", entry.unit)


def _registry_entry(root: ET.Element, entry: Entry) -> None:
    row = ET.SubElement(root, "registrering", {"xsi:type": "journalpost"})
    _text(row, "opprettetDato", _moment(entry.created_at))
    _text(row, "opprettetAv", entry.created_by)
    _our_key(ET.SubElement(row, "referanseForelderMappe"), entry.case_key, prefix="k:")
    _screening(row, entry.ground)
    _document(row, entry)
    _text(row, "tittel", entry.title)
    _text(row, "offentligTittel", entry.public_title)
    for party in entry.parties:
        _party(row, party)
    _our_key(row, entry.key)
    _code(row, "journalposttype", entry.entry_type, ENTRY_NAMES[entry.entry_type])
    is_sent = entry.entry_type is EntryType.OUTGOING
    _code(row, "journalstatus", *(("E", "Ekspedert") if is_sent else ("J", "Journalført")))
    _text(row, "dokumentetsDato", localdate(entry.created_at).isoformat())
    if entry.entry_type is EntryType.INCOMING:
        _text(row, "mottattDato", _moment(entry.created_at))
    if is_sent:
        _text(row, "sendtDato", _moment(entry.created_at))


def _document(row: ET.Element, entry: Entry) -> None:
    document = ET.SubElement(row, "dokumentbeskrivelse")
    _code(document, "dokumenttype", *entry.document_type)
    _code(document, "dokumentstatus", "F", "Dokumentet er ferdigstilt")
    _text(document, "tittel", entry.title)
    _text(document, "opprettetDato", _moment(entry.created_at))
    _text(document, "opprettetAv", entry.created_by)
    _code(document, "tilknyttetRegistreringSom", "H", "Hoveddokument")
    _text(document, "dokumentnummer", "1")
    _screening(document, entry.ground)
    file = ET.SubElement(document, "dokumentobjekt")
    _text(file, "versjonsnummer", "1")
    variant = ("A", "Arkivformat") if entry.is_archive_format else ("P", "Produksjonsformat")
    _code(file, "variantformat", *variant)
    _code(file, "format", *entry.format_code)
    _text(file, "mimeType", entry.media_type)
    _text(file, "filnavn", entry.file_name)
    _text(file, "referanseDokumentfil", entry.file_name)
    _text(file, "sjekksum", entry.sha256)
    _text(file, "sjekksumAlgoritme", "SHA-256")
    _text(file, "filstoerrelse", str(entry.size))


def _party(row: ET.Element, party: Party) -> None:
    found = ET.SubElement(row, "korrespondansepart")
    _code(found, "korrespondanseparttype", party.kind, PARTY_NAMES[party.kind])
    _text(found, "korrespondansepartNavn", party.name)
    if party.is_person:
        _text(found, "erSkjermet", "true")
        _text(found, "erPersonnavn", "true")


def _screening(parent: ET.Element, ground: str) -> None:
    found = ET.SubElement(parent, "skjerming")
    _code(found, "tilgangsrestriksjon", "UO", "Unntatt offentlighet")
    _text(found, "skjermingshjemmel", ground)


def _our_key(parent: ET.Element, key: str, *, prefix: str = "") -> None:
    """Inside a reference the element belongs to the metadata catalogue (`k:`)."""
    found = ET.SubElement(parent, f"{prefix}referanseEksternNoekkel")
    _coded(found, "fagsystem", SYSTEM)
    _coded(found, "noekkel", key)


def _named(parent: ET.Element, name: str, value: str) -> None:
    _coded(ET.SubElement(parent, name), "navn", value)


def _code(parent: ET.Element, name: str, code: str, said: str) -> None:
    found = ET.SubElement(parent, name)
    _coded(found, "kode", code)
    _coded(found, "beskrivelse", said)


def _coded(parent: ET.Element, name: str, value: str) -> None:
    ET.SubElement(parent, f"k:{name}").text = printable(value)


def _text(parent: ET.Element, name: str, value: str) -> None:
    ET.SubElement(parent, name).text = printable(value)


def printable(value: str) -> str:
    """Without what XML 1.0 can't hold; never empty, as the schema wants."""
    kept = "".join(char for char in value if char in "\t\n" or (char >= " " and not _forbidden(ord(char))))
    return kept.strip() or "-"


def _forbidden(code: int) -> bool:
    return 0x7F <= code <= 0x9F or 0xD800 <= code <= 0xDFFF or code in (0xFFFE, 0xFFFF)


def _moment(at: dt.datetime) -> str:
    return at.replace(microsecond=0).isoformat()
