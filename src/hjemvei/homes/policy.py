"""Who may see the stock of dwellings, and who may change it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass, Role
from hjemvei.accounts.policy import YES, Decision
from hjemvei.homes.models import Dwelling

HOUSING_ROLES = (Role.HOUSING_OFFICER, Role.HOUSING_CONSULTANT)


def can_see_dwellings(actor: Actor) -> Decision:
    if not actor.may_read(InfoClass.HOUSING):
        return Decision(False, _("Rollen din arbeider ikke med bolig."))
    return YES


def can_see_queue(actor: Actor) -> Decision:
    """Who waits for a dwelling; asked here because the page of a free dwelling leads there."""
    if not actor.has(*HOUSING_ROLES, Role.MUNICIPAL_COORDINATOR):
        return Decision(False, _("Siden er for boligkontoret, boligkonsulenten og koordinatoren."))
    return YES


def can_manage_dwellings(actor: Actor) -> Decision:
    if not actor.has(*HOUSING_ROLES):
        return Decision(False, _("Bare boligkontoret og boligkonsulenten kan endre boligene."))
    return YES


def can_change_dwelling(actor: Actor, dwelling: Dwelling) -> Decision:
    if dwelling.controller_id != actor.controller_id:
        return Decision(False, _("Boligen tilhører en annen."))
    return can_manage_dwellings(actor)
