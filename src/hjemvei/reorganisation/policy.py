"""Who reorganises: an administrator of the controller, within it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hjemvei.accounts.actor import Actor
from hjemvei.core.decisions import Decision
from hjemvei.parties.models import Unit
from hjemvei.parties.policy import can_end_unit

OTHERS_NEED_A_YES = _(
    "En annen virksomhet kan ikke ta over det personer har sagt ja til at denne får. De må spørres på nytt."
)


def can_reorganise(actor: Actor, unit: Unit) -> Decision:
    return can_end_unit(actor, unit)
