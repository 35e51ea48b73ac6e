"""Another system reads what its unit's members read, and no more."""

from __future__ import annotations

from hjemvei.accounts.enums import Role
from hjemvei.cooperation.models import Seat
from tests.api.factories import Caller, make_token
from tests.cooperation.factories import SOON, committee
from tests.cooperation.test_actions import decide, held, seat_of
from tests.world import World


def caller(world: World, slug: str) -> Caller:
    return Caller(make_token(world, slug, Role.MUNICIPAL_COORDINATOR, scopes=("cooperation:read",)))


def test_meetings_and_decisions_of_the_unit_s_own_forums(world: World) -> None:
    forum = committee(world)
    decision = decide(world, held(world, forum), seat_of(world, forum, "Kari"))
    inside, outside = caller(world, "tk-koordinering"), caller(world, "ok-koordinering")
    (meeting,) = inside.get("/meetings").json()["items"]
    assert (meeting["forum"], meeting["state"]) == (forum.key, "held")
    assert meeting["starts_at"].startswith(f"{SOON:%Y-%m-%d}") and "minutes" not in meeting
    (found,) = inside.get("/decisions", state="open").json()["items"]
    assert (found["key"], found["owner_unit"]) == (decision.key, "tk-koordinering")
    assert inside.get("/decisions", state="done").json()["items"] == []
    assert outside.get("/meetings").json()["items"] == [] == outside.get("/decisions").json()["items"]
    assert Seat.objects.count() == 0
