"""Whoever was offered a role says yes or no."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from hjemvei.accounts.actions.invite_user import give_seat
from hjemvei.accounts.enums import Role
from hjemvei.accounts.models import AccountEvent, AccountEventKind
from hjemvei.accounts.models_offer import SeatOffer
from hjemvei.accounts.policy import can_answer_offer
from hjemvei.core.db import session
from hjemvei.core.errors import RuleBroken


def answer_offer(*, user_id: int, offer: SeatOffer, accept: bool, at: dt.datetime) -> None:
    """They may act for nobody yet, so there is no actor. Raises NotAllowed, RuleBroken where it is answered
    or too old.
    """
    can_answer_offer(user_id, offer).require()
    with session({"hjemvei.user": str(user_id), "hjemvei.controller": str(offer.controller_id)}):
        found = SeatOffer.objects.waiting(at).filter(pk=offer.pk)
        if not found.update(answered_at=at, is_taken=accept):
            raise RuleBroken(_("Tilbudet er besvart eller for gammelt. Be om et nytt."), code="gone")
        if accept:
            give_seat(
                offer.user,
                offer.unit,
                Role(offer.role),
                starts_on=offer.starts_on,
                ends_before=offer.ends_before,
            )
        AccountEvent.objects.create(
            user_id=user_id,
            controller_id=offer.controller_id,
            by_user_id=user_id,
            kind=AccountEventKind.SEAT_GIVEN if accept else AccountEventKind.SEAT_REFUSED,
            reason=f"{offer.get_role_display()}, {offer.unit.name}",
            at=at,
        )
