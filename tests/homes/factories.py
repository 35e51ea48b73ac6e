"""Dwellings of Trondheim's housing office."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hjemvei.accounts.actor import acting_as
from hjemvei.homes.actions.add_dwelling import DwellingFacts, add_dwelling
from hjemvei.homes.models import Dwelling
from tests.world import CLOCK, World


def facts(**changes: Any) -> DwellingFacts:
    values: dict[str, Any] = {
        "name": "Prøvegata 1",
        "address": "Prøvegata 1",
        "postal_code": "7011",
        "municipality_id": "5001",
        "kind": "ordinary",
        "ownership": "municipal",
        "rooms": 2,
        "area": 45,
        "rent": 8000,
        "is_step_free": False,
        "house_rules": "",
        "available_from": dt.date(2026, 1, 1),
    }
    return DwellingFacts(**(values | changes))


def dwelling(world: World, name: str = "Prøvegata 1", **changes: Any) -> Dwelling:
    with acting_as(world.actor("Sara")) as sara:
        return add_dwelling(actor=sara, facts=facts(name=name, **changes), at=CLOCK)
