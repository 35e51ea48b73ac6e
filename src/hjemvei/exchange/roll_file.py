"""A roll's file before its rows: which encoding, which delimiter, which columns, and whether it is whole.

What is refused here is refused whole: half a roll would say of everybody in the other half that they are
gone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from hjemvei.exchange.enums import FileFault, RollColumn
from hjemvei.exchange.roll_columns import column_name

_ = str  # marks Norwegian texts for the catalogues; they are translated where they are shown
FEW, MAX_NAME = 6, 40
MAX_BYTES = 64 * 1024 * 1024
DELIMITERS = (";", ",", "\t")
UTF_8_BOM = b"\xef\xbb\xbf"
UTF_16_BOMS = (b"\xff\xfe", b"\xfe\xff")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
# æ, ø and å in UTF-8 as they look when read as Windows-1252.
_MISREAD = re.compile("Ã[¦¸¥†˜…]")
REFUSAL_TEXTS: Mapping[FileFault, str] = {
    FileFault.EMPTY: _("Filen er tom."),
    FileFault.TOO_LARGE: _("Filen er for stor. Del den opp, eller se om det er riktig fil."),
    FileFault.BINARY: _("Dette er ikke en tekstfil. Lagre listen som CSV og prøv igjen."),
    FileFault.UTF_16: _("Filen er lagret som Unicode-tekst (UTF-16). Lagre den som CSV UTF-8 og prøv igjen."),
    FileFault.MIXED_ENCODING: _("Filen blander to tegnsett. Lagre den på nytt som CSV UTF-8."),
    FileFault.NO_HEADER: _(
        "Den første linjen i filen er ikke kolonnenavnene som er avtalt. Disse mangler: %(columns)s."
    ),
    FileFault.MISSING_COLUMNS: _("Disse kolonnene mangler: %(columns)s."),
    FileFault.UNKNOWN_COLUMNS: _("Disse kolonnene er ikke avtalt og må tas ut: %(columns)s."),
    FileFault.OTHER_COLUMNS: _(
        "Disse kolonnene mangler: %(columns)s. Disse er ikke avtalt, og er kanskje feilskrevet: %(other)s."
    ),
    FileFault.REPEATED_COLUMNS: _("Disse kolonnene står to ganger: %(columns)s."),
    FileFault.NO_ROWS: _("Listen har ingen personer. En tom liste tas ikke inn."),
    FileFault.TRUNCATED: _("Filen er kuttet: linje %(line)s er ikke hel. Hent listen på nytt."),
    FileFault.BROKEN_QUOTES: _("Et anførselstegn ved linje %(line)s er ikke lukket. Filen kan være kuttet."),
    FileFault.TOO_MANY_FAULTS: _("%(faulty)s av %(rows)s rader har feil antall kolonner. Er det riktig fil?"),
}


@dataclass(frozen=True, slots=True)
class FileRefusal:
    """Why the whole file was refused; `facts` fill the blanks of the text."""

    fault: FileFault
    facts: tuple[tuple[str, str], ...] = ()

    @property
    def text(self) -> str:
        """Bokmål, with the facts in place."""
        return self.told()

    def told(self, translate: Callable[[str], str] = str) -> str:
        """With the facts in place; a few columns in the user's words beside the file's own."""
        facts = dict(self.facts)
        names = facts.get("columns", "").split(", ")
        if len(names) <= FEW:
            facts["columns"] = ", ".join(column_name(name, translate) for name in names)
        return translate(REFUSAL_TEXTS[self.fault]) % facts


@dataclass(frozen=True, slots=True)
class RollText:
    """A file that can be read: its text after the header line, and how it was written."""

    text: str
    encoding: str
    delimiter: str
    columns: tuple[RollColumn, ...]
    first_line: int
    ends_with_newline: bool


def refuse(fault: FileFault, **facts: str) -> FileRefusal:
    """A refusal with its facts by name."""
    return FileRefusal(fault, tuple(facts.items()))


def open_roll(data: bytes) -> RollText | FileRefusal:
    """Decode and read the header. Never raises on any bytes."""
    decoded = decode(data)
    if isinstance(decoded, FileRefusal):
        return decoded
    text, encoding = decoded
    header, _newline, body = _header_and_body(text)
    first_line = 2 + text.count("\n", 0, text.find(header)) if header else 2
    delimiter = max(DELIMITERS, key=header.count)
    columns = read_header(header, delimiter=delimiter)
    if isinstance(columns, FileRefusal):
        return columns
    if not body.strip(" \t\n;,"):
        return refuse(FileFault.NO_ROWS)
    return RollText(body, encoding, delimiter, columns, first_line, body.endswith("\n"))


def decode(data: bytes) -> tuple[str, str] | FileRefusal:
    """UTF-8 with or without a mark in front, else Windows-1252; line ends become newlines."""
    fault = _byte_fault(data)
    if fault is not None:
        return refuse(fault)
    body = data.removeprefix(UTF_8_BOM)
    try:
        text, encoding = body.decode("utf-8"), "utf-8-sig" if body is not data else "utf-8"
    except UnicodeDecodeError as error:
        cut = error.end == len(body) and not body[: error.start].isascii()
        if cut and error.reason == "unexpected end of data":
            return refuse(FileFault.TRUNCATED, line=str(body.count(b"\n") + 1))
        decoded = _windows_1252(body)
        if isinstance(decoded, FileRefusal):
            return decoded
        text, encoding = decoded, "windows-1252"
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _CONTROLS.search(text):
        return refuse(FileFault.BINARY)
    return (text, encoding) if text.strip() else refuse(FileFault.EMPTY)


def _byte_fault(data: bytes) -> FileFault | None:
    if not data:
        return FileFault.EMPTY
    if len(data) > MAX_BYTES:
        return FileFault.TOO_LARGE
    if data.startswith(UTF_16_BOMS):
        return FileFault.UTF_16
    return FileFault.BINARY if b"\0" in data else None


def _windows_1252(body: bytes) -> str | FileRefusal:
    try:
        text = body.decode("cp1252")
    except UnicodeDecodeError:
        return refuse(FileFault.BINARY)
    return refuse(FileFault.MIXED_ENCODING) if _MISREAD.search(text) else text


def _header_and_body(text: str) -> tuple[str, str, str]:
    """The first line with anything in it, past the 'sep=;' that a spreadsheet may put in front."""
    header, newline, body = text.lstrip("\n").partition("\n")
    if re.fullmatch(r"\s*sep=.\s*", header, re.IGNORECASE):
        header, newline, body = body.partition("\n")
    return header, newline, body


def read_header(header: str, *, delimiter: str) -> tuple[RollColumn, ...] | FileRefusal:
    """The columns in the file's own order. All are required.

    One that is not agreed is refused, not skipped: what nobody has agreed to hand over must not come in
    by accident.
    """
    names = [name.strip().strip('"').strip().casefold() for name in header.split(delimiter)]
    while names and not names[-1]:
        names.pop()
    known = {column.value: column for column in RollColumn}
    missing = ", ".join(name for name in known if name not in names)
    if not known.keys() & names:
        return refuse(FileFault.NO_HEADER, columns=missing)
    repeated = _listed(sorted({name for name in names if names.count(name) > 1}))
    if repeated:
        return refuse(FileFault.REPEATED_COLUMNS, columns=repeated)
    unknown = _listed([name for name in names if name not in known])
    if missing and unknown:
        return refuse(FileFault.OTHER_COLUMNS, columns=missing, other=unknown)
    if missing or unknown:
        fault = FileFault.MISSING_COLUMNS if missing else FileFault.UNKNOWN_COLUMNS
        return refuse(fault, columns=missing or unknown)
    return tuple(known[name] for name in names)


def _listed(names: Sequence[str]) -> str:
    """What a file calls its columns is of any length; the first few are enough to find them by."""
    more = ("…",) if len(names) > FEW else ()
    return ", ".join([*(name[:MAX_NAME] for name in names[:FEW]), *more])
