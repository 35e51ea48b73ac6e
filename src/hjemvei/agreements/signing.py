"""What has been signed, by whom, what is missing, and whether the text is still the one they signed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.http import Http404
from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.agreements.clause_text import UnknownPlaceholder
from hjemvei.agreements.kinds import PartyRole
from hjemvei.agreements.models import (
    NOT_YET,
    Agreement,
    AgreementParty,
    AgreementVersion,
    AnchoringRecord,
    FrontLineInput,
    Signature,
)
from hjemvei.agreements.policy import is_party
from hjemvei.agreements.signed_text import signed_hash, text_hash
from hjemvei.agreements.signing_kinds import APPROVING_LEVELS, AnchoringLevel
from hjemvei.agreements.states import AgreementState, VersionState

GROUP = 8


@dataclass(frozen=True, slots=True)
class SigningState:
    """`is_same`: the text still has the hash that every signature was put to."""

    signatures: Sequence[Signature]
    withdrawn: Sequence[Signature]
    missing: Sequence[AgreementParty]
    is_same: bool
    text_hash: str
    language: str

    @property
    def shown_hash(self) -> str:
        """In groups, so that it can be read out and a line can break."""
        return " ".join(self.text_hash[start : start + GROUP] for start in range(0, 64, GROUP)).strip()


@dataclass(frozen=True, slots=True)
class Anchoring:
    """`gaps` are sentences: what nobody has put on record yet. They stop nothing."""

    approvals: Sequence[AnchoringRecord]
    front_line: Sequence[FrontLineInput]
    gaps: Sequence[str]


def find_version(actor: Actor, key: str, number: int) -> AgreementVersion:
    """A draft is its parties' own. Raises Http404."""
    found = Agreement.objects.visible_to(actor).filter(key=key).first()
    rows = AgreementVersion.objects.filter(agreement=found).select_related("agreement", "parent_version")
    version = rows.filter(number=number).first() if found is not None else None
    ours = found is not None and is_party(actor, found)
    if version is None or (version.state == VersionState.DRAFT and not ours):
        raise Http404
    return version


def parties_of(version: AgreementVersion) -> list[AgreementParty]:
    """On the version's first day, main parties first."""
    rows = AgreementParty.objects.filter(agreement_id=version.agreement_id).on(version.starts_on)
    found = rows.select_related("controller", "contact_unit", "agreement").order_by("id")
    return sorted(found, key=lambda row: row.role != PartyRole.MAIN)


def missing_parties(version: AgreementVersion) -> list[AgreementParty]:
    """Parties without a standing signature, whatever their part is: nobody is bound by another's."""
    signed = set(version.signatures.standing().values_list("party_id", flat=True))
    return [row for row in parties_of(version) if row.pk not in signed]


def awaiting(actor: Actor, *, today: dt.date) -> list[AgreementParty]:
    """Where the actor's organisation is asked to join, or others have signed what it has not."""
    ours = AgreementParty.objects.filter(controller_id=actor.controller_id).select_related("agreement")
    standing = Signature.objects.standing().filter(version__state=VersionState.DRAFT)
    begun = standing.filter(version__agreement=OuterRef("agreement_id"))
    waits = Exists(begun) & ~Exists(begun.filter(party=OuterRef("pk")))
    found = ours.filter(Q(joins_on=NOT_YET) | waits & Q(pk__in=AgreementParty.objects.on(today)))
    return list(found.exclude(agreement__state=AgreementState.ENDED).order_by("agreement__name", "id"))


def signing_state(version: AgreementVersion) -> SigningState:
    rows = list(
        version.signatures.select_related("party__controller", "recorded_by", "withdrawn_by").order_by("id")
    )
    standing = [row for row in rows if row.withdrawn_at is None]
    language = standing[0].language if standing else "nb"
    is_draft = version.state == VersionState.DRAFT
    now = _hash_now(version, language) if is_draft else signed_hash(version, language)
    return SigningState(
        signatures=standing,
        withdrawn=[row for row in rows if row.withdrawn_at is not None],
        missing=missing_parties(version) if is_draft else [],
        is_same=all(row.text_hash == now for row in standing),
        text_hash=now,
        language=language,
    )


def _hash_now(version: AgreementVersion, language: str) -> str:
    try:
        return text_hash(version, language)
    except UnknownPlaceholder:
        return ""


def anchoring_of(version: AgreementVersion) -> Anchoring:
    approvals = list(version.approvals.select_related("party__controller").order_by("party_id", "id"))
    front_line = list(version.front_line.select_related("party__controller").order_by("party_id", "id"))
    return Anchoring(approvals, front_line, list(_gaps(parties_of(version), approvals, front_line)))


def _gaps(
    parties: Iterable[AgreementParty],
    approvals: Iterable[AnchoringRecord],
    front_line: Iterable[FrontLineInput],
) -> Iterable[str]:
    approved = {(row.party_id, row.level) for row in approvals}
    heard = {row.party_id for row in front_line}
    for party in parties:
        if party.role != PartyRole.MAIN:
            continue
        for level in APPROVING_LEVELS:
            if (party.pk, level) not in approved:
                yield _("%(party)s: ikke ført opp at %(level)s har godkjent") % {
                    "party": party.controller.name,
                    "level": AnchoringLevel(level).label,
                }
        if party.pk not in heard:
            yield _("%(party)s: ikke ført opp at ansatte i førstelinjen har deltatt") % {
                "party": party.controller.name
            }
