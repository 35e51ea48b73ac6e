"""A prison and a municipality that share a case, each with somebody who answers requests."""

from __future__ import annotations

import datetime as dt

from hjemvei.accounts.actor import Actor, acting_as
from hjemvei.accounts.enums import Role
from hjemvei.accounts.models import Membership, User
from hjemvei.accounts.queries import actor_of, user_with_seats
from hjemvei.cases.actions.send_message import send_message
from hjemvei.core import clock
from hjemvei.core.db import call
from hjemvei.rights.actions.ask_access import ask_access
from hjemvei.rights.enums import RequestForm
from hjemvei.rights.models import AccessRequest, Part
from hjemvei.sharing.models import Case, Consent
from tests.cases.cooperation_factories import consent_to, inside, notify
from tests.world import World

TOLD = "Vil bo nær datteren."
ANSWERED = "Vi har en leilighet på Rosenborg."


def prison_officer(world: World) -> Actor:
    """Pia answers for the correctional service."""
    user = User.objects.create_user("pia@example.test", name="Pia Prøve")
    seat = Membership(user=user, unit=world.unit("trondheim"), role=Role.RIGHTS_OFFICER)
    seat.starts_on = dt.date(2020, 1, 1)
    seat.save()
    found, seats = user_with_seats(user.pk, today=clock.today())
    assert found is not None
    actor = actor_of(found, seats)
    assert actor is not None
    world.actors["Pia"] = actor
    return actor


def shared_case(world: World) -> tuple[Case, Consent]:
    """The prison has told the municipality about somebody, and got an answer."""
    with acting_as(world.actor("Tor")) as tor:
        case = inside(world)
        consent = consent_to(world, tor, case, "tk-koordinering")
        notify(world, tor, case, note=TOLD)
    with acting_as(world.actor("Ida")) as ida:
        send_message(actor=ida, case=case, to_unit=world.unit("trondheim"), body=ANSWERED, at=clock.now())
    return case, consent


def asked(world: World, case: Case, *, by: str = "Tor") -> AccessRequest:
    with acting_as(world.actor(by)) as actor:
        return ask_access(
            actor=actor, case=case, form=RequestForm.ORAL, received_on=clock.today(), at=clock.now()
        )


def part_of(world: World, who: str) -> Part:
    """Call within `acting_as`."""
    return Part.objects.visible_to(world.actor(who)).select_related("request", "controller").get()


def closed(world: World, case: Case) -> None:
    with acting_as(world.actor("Tor")):
        call("close_case", case.pk, "completed")
