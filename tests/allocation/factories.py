"""The steps from application to answered offer, each by the one who does it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hjemvei.accounts.actor import acting_as
from hjemvei.allocation.actions.answer_offer import answer_offer
from hjemvei.allocation.actions.decide_application import Decided, decide_application
from hjemvei.allocation.actions.file_application import Request, file_application
from hjemvei.allocation.actions.make_offer import Proposal, make_offer
from hjemvei.allocation.models import Application, Offer
from hjemvei.homes.models import Dwelling
from tests.homes.factories import dwelling
from tests.needs.factories import KLOK
from tests.world import CLOCK, World

TODAY = dt.date(2026, 11, 16)


def apply(world: World, who: str = "Tor", name: str = KLOK, **changes: Any) -> Application:
    values: dict[str, Any] = {"to_unit_id": world.unit("tk-boligkontor").pk, "received_on": TODAY}
    with acting_as(world.actor(who)) as actor:
        request = Request(**(values | changes))
        return file_application(actor=actor, case=world.case(name), request=request, at=CLOCK)


def decide(world: World, application: Application, who: str = "Sara", **changes: Any) -> Application:
    values: dict[str, Any] = {
        "is_granted": True,
        "reasons": "Mangler bolig ved løslatelse",
        "help_given": "Kommunal bolig",
        "decided_on": TODAY,
    }
    with acting_as(world.actor(who)) as actor:
        return decide_application(
            actor=actor, application=application, decided=Decided(**(values | changes)), at=CLOCK
        )


def offer(world: World, application: Application, home: Dwelling, who: str = "Sara", **changes: Any) -> Offer:
    values: dict[str, Any] = {"available_from": TODAY, "answer_by": TODAY + dt.timedelta(days=7)}
    with acting_as(world.actor(who)) as actor:
        proposal = Proposal(dwelling=home, **(values | changes))
        return make_offer(actor=actor, application=application, proposal=proposal, at=CLOCK)


def answer(world: World, made: Offer, *, accepts: bool = True, reason: str = "", who: str = "Sara") -> Offer:
    with acting_as(world.actor(who)) as actor:
        return answer_offer(actor=actor, offer=made, accepts=accepts, reason=reason, at=CLOCK)


def accepted(world: World, name: str = KLOK, home: Dwelling | None = None) -> Offer:
    """An accepted offer of a dwelling, on a granted application. The case must be shared."""
    granted = decide(world, apply(world, name=name))
    return answer(world, offer(world, granted, home or dwelling(world)))
