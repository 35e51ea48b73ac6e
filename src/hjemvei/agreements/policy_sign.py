"""Who signs, anchors and translates: each party for itself."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import Role
from hjemvei.accounts.policy import YES, Decision
from hjemvei.agreements.models import Agreement, AgreementParty, Signature, SummaryTranslation
from hjemvei.agreements.policy import MAKERS, is_party
from hjemvei.agreements.signing_kinds import SigningWay, TranslationStatus

LEADERS = frozenset({Role.PRISON_LEADER, Role.MUNICIPAL_LEADER})


def can_prepare(actor: Actor, agreement: Agreement) -> Decision:
    """Record signatures and approvals, write and check summaries."""
    if not is_party(actor, agreement):
        return Decision(False, _("Bare partene i avtalen kan gjøre dette."))
    if not actor.has(*MAKERS):
        return Decision(False, _("Dette gjøres av ledere og koordinatorer hos partene."))
    return YES


def can_sign(actor: Actor, party: AgreementParty, way: str) -> Decision:
    """For one's own organisation alone, also where it stands on paper: nobody binds another by what they
    say that it has signed. One's own signature is a leader's.
    """
    may = can_speak_for(actor, party)
    if not may or way == SigningWay.PAPER:
        return may
    if not actor.has(*LEADERS):
        return Decision(False, _("Bare ledere undertegner selv. Andre kan føre inn det som står på papir."))
    return YES


def can_withdraw(actor: Actor, signature: Signature) -> Decision:
    if actor.user_id != signature.recorded_by_id and actor.controller_id != signature.party.controller_id:
        return Decision(False, _("Bare parten selv kan trekke underskriften."))
    return can_prepare(actor, signature.version.agreement)


def can_speak_for(actor: Actor, party: AgreementParty) -> Decision:
    """What was decided in an organisation is said by itself."""
    if party.controller_id != actor.controller_id:
        return Decision(False, _("Hver part fører inn for sin egen organisasjon."))
    return can_prepare(actor, party.agreement)


def can_check(actor: Actor, summary: SummaryTranslation) -> Decision:
    may = can_prepare(actor, summary.version.agreement)
    if may and summary.written_by_id == actor.user_id:
        return Decision(False, _("Den som skrev teksten, kan ikke kontrollere den selv."))
    return may


def can_approve(actor: Actor, summary: SummaryTranslation) -> Decision:
    may = can_prepare(actor, summary.version.agreement)
    if may and not actor.has(*LEADERS):
        return Decision(False, _("Sammendraget godkjennes av en leder hos en av partene."))
    if may and summary.written_by_id == actor.user_id:
        return Decision(False, _("Den som skrev teksten, kan ikke godkjenne den selv."))
    if may and summary.status == TranslationStatus.DRAFT:
        return Decision(
            False, _("Oversettelsen må kontrolleres av noen som kan språket, før den godkjennes.")
        )
    return may
