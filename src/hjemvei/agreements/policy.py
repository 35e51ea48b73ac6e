"""Who may write down that the parties have agreed on something new."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass, Role
from hjemvei.accounts.policy import YES, Decision
from hjemvei.agreements.models import Agreement, AgreementParty

MAKERS = frozenset(
    {
        Role.PRISON_LEADER,
        Role.MUNICIPAL_LEADER,
        Role.REINTEGRATION_COORDINATOR,
        Role.MUNICIPAL_COORDINATOR,
    }
)


def is_party(actor: Actor, agreement: Agreement) -> bool:
    """Joined, and not left."""
    return agreement.parties.of(actor).exists()


def can_make_version(actor: Actor, agreement: Agreement) -> Decision:
    if not is_party(actor, agreement):
        return Decision(False, _("Bare partene i avtalen kan lage en ny versjon."))
    if not actor.has(*MAKERS):
        return Decision(False, _("Nye versjoner lages av ledere og koordinatorer hos partene."))
    return YES


def can_join(actor: Actor, party: AgreementParty) -> Decision:
    """What the others have asked for is answered by the one that they asked."""
    if party.controller_id != actor.controller_id:
        return Decision(False, _("Bare virksomheten selv kan bekrefte at den blir part."))
    return can_begin(actor)


def can_begin(actor: Actor) -> Decision:
    if not actor.has(*MAKERS):
        return Decision(False, _("Avtaler lages av ledere og koordinatorer hos partene."))
    return YES


def can_see_users(actor: Actor) -> bool:
    """Who is under an agreement is about people: for those who work with cases, not for every reader."""
    return actor.may_read(InfoClass.IDENTITY) and actor.may_read(InfoClass.COORDINATION)
