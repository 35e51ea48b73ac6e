"""Who among staff opens the way in, and answers the person."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import CASEWORK_ROLES, InfoClass, Role
from hjemvei.accounts.policy import YES, Decision
from hjemvei.portal.models import Pack
from hjemvei.sharing.models import Case
from hjemvei.sharing.policy import roles_in

HELPERS = CASEWORK_ROLES - {Role.PRISON_LEADER, Role.SYSTEM}


def can_open_for_person(actor: Actor, case: Case) -> Decision:
    """To print the pack, open a device, and let somebody choose a new PIN: those who work with the person."""
    if case.closed_at is not None:
        return Decision(False, _("Saken er avsluttet."))
    if not roles_in(actor, case) & HELPERS:
        return Decision(False, _("Rollen din kan ikke åpne siden for personen."))
    return YES


def can_open_everything(actor: Actor, pack: Pack) -> Decision:
    """Two employees: who printed the code does not also open what the own role may not read (ADR-0026)."""
    if pack.recorded_by_id == actor.user_id:
        return Decision(
            False,
            _(
                "Du har skrevet ut papiret selv. Skal personen se alt, må en kollega skrive det ut"
                " eller åpne siden, eller personen logge inn med elektronisk ID."
            ),
        )
    return YES


def can_answer_word(actor: Actor) -> Decision:
    if not actor.may_read(InfoClass.OWN):
        return Decision(False, _("Rollen din kan ikke svare personen."))
    return YES
