"""Who may write down answers about housing."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass, Role
from hjemvei.accounts.policy import YES, Decision

ONLY_SAYS = frozenset({Role.VOLUNTARY_PROVIDER})


def can_record_housing(actor: Actor, *, verified: bool = False) -> Decision:
    if not actor.may_read(InfoClass.HOUSING):
        return Decision(False, _("Rollen din arbeider ikke med bolig."))
    if verified and actor.roles <= ONLY_SAYS:
        return Decision(False, _("Bare kommunen og fengselet kan bekrefte opplysninger om bolig."))
    return YES


def can_record_in_confidence(actor: Actor) -> Decision:
    """What is said in confidence stays in the municipality: it could cost leave or probation (R80, R129)."""
    if not actor.may_read(InfoClass.CONFIDENTIAL):
        return Decision(False, _("Svar i fortrolighet skrives bare ned av kommunens egne saksbehandlere."))
    return YES
