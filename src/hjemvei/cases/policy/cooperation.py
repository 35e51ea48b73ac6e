"""Who may notify, answer for, distribute and talk about a case across the parties."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import CASEWORK_ROLES, Role
from hjemvei.accounts.policy import YES, Decision
from hjemvei.cases.models import Assignment, Inquiry, Message, Notice, Responsibility
from hjemvei.sharing.models import Case
from hjemvei.sharing.policy import roles_in

PRISON_STAFF = frozenset({Role.CONTACT_OFFICER, Role.PRISON_SOCIAL_WORKER, Role.REINTEGRATION_COORDINATOR})
NOTIFIERS = PRISON_STAFF | {Role.SYSTEM}
APPOINTERS = PRISON_STAFF | {Role.PRISON_LEADER}
MUNICIPAL_STAFF = frozenset(
    {
        Role.MUNICIPAL_COORDINATOR,
        Role.SOCIAL_CASEWORKER,
        Role.HOUSING_OFFICER,
        Role.HOUSING_CONSULTANT,
        Role.HEALTH_WORKER,
        Role.FOLLOW_UP_WORKER,
    }
)
ACKNOWLEDGERS = frozenset(
    {Role.MUNICIPAL_COORDINATOR, Role.SOCIAL_CASEWORKER, Role.HOUSING_OFFICER, Role.HOUSING_CONSULTANT}
)
DISTRIBUTORS = ACKNOWLEDGERS
DECIDERS = frozenset({Role.MUNICIPAL_COORDINATOR, Role.SOCIAL_CASEWORKER})
PROPOSERS = PRISON_STAFF | DECIDERS
WRITERS = CASEWORK_ROLES - {Role.PRISON_LEADER}
CLOSERS_ALONE = PRISON_STAFF | {Role.PRISON_LEADER}
LEADERS = frozenset(
    {
        Role.MUNICIPAL_COORDINATOR,
        Role.PRISON_LEADER,
        Role.REINTEGRATION_COORDINATOR,
        Role.PRISON_SOCIAL_WORKER,
    }
)


def _closed(case: Case) -> bool:
    return case.closed_at is not None


def can_send_notice(actor: Actor, case: Case) -> Decision:
    if _closed(case):
        return Decision(False, _("Saken er avsluttet."))
    if not roles_in(actor, case) & NOTIFIERS:
        return Decision(False, _("Varsel sendes av ansatte i fengselet."))
    return YES


def can_acknowledge_notice(actor: Actor, notice: Notice) -> Decision:
    if not actor.unit_roles.get(notice.to_unit_id, frozenset()) & ACKNOWLEDGERS:
        return Decision(False, _("Varselet bekreftes av enheten som fikk det."))
    return YES


def can_rate_notice(actor: Actor, notice: Notice) -> Decision:
    """Whoever may confirm it, also long after."""
    if not can_acknowledge_notice(actor, notice):
        return Decision(False, _("Varselet vurderes av enheten som fikk det."))
    return YES


def can_propose_responsibility(actor: Actor, case: Case) -> Decision:
    if not roles_in(actor, case) & PROPOSERS:
        return Decision(False, _("Rollen din kan ikke foreslå ansvarlig kommune."))
    return YES


def can_answer_responsibility(actor: Actor, row: Responsibility) -> Decision:
    """The municipality decides, never the prison."""
    if row.to_unit_id is None:
        return Decision(False, _("Forslaget er ikke sendt til kommunen ennå."))
    if not actor.unit_roles.get(row.to_unit_id, frozenset()) & DECIDERS:
        return Decision(False, _("Ansvaret avklares av kommunen som har fått forslaget."))
    return YES


def can_answer_as_second(actor: Actor, row: Responsibility) -> Decision:
    """The other municipality named in a dispute says what it thinks, or takes the responsibility."""
    if row.second_unit_id is None:
        return Decision(False, _("Den andre kommunen har ikke fått saken ennå."))
    if not actor.unit_roles.get(row.second_unit_id, frozenset()) & DECIDERS:
        return Decision(False, _("Den andre kommunen svarer selv."))
    return YES


def can_record_governor(actor: Actor, row: Responsibility) -> Decision:
    """Either party may write down what the county governor was asked and answered."""
    if not roles_in(actor, row.case) & PROPOSERS:
        return Decision(False, _("Rollen din kan ikke registrere dette."))
    return YES


def can_delegate(actor: Actor, case: Case) -> Decision:
    if _closed(case):
        return Decision(False, _("Saken er avsluttet."))
    if not roles_in(actor, case) & DISTRIBUTORS:
        return Decision(False, _("Saker fordeles av koordinatoren eller av den som har ansvaret i kommunen."))
    return YES


def can_close_case(actor: Actor, case: Case, *, prison_alone: bool = False) -> Decision:
    """The municipality; the prison where it is alone with the case and the person has left (`left_alone`)."""
    if _closed(case):
        return Decision(False, _("Saken er avsluttet."))
    if prison_alone and roles_in(actor, case) & CLOSERS_ALONE:
        return YES
    if not roles_in(actor, case) & DECIDERS:
        return Decision(False, _("Saken avsluttes av koordinatoren eller sosialtjenesten i kommunen."))
    return YES


def can_answer_assignment(actor: Actor, assignment: Assignment) -> Decision:
    if assignment.to_user_id is not None and assignment.to_user_id != actor.user_id:
        return Decision(False, _("Oppdraget er gitt til en annen person."))
    if not actor.unit_roles.get(assignment.to_unit_id, frozenset()) & CASEWORK_ROLES:
        return Decision(False, _("Oppdraget er gitt til en annen enhet."))
    return YES


def can_hand_over(actor: Actor, assignment: Assignment, *, has_left: bool = False) -> Decision:
    """Your own, or those of a unit you lead; of somebody who has left, whoever works with cases there."""
    if assignment.to_user_id == actor.user_id:
        return YES
    may = CASEWORK_ROLES if has_left else LEADERS
    if not actor.unit_roles.get(assignment.to_unit_id, frozenset()) & may:
        return Decision(
            False, _("Du kan overføre dine egne oppdrag, eller oppdrag i en enhet du fordeler for.")
        )
    return YES


def can_assign_contact_officer(actor: Actor, case: Case) -> Decision:
    if _closed(case):
        return Decision(False, _("Saken er avsluttet."))
    if not roles_in(actor, case) & APPOINTERS:
        return Decision(False, _("Kontaktbetjent utpekes av fengselet."))
    return YES


def can_send_message(actor: Actor, case: Case) -> Decision:
    if not roles_in(actor, case) & WRITERS:
        return Decision(False, _("Rollen din kan lese, men ikke skrive meldinger i saken."))
    return YES


def can_answer_message(actor: Actor, message: Message) -> Decision:
    if not actor.unit_roles.get(message.to_unit_id, frozenset()) & WRITERS:
        return Decision(False, _("Spørsmålet er stilt til en annen enhet."))
    return YES


def can_take_request(actor: Actor) -> Decision:
    """Somebody turns to the municipality on their own."""
    if not actor.unit_roles.get(actor.unit_id, frozenset()) & ACKNOWLEDGERS:
        return Decision(False, _("Henvendelser fra personen selv registreres av kommunen."))
    return YES


def can_send_inquiry(actor: Actor) -> Decision:
    if not actor.unit_roles.get(actor.unit_id, frozenset()) & WRITERS:
        return Decision(False, _("Rollen din kan ikke sende henvendelser."))
    return YES


def can_answer_inquiry(actor: Actor, inquiry: Inquiry) -> Decision:
    if not actor.unit_roles.get(inquiry.to_unit_id, frozenset()) & WRITERS:
        return Decision(False, _("Henvendelsen er sendt til en annen enhet."))
    return YES
