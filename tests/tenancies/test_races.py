"""Two people at the same dwelling at the same moment, in two connections: one gets it, each of twenty times.

Races commit, so they run in a database of their own on the test server.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections, transaction

from hjemvei.accounts.actor import acting_as
from hjemvei.allocation.actions.make_offer import Proposal, make_offer
from hjemvei.allocation.models import Application, Offer
from hjemvei.config import env
from hjemvei.core.embedded import Server
from hjemvei.core.errors import Conflict, HjemveiError
from hjemvei.homes.models import Dwelling
from hjemvei.sharing.models import owned_by
from hjemvei.tenancies.actions.sign_lease import Terms, sign_lease
from hjemvei.tenancies.models import Lease
from tests.allocation.factories import TODAY, answer, apply, decide, offer
from tests.conftest import make_ready
from tests.homes.factories import dwelling
from tests.needs.factories import KLOK, share
from tests.world import CLOCK, World, build_world

RACES = 20
NAME = "hjemvei_race"
ROLES = {"default": "hjemvei_app", "owner": "hjemvei_owner"}
PEOPLE = (KLOK, "Stø Måke")

pytestmark = pytest.mark.slow


class Track:
    """Runs work in threads whose connections go to the race's own database."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.world = World()
        self.granted: list[Application] = []

    def run(self, *works: Callable[[], Any]) -> list[Any]:
        """All at once; a refusal is the answer of its work."""
        start = threading.Barrier(len(works))
        with ThreadPoolExecutor(len(works)) as pool:
            return [future.result() for future in [pool.submit(self._one, start, work) for work in works]]

    def _one(self, start: threading.Barrier, work: Callable[[], Any]) -> Any:
        for alias, role in ROLES.items():
            fresh = env.database(self.server.url(role, NAME), role=role)
            connections[alias].settings_dict = {
                **connections[alias].settings_dict,
                **fresh,
                "CONN_MAX_AGE": 0,
            }
        try:
            start.wait()
            return work()
        except HjemveiError as refusal:
            return refusal
        finally:
            connections.close_all()

    def prepare(self) -> None:
        with transaction.atomic():
            self.world = build_world()
        for name in PEOPLE:
            share(self.world, name=name)


@pytest.fixture(scope="module")
def track(database_server: Server, django_db_setup: None, django_db_blocker: Any) -> Iterator[Track]:
    make_ready(database_server, NAME)
    track = Track(database_server)
    with django_db_blocker.unblock():
        track.run(track.prepare)
        yield track


def offering(world: World, application: Application, home: Dwelling) -> Callable[[], Offer]:
    def work() -> Offer:
        with acting_as(world.actor("Sara")) as sara:
            proposal = Proposal(dwelling=home, available_from=TODAY, answer_by=TODAY + dt.timedelta(days=7))
            return make_offer(actor=sara, application=application, proposal=proposal, at=CLOCK)

    return work


def signing(world: World, made: Offer) -> Callable[[], Lease]:
    def work() -> Lease:
        with acting_as(world.actor("Sara")) as sara:
            terms = Terms(rent=8000, signed_on=TODAY, starts_on=TODAY)
            return sign_lease(actor=sara, offer=made, terms=terms, at=CLOCK)

    return work


def copying(world: World, dwelling_id: int, made: Offer) -> Callable[[], Any]:
    """A lease written past every check, as a bug would."""

    def work() -> Any:
        with acting_as(world.actor("Sara")) as sara:
            fields = owned_by(sara, made.case, at=CLOCK)
            return Lease.objects.create(
                **fields, offer=made, dwelling_id=dwelling_id, rent=8000, starts_on=TODAY
            )

    return work


def test_the_same_home_is_never_given_twice(track: Track) -> None:
    """Through the actions, then past every check; in this order, since both commit to one database."""
    one_of_two_gets_the_offer_and_one_of_two_the_lease(track)
    the_exclusion_constraint_holds_when_every_check_is_passed_by(track)


def one_of_two_gets_the_offer_and_one_of_two_the_lease(track: Track) -> None:
    world = track.world
    applications = _granted(track)
    for number in range(RACES):
        home = track.run(lambda number=number: dwelling(world, f"Gata {number}"))[0]
        found = track.run(*[offering(world, application, home) for application in applications])
        won = [item for item in found if isinstance(item, Offer)]
        lost = [item for item in found if isinstance(item, Conflict)]
        assert (len(won), [item.message for item in lost]) == (1, ["Boligen er ikke ledig."]), found
        if number == RACES - 1:
            break
        track.run(lambda won=won: answer(world, won[0], accepts=False, reason="For liten"))
    track.run(lambda: answer(world, won[0]))
    leases = track.run(signing(world, won[0]), signing(world, won[0]))
    assert sum(isinstance(item, Lease) for item in leases) == 1, leases
    assert sum(isinstance(item, HjemveiError) for item in leases) == 1, leases


def the_exclusion_constraint_holds_when_every_check_is_passed_by(track: Track) -> None:
    world = track.world

    def prepare(number: int) -> list[Offer]:
        """Two offers in one case: places for two leases of the first one's dwelling."""
        with acting_as(world.actor("Sara")):
            granted = Application.objects.filter(state="granted").order_by("-id")[0]
            old = Offer.objects.filter(application=granted, state__in=["made", "accepted", "leased"])
            for one in old.order_by("id"):
                one.state, one.reason = "declined", "Prøve"
                one.save(update_fields=["state", "reason"])
        first = offer(world, granted, dwelling(world, f"Veien {number}"))
        answer(world, first, accepts=False, reason="Prøve")
        return [first, offer(world, granted, dwelling(world, f"Stien {number}"))]

    for number in range(RACES):
        offers = track.run(lambda number=number: prepare(number))[0]
        works = [_caught(copying(world, offers[0].dwelling_id, made)) for made in offers]
        found = track.run(*works)
        assert sum(isinstance(item, Lease) for item in found) == 1, found
        refusal = next(str(item) for item in found if not isinstance(item, Lease))
        assert "lease_dwelling_not_free" in refusal or "deadlock" in refusal


def _granted(track: Track) -> list[Application]:
    """The granted applications of both people; the tests share them, in whatever order they run."""
    if not track.granted:
        world = track.world
        track.granted = track.run(lambda: [decide(world, apply(world, name=name)) for name in PEOPLE])[0]
    return track.granted


def _caught(work: Callable[[], Any]) -> Callable[[], Any]:
    def safe() -> Any:
        try:
            return work()
        except Exception as error:
            return error

    return safe
