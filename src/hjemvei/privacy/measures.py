"""What is done to keep people safe, each with the test that proves it. Papers cite these and claim no more.

The table is `measures.csv`; a test checks that every node is there. `LACKING` is what a privacy officer would
expect and does not get yet: papers say it as plainly. Bokmål alone, as the papers.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

TABLE = Path(__file__).with_suffix(".csv")


@dataclass(frozen=True, slots=True)
class Measure:
    area: str
    text: str
    test: str


def _read() -> tuple[Measure, ...]:
    with TABLE.open(encoding="utf-8", newline="") as handle:
        rows = csv.reader(handle, delimiter=";", strict=True)
        next(rows)
        return tuple(Measure(*row) for row in rows)


MEASURES = _read()
SEALED = (
    "Kryptert med personens egen nøkkel: fødselsnummer, det ansatte og personen har skrevet med egne "
    "ord, titler, begrunnelser i sakene, hvem som var vitne eller svarte for personen, og dokumenter. "
    "Kladder er kryptert med installasjonens nøkkel."
)
PLAIN = (
    "I klartekst i databasen, bare bak tilgangsreglene: navn, fødselsdato, kjønn, språk og grad av "
    "adressesperre; fengselets referanse; datoer for opphold og løslatelse; hvem som deltar og når; "
    "hvilken bolig personen leier (leieforholdet peker på boligens navn og adresse); hvor mange som "
    "skal bo der; svar valgt fra en liste, også i fortrolighet; koder for bolig, fare, plan og "
    "samtykke; e-postadresser og navn på ansatte og kontaktpersoner; begrunnelser for å holde tilbake, "
    "sperre, stanse og slette, og råd om det; utregnet risiko og lister; og loggene."
)
"""What a copy of the database shows; `tests/guards/test_sealed_columns.py` has every column."""
LACKING: tuple[str, ...] = (
    "Nattjobben sperrer en person når siste sak er lukket og tiden er ute, og foreslår sletting. Ingen person"
    " slettes uten at to mennesker står bak. Kontoene til ansatte slettes ikke.",
    "Svar på krav om innsyn finnes på bokmål, nynorsk og engelsk. Oversettelsene på personens egen side er"
    " ikke kontrollert, og det står på siden.",
    "Systemet er ikke gransket av uavhengige sikkerhetseksperter, og ikke tatt i bruk med virkelige"
    " personer.",
    "Kontroll mot folkeregisteret finnes ikke: adressesperre registreres av ansatte eller leses fra"
    " fengselets liste.",
    PLAIN,
)
"""Whoever builds something of it takes it away here: the papers would otherwise say too little."""
