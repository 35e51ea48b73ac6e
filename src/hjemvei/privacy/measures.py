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
LACKING: tuple[str, ...] = (
    "Nattjobben sperrer en person når siste sak er lukket og tiden er ute, og foreslår sletting. Regler for"
    " enkelte tabeller som er kortere, telles (`hjemvei privacy retention --dry-run`), men gjennomføres"
    " ikke.",
    "En hel sak kan ikke avleveres til arkivet i én pakke: hvert dokument går som arkivmelding.",
    "Svar på krav om innsyn finnes på bokmål, nynorsk og engelsk. Oversettelsene på personens egen side er"
    " ikke kontrollert, og det står på siden.",
    "Systemet er ikke gransket av uavhengige sikkerhetseksperter, og ikke tatt i bruk med virkelige"
    " personer.",
    "Kontroll mot folkeregisteret finnes ikke: adressesperre registreres av ansatte eller leses fra"
    " fengselets liste.",
    "Navn, fødselsdato og datoer for opphold ligger ikke kryptert i databasen, bare bak tilgangsreglene.",
)
"""Whoever builds something of it takes it away here: the papers would otherwise say too little."""
