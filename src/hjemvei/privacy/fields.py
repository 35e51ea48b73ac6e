"""`docs/privacy/fields.md`: every column with personal data, generated from the registry. Bokmål alone."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import models
from django.utils import translation

from hjemvei.accounts.enums import InfoClass
from hjemvei.audit.held import registers
from hjemvei.cases.models import Document
from hjemvei.core.master_field import MasterEncrypted
from hjemvei.core.privacy import About
from hjemvei.persons.models import Identifier
from hjemvei.persons.sealed import SealedText
from hjemvei.privacy.spoken import LEAD, Spoken, role_names, spoken

SEALED_BYTES = (Identifier._meta.get_field("ciphertext"), Document._meta.get_field("content"))
TOP = """# Felt med personopplysninger

Laget av `hjemvei privacy fields` fra registeret i koden (`privacy.py` i hver app).
Rett der, ikke her; en test sammenligner.
Samtykke er ikke behandlingsgrunnlag. Det opphever taushetsplikten og føres for seg;
grunnlaget står ved hver tabell.
Det som ikke er låst eller kryptert, kan leses av den som har en kopi av databasen.
Oppbevaringstidene er forslag til en plan, der det ikke står annet: se [README](README.md).
"""
ACROSS = """På tvers av klassene: **innsynsansvarlig** ser alt virksomheten selv har om den som har bedt
om innsyn, også helse og svar gitt i fortrolighet, så lenge kravet eller forslaget gjelder.
**Personvernombud** ser krav og forslag ved referanse, med frist og avgjørelse, uten navn og innhold."""


def fields_document() -> str:
    with translation.override("nb"):
        return "\n".join([TOP, *_classes(), *_tables(About.PERSON), *_tables(About.STAFF), *_nobody()]) + "\n"


def _classes() -> Iterator[str]:
    yield "## Opplysningsklasser\n"
    yield "| klasse | hva det er | roller som kan lese den i det de ellers har tilgang til |"
    yield "|---|---|---|"
    for info_class in InfoClass:
        roles = ", ".join(role_names(info_class)) or "ingen"
        yield f"| {info_class.value} {info_class.label} | {LEAD[info_class]} | {roles} |"
    yield f"\n{ACROSS}\n"


def _tables(about: About) -> Iterator[str]:
    yield "## Om personen\n" if about is About.PERSON else "## Om ansatte\n"
    for register in registers():
        if register.table.about is about:
            yield from _table(spoken(register), " ".join(sorted(register.technical)), _locked(register.model))


def _locked(model: type[models.Model]) -> Iterator[str]:
    """How columns lie that a copy of the database tells nothing of (ADR-0018)."""
    columns = model._meta.concrete_fields
    own = [c.name for c in columns if isinstance(c, SealedText) or c in SEALED_BYTES]
    if own:
        yield f"- Låst med personens egen nøkkel: {_code(' '.join(own))}"
    installations = [c.name for c in columns if isinstance(c, MasterEncrypted)]
    if installations:
        yield f"- Kryptert med installasjonens nøkkel: {_code(' '.join(installations))}"


def _table(told: Spoken, technical: str, locked: Iterator[str]) -> Iterator[str]:
    yield f"### {told.title}\n"
    yield f"`{told.name}`\n"
    if told.classes:
        yield f"- Klasse: {', '.join(told.classes)}"
    yield f"- Eier: {told.owner}"
    yield f"- Formål: {told.purpose}"
    yield f"- Grunnlag: {'; '.join(told.bases)}"
    yield f"- Kan se: {told.seen_by}"
    for kept in told.kept:
        yield f"- Oppbevaring: {kept}"
    yield from locked
    yield "\n| felt | hva det er | i utlevering til personen |"
    yield "|---|---|---|"
    for names, text, withheld in told.fields:
        given = "gjelder ansatte" if not told.is_exported and not withheld else withheld or "ja"
        yield f"| {_code(names)} | {text} | {'nei: ' + given if withheld else given} |"
    if technical:
        yield f"\nUten personopplysninger: {_code(technical)}"
    yield ""


def _code(names: str) -> str:
    return ", ".join(f"`{name}`" for name in names.split())


def _nobody() -> Iterator[str]:
    yield "## Tabeller uten personopplysninger\n"
    for register in registers():
        if register.table.about is About.NOBODY:
            yield f"- `{register.table.model}`: {register.table.text}."
