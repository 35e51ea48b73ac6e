"""Who sees who has looked."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass, Role
from hjemvei.accounts.policy import YES, Decision
from hjemvei.oversight.models import AccessFinding

HAND_IT_OVER = frozenset(
    {
        Role.CONTACT_OFFICER,
        Role.PRISON_SOCIAL_WORKER,
        Role.REINTEGRATION_COORDINATOR,
        Role.PROBATION_OFFICER,
        Role.MUNICIPAL_COORDINATOR,
        Role.SOCIAL_CASEWORKER,
    }
)


def can_oversee(actor: Actor) -> Decision:
    if not actor.has(Role.PRIVACY_OFFICER):
        return Decision(False, _("Bare personvernombudet følger opp leseloggen for virksomheten."))
    return YES


def can_follow_up(actor: Actor, finding: AccessFinding) -> Decision:
    """Nobody decides about a look of their own."""
    if finding.user_id == actor.user_id:
        return Decision(False, _("Dette gjelder deg selv. Be en annen om å vurdere det."))
    return can_oversee(actor)


def can_show_looks(actor: Actor) -> Decision:
    """Those who talk with the person may print for them who of the own controller has looked.

    Not the looks of others: a list of lookers tells a prison of a clinic, and each authority why the others
    looked. The whole list is the person's, on their own page; a privacy officer follows up the own
    controller's and never opens the case.
    """
    if not actor.has(*HAND_IT_OVER) or not actor.may_read(InfoClass.CONSENT):
        return Decision(False, _("Den som snakker med personen, kan vise hvem som har sett."))
    return YES
