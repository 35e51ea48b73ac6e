"""Every column that can hold free text about people is sealed by the person's own key or named here with its
reason; every column of ciphertext says by which key, so that a new master key reaches all that lies under one
(that it does is tried in `test_plain_text`).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models

import hjemvei
from hjemvei.audit.held import registers
from hjemvei.core.master_field import MasterEncrypted
from hjemvei.core.privacy import About
from hjemvei.persons import rotation

SOURCE = Path(hjemvei.__file__).resolve().parent
CODE = "a code of the program or a list, never typed freely"
NAME = "names are searched and sorted by; erasure removes them (ADR-0018)"
SYSTEM = "the program's own words, or the agreement's"
DECISION = "why an officer decided, often the program's words: kernel functions copy it; erasure empties it"
STAGED = "of somebody not taken in yet, so without a key; gone within a day"
RECEIPT = "the number of a decision or receipt, which must outlive the key"
SOURCE_OF = "the name of a list or a talk, compared by the kernel; what was said is sealed beside it"
OWNED = "about an employee, who has no record and so no key"
SHARED = "of many organisations' staff, about no person: identity numbers are refused, names are warned of"
COUNTED = "the name of a number, its source, or why it was counted again; about no person"
HASH = "a hash"
PLAIN: dict[str, dict[str, str]] = {
    CODE: {
        "audit.ReadLog": "page",
        "audit.ChangeLog": "table_name operation fields purpose",
        "persons.Person": "language",
        "sharing.Participation": "legal_basis",
        "sharing.Consent": "language",
        "sharing.ConsentEvent": "language",
        "sharing.AccessEnd": "reference",
        "cases.Task": "code",
        "cases.HomeStatus": "risk",
        "cases.Event": "code",
        "cases.Document": "kind about media_type language finding",
        "cases.Caseload": "certainty risk status",
        "needs.ConfidentialAnswer": "answer",
        "needs.RiskAssessment": "answer reasons homeless_by_definition",
        "tenancies.FollowUp": "code",
        "deviations.Deviation": "found_in",
        "exchange.RollRow": "unit",
        "rights.Correction": "table_name",
        "rights.Withheld": "table_name",
        "portal.Pack": "language",
        "portal.Visit": "language",
        "portal.Word": "language",
        "accounts.User": "language",
        "agreements.SummaryTranslation": "language",
        "accounts.SavedView": "page",
        "accounts.Draft": "path",
        "accounts.ApiToken": "scopes",
        "accounts.Identity": "issuer subject provider",
        "audit.Outbox": "once",
        "cooperation.AgendaPoint": "ref",
        "audit.OnceKey": "location step",
    },
    NAME: {
        "persons.Person": "family_name given_name name_search sort_key",
        "cases.Custody": "reference",
    },
    SYSTEM: {
        "sharing.Disclosure": "what",
        "cases.AppliedAgreement": "rule",
        "cases.Task": "title clause source",
        "cases.Event": "text values",
        "cases.Caseload": "next_task",
        "audit.Outbox": "subject body",
        "exchange.RollImport": "refusal",
    },
    DECISION: {
        "rights.Withheld": "reason",
        "rights.Hold": "reason lift_reason",
        "rights.Restriction": "reason lift_reason",
        "rights.Disposal": "reason",
    },
    STAGED: {"exchange.RollRow": "reference family_name given_name problems changes"},
    RECEIPT: {"persons.KeyDestruction": "reference", "rights.Disposal": "reference"},
    SOURCE_OF: {"cases.ReleaseDate": "source", "needs.HousingFact": "source"},
    SHARED: {
        "cooperation.Meeting": "place link cancel_reason minutes",
        "cooperation.AgendaPoint": "title text",
        "cooperation.Decision": "text outcome",
        "cooperation.Improvement": "text effect",
        "cooperation.Post": "title body",
    },
    COUNTED: {
        "statistics.Figure": "note",
        "statistics.Target": "name",
        "statistics.TargetYear": "note",
    },
    HASH: {
        "cooperation.CalendarFeed": "token_hash",
        "portal.Pin": "pin_hash",
        "accounts.User": "password",
        "accounts.Invitation": "token_hash",
        "accounts.ApiToken": "token_hash",
        "agreements.Signature": "text_hash",
        "agreements.SummaryTranslation": "source_hash",
    },
    OWNED: {
        "parties.ContactPoint": "purpose phone email note",
        "accounts.User": "email name",
        "accounts.Clearance": "reason end_reason",
        "accounts.SavedView": "name query",
        "accounts.ApiToken": "name",
        "accounts.AccountEvent": "reason",
        "account.EmailAddress": "email",
        "mfa.Authenticator": "data",
        "sessions.Session": "session_key session_data",
        "audit.Outbox": "to_address",
        "sharing.Relation": "last_digits lift_reason",
        "agreements.AgreementVersion": "note",
        "agreements.Signature": "name title paper_reference",
        "agreements.AnchoringRecord": "body reference",
        "agreements.FrontLineInput": "how",
        "agreements.SummaryTranslation": "title body checked_role",
        "routines.Improvement": "clause effect_note kind learned origin reference",
        "routines.RoutineVersion": "change_note clauses roles rules steps title",
        "cases.Inquiry": "body",
        "oversight.AccessFinding": "note",
        "rights.Advice": "text",
        "cooperation.Forum": "name purpose",
        "cooperation.Seat": "name title",
        "exchange.RollImport": "file_name",
        "presence.ContactDuty": "topic",
        "presence.RoleAddition": "text",
        "presence.VisitDay": "topic place",
        "presence.VisitChange": "reason",
        "reorganisation.Reorganisation": "reason",
    },
}
"""What may stand as text in tables about people, by reason."""
SEALED_BYTES = {"persons.Identifier.ciphertext", "cases.Document.content"}
"""Sealed by the person's key, but no text."""
WRAPPED = {"persons.DataKey.wrapped"}
HASHES = {
    *("audit.ChangeLog.row_hash", "audit.RowSalt.salt", "audit.OnceKey.request_hash"),
    *("audit.Seal.root", "audit.Seal.reads_root", "audit.Seal.chain", "persons.Identifier.blind_index"),
    *("sharing.Relation.blind_index", "cases.Document.sha256"),
    *(
        "exchange.RollImport.file_hash",
        "rights.Part.sha256",
        "rights.Handover.sha256",
        "portal.Pack.code_hash",
    ),
    "portal.Visit.token_hash",
}
ENCRYPTS = {
    "core/master_field.py": "the columns that the models declare; `keys rotate` finds them there",
    "accounts/adapter.py": "second factors: `keys rotate` has a step for them, the table is another's",
    "accounts/oidc/signed_in.py": "a provider's token in a session, which ends within a day",
    "accounts/drafts.py": "a cookie of twelve hours; no column",
    "persons/rotation.py": "the rotation itself",
}
"""Who encrypts by the installation's key at all, and how that is reached by a new one."""


def free_texts() -> Iterator[str]:
    for register in registers():
        if register.table.about is About.NOBODY:
            continue
        for column in register.model._meta.concrete_fields:
            inner = column.base_field if isinstance(column, ArrayField) else column
            is_text = isinstance(inner, models.CharField | models.TextField | models.JSONField)
            if is_text and not inner.choices and column.name != "key":
                yield f"{register.table.model}.{column.name}"


def named() -> list[str]:
    return [
        f"{model}.{name}"
        for tables in PLAIN.values()
        for model, names in tables.items()
        for name in names.split()
    ]


def test_free_text_about_people_is_sealed_or_plain_for_a_reason() -> None:
    found, said = list(free_texts()), named()
    assert sorted(set(found) - set(said)) == [], (
        "make it a SealedText, or say in PLAIN why it may stand there"
    )
    assert sorted(set(said) - set(found)) == [], "no such column of text any more"
    assert len(said) == len(set(said))


def test_every_column_of_bytes_says_what_it_is() -> None:
    """A column under the installation's key is a MasterEncrypted, or nobody would encrypt it again."""
    told = SEALED_BYTES | WRAPPED | HASHES
    unknown, seen = [], set()
    for model in apps.get_models():
        for column in model._meta.concrete_fields:
            label = f"{model._meta.label}.{column.name}"
            if isinstance(column, models.BinaryField) and not isinstance(column, MasterEncrypted):
                seen.add(label)
                unknown += [label] * (label not in told)
    assert unknown == [], "SealedText, MasterEncrypted, or a hash that is named here"
    assert told == seen


def test_nobody_else_encrypts_by_the_installations_key() -> None:
    found = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            direct = isinstance(node, ast.ImportFrom) and node.module == "hjemvei.core.crypto"
            module = isinstance(node, ast.ImportFrom) and node.module == "hjemvei.core"
            names = {alias.name for alias in node.names} if direct or module else set()
            if (direct and "encrypt" in names) or (module and "crypto" in names):
                found.add(str(path.relative_to(SOURCE)))
    assert found == set(ENCRYPTS), "declare the column as MasterEncrypted, and let it encrypt"


def test_the_places_name_columns_that_the_models_have() -> None:
    for model, field in rotation.encrypted_columns():
        assert field.names, f"{model._meta.label}.{field.name} is bound to no row"
        for name in field.names:
            list(model._base_manager.none().values_list(name))
