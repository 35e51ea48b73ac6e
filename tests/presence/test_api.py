"""Rosters, next times and visiting days for other systems: what the unit's own people read, and no more."""

from __future__ import annotations

import time_machine
from django.test import Client

from hjemvei.accounts.enums import Role
from tests.api.factories import Caller, make_token
from tests.needs.factories import share
from tests.presence.test_staff import _key, evening_shifts, officer
from tests.presence.test_visits import booked, visit_day
from tests.world import CLOCK, World


def caller(world: World, slug: str, role: Role = Role.MUNICIPAL_COORDINATOR) -> Caller:
    return Caller(make_token(world, slug, role, scopes=("presence:read",)))


def test_shifts_are_the_own_organisation_s(world: World) -> None:
    evening_shifts(world)
    prison, outside = caller(world, "trondheim", Role.CONTACT_OFFICER), caller(world, "ok-koordinering")
    with time_machine.travel(CLOCK, tick=False):
        found = prison.get("/shifts", unit="trondheim").json()["items"]
        assert outside.get("/shifts", unit="trondheim").status_code == 403
        assert prison.get("/shifts", unit="finnes-ikke").status_code == 404
        assert prison.get("/shifts").status_code == 422
    assert {row["name"] for row in found} == {"Tor Prøve"}
    assert found[0]["starts_at"] == "2026-11-16T14:00:00Z"


def test_the_next_time_both_are_there_in_a_shared_case(world: World) -> None:
    evening_shifts(world)
    officer(world)
    case, ida = _key(world), caller(world, "tk-koordinering")
    with time_machine.travel(CLOCK, tick=False):
        assert ida.get(f"/cases/{case}/next-times").status_code == 404
        share(world, ["tk-koordinering"])
        (tor,) = [
            row
            for row in ida.get(f"/cases/{case}/next-times").json()["items"]
            if row["role"] == "kontaktbetjent"
        ]
        units = ida.get("/units/trondheim/next-time").json()
    assert "name" not in tor and tor["until"] is None
    assert tor["both"] == {"starts_at": "2026-11-16T14:00:00Z", "ends_at": "2026-11-16T15:00:00Z"}
    assert units == {"unit": "trondheim", "known": False, "both": None}


def test_visiting_days_say_what_is_free_and_never_for_whom(world: World) -> None:
    day = visit_day(world)
    booked(world, day)
    token = caller(world, "tk-koordinering")
    with time_machine.travel(CLOCK, tick=False):
        (found,) = token.get("/visit-days", unit="trondheim").json()["items"]
        assert token.get("/visit-days", unit="bergen").json()["items"] == []
        assert [row["key"] for row in token.get("/visit-days", limit=1).json()["items"]] == [day.key]
    assert (found["unit"], found["begins"], found["weekday"]) == ("tk-boligkontor", "09:00", 5)
    assert [row["free"] for row in found["coming"]] == [3, 4, 4]
    assert "Depositum" not in str(found) and "Lyng" not in str(found)


def test_without_a_token_nothing_is_told(world: World) -> None:
    assert Client().get("/api/v1/visit-days").status_code == 401
