"""The person takes the yes back: what was opened closes at the next request, what waits is stopped."""

from __future__ import annotations

import datetime as dt

from hjemvei.accounts.actor import Actor
from hjemvei.core.db import call
from hjemvei.core.states import move
from hjemvei.sharing import events
from hjemvei.sharing.enums import ConsentForm
from hjemvei.sharing.models import Consent
from hjemvei.sharing.policy import can_withdraw_consent
from hjemvei.sharing.queries import lock_consent
from hjemvei.sharing.states import CONSENT


def withdraw_consent(
    *, actor: Actor, consent: Consent, how: ConsentForm, at: dt.datetime, keeps: frozenset[int] = frozenset()
) -> int:
    """Return how many units lost access. Raises RuleBroken when there is nothing in force to withdraw.

    Listeners are told before (to stop notices while they are still seen) and after (to bring lists up to
    date). `keeps` are units that a narrower consent lets in again at once.
    """
    consent = lock_consent(actor, consent)
    can_withdraw_consent(actor, consent).require()
    move(consent, "withdraw", by=CONSENT)
    case = consent.case
    events.announce(
        actor=actor, case=case, consent=consent, change=events.Change.WITHDRAWING, at=at, keeps=keeps
    )
    ended: int = call("withdraw", consent.pk, how.value)
    events.announce(actor=actor, case=case, consent=consent, change=events.Change.ACCESS, at=at)
    return ended
