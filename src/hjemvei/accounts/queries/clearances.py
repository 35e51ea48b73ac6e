"""Clearances of the own controller's staff, as administrators see them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.models import User
from hjemvei.accounts.models_clearance import Clearance
from hjemvei.accounts.policy import can_answer_clearance
from hjemvei.ui.parts import Text


@dataclass(frozen=True, slots=True)
class ClearanceRow:
    """`address` is empty where it holds for the shield alone; `asked_by` where nobody asked."""

    key: str
    address: Text
    has_shield: bool
    last_day: dt.date
    reason: str
    asked_by: str
    answered_by: str
    waits: bool
    may_answer: bool


@dataclass(frozen=True, slots=True)
class Clearances:
    """Those in force, and the one that waits."""

    rows: Sequence[ClearanceRow]

    @property
    def waits(self) -> bool:
        return any(row.waits for row in self.rows)


def clearances_of(actor: Actor, user: User, *, today: dt.date) -> Clearances:
    found = Clearance.objects.open(today).filter(user=user, controller_id=actor.controller_id)
    rows = found.select_related("asked_by", "answered_by").order_by("answered_at", "pk")
    return Clearances([_row(actor, row) for row in rows])


def _row(actor: Actor, row: Clearance) -> ClearanceRow:
    waits = row.answered_at is None
    return ClearanceRow(
        key=row.key,
        address=row.address.label if row.address else "",
        has_shield=row.has_shield,
        last_day=row.last_day,
        reason=row.reason,
        asked_by=row.asked_by.name if row.asked_by else "",
        answered_by=row.answered_by.name if row.answered_by else "",
        waits=waits,
        may_answer=waits and bool(can_answer_clearance(actor, row)),
    )


def find_clearance(actor: Actor, user: User, key: str) -> Clearance:
    found = Clearance.objects.select_related("user").filter(user=user, controller_id=actor.controller_id)
    row = None if "\x00" in key else found.filter(key=key).first()
    if row is None:
        raise Http404
    return row


def waiting_for(actor: Actor) -> list[User]:
    """Whose clearance this administrator may answer."""
    rows = Clearance.objects.waiting().filter(controller_id=actor.controller_id)
    rows = rows.exclude(asked_by_id=actor.user_id).exclude(user_id=actor.user_id)
    return list(User.objects.filter(pk__in=rows.values("user_id")).order_by("name", "pk"))
