"""Stop the notices that rest on a consent: those that nobody has acknowledged are taken back."""

from __future__ import annotations

from hjemvei.accounts.actor import Actor
from hjemvei.cases.models import Notice
from hjemvei.cases.states import NOTICE, NoticeState
from hjemvei.core.states import move
from hjemvei.sharing.models import Consent


def cancel_notices(*, actor: Actor, consent: Consent, keeps: frozenset[int] = frozenset()) -> int:
    """Return how many were stopped. `keeps` are units that a narrower consent still names."""
    waiting = (
        Notice.objects.visible_to(actor)
        .filter(consent=consent, state=NoticeState.SENT)
        .exclude(to_unit_id__in=keeps)
        .select_for_update(of=("self",))
    )
    notices = list(waiting)
    for notice in notices:
        move(notice, "cancel", by=NOTICE)
    Notice.objects.bulk_update(notices, ["state"])
    return len(notices)
