"""Who sets targets, counts again and reads what work costs."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import Role
from hjemvei.accounts.policy import YES, Decision
from hjemvei.agreements.models import Agreement
from hjemvei.agreements.policy import MAKERS

READERS_OF_LOAD = MAKERS | {Role.COMMITTEE_MEMBER, Role.ADMINISTRATOR}


def can_set_target(actor: Actor, agreement: Agreement) -> Decision:
    if not actor.has(*MAKERS):
        return Decision(False, _("Måltall settes av ledere og koordinatorer hos partene."))
    if not agreement.parties.of(actor).exists():
        return Decision(False, _("Bare partene i avtalen kan sette måltall."))
    return YES


def can_read_load(actor: Actor) -> Decision:
    if not actor.has(*READERS_OF_LOAD):
        return Decision(
            False, _("Tall for arbeidsmengde er for ledere, koordinatorer og samarbeidsutvalget.")
        )
    return YES
