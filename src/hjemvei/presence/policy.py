"""Who keeps rosters and visiting days, and who books a visit."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import Role
from hjemvei.agreements.models import Agreement
from hjemvei.core.decisions import YES, Decision
from hjemvei.parties.models import Unit
from hjemvei.parties.policy import can_edit_unit
from hjemvei.presence.models import Booking, VisitDay
from hjemvei.sharing.models import Case, can_write

KEEPERS = (Role.PRISON_LEADER, Role.PRISON_SOCIAL_WORKER, Role.MUNICIPAL_LEADER)
BOOKERS = (
    Role.CONTACT_OFFICER,
    Role.PRISON_SOCIAL_WORKER,
    Role.REINTEGRATION_COORDINATOR,
    Role.MUNICIPAL_COORDINATOR,
)
TERM_KEEPERS = (Role.ADMINISTRATOR, Role.MUNICIPAL_COORDINATOR, Role.REINTEGRATION_COORDINATOR)
NOT_OURS = Decision(False, _("Vaktene hører til en annen virksomhet."))
NO_KEEPER = Decision(False, _("Bare den som leder eller koordinerer enheten, kan endre andres vakter."))
NO_VISITOR = Decision(
    False, _("Bare den som koordinerer enheten, eller den som selv kommer, kan endre dagen.")
)
NO_BOOKER = Decision(False, _("Kontaktbetjent, sosialkonsulent og koordinatorer avtaler besøk for personen."))
NOT_YOUR_VISIT = Decision(False, _("Bare de som avtalte besøket, og den som kommer, kan endre det."))
NO_PARTY = Decision(False, _("Bare koordinatorer og administratorer hos partene kan legge til noe her."))


def can_see_roster(actor: Actor, unit: Unit) -> Decision:
    return YES if unit.controller_id == actor.controller_id else NOT_OURS


def can_keep_roster(actor: Actor, unit: Unit, *, user_id: int) -> Decision:
    """One's own shifts; a colleague's for whoever leads or coordinates the unit."""
    if unit.controller_id != actor.controller_id:
        return NOT_OURS
    if user_id == actor.user_id and unit.pk in actor.units:
        return YES
    if can_edit_unit(actor, unit) or (unit.pk in actor.units and actor.has(*KEEPERS)):
        return YES
    return NO_KEEPER


def can_keep_visit_day(actor: Actor, unit: Unit, *, user_id: int | None) -> Decision:
    if unit.controller_id != actor.controller_id:
        return NOT_OURS
    if can_edit_unit(actor, unit) or (user_id == actor.user_id and unit.pk in actor.units):
        return YES
    return NO_VISITOR


def can_change_visit_day(actor: Actor, day: VisitDay) -> Decision:
    """For one date: the prison may have to call it off as well."""
    if day.prison_id in actor.units and actor.has(*BOOKERS, Role.PRISON_LEADER):
        return YES
    return can_keep_visit_day(actor, day.unit, user_id=day.user_id)


def can_book(actor: Actor, case: Case) -> Decision:
    if not actor.has(*BOOKERS):
        return NO_BOOKER
    return can_write(actor, case)


def can_change_visit(actor: Actor, visit: Booking) -> Decision:
    if visit.owner_unit_id in actor.units or visit.to_unit_id in actor.units or actor.has(*BOOKERS):
        return YES
    return NOT_YOUR_VISIT


def can_add_to_role(actor: Actor, agreement: Agreement) -> Decision:
    is_party = agreement.parties.of(actor).exists()
    return YES if is_party and actor.has(*TERM_KEEPERS) else NO_PARTY
