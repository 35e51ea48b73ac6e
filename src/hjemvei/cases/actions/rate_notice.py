"""Early enough, complete enough? The receiver's word to whoever gave the notice; said anew, both stay."""

from __future__ import annotations

import datetime as dt

from hjemvei.accounts.actor import Actor
from hjemvei.cases.models import Notice, NoticeRating
from hjemvei.cases.policy.cooperation import can_rate_notice
from hjemvei.sharing.models import owned_by


def rate_notice(
    *, actor: Actor, notice: Notice, is_early: bool, is_complete: bool, at: dt.datetime
) -> NoticeRating:
    """The same word twice is one row. Raises NotAllowed for another than the receiver."""
    can_rate_notice(actor, notice).require()
    before = NoticeRating.objects.visible_to(actor).filter(notice=notice).order_by("-id").first()
    if before is not None and (before.is_early, before.is_complete) == (is_early, is_complete):
        found: NoticeRating = before
        return found
    row: NoticeRating = NoticeRating.objects.create(
        **owned_by(actor, notice.case, at=at),
        notice=notice,
        to_unit_id=notice.owner_unit_id,
        is_early=is_early,
        is_complete=is_complete,
    )
    return row
