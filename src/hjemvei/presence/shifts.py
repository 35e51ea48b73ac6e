"""Shifts on single dates: what is to come, and one of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import Http404

from hjemvei.accounts.actor import Actor
from hjemvei.parties.models import Unit
from hjemvei.presence.choices import ShiftKind
from hjemvei.presence.models import Shift

MOST_SHIFTS = 100


@dataclass(frozen=True, slots=True)
class ShiftView:
    key: str
    name: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    is_off: bool
    may_change: bool


def shifts_of(actor: Actor, unit: Unit, *, at: dt.datetime, may_change: Iterable[int]) -> list[ShiftView]:
    """Dated shifts, and hours off, that are not over; the first ones."""
    allowed = set(may_change)
    rows = Shift.objects.visible_to(actor).filter(unit=unit, cancelled_at=None, ends_at__gt=at)
    return [
        ShiftView(
            key=row.key,
            name=row.user.name,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            is_off=row.kind == ShiftKind.OFF,
            may_change=row.user_id in allowed,
        )
        for row in rows.select_related("user").order_by("starts_at", "user__name", "id")[:MOST_SHIFTS]
    ]


def find_shift(actor: Actor, unit: Unit, key: str) -> Shift:
    """Raises Http404."""
    row: Shift | None = (
        Shift.objects.visible_to(actor).filter(unit=unit, key=key).select_related("unit").first()
    )
    if row is None:
        raise Http404
    return row
