"""Who may record dates and ways out, and who may do, exempt and hand on a task."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import CASEWORK_ROLES, Role
from hjemvei.accounts.policy import YES, Decision
from hjemvei.cases.models import Task
from hjemvei.cases.queries.derived import DERIVED
from hjemvei.sharing.models import Case
from hjemvei.sharing.policy import roles_in

INSIDE_STAFF = frozenset(
    {Role.CONTACT_OFFICER, Role.PRISON_SOCIAL_WORKER, Role.REINTEGRATION_COORDINATOR, Role.SYSTEM}
)
DECIDERS = INSIDE_STAFF | {Role.PRISON_LEADER}
WRITERS = CASEWORK_ROLES - {Role.PRISON_LEADER}


def can_record_dates(actor: Actor, case: Case) -> Decision:
    """Dates, absence and presumption."""
    if case.closed_at is not None:
        return Decision(False, _("Saken er avsluttet."))
    if not roles_in(actor, case) & INSIDE_STAFF:
        return Decision(False, _("Datoer registreres av ansatte i fengselet der personen er."))
    return YES


def can_answer_gone(actor: Actor, case: Case) -> Decision:
    """Every way out, planned or not."""
    if case.closed_at is not None:
        return Decision(False, _("Saken er avsluttet."))
    if not roles_in(actor, case) & DECIDERS:
        return Decision(False, _("Fengselet der personen er, svarer på hva som har skjedd."))
    return YES


def can_finish_task(actor: Actor, task: Task) -> Decision:
    if not actor.unit_roles.get(task.to_unit_id, frozenset()) & WRITERS:
        return Decision(False, _("Oppgaven hører til en annen enhet."))
    return YES


def can_reopen_task(actor: Actor, task: Task) -> Decision:
    """What the case's own facts show to be done would only be closed again."""
    if task.code in DERIVED:
        return Decision(False, _("Oppgaven er gjort fordi saken viser det. Rett det som står i saken."))
    if task.case.closed_at is not None:
        return Decision(False, _("Saken er avsluttet."))
    return can_finish_task(actor, task)


def can_exempt_task(actor: Actor, task: Task) -> Decision:
    """Contact and coordination for people under 25 are owed; nobody is exempted from those (L3)."""
    if not task.can_be_exempted:
        return Decision(False, _("Ingen kan fritas fra denne oppgaven. Gjør den, eller be lederen om hjelp."))
    return can_finish_task(actor, task)


def can_assign_task(actor: Actor, task: Task) -> Decision:
    return can_finish_task(actor, task)


def can_add_task(actor: Actor, case: Case) -> Decision:
    if case.closed_at is not None:
        return Decision(False, _("Saken er avsluttet."))
    if not roles_in(actor, case) & WRITERS:
        return Decision(False, _("Rollen din kan ikke legge til oppgaver."))
    return YES


def can_add_document(actor: Actor, case: Case) -> Decision:
    if not roles_in(actor, case) & WRITERS:
        return Decision(False, _("Rollen din kan ikke legge til dokumenter."))
    return YES
