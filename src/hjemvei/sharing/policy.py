"""Who may ask for, record and end a consent, and hand over what it covers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import CASEWORK_ROLES, InfoClass, Role
from hjemvei.accounts.policy import YES, Decision
from hjemvei.parties.models import Unit
from hjemvei.sharing.enums import ConsentForm, ConsentState, ShareBasis
from hjemvei.sharing.models import Case, Consent, HiddenDisclosure, can_write
from hjemvei.sharing.statutes import STATUTES
from hjemvei.sharing.terms import Arrow, Terms, heard_by_other

RECORDERS = frozenset(
    {
        Role.CONTACT_OFFICER,
        Role.PRISON_SOCIAL_WORKER,
        Role.REINTEGRATION_COORDINATOR,
        Role.PROBATION_OFFICER,
        Role.MUNICIPAL_COORDINATOR,
        Role.SOCIAL_CASEWORKER,
        Role.HOUSING_OFFICER,
        Role.HOUSING_CONSULTANT,
        Role.PERSON,
    }
)
"""Those who talk with the person about what is shared, and the person on their own page."""

RECEIVERS_OF_WITHDRAWAL = (CASEWORK_ROLES | {Role.PERSON}) - {Role.PRISON_LEADER, Role.SYSTEM}
"""Withdrawing must be easy: everybody who works with the person takes it down."""

SENDERS = RECORDERS | {Role.SYSTEM}


NUMBER_USERS = frozenset(
    {
        Role.PRISON_SOCIAL_WORKER,
        Role.REINTEGRATION_COORDINATOR,
        Role.PROBATION_OFFICER,
        Role.MUNICIPAL_COORDINATOR,
        Role.SOCIAL_CASEWORKER,
        Role.HOUSING_OFFICER,
    }
)
"""Those who fill in applications to offices that ask for the whole number."""

APPROVERS = RECORDERS | {Role.PRISON_LEADER}


def roles_in(actor: Actor, case: Case) -> frozenset[Role]:
    """The actor's roles in the units that take part in the case now."""
    found = [roles for unit, roles in actor.unit_roles.items() if unit in case.access_units]
    return frozenset().union(*found)


def can_ask_consent(actor: Actor, case: Case) -> Decision:
    writes = can_write(actor, case)
    if not writes:
        return writes
    if case.closed_at is not None:
        return Decision(False, _("Saken er avsluttet. Et nytt samtykke hører til en ny sak."))
    if not roles_in(actor, case) & RECORDERS:
        return Decision(
            False, _("Rollen din kan ikke registrere samtykke. Spør kontaktbetjenten eller koordinatoren.")
        )
    return YES


def can_answer_consent(actor: Actor, consent: Consent) -> Decision:
    """To write down a yes, a no, or a wider yes."""
    return can_ask_consent(actor, consent.case)


def gains_by(actor: Actor, arrows: Iterable[Arrow]) -> bool:
    """Whether the actor's own controller gets to see something of another's by them."""
    others = {arrow.receiver_unit_id for arrow in arrows if arrow.giver_id != actor.controller_id}
    return Unit.objects.filter(pk__in=others, controller_id=actor.controller_id).exists()


def can_write_down(actor: Actor, arrows: Iterable[Arrow], terms: Terms) -> Decision:
    """Who gains by a yes does not write it down alone: another heard it, it is signed, or it is theirs."""
    if actor.has(Role.PERSON) or terms.form == ConsentForm.PAPER or heard_by_other(terms, actor.name):
        return YES
    if gains_by(actor, arrows):
        return Decision(
            False,
            _(
                "Virksomheten din får se mer ved dette. Skriv hvem andre som hørte svaret,"
                " eller bruk papir med underskrift."
            ),
        )
    return YES


def can_withdraw_consent(actor: Actor, consent: Consent) -> Decision:
    return can_take_back(actor, consent.case)


def can_take_back(actor: Actor, case: Case) -> Decision:
    """To write down that the person withdraws: the same for every consent of the case."""
    writes = can_write(actor, case)
    if not writes:
        return writes
    if not roles_in(actor, case) & RECEIVERS_OF_WITHDRAWAL:
        return Decision(False, _("Rollen din kan ikke registrere at et samtykke er trukket."))
    return YES


def can_hand_over(
    actor: Actor, consent: Consent, *, unit_classes: set[InfoClass], today: dt.date
) -> Decision:
    """Open the case to a unit that gets `unit_classes` by this consent."""
    if not roles_in(actor, consent.case) & SENDERS:
        return Decision(False, _("Rollen din kan ikke dele opplysninger med andre enheter."))
    if not is_in_force(consent, today=today):
        return Decision(False, _("Samtykket gjelder ikke nå. Spør personen på nytt."))
    if InfoClass.IDENTITY not in unit_classes:
        return Decision(False, _("Enheten er ikke nevnt i samtykket. Utvid samtykket først."))
    return YES


def can_tell_by_statute(actor: Actor, case: Case, basis: ShareBasis) -> Decision:
    """One message without consent; each statute names its roles."""
    statute = STATUTES.get(basis)
    if statute is None or not roles_in(actor, case) & statute.roles:
        return Decision(False, _("Rollen din kan ikke melde etter denne loven."))
    return YES


def statutes_for(actor: Actor, case: Case) -> list[ShareBasis]:
    return [basis for basis in STATUTES if can_tell_by_statute(actor, case, basis)]


def can_approve_hiding(actor: Actor, hidden: HiddenDisclosure) -> Decision:
    """Somebody else in the controller that told it."""
    if hidden.recorded_by_id == actor.user_id:
        return Decision(False, _("En annen enn den som ba om det, må avgjøre om det skal skjules."))
    if hidden.controller_id != actor.controller_id or not roles_in(actor, hidden.case) & APPROVERS:
        return Decision(False, _("Rollen din kan ikke avgjøre om dette skal skjules for personen."))
    return YES


def is_in_force(consent: Consent, *, today: dt.date) -> bool:
    if consent.state != ConsentState.GIVEN or consent.starts_on is None or consent.ends_before is None:
        return False
    return consent.starts_on <= today < consent.ends_before


def can_show_number(actor: Actor, case: Case) -> Decision:
    if not roles_in(actor, case) & NUMBER_USERS:
        return Decision(False, _("Rollen din trenger ikke hele nummeret."))
    return YES
