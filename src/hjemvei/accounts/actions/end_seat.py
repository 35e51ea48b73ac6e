"""Somebody leaves a role: access ends at once, also in pages that are open now."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from hjemvei.accounts.actions.record_event import record_account_event
from hjemvei.accounts.actor import Actor
from hjemvei.accounts.models import AccountEventKind, Membership
from hjemvei.accounts.policy import can_end_seat
from hjemvei.accounts.queries.seats import has_seat_elsewhere
from hjemvei.accounts.sessions import end_sessions
from hjemvei.core.errors import RuleBroken


def end_seat(
    *, actor: Actor, membership: Membership, last_day: dt.date | None, today: dt.date, at: dt.datetime
) -> None:
    """Without `last_day` it ends now: yesterday was the last day. Raises NotAllowed, RuleBroken.

    A role that began today has no day to keep; it is given a period of one day that is over for the
    actor's query. Open pages lose it at once; sessions end where no other controller has a role for the user.
    """
    can_end_seat(actor, membership).require()
    ends_before = today if last_day is None else last_day + dt.timedelta(days=1)
    if ends_before < today or (ends_before <= membership.starts_on and membership.starts_on < today):
        raise RuleBroken(_("Siste dag kan ikke være før i dag."), field="last_day")
    if membership.starts_on >= ends_before:
        membership.starts_on = ends_before - dt.timedelta(days=1)
    membership.ends_before = ends_before
    membership.save(update_fields=["starts_on", "ends_before"])
    record_account_event(
        actor=actor,
        user_id=membership.user_id,
        kind=AccountEventKind.SEAT_ENDED,
        reason=f"{membership.get_role_display()}, {membership.unit.name}",
        at=at,
    )
    if ends_before <= today and not has_seat_elsewhere(membership.user_id, actor.controller_id, today=today):
        end_sessions(membership.user_id, at=at)
