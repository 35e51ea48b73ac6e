"""Somebody is away or leaves: a colleague takes over some or all of the parts; none is left alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.accounts.models import Membership, User
from hjemvei.cases.actions.record_event import record_event
from hjemvei.cases.actions.sync_caseload import sync_caseload
from hjemvei.cases.models import Assignment
from hjemvei.cases.ownership import new_assignment
from hjemvei.cases.policy.cooperation import can_hand_over
from hjemvei.cases.queries.cooperation import LIVE_ASSIGNMENT
from hjemvei.cases.states import ASSIGNMENT
from hjemvei.core.errors import RuleBroken
from hjemvei.core.states import move

HANDED_OVER = gettext_noop("Ansvaret er overført til en kollega i %(unit)s")


def hand_over_assignments(
    *,
    actor: Actor,
    keys: Sequence[str],
    to_user: User,
    reason: str,
    today: dt.date,
    at: dt.datetime,
) -> int:
    """The new one keeps what the old one had, accepted parts as accepted. Return how many.

    Raises RuleBroken without a choice or a reason, or for a colleague outside of a part's unit.
    """
    if not reason.strip():
        raise RuleBroken(_("Skriv hvorfor oppdragene overføres."), code="no_reason", field="reason")
    rows = list(
        Assignment.objects.visible_to(actor)
        .filter(key__in=list(keys), state__in=LIVE_ASSIGNMENT)
        .select_related("case", "to_unit")
        .select_for_update(of=("self",))
        .order_by("id")
    )
    if not rows:
        raise RuleBroken(_("Velg minst ett oppdrag."), code="nothing_chosen", field="keys")
    member_of = set(Membership.objects.in_force(today).filter(user=to_user).values_list("unit_id", flat=True))
    working = _working(rows, today)
    for row in rows:
        has_left = (row.to_user_id, row.to_unit_id) not in working
        can_hand_over(actor, row, has_left=has_left).require()
        if row.to_unit_id not in member_of:
            raise RuleBroken(
                _("%(name)s arbeider ikke i %(unit)s.") % {"name": to_user.name, "unit": row.to_unit.name},
                code="not_member",
                field="to_user",
            )
        _replace(actor, row, to_user, reason, at)
    sync_caseload(case_ids=sorted({row.case_id for row in rows}))
    return len(rows)


def _working(rows: Sequence[Assignment], today: dt.date) -> set[tuple[int | None, int]]:
    """Who of those that have the parts works in which unit today."""
    seats = Membership.objects.in_force(today).filter(
        user_id__in=[row.to_user_id for row in rows if row.to_user_id], user__is_active=True
    )
    return {(None, row.to_unit_id) for row in rows} | set(seats.values_list("user_id", "unit_id"))


def _replace(actor: Actor, row: Assignment, to_user: User, reason: str, at: dt.datetime) -> None:
    fresh = new_assignment(
        actor,
        row.case,
        to_unit=row.to_unit,
        to_user=to_user,
        role=row.role,
        is_owner=row.is_owner,
        reason=reason.strip(),
        at=at,
        state=row.state,
        answered_at=at if row.answered_at else None,
    )
    move(row, "end", by=ASSIGNMENT)
    row.ended_at = at
    row.save(update_fields=["state", "ended_at"])
    fresh.save()
    record_event(
        actor=actor,
        case=row.case,
        code="assignment_handed_over",
        text=HANDED_OVER,
        info_class=InfoClass.COORDINATION,
        at=at,
        unit=row.to_unit.name,
    )
