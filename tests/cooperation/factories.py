"""An agreement between Trondheim prison and municipality, its committee, and those who sit there."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.models import Membership, User
from hjemvei.agreements.actions.make_agreement import AgreementText, make_agreement
from hjemvei.agreements.enums import RoleCode
from hjemvei.agreements.models import Agreement
from hjemvei.cooperation.actions.add_seat import Seating, add_seat
from hjemvei.cooperation.actions.found_forum import ForumFacts, found_forum
from hjemvei.cooperation.actions.plan_meeting import Slot, plan_meeting
from hjemvei.cooperation.enums import ForumKind, SeatRole
from hjemvei.cooperation.models import Forum, Meeting, Seat
from tests.world import World

AT = dt.datetime(2026, 11, 16, 9, 0, tzinfo=dt.UTC)
SOON = dt.datetime(2026, 12, 7, 11, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
TODAY = AT.date()
FIRST = dt.date(2026, 1, 1)


def agreement(world: World, **changes: Any) -> Agreement:
    text = AgreementText(
        name="Avtale om bosetting", purpose="Et sted å bo", signed_on=FIRST, starts_on=FIRST, **changes
    )
    version = make_agreement(
        text=text,
        prison_units=[world.unit("trondheim")],
        municipal_unit=world.unit("tk-koordinering"),
        role_units={RoleCode.MUNICIPAL_COORDINATOR: world.unit("tk-koordinering")},
    )
    return version.agreement


def committee(world: World, **facts: Any) -> Forum:
    """Ida founds it and is its secretary; Leif chairs; Kari and, of a voluntary body, Vera sit there."""
    with acting_as(world.actor("Ida")) as ida:
        forum = found_forum(
            actor=ida,
            kind=ForumKind.COMMITTEE,
            facts=ForumFacts(**{"name": "Samarbeidsutvalget", "interval_days": 90, **facts}),
            agreement=agreement(world),
            at=AT,
        )
        for name, role in (("Leif", SeatRole.CHAIR), ("Kari", SeatRole.MEMBER), ("Vera", SeatRole.OBSERVER)):
            seat(world, forum, name, role=role)
    return forum


def seat(world: World, forum: Forum, name: str, *, by: str = "Ida", **values: Any) -> Seat:
    who = world.actor(name)
    unit = next(unit for unit in world.units.values() if unit.pk == who.unit_id)
    seating = Seating(unit=unit, email=f"{name.lower()}@example.test", starts_on=TODAY, **values)
    with acting_as(world.actor(by)) as actor:
        return add_seat(actor=actor, forum=forum, seating=seating, at=AT)


def meeting(world: World, forum: Forum, *, by: str = "Ida", starts_at: dt.datetime = SOON) -> Meeting:
    slot = Slot(starts_at=starts_at, ends_at=starts_at + HOUR, place="Rådhuset, rom 3")
    with acting_as(world.actor(by)) as actor:
        return plan_meeting(actor=actor, forum=forum, slot=slot, at=AT)


def leave(world: World, name: str) -> None:
    """The role ended last week."""
    user = User.objects.get(pk=world.actor(name).user_id)
    Membership.objects.filter(user=user).update(ends_before=TODAY - dt.timedelta(days=7))
