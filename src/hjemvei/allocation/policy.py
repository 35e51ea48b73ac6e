"""Who applies, who decides, who offers and who writes down the answer."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass, Role
from hjemvei.accounts.policy import YES, Decision
from hjemvei.allocation.models import Application, Offer
from hjemvei.homes.policy import HOUSING_ROLES


def can_apply(actor: Actor) -> Decision:
    """The person asks in any form, and whoever hears it writes it down (boligsosialloven § 7)."""
    if not actor.may_read(InfoClass.HOUSING):
        return Decision(False, _("Rollen din arbeider ikke med bolig."))
    if actor.roles <= {Role.VOLUNTARY_PROVIDER}:
        return Decision(False, _("Kommunen eller fengselet skriver ned søknaden. Si fra til en av dem."))
    return YES


def can_decide(actor: Actor, application: Application) -> Decision:
    if application.to_unit_id not in actor.units:
        return Decision(False, _("Bare enheten som fikk søknaden, kan avgjøre den."))
    if not actor.has(*HOUSING_ROLES):
        return Decision(False, _("Bare boligkontoret og boligkonsulenten kan avgjøre søknader."))
    return YES


def can_answer(actor: Actor, offer: Offer) -> Decision:
    """Whoever the person tells may write the answer down, if the offer is shared with them."""
    return can_apply(actor)


def can_withdraw_offer(actor: Actor, offer: Offer) -> Decision:
    if offer.owner_unit_id not in actor.units:
        return Decision(False, _("Bare enheten som ga tilbudet, kan trekke det."))
    if not actor.has(*HOUSING_ROLES):
        return Decision(False, _("Bare boligkontoret og boligkonsulenten kan trekke et tilbud."))
    return YES
