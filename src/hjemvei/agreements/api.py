"""Versions of agreements and the person's summaries for other systems: read only."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from django.http import Http404
from ninja import Query, Schema
from pydantic import Field

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.api import ApiRequest
from hjemvei.agreements.models import Agreement, AgreementVersion
from hjemvei.agreements.policy import is_party
from hjemvei.agreements.queries import newest_version
from hjemvei.agreements.signing import find_version
from hjemvei.agreements.summaries import open_summaries, summaries_of
from hjemvei.core.api import Key, Listed, Paging, Routes, page_of

agreements = Routes("agreements")
Number = Annotated[int, Field(ge=1, le=9999)]


class AgreementOut(Schema):
    key: str
    name: str
    kind: str
    level: str
    state: str
    signed_on: dt.date | None
    is_public: bool


class SignatureOut(Schema):
    """`text_hash`: SHA-256 of the text that was signed, in hexadecimal."""

    party: str
    name: str
    title: str
    signed_on: dt.date
    way: str
    language: str
    text_hash: str


class VersionOut(Schema):
    """Periods are half-open: `ends_before` is the first day that it does not apply."""

    number: int
    state: str
    starts_on: dt.date
    ends_before: dt.date | None
    minimum_stay_months: int
    signatures: list[SignatureOut]


class SummaryOut(Schema):
    """`version` is the one that the text was written for, 0 for the built-in text."""

    language: str
    title: str
    body: str
    status: str
    is_checked: bool
    is_stale: bool
    is_machine_made: bool
    version: int


class SummaryQuery(Schema):
    version: Number | None = None


@agreements.read("/agreements", Listed[AgreementOut])
def list_agreements(request: ApiRequest, paging: Query[Paging]) -> Listed[AgreementOut]:
    found = page_of(
        Agreement.objects.visible_to(request.actor).values(
            "name", "id", "key", "kind", "level", "state", "signed_on", "is_public"
        ),
        paging,
        by=("name", "id"),
    )
    items = [
        AgreementOut(**{name: value for name, value in row.items() if name != "id"}) for row in found.rows
    ]
    return Listed[AgreementOut](items=items, next_cursor=found.next_cursor)


@agreements.read("/agreements/{key}/versions", Listed[VersionOut])
def list_agreement_versions(request: ApiRequest, key: Key, paging: Query[Paging]) -> Listed[VersionOut]:
    """Drafts too for the parties."""
    agreement = _agreement(request.actor, key)
    rows = AgreementVersion.objects.filter(agreement=agreement)
    if not is_party(request.actor, agreement):
        rows = rows.signed()
    found = page_of(rows.values("number", "id"), paging, by=("number", "id"))
    versions = AgreementVersion.objects.prefetch_related("signatures__party__controller").in_bulk(
        [row["id"] for row in found.rows]
    )
    items = [_version(versions[row["id"]]) for row in found.rows]
    return Listed[VersionOut](items=items, next_cursor=found.next_cursor)


@agreements.read("/agreements/{key}/summaries", Listed[SummaryOut])
def list_agreement_summaries(request: ApiRequest, key: Key, asked: Query[SummaryQuery]) -> Listed[SummaryOut]:
    """In every language there is; of the newest signed version unless another is asked for."""
    agreement = _agreement(request.actor, key)
    version = find_version(request.actor, key, asked.version) if asked.version else newest_version(agreement)
    if version is None:
        raise Http404
    found = summaries_of(version) if is_party(request.actor, agreement) else open_summaries(version)
    items = [
        SummaryOut(
            language=row.language,
            title=row.title,
            body=row.body,
            status=row.status.value,
            is_checked=row.is_checked,
            is_stale=row.is_stale,
            is_machine_made=row.is_machine_made,
            version=row.number,
        )
        for row in found.values()
    ]
    return Listed[SummaryOut](items=items, next_cursor="")


def _agreement(actor: Actor, key: str) -> Agreement:
    found = Agreement.objects.visible_to(actor).filter(key=key).first()
    if found is None:
        raise Http404
    return found


def _version(row: AgreementVersion) -> VersionOut:
    signatures = [
        SignatureOut(
            party=signature.party.controller.name,
            name=signature.name,
            title=signature.title,
            signed_on=signature.signed_on,
            way=signature.way,
            language=signature.language,
            text_hash=signature.text_hash,
        )
        for signature in sorted(row.signatures.all(), key=lambda signature: signature.pk)
        if signature.withdrawn_at is None
    ]
    return VersionOut(
        number=row.number,
        state=row.state,
        starts_on=row.starts_on,
        ends_before=row.ends_before,
        minimum_stay_months=row.minimum_stay_months,
        signatures=signatures,
    )
