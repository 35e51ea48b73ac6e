"""How one cell of a roll is read. Each reader is a dictionary that remembers what it has read.

A roll of a hundred thousand rows holds few different dates, codes and names, so most cells cost one
look-up. A cell that can't be read raises CellError, which only the slow path of `roll_format` looks into.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date

from hjemvei.exchange.enums import CellFault, RollColumn
from hjemvei.persons.rules import Refusal, classify_number

_ = str  # marks Norwegian texts for the catalogues; they are translated where they are shown
EARLIEST = date(1900, 1, 1)
MAX_REF, MAX_NAME, MAX_LANGUAGE = 40, 120, 35
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*", re.IGNORECASE | re.ASCII)
_NORWEGIAN_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", re.ASCII)
_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_MUNICIPALITY = re.compile(r"\d{4}", re.ASCII)

CODES: Mapping[RollColumn, Mapping[str, str]] = {
    RollColumn.SEX: {"m": "m", "f": "f", "u": "u", "": "u"},
    RollColumn.STATUS: {code: code for code in ("sentenced", "remand", "preventive_detention")},
    RollColumn.RELEASE_KIND: {code: code for code in ("probation", "full_term", "remand_end", "")},
    RollColumn.RELEASE_CERTAINTY: {"": "unknown"}
    | {code: code for code in ("fixed", "likely", "uncertain", "unknown")},
    RollColumn.ADDRESS_PROTECTION: {code: code for code in ("", "confidential", "strictly_confidential")},
    RollColumn.ADDRESS_BEFORE: {
        code: code for code in ("none", "rented_private", "rented_municipal", "owned", "family", "")
    },
}
FAULT_TEXTS: Mapping[CellFault, str] = {
    CellFault.MISSING: _("Feltet er tomt, men må fylles ut."),
    CellFault.NO_NAME: _("Både etternavn og fornavn er tomme. Har personen ett navn, fyll ut det ene."),
    CellFault.TOO_LONG: _("Teksten er for lang."),
    CellFault.UNPRINTABLE: _("Teksten inneholder tegn som ikke kan skrives ut."),
    CellFault.BAD_NUMBER: _("Identitetsnummeret er ikke gyldig."),
    CellFault.BAD_DATE: _("Datoen kan ikke leses. Skriv for eksempel 2026-11-02 eller 02.11.2026."),
    CellFault.DATE_IN_FUTURE: _("Datoen er etter dagen listen gjelder for."),
    CellFault.RELEASE_BEFORE_ADMISSION: _("Løslatelsen står før innsettelsen."),
    CellFault.UNKNOWN_CODE: _("Verdien finnes ikke blant de avtalte. Se beskrivelsen av listen."),
    CellFault.UNKNOWN_UNIT: _("Avdelingen er ikke kjent. Legg den til, eller rett navnet."),
    CellFault.BAD_MUNICIPALITY: _("Kommunenummeret har fire sifre og må være i bruk."),
    CellFault.BAD_LANGUAGE: _("Språkkoden er ikke gyldig. Skriv for eksempel nb, en eller pl."),
    CellFault.WRONG_COLUMN_COUNT: _("Raden har feil antall kolonner."),
    CellFault.DUPLICATE_REF: _("Referansen står også lenger opp i listen. Hver person skal stå én gang."),
}


class CellError(ValueError):
    """A cell can't be read; `fault` says why, `detail` adds a sentence.

    Never holds what stood in the cell.
    """

    def __init__(self, fault: CellFault, detail: str = "") -> None:
        super().__init__(fault)
        self.fault = fault
        self.detail = detail


class Cells(dict[str, object]):
    """Reads cells of one column and remembers the answers; faults are not remembered."""

    __slots__ = ("_read",)

    def __init__(self, read: Callable[[str], object]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, cell: str) -> object:
        value = self[cell] = self._read(cell.strip())
        return value


class AsIs(dict[str, str]):
    """For columns where no cell stands twice: the cell itself, looked at afterwards. Fast, since str is."""

    __slots__ = ()
    __missing__ = staticmethod(str)


def read_date(cell: str) -> date | None:
    """ISO or dd.mm.yyyy; empty is unknown. Two-digit years are refused: they can't be told apart."""
    if not cell:
        return None
    iso, norwegian = _ISO_DATE.fullmatch(cell), _NORWEGIAN_DATE.fullmatch(cell)
    parts = iso.group(1, 2, 3) if iso else norwegian.group(3, 2, 1) if norwegian else None
    if parts is None:
        raise CellError(CellFault.BAD_DATE)
    try:
        return date(int(parts[0]), int(parts[1]), int(parts[2]))
    except ValueError:
        raise CellError(CellFault.BAD_DATE) from None


def past_date(today: date, *, required: bool) -> Callable[[str], date | None]:
    """A date between 1900 and the day the roll is for."""

    def read(cell: str) -> date | None:
        day = read_date(cell)
        if day is None:
            if required:
                raise CellError(CellFault.MISSING)
            return None
        if day > today:
            raise CellError(CellFault.DATE_IN_FUTURE)
        if day < EARLIEST:
            raise CellError(CellFault.BAD_DATE)
        return day

    return read


def code_of(column: RollColumn) -> Callable[[str], str]:
    """One of the agreed codes, whatever its capitals."""
    codes = CODES[column]

    def read(cell: str) -> str:
        code = codes.get(cell.casefold())
        if code is None:
            raise CellError(CellFault.MISSING if not cell else CellFault.UNKNOWN_CODE)
        return code

    return read


def read_name(cell: str) -> str:
    """NFC, single blanks; may be empty, since some people have one name. Both empty is a fault of the row."""
    if len(cell) > MAX_NAME:
        raise CellError(CellFault.TOO_LONG)
    if not cell.isprintable():
        raise CellError(CellFault.UNPRINTABLE)
    return " ".join(unicodedata.normalize("NFC", cell).split())


def read_ref(cell: str) -> str:
    """The prison's own reference: required, printable, without blanks around it."""
    ref = cell.strip()
    if not ref:
        raise CellError(CellFault.MISSING)
    if len(ref) > MAX_REF:
        raise CellError(CellFault.TOO_LONG)
    if not ref.isprintable():
        raise CellError(CellFault.UNPRINTABLE)
    return ref


def read_national_id(cell: str) -> str:
    """Empty, or a number whose control digits hold; the detail says what is wrong with it."""
    if not cell.strip():
        return ""
    answer = classify_number(cell)
    if isinstance(answer, Refusal):
        raise CellError(CellFault.BAD_NUMBER, answer.text)
    return answer.number


def unit_reader(units: frozenset[str] | None) -> Callable[[str], str]:
    """A known unit's slug; any text where the caller names no units."""

    def read(cell: str) -> str:
        unit = cell.casefold()
        if not unit:
            raise CellError(CellFault.MISSING)
        if units is not None and unit not in units:
            raise CellError(CellFault.UNKNOWN_UNIT)
        return read_ref(unit)

    return read


def municipality_reader(municipalities: frozenset[str] | None) -> Callable[[str], str]:
    """Empty, or four digits in use. A spreadsheet eats the first zero: 301 is read as 0301."""

    def read(cell: str) -> str:
        number = cell.zfill(4) if cell else ""
        known = municipalities is None or number in municipalities
        if number and not (known and _MUNICIPALITY.fullmatch(number)):
            raise CellError(CellFault.BAD_MUNICIPALITY)
        return number

    return read


def read_language(cell: str) -> str:
    """BCP 47, or empty when not known."""
    if cell and (len(cell) > MAX_LANGUAGE or not _LANGUAGE.fullmatch(cell)):
        raise CellError(CellFault.BAD_LANGUAGE)
    return cell


def readers(
    *, today: date, units: frozenset[str] | None, municipalities: frozenset[str] | None
) -> dict[RollColumn, Cells | AsIs]:
    """A fresh reader for every column; they hold what they have read, so they live as long as one file."""
    by_code: dict[RollColumn, Cells | AsIs] = {column: Cells(code_of(column)) for column in CODES}
    municipality = Cells(municipality_reader(municipalities))
    name = Cells(read_name)
    return by_code | {
        RollColumn.PERSON_REF: AsIs(),
        RollColumn.NATIONAL_ID: AsIs(),
        RollColumn.FAMILY_NAME: name,
        RollColumn.GIVEN_NAME: name,
        RollColumn.BIRTH_DATE: Cells(past_date(today, required=False)),
        RollColumn.UNIT: Cells(unit_reader(units)),
        RollColumn.ADMITTED_ON: Cells(past_date(today, required=True)),
        RollColumn.EXPECTED_RELEASE_ON: Cells(read_date),
        RollColumn.MUNICIPALITY_OF_STAY: municipality,
        RollColumn.WISHED_MUNICIPALITY: municipality,
        RollColumn.LANGUAGE: Cells(read_language),
    }
