"""Who may administer users; and `Decision`, the one form in which permission is said."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import Role
from hjemvei.accounts.models import Membership
from hjemvei.accounts.models_clearance import Clearance
from hjemvei.accounts.models_offer import SeatOffer
from hjemvei.core.decisions import YES, Decision
from hjemvei.parties.enums import ControllerKind
from hjemvei.parties.models import Unit

__all__ = [
    "ROLES_OF",
    "YES",
    "Decision",
    "can_administer",
    "can_answer_clearance",
    "can_answer_identity",
    "can_answer_offer",
    "can_ask_clearance",
    "can_end_clearance",
    "can_end_everything",
    "can_end_seat",
    "can_give_role",
    "can_make_token",
    "can_manage_unit",
    "can_register_absence",
    "can_reset_factor",
]

NO_ADMINISTRATOR = Decision(
    False, _("Bare administratorer kan gjøre dette. Spør administratoren i din enhet.")
)
OTHER_CONTROLLER = Decision(False, _("Du administrerer bare enheter i din egen virksomhet."))
SEAT_ELSEWHERE = Decision(
    False,
    _(
        "Brukeren har en rolle hos en annen virksomhet også, og kontoen åpner begge. Ingen av dere kan gjøre "
        "dette alene: den ene rollen må avsluttes først."
    ),
)
NOT_YOUR_OFFER = Decision(False, _("Tilbudet er sendt til en annen konto."))
NOT_YOURSELF = Decision(False, _("Du kan ikke gi eller ta fra deg selv en rolle. Be en annen administrator."))
NOT_OWN_FACTOR = Decision(
    False, _("Du kan ikke nullstille din egen innlogging i to trinn. Be en annen administrator.")
)
NOT_OWN_IDENTITY = Decision(False, _("Du kan ikke godkjenne din egen innlogging. Be en annen administrator."))
NOT_OWN_CLEARANCE = Decision(
    False, _("Du kan ikke be om eller godkjenne klarering for deg selv. Be en annen administrator.")
)
TAKES_TWO = Decision(False, _("Du ba om denne klareringen. En annen administrator må svare."))
ROLE_ELSEWHERE = Decision(False, _("Denne rollen finnes ikke i din type virksomhet."))

_EVERYWHERE = frozenset(
    {Role.ADMINISTRATOR, Role.PRIVACY_OFFICER, Role.RIGHTS_OFFICER, Role.COMMITTEE_MEMBER}
)
_PROVIDERS = _EVERYWHERE | {Role.VOLUNTARY_PROVIDER, Role.FOLLOW_UP_WORKER}
ROLES_OF: dict[str, frozenset[Role]] = {
    ControllerKind.CORRECTIONAL_SERVICE: _EVERYWHERE
    | {
        Role.CONTACT_OFFICER,
        Role.PRISON_SOCIAL_WORKER,
        Role.REINTEGRATION_COORDINATOR,
        Role.PRISON_LEADER,
        Role.PROBATION_OFFICER,
    },
    ControllerKind.MUNICIPALITY: _EVERYWHERE
    | {
        Role.MUNICIPAL_COORDINATOR,
        Role.SOCIAL_CASEWORKER,
        Role.HOUSING_OFFICER,
        Role.HOUSING_CONSULTANT,
        Role.HEALTH_WORKER,
        Role.FOLLOW_UP_WORKER,
        Role.MUNICIPAL_LEADER,
    },
    ControllerKind.VOLUNTARY: _PROVIDERS,
    ControllerKind.USER_ORGANISATION: _PROVIDERS,
    ControllerKind.PRIVATE_PROVIDER: _PROVIDERS,
    ControllerKind.STATE: _EVERYWHERE,
}
"""The roles that an administrator may give, by the kind of controller."""


def can_administer(actor: Actor) -> Decision:
    if not actor.has(Role.ADMINISTRATOR):
        return NO_ADMINISTRATOR
    return YES


def can_manage_unit(actor: Actor, unit: Unit) -> Decision:
    if not actor.has(Role.ADMINISTRATOR):
        return NO_ADMINISTRATOR
    if unit.controller_id != actor.controller_id:
        return OTHER_CONTROLLER
    return YES


def can_give_role(actor: Actor, *, unit: Unit, role: str, user_id: int | None) -> Decision:
    """`user_id` is None for somebody who has no account yet."""
    managed = can_manage_unit(actor, unit)
    if not managed:
        return managed
    if role not in ROLES_OF.get(unit.controller.kind, frozenset()):
        return ROLE_ELSEWHERE
    if user_id == actor.user_id:
        return NOT_YOURSELF
    return YES


def can_make_token(actor: Actor, *, unit: Unit, role: str) -> Decision:
    """Another system acts in an ordinary role of the unit, never as its administrator."""
    managed = can_manage_unit(actor, unit)
    if not managed:
        return managed
    if role == Role.ADMINISTRATOR or role not in ROLES_OF.get(unit.controller.kind, frozenset()):
        return ROLE_ELSEWHERE
    return YES


def can_end_seat(actor: Actor, membership: Membership) -> Decision:
    managed = can_manage_unit(actor, membership.unit)
    if not managed:
        return managed
    if membership.user_id == actor.user_id:
        return NOT_YOURSELF
    return YES


def can_end_everything(actor: Actor, *, user_id: int, is_ours: bool) -> Decision:
    """`is_ours`: the user has or had a role in one of the administrator's controller's units."""
    if not actor.has(Role.ADMINISTRATOR):
        return NO_ADMINISTRATOR
    if not is_ours:
        return OTHER_CONTROLLER
    if user_id == actor.user_id:
        return NOT_YOURSELF
    return YES


def can_reset_factor(actor: Actor, *, user_id: int, is_ours: bool, is_elsewhere: bool) -> Decision:
    """`is_ours`: the user has a role now in one of the administrator's controller's units; `is_elsewhere`:
    has one, or one to come, in another's. The account opens them all.
    """
    if not actor.has(Role.ADMINISTRATOR):
        return NO_ADMINISTRATOR
    if not is_ours:
        return OTHER_CONTROLLER
    if user_id == actor.user_id:
        return NOT_OWN_FACTOR
    if is_elsewhere:
        return SEAT_ELSEWHERE
    return YES


def can_answer_identity(actor: Actor, *, user_id: int, is_ours: bool, is_elsewhere: bool) -> Decision:
    """As `can_reset_factor`: whoever signs in so is the user everywhere."""
    if not actor.has(Role.ADMINISTRATOR):
        return NO_ADMINISTRATOR
    if not is_ours:
        return OTHER_CONTROLLER
    if user_id == actor.user_id:
        return NOT_OWN_IDENTITY
    if is_elsewhere:
        return SEAT_ELSEWHERE
    return YES


def can_answer_offer(user_id: int, offer: SeatOffer) -> Decision:
    """The one who was asked, and nobody for them."""
    return YES if offer.user_id == user_id else NOT_YOUR_OFFER


def can_register_absence(actor: Actor, *, user_id: int, is_ours: bool) -> Decision:
    if user_id == actor.user_id:
        return YES
    if not actor.has(Role.ADMINISTRATOR):
        return NO_ADMINISTRATOR
    if not is_ours:
        return OTHER_CONTROLLER
    return YES


def can_ask_clearance(actor: Actor, *, user_id: int, is_ours: bool) -> Decision:
    """`is_ours`: the user has a role now in one of the administrator's controller's units."""
    if not actor.has(Role.ADMINISTRATOR):
        return NO_ADMINISTRATOR
    if not is_ours:
        return OTHER_CONTROLLER
    if user_id == actor.user_id:
        return NOT_OWN_CLEARANCE
    return YES


def can_answer_clearance(actor: Actor, clearance: Clearance) -> Decision:
    is_ours = clearance.controller_id == actor.controller_id
    asked = can_ask_clearance(actor, user_id=clearance.user_id, is_ours=is_ours)
    if not asked:
        return asked
    if clearance.asked_by_id == actor.user_id:
        return TAKES_TWO
    return YES


def can_end_clearance(actor: Actor, clearance: Clearance) -> Decision:
    """One is enough to take away, also one's own."""
    if not actor.has(Role.ADMINISTRATOR):
        return NO_ADMINISTRATOR
    if clearance.controller_id != actor.controller_id:
        return OTHER_CONTROLLER
    return YES
