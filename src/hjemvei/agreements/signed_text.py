"""The text that a signature is put to: one string in the language that counts, and its hash."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable

from hjemvei.agreements.clauses import LANGUAGES
from hjemvei.agreements.composed import VersionClause, fix_clauses
from hjemvei.agreements.filling import filled_clauses
from hjemvei.agreements.models import AgreementVersion, SignedClause
from hjemvei.agreements.signing_kinds import PrevailingLanguage


def canonical(version: AgreementVersion, clauses: Iterable[VersionClause]) -> str:
    """Name, number and first day, then clause by clause; composed letters (NFC), lines ended by LF."""
    head = f"{version.agreement.name}\n{version.number}\n{version.starts_on.isoformat()}"
    text = "\n\n".join([head, *(f"# {clause.title}\n\n{clause.body}" for clause in clauses)])
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n"))


def hash_of(text: str) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def text_hash(version: AgreementVersion, language: str) -> str:
    """Of the draft as it stands."""
    clauses = filled_clauses(version, language, prevailing=language)
    return hash_of(canonical(version, clauses))


def signed_hash(version: AgreementVersion, language: str) -> str:
    """Of what was kept at the signing; empty where nothing was (signed elsewhere, put on record)."""
    kept = kept_clauses(version, language)
    return hash_of(canonical(version, kept)) if kept else ""


def kept_clauses(version: AgreementVersion, language: str) -> list[VersionClause]:
    rows = SignedClause.objects.filter(version=version, language=language).order_by("position")
    return [VersionClause(row.code, row.title, row.body, row.text_language) for row in rows]


def shown_clauses(version: AgreementVersion, language: str) -> list[VersionClause]:
    """What was signed where it is kept, else as the register reads today."""
    return kept_clauses(version, language) or filled_clauses(
        version, language, prevailing=prevailing_language(version)
    )


def prevailing_language(version: AgreementVersion) -> str:
    """The one that was signed; Bokmål until somebody has."""
    standing = version.signatures.standing().order_by("id").values_list("language", flat=True)
    return standing.first() or PrevailingLanguage.NB.value


def keep_text(version: AgreementVersion, *, prevailing: str) -> None:
    """Written just before the version is frozen; afterwards the database refuses it."""
    fix_clauses(version, prevailing=prevailing)
    SignedClause.objects.bulk_create(
        SignedClause(
            version=version,
            language=language,
            text_language=clause.language,
            position=position,
            code=clause.code,
            title=clause.title,
            body=clause.body,
        )
        for language in LANGUAGES
        for position, clause in enumerate(filled_clauses(version, language, prevailing=prevailing), 1)
    )
