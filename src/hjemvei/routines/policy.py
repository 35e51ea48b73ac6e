"""Who may write, approve and follow up routines. Reading is open to the organisation (see `models`)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import Role
from hjemvei.core.decisions import YES, Decision
from hjemvei.routines.models import Improvement, Routine

LEADERS = frozenset({Role.PRISON_LEADER, Role.MUNICIPAL_LEADER})
APPROVERS = LEADERS | {Role.MUNICIPAL_COORDINATOR, Role.REINTEGRATION_COORDINATOR}
WRITERS = APPROVERS | {Role.PRISON_SOCIAL_WORKER, Role.HOUSING_CONSULTANT}

NO_WRITER = Decision(
    False, _("Ledere, koordinatorer, sosialkonsulenter og boligkonsulenter skriver rutinene i sin enhet.")
)
NO_APPROVER = Decision(False, _("Lederen eller koordinatoren i enheten som eier rutinen, godkjenner den."))
NO_LEADER = Decision(False, _("Bare lederen for enheten ser hvem som har lest."))
NOT_STAFF = Decision(False, _("Dette er for ansatte som er logget inn."))


def roles_in(actor: Actor, unit_id: int) -> frozenset[Role]:
    return actor.unit_roles.get(unit_id, frozenset())


def can_start_routine(actor: Actor) -> Decision:
    """For the unit acted for."""
    return YES if roles_in(actor, actor.unit_id) & WRITERS else NO_WRITER


def can_write_routine(actor: Actor, routine: Routine) -> Decision:
    return YES if roles_in(actor, routine.owner_unit_id) & WRITERS else NO_WRITER


def can_approve_routine(actor: Actor, routine: Routine) -> Decision:
    return YES if roles_in(actor, routine.owner_unit_id) & APPROVERS else NO_APPROVER


def led_units(actor: Actor) -> list[int]:
    return [unit for unit in actor.units if roles_in(actor, unit) & LEADERS]


def can_see_readers(actor: Actor) -> Decision:
    return YES if led_units(actor) else NO_LEADER


def can_log_improvement(actor: Actor) -> Decision:
    """Whoever works here may say what was learned: the front line sees it first."""
    return YES if actor.own_cases is None and actor.units else NOT_STAFF


def can_answer_effect(actor: Actor, improvement: Improvement) -> Decision:
    """Those who write the routine that was changed."""
    return YES if roles_in(actor, improvement.owner_unit_id) & WRITERS else NO_WRITER
