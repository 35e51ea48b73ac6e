"""The person takes the yes back: what was opened closes at the next request, what waits is stopped."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.core.db import call
from hjemvei.core.errors import RuleBroken
from hjemvei.core.states import move
from hjemvei.sharing import events
from hjemvei.sharing.consent_log import terms_of, write_event
from hjemvei.sharing.enums import ConsentEventKind, ConsentForm
from hjemvei.sharing.models import Consent
from hjemvei.sharing.policy import can_withdraw_consent
from hjemvei.sharing.queries import lock_consent
from hjemvei.sharing.states import CONSENT
from hjemvei.sharing.terms import Terms


def withdraw_consent(
    *,
    actor: Actor,
    consent: Consent,
    how: ConsentForm,
    at: dt.datetime,
    keeps: frozenset[int] = frozenset(),
    terms: Terms | None = None,
    is_replaced: bool = False,
) -> int:
    """Return how many units lost access. Raises RuleBroken when there is nothing in force to withdraw.

    Listeners are told before (to stop notices while they are still seen) and after (to bring lists up to
    date). `keeps` are units that a narrower consent lets in again at once; `is_replaced` leaves the line in
    the log to it. `terms` say how it was taken back, where more is known than `how`.
    """
    consent = lock_consent(actor, consent)
    can_withdraw_consent(actor, consent).require()
    if consent.ends_before is not None and consent.ends_before <= timezone.localdate(at):
        raise RuleBroken(_("Samtykket er alt utløpt. Ingenting deles etter det."), code="expired")
    move(consent, "withdraw", by=CONSENT)
    case = consent.case
    loses = frozenset(call("losing", consent.pk, sorted(keeps)))
    news = events.Change.WITHDRAWING
    events.announce(actor=actor, case=case, consent=consent, change=news, at=at, keeps=keeps, loses=loses)
    call("tell_ended", consent.pk, sorted(keeps), at)
    if not is_replaced:
        said = terms or terms_of(consent, how=how)
        write_event(actor=actor, consent=consent, kind=ConsentEventKind.WITHDRAWN, terms=said, at=at)
    ended: int = call("withdraw", consent.pk, how.value)
    events.announce(actor=actor, case=case, consent=consent, change=events.Change.ACCESS, at=at)
    return ended
