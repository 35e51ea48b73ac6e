"""The person does not want to move after all: the same action as when staff write it down."""

from __future__ import annotations

import datetime as dt

from django.http import Http404

from hjemvei.cases.actions.withdraw_move import withdraw_move
from hjemvei.cases.models import MoveWish
from hjemvei.portal.deeds import acting
from hjemvei.portal.here import Here


def stay(*, here: Here, key: str, at: dt.datetime) -> None:
    """Raises Http404 for a wish that is not the person's own."""
    with acting(here) as actor:
        wish = MoveWish.objects.visible_to(actor).filter(key=key).first()
        if wish is None:
            raise Http404
        withdraw_move(actor=actor, wish=wish, at=at)
