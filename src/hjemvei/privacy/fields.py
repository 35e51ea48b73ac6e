"""`docs/privacy/fields.md`: every column with personal data, generated from the registry. Bokmål alone."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import translation

from hjemvei.accounts.enums import InfoClass
from hjemvei.audit.held import registers
from hjemvei.core.privacy import About
from hjemvei.privacy.spoken import LEAD, Spoken, role_names, spoken

TOP = """# Felt med personopplysninger

Laget av `hjemvei privacy fields` fra registeret i koden (`privacy.py` i hver app).
Rett der, ikke her; en test sammenligner.
Samtykke er ikke behandlingsgrunnlag. Det opphever taushetsplikten og føres for seg;
grunnlaget står ved hver tabell.
Oppbevaringstidene er forslag til en plan, der det ikke står annet: se [README](README.md).
"""


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
    yield ""


def _tables(about: About) -> Iterator[str]:
    yield "## Om personen\n" if about is About.PERSON else "## Om ansatte\n"
    for register in registers():
        if register.table.about is about:
            yield from _table(spoken(register), " ".join(sorted(register.technical)))


def _table(told: Spoken, technical: str) -> Iterator[str]:
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
