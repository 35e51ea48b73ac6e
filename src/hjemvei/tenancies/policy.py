"""Who signs, secures, hands over keys and follows up."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass, Role
from hjemvei.accounts.policy import YES, Decision
from hjemvei.homes.policy import HOUSING_ROLES
from hjemvei.tenancies.models import FollowUp

SECURITY_ROLES = (*HOUSING_ROLES, Role.SOCIAL_CASEWORKER)
FOLLOW_UP_ROLES = (
    Role.FOLLOW_UP_WORKER,
    Role.SOCIAL_CASEWORKER,
    Role.MUNICIPAL_COORDINATOR,
    Role.HOUSING_CONSULTANT,
    Role.VOLUNTARY_PROVIDER,
    Role.PROBATION_OFFICER,
)


def can_lease(actor: Actor, *, unit_id: int) -> Decision:
    """Leases are signed, changed and ended where the dwelling was offered."""
    if unit_id not in actor.units:
        return Decision(False, _("Bare enheten som ga tilbudet, kan gjøre dette."))
    if not actor.has(*HOUSING_ROLES):
        return Decision(False, _("Bare boligkontoret og boligkonsulenten arbeider med leiekontrakter."))
    return YES


def can_secure(actor: Actor) -> Decision:
    if not actor.may_read(InfoClass.ECONOMY):
        return Decision(False, _("Rollen din arbeider ikke med økonomi."))
    if not actor.has(*SECURITY_ROLES):
        return Decision(False, _("Bare boligkontoret og sosialtjenesten gir garanti eller depositum."))
    return YES


def can_record_night(actor: Actor) -> Decision:
    if not actor.may_read(InfoClass.HOUSING):
        return Decision(False, _("Rollen din arbeider ikke med bolig."))
    return YES


def can_plan_follow_up(actor: Actor) -> Decision:
    if not actor.has(*FOLLOW_UP_ROLES):
        return Decision(False, _("Oppfølging planlegges av dem som følger opp."))
    return YES


def can_report(actor: Actor, follow_up: FollowUp) -> Decision:
    if follow_up.to_unit_id not in actor.units:
        return Decision(False, _("Bare enheten som følger opp, kan skrive hvordan det gikk."))
    return can_plan_follow_up(actor)


def can_check_readiness(actor: Actor) -> Decision:
    if not actor.may_read(InfoClass.COORDINATION) or not actor.may_read(InfoClass.CUSTODY):
        return Decision(False, _("Rollen din arbeider ikke med løslatelsen."))
    return YES
