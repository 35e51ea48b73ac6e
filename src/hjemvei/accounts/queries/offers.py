"""Roles that are offered and not answered."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import Role
from hjemvei.accounts.models_offer import SeatOffer
from hjemvei.core.db import session


@dataclass(frozen=True, slots=True)
class OfferRow:
    """What the administrator knows of who is asked: the address. Whose account it is, is not ours to know."""

    email: str
    role: str
    unit_name: str
    expires_at: dt.datetime


def find_offer(user_id: int, key: str, *, at: dt.datetime) -> SeatOffer | None:
    """The offer to this user, who may act for nobody yet."""
    with session({"hjemvei.user": str(user_id)}):
        waiting = SeatOffer.objects.waiting(at).filter(user_id=user_id, key=key)
        return waiting.select_related("user", "unit__controller", "offered_by").first()


def offers_waiting(actor: Actor, *, at: dt.datetime) -> list[OfferRow]:
    rows = SeatOffer.objects.waiting(at).filter(controller_id=actor.controller_id)
    names = ("user__email", "role", "unit__name", "expires_at")
    return [
        OfferRow(email, str(Role(role).label), unit, expires)
        for email, role, unit, expires in rows.order_by("-offered_at", "-pk").values_list(*names)[:50]
    ]
