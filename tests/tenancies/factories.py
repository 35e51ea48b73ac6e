"""A signed lease in a shared case."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hjemvei.accounts.actor import acting_as
from hjemvei.allocation.models import Offer
from hjemvei.tenancies.actions.sign_lease import Terms, sign_lease
from hjemvei.tenancies.models import Lease
from tests.allocation.factories import TODAY, accepted
from tests.world import CLOCK, World

RELEASE = dt.date(2026, 11, 20)


def sign(world: World, made: Offer, who: str = "Sara", **changes: Any) -> Lease:
    values: dict[str, Any] = {"rent": 8000, "signed_on": TODAY, "starts_on": RELEASE}
    with acting_as(world.actor(who)) as actor:
        return sign_lease(actor=actor, offer=made, terms=Terms(**(values | changes)), at=CLOCK)


def leased(world: World, **changes: Any) -> Lease:
    return sign(world, accepted(world), **changes)
