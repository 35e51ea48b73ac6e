"""Write down what was done to an account; administrators and the user can read it."""

from __future__ import annotations

import datetime as dt

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.models import AccountEvent, AccountEventKind


def record_account_event(
    *, actor: Actor, user_id: int, kind: AccountEventKind, reason: str = "", at: dt.datetime
) -> None:
    AccountEvent.objects.create(
        user_id=user_id,
        controller_id=actor.controller_id,
        by_user_id=actor.user_id,
        kind=kind,
        reason=reason[:300],
        at=at,
    )
