"""One closed case of one controller as a package for the archive: what the retention rules say shall be kept.

A zip with a folder for each file: documents as they stand, what the controller wrote as PDF/A, each with an
`arkivmelding.xml` beside it (Fiks Arkiv v1 takes one entry a message; all name the same case folder), and
a list of checksums. It is made while it is sent: one file at a time is in memory, nothing is left on a disk.
The same rows give the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import IO, Any, cast

from django.db import connection
from django.utils import timezone, translation
from django.utils.dateparse import parse_datetime

from hjemvei.accounts.models import User
from hjemvei.audit.held import Register, registers
from hjemvei.audit.retention import CASE_CLOSED, Outcome, rules
from hjemvei.cases.document_content import HELD_BACK
from hjemvei.cases.models import Document
from hjemvei.exchange.archive_entry import CASE_TITLE, GROUND, OTHER_TYPE, PDF_A, SCREENED, entry_from
from hjemvei.exchange.archive_message import MESSAGE, Entry, EntryType, Party, PartyType, archive_message
from hjemvei.exchange.letter_frame import Frame, facts, heading
from hjemvei.exchange.letter_pdf import Block, Letter, letter_pdf
from hjemvei.parties.models import Unit
from hjemvei.persons import keys
from hjemvei.rights.holdings import Holding, worded
from hjemvei.rights.models import Handover
from hjemvei.rights.words import Known
from hjemvei.sharing.models import Case
from hjemvei.sharing.sealed import place

CHECKSUMS = "sjekksummer.txt"
LONG_AGO = (1980, 1, 1, 0, 0, 0)
TOGETHER: tuple[tuple[str, str, str], ...] = (
    ("samtykker.pdf", "Samtykker", "sharing.Consent"),
    ("plan.pdf", "Plan", "plans."),
    ("saksopplysninger.pdf", "Saksopplysninger", ""),
)
"""File, title, and how the tables' names begin; the rest is in the last."""
ELSEWHERE = {"cases.Document"}
"""Documents go as files."""


@dataclass(slots=True)
class Package:
    """`files`, `size` and `sha256` are known once `chunks` is at its end; `held_back` are documents that the
    virus scanner stops.
    """

    handover: Handover
    name: str
    files: int = 0
    held_back: int = 0
    size: int = 0
    _hash: Any = field(default_factory=hashlib.sha256)

    @property
    def sha256(self) -> bytes:
        return bytes(self._hash.digest())

    def chunks(self) -> Iterator[bytes]:
        """Raises DatabaseError for somebody who may not hand the case over."""
        with translation.override("nb"):
            for part in _zipped(self):
                self.size += len(part)
                self._hash.update(part)
                yield part


class _Pipe:
    """What a zip is written to: it can't go back."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        self.parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing waits here."""

    def taken(self) -> bytes:
        made = b"".join(self.parts)
        self.parts.clear()
        return made


def _zipped(package: Package) -> Iterator[bytes]:
    pipe, sums = _Pipe(), list[str]()
    with zipfile.ZipFile(cast("IO[bytes]", pipe), "w") as file:
        for entry, content in chain(_documents(package), _written(package)):
            package.files += 1
            for name, data in ((entry.file_name, content), (MESSAGE, archive_message(entry))):
                path = f"{package.files:03}/{name}"
                sums.append(f"{hashlib.sha256(data).hexdigest()}  {path}\n")
                file.writestr(zipfile.ZipInfo(path, LONG_AGO), data, zipfile.ZIP_DEFLATED)
            yield pipe.taken()
        file.writestr(zipfile.ZipInfo(CHECKSUMS, LONG_AGO), "".join(sums), zipfile.ZIP_DEFLATED)
    yield pipe.taken()


def _documents(package: Package) -> Iterator[tuple[Entry, bytes]]:
    """One at a time; what the scanner holds back is counted and stays behind."""
    take_keys(package.handover)
    for raw in raw_rows(package.handover, "cases_document"):
        if raw["scan"] in HELD_BACK:
            package.held_back += 1
            continue
        row = _document(package.handover.case, raw)
        yield (
            entry_from(row, unit=row.owner_unit, controller_id=row.controller_id, name=package.name),
            _content(package.handover, row),
        )


def _document(case: Case, raw: dict[str, Any]) -> Document:
    """The row as an object that is never saved."""
    plain = {name: raw[name] for name in ("id", "key", "kind", "about", "media_type", "size", "scan")}
    plain["title"] = bytes.fromhex(raw["title"].removeprefix("\\x"))
    recorded_at = parse_datetime(raw["recorded_at"])
    assert recorded_at is not None
    return Document(
        **plain,
        case=case,
        controller_id=raw["controller_id"],
        owner_unit_id=raw["owner_unit_id"],
        to_unit_id=raw["to_unit_id"],
        recorded_by_id=raw["recorded_by_id"],
        recorded_at=recorded_at,
        sha256=bytes.fromhex(raw["sha256"].removeprefix("\\x")),
    )


def _content(handover: Handover, row: Document) -> bytes:
    with connection.cursor() as cursor:
        values = [handover.disposal_id, handover.case_id, row.pk]
        cursor.execute("SELECT kernel.archive_content(%s, %s, %s)", values)
        (sealed,) = cursor.fetchone()
    return keys.unseal(bytes(sealed), bound_to=place(row, "content"))


def _written(package: Package) -> Iterator[tuple[Entry, bytes]]:
    for file_name, title, letter in letters(package):
        content = letter_pdf(letter)
        yield _entry(package, file_name, title, content), content


def letters(package: Package) -> Iterator[tuple[str, str, Letter]]:
    """What stands in tables, in words: consents, the plan, and the rest. File, title and what it says."""
    left, known = kept_registers(), Known(cases={package.handover.case_id})
    for file_name, title, begins in TOGETHER:
        mine = [found for found in left if found.table.model.startswith(begins)]
        left = [found for found in left if found not in mine]
        held = [_holding(package.handover, found, known) for found in mine]
        held = [found for found in held if found.rows]
        if held:
            yield file_name, title, _letter(package, title, held)


def kept_registers() -> list[Register]:
    """The tables that a rule hands to the archive with the case."""
    found = rules()
    return [
        register
        for register in registers()
        if register.is_exported
        and found[register.table.retention].outcome is Outcome.ARCHIVE
        and found[register.table.retention].starts == CASE_CLOSED
        and register.table.model not in ELSEWHERE
        and {"case", "controller"} <= register.columns
    ]


def _holding(handover: Handover, register: Register, known: Known) -> Holding:
    """Without the rows of a class that has another rule: what was told in confidence is not kept."""
    other = set(map(int, register.table.retention_of))
    raw = [
        row
        for row in raw_rows(handover, register.model._meta.db_table)
        if not other or row["info_class"] not in other
    ]
    return worded(register, raw, known)


def raw_rows(handover: Handover, table: str) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT h::text FROM kernel.archive_rows(%s, %s, %s) h",
            [handover.disposal_id, handover.case_id, table],
        )
        return [json.loads(text) for (text,) in cursor.fetchall()]


def take_keys(handover: Handover) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, wrapped, master FROM kernel.archive_keys(%s, %s)",
            [handover.disposal_id, handover.case_id],
        )
        keys.take(cursor.fetchall())


def _letter(package: Package, title: str, held: Sequence[Holding]) -> Letter:
    handover = package.handover
    frame = Frame(
        sender=handover.controller.name,
        receiver=handover.body.name,
        dated_on=timezone.localdate(handover.made_at),
        reference=handover.case.key,
    )
    return frame.letter(f"{title} – {package.name}", _blocks(held), is_signed=False)


def _blocks(held: Sequence[Holding]) -> Iterator[Block]:
    for holding in held:
        yield heading(holding.text)
        for row in holding.rows:
            yield facts(*((line.label, line.text) for line in row.lines))


def _entry(package: Package, file_name: str, title: str, content: bytes) -> Entry:
    handover = package.handover
    unit = Unit.objects.filter(controller_id=handover.controller_id).order_by("id")[0]
    maker = User.objects.values_list("name", flat=True).get(pk=handover.made_by_id)
    return Entry(
        case_key=handover.case.key,
        key=f"{handover.case.key}-{file_name.removesuffix('.pdf')}",
        case_title=f"{CASE_TITLE} – {package.name}",
        public_case_title=f"{CASE_TITLE} – {SCREENED}",
        title=f"{title} – {package.name}",
        public_title=f"{title} – {SCREENED}",
        entry_type=EntryType.NOTE,
        document_type=OTHER_TYPE,
        created_at=timezone.localtime(handover.made_at),
        created_by=maker,
        unit=unit.name,
        parties=(Party(kind=PartyType.INTERNAL_SENDER, name=handover.controller.name),),
        ground=GROUND,
        file_name=file_name,
        media_type="application/pdf",
        format_code=PDF_A,
        is_archive_format=True,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
    )
