"""Who gets the papers: they name nobody, but tell how the organisation is set up."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import Role
from hjemvei.core.decisions import YES, Decision

OFFICERS = (Role.PRIVACY_OFFICER, Role.ADMINISTRATOR)


def can_read_papers(actor: Actor) -> Decision:
    if not actor.has(*OFFICERS):
        return Decision(False, _("Papirene lages for personvernombudet og administratorene."))
    return YES
