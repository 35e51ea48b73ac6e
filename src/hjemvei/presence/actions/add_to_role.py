"""The parties of an agreement say what a role does with them, beyond what it is everywhere."""

from __future__ import annotations

import datetime as dt

from hjemvei.accounts.actor import Actor
from hjemvei.agreements.enums import RoleCode
from hjemvei.agreements.models import Agreement
from hjemvei.presence.models import RoleAddition
from hjemvei.presence.policy import can_add_to_role


def add_to_role(
    *, actor: Actor, agreement: Agreement, role: RoleCode, text: str, at: dt.datetime
) -> RoleAddition | None:
    """What stood before is kept, superseded; an empty text takes it away; the same text is nothing new."""
    can_add_to_role(actor, agreement).require()
    rows = RoleAddition.objects.filter(agreement=agreement, role=role, superseded_at__isnull=True)
    standing: RoleAddition | None = rows.select_for_update().first()
    if standing is not None and standing.text == text.strip():
        return standing
    if standing is not None:
        standing.superseded_at = at
        standing.save(update_fields=["superseded_at"])
    if not text.strip():
        return None
    return RoleAddition.objects.create(
        agreement=agreement, role=role, text=text.strip(), recorded_by_id=actor.user_id, recorded_at=at
    )
