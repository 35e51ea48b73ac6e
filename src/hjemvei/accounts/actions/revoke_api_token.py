"""Take a token back; it is refused from this moment."""

from __future__ import annotations

import datetime as dt

from hjemvei.accounts.actions.record_event import record_account_event
from hjemvei.accounts.actor import Actor
from hjemvei.accounts.models import AccountEventKind, ApiToken
from hjemvei.accounts.policy import can_manage_unit


def revoke_api_token(*, actor: Actor, token: ApiToken, at: dt.datetime) -> None:
    """Taken back twice, it keeps the first time. Raises NotAllowed."""
    can_manage_unit(actor, token.unit).require()
    if not ApiToken.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=at):
        return
    record_account_event(
        actor=actor, user_id=token.user_id, kind=AccountEventKind.TOKEN_REVOKED, reason=token.name, at=at
    )
