"""Time has ended a consent: what waits for those who lose by it is stopped, as by a withdrawal."""

from __future__ import annotations

import datetime as dt

from hjemvei.accounts.actor import Actor
from hjemvei.core.db import call
from hjemvei.sharing import events
from hjemvei.sharing.enums import Basis
from hjemvei.sharing.models import Consent
from hjemvei.sharing.queries import participants


def expire_consent(*, actor: Actor, consent_id: int, at: dt.datetime) -> bool:
    """Whether there was anything to do; twice is as good as once. Nobody sees more for its being late:
    row-level security compares with the clock.

    Raises Consent.DoesNotExist where the actor may not know of it.
    """
    consent = Consent.objects.visible_to(actor).select_related("case").get(pk=consent_id)
    lost = call("expire_consent", consent.pk)
    if lost is None:
        return False
    case = consent.case
    case.refresh_from_db(fields=["access_units", "visible_until"])
    goes_on = {part.unit_id for part in participants(case) if part.basis != Basis.OWN}
    events.announce(
        actor=actor, case=case, consent=consent, change=events.Change.EXPIRED, at=at,
        keeps=frozenset(goes_on), loses=frozenset(lost),
    )  # fmt: skip
    return True
