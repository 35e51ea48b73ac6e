"""Who may open a case in an emergency, review it, say that somebody is related, and protect a person."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import Role
from hjemvei.accounts.policy import YES, Decision
from hjemvei.sharing.access.roles import EMERGENCY_ROLES, LEADERS, LIFTERS, PROTECTORS
from hjemvei.sharing.access.rules import Answer
from hjemvei.sharing.models import BreakGlass, Case, Relation, can_write
from hjemvei.sharing.policy import roles_in


def can_use_emergency(actor: Actor) -> Decision:
    """To look for a case at all."""
    if not actor.unit_roles.get(actor.unit_id, frozenset()) & EMERGENCY_ROLES:
        return Decision(False, _("Rollen din kan ikke bruke nødtilgang."))
    return YES


def can_break_glass(actor: Actor, answer: Answer, *, at: dt.datetime) -> Decision:
    allowed = can_use_emergency(actor)
    if not allowed:
        return allowed
    if not answer.may_break_glass:
        return Decision(False, _("Denne saken kan ikke åpnes med nødtilgang."))
    if actor.emergency:
        return Decision(False, _("Du har en nødtilgang åpen. Avslutt den før du åpner en ny."))
    if BreakGlass.objects.filter(user_id=actor.user_id, review_by__lte=at).waiting().exists():
        return OVERDUE
    return YES


OVERDUE = Decision(
    False,
    _(
        "En tidligere nødtilgang er ikke gjennomgått innen fristen. Nye åpnes ikke før personvernombudet har"
        " gått gjennom den."
    ),
)


def can_review(actor: Actor, opening: BreakGlass) -> Decision:
    if not actor.has(Role.PRIVACY_OFFICER) or opening.controller_id != actor.controller_id:
        return Decision(False, _("Bare personvernombudet går gjennom nødtilganger."))
    if opening.user_id == actor.user_id:
        return Decision(False, _("Du kan ikke gå gjennom din egen nødtilgang."))
    return YES


def can_record_relation(actor: Actor, *, user_id: int) -> Decision:
    """Everybody says it of themselves; a leader says it of the staff."""
    if user_id != actor.user_id and not actor.has(*LEADERS):
        return Decision(False, _("Bare ledere registrerer dette for andre."))
    return YES


def can_lift_relation(actor: Actor, relation: Relation) -> Decision:
    if relation.user_id == actor.user_id:
        return Decision(False, _("Du kan ikke oppheve din egen sperre. Be lederen din."))
    if not actor.has(*LEADERS) or relation.controller_id != actor.controller_id:
        return Decision(False, _("Bare ledere i virksomheten opphever en sperre."))
    return YES


def can_protect(actor: Actor, case: Case, *, value: int) -> Decision:
    """Lifting, or going below what stands in one of the two ways, is for fewer."""
    writes = can_write(actor, case)
    if not writes:
        return writes
    roles = roles_in(actor, case)
    if not roles & (PROTECTORS | LIFTERS):
        return Decision(False, _("Rollen din kan ikke endre beskyttelsen. Spør lederen eller koordinatoren."))
    if is_lower(value, case.protection) and not roles & LIFTERS:
        return Decision(
            False,
            _("Bare leder, tilbakeføringskoordinator eller kommunal koordinator opphever en beskyttelse."),
        )
    return YES


def is_lower(value: int, before: int) -> bool:
    return value & 3 < before & 3 or value & 4 < before & 4
