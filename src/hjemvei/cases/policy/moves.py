"""Who may write down a wish to move, think something of it, invite, answer, and take it back."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import Role
from hjemvei.accounts.policy import YES, Decision
from hjemvei.cases.models import MoveWish
from hjemvei.cases.policy.cooperation import DECIDERS, PROPOSERS
from hjemvei.cases.states import MoveState
from hjemvei.sharing.models import Case
from hjemvei.sharing.policy import roles_in

OPEN = frozenset({MoveState.WISHED, MoveState.INVITED})


def can_record_move(actor: Actor, case: Case) -> Decision:
    if case.closed_at is not None:
        return Decision(False, _("Saken er avsluttet."))
    if not roles_in(actor, case) & PROPOSERS:
        return Decision(False, _("Ønsket om å flytte registreres av fengselet eller kommunen."))
    return YES


def can_decide_move(actor: Actor, wish: MoveWish) -> Decision:
    """The municipality that answers now; never the one that is invited."""
    if wish.from_unit_id is None:
        return Decision(False, _("Kommunen som har ansvaret, har ikke fått saken ennå."))
    if not actor.unit_roles.get(wish.from_unit_id, frozenset()) & DECIDERS:
        return Decision(False, _("Det er kommunen som har ansvaret nå, som tar stilling."))
    return YES


def can_invite_move(actor: Actor, wish: MoveWish) -> Decision:
    if wish.to_unit_id is not None and wish.to_unit_id in actor.units:
        return Decision(False, _("Dere er selv invitert."))
    return can_record_move(actor, wish.case)


def can_answer_move(actor: Actor, wish: MoveWish) -> Decision:
    if wish.to_unit_id is None:
        return Decision(False, _("Kommunen er ikke invitert ennå."))
    if not actor.unit_roles.get(wish.to_unit_id, frozenset()) & DECIDERS:
        return Decision(False, _("Invitasjonen besvares av kommunen som er invitert."))
    return YES


def can_withdraw_move(actor: Actor, wish: MoveWish) -> Decision:
    """The person at any time; staff write down that the person said so."""
    if Role.PERSON in roles_in(actor, wish.case):
        return YES
    return can_invite_move(actor, wish)
