"""A second person of the same organisation lets the committee read a summary; or it is taken back."""

from __future__ import annotations

import datetime as dt

from django.utils.timezone import localdate

from hjemvei.accounts.actor import Actor
from hjemvei.core.states import move
from hjemvei.deviations.models import AgendaPoint, DeviationSummary
from hjemvei.deviations.policy import can_release, can_take_back
from hjemvei.deviations.rules import month_of
from hjemvei.deviations.states import SUMMARY
from hjemvei.deviations.telling import can_tell
from hjemvei.sharing.queries import lock_row


def release_summary(*, actor: Actor, summary: DeviationSummary, at: dt.datetime) -> AgendaPoint:
    """The copy that the committee reads refers to no case. Raises NotAllowed for whoever wrote it, and where
    consent has ended since.
    """
    row = lock_row(actor, summary)
    can_release(actor, row).require()
    can_tell(actor, row.case, row.agreement).require()
    move(row, "release", by=SUMMARY)
    slip = row.deviation
    point = AgendaPoint.objects.create(
        agreement_id=row.agreement_id,
        controller_id=actor.controller_id,
        kind=slip.kind,
        cause=slip.cause,
        month=month_of(slip.happened_on),
        text=row.text,
        settled_month=month_of(localdate(slip.closed_at)) if slip.closed_at else None,
    )
    row.point, row.released_at, row.released_by_id = point, at, actor.user_id
    row.save(update_fields=["state", "point", "released_at", "released_by"])
    return point


def take_back_summary(*, actor: Actor, summary: DeviationSummary, at: dt.datetime) -> None:
    """What has been read has been read; it comes on no agenda again."""
    row = lock_row(actor, summary)
    can_take_back(actor, row).require()
    move(row, "take_back", by=SUMMARY)
    row.save(update_fields=["state"])
    if row.point_id is not None:
        points = AgendaPoint.objects.visible_to(actor).filter(pk=row.point_id)
        points.update(taken_back_month=month_of(localdate(at)))
