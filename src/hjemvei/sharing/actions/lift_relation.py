"""A leader says that a relation no longer holds, or never did."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.core.db import call
from hjemvei.core.errors import RuleBroken
from hjemvei.sharing.access.policy import can_lift_relation
from hjemvei.sharing.models import Relation


def lift_relation(*, actor: Actor, relation: Relation, reason: str) -> None:
    """Where another relation still holds, the case stays closed. Raises RuleBroken without a reason."""
    can_lift_relation(actor, relation).require()
    if not reason.strip():
        raise RuleBroken(_("Skriv hvorfor sperren oppheves."), field="reason")
    call("lift_relation", relation.pk, reason.strip()[:300])
