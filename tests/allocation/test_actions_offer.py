"""Offers: a free dwelling, answered by the person, never two people's."""

from __future__ import annotations

import datetime as dt

import pytest

from hjemvei.accounts.actor import acting_as
from hjemvei.allocation.actions.withdraw_offer import withdraw_offer
from hjemvei.allocation.models import Application, Offer
from hjemvei.core.errors import Conflict, NotAllowed, RuleBroken
from hjemvei.homes.models import Dwelling
from hjemvei.homes.queries import free_dwellings, is_free
from tests.allocation.factories import TODAY, accepted, answer, apply, decide, offer
from tests.homes.factories import dwelling
from tests.needs.factories import raw, share
from tests.world import CLOCK, World


@pytest.fixture
def granted(world: World) -> Application:
    share(world)
    return decide(world, apply(world))


@pytest.fixture
def other(world: World) -> Application:
    """Another person's granted application."""
    share(world, name="Stø Måke")
    return decide(world, apply(world, name="Stø Måke"))


def test_an_offer_holds_the_dwelling(world: World, granted: Application) -> None:
    home = dwelling(world)
    offer(world, granted, home)
    with acting_as(world.actor("Sara")) as sara:
        assert not is_free(home, TODAY)
        assert free_dwellings(sara, on=TODAY) == []


def test_a_dwelling_offered_to_one_is_not_free_for_another_and_nobody_is_named(
    world: World, granted: Application, other: Application
) -> None:
    home = dwelling(world)
    offer(world, granted, home)
    with pytest.raises(Conflict) as refusal:
        offer(world, other, home)
    assert refusal.value.message == "Boligen er ikke ledig."


def test_a_dwelling_offered_in_a_case_that_is_not_seen_is_not_free(
    world: World, granted: Application, other: Application
) -> None:
    home = dwelling(world)
    offer(world, granted, home)
    with acting_as(world.actor("Sara")) as sara:
        raw("SELECT kernel.block(%s, %s)", granted.case_id, sara.user_id)
        assert raw("SELECT count(*) FROM allocation_offer") == [(0,)]
        assert not is_free(home, TODAY)


def test_the_constraint_stands_behind_the_check(
    world: World, granted: Application, other: Application
) -> None:
    home = dwelling(world)
    made = offer(world, granted, home)
    with acting_as(world.actor("Sara")), pytest.raises(Exception, match="offer_one_of_a_dwelling"):
        fields = {
            f.attname: getattr(made, f.attname) for f in Offer._meta.fields if f.name not in ("id", "key")
        }
        Offer.objects.create(**(fields | {"case_id": other.case_id, "application_id": other.pk}))


def test_declining_costs_nothing_and_frees_the_dwelling(world: World, granted: Application) -> None:
    home = dwelling(world)
    declined = answer(world, offer(world, granted, home), accepts=False, reason="For langt unna barna")
    assert declined.state == "declined"
    with acting_as(world.actor("Sara")):
        assert Application.objects.get(pk=granted.pk).state == "granted"
        assert is_free(Dwelling.objects.get(pk=home.pk), TODAY)
    offer(world, granted, home)


def test_a_no_needs_its_reason(world: World, granted: Application) -> None:
    with pytest.raises(RuleBroken, match="hvorfor"):
        answer(world, offer(world, granted, dwelling(world)), accepts=False)


def test_an_offer_is_answered_once(world: World) -> None:
    share(world)
    with pytest.raises(RuleBroken):
        answer(world, accepted(world), accepts=False, reason="Ombestemt")


def test_one_open_offer_at_a_time_and_only_when_granted(world: World, granted: Application) -> None:
    offer(world, granted, dwelling(world))
    with pytest.raises(RuleBroken, match="allerede et tilbud"):
        offer(world, granted, dwelling(world, "Prøvegata 2"))
    share(world, name="Tapper Foss")
    with pytest.raises(RuleBroken, match="innvilget"):
        offer(world, apply(world, name="Tapper Foss"), dwelling(world, "Prøvegata 3"))


def test_out_of_use_or_not_ready_is_not_free(world: World, granted: Application) -> None:
    with pytest.raises(Conflict):
        offer(world, granted, dwelling(world, available_from=TODAY + dt.timedelta(days=1)))


def test_an_offer_is_withdrawn_by_the_office_with_a_reason(world: World) -> None:
    share(world)
    made = accepted(world)
    with acting_as(world.actor("Ida")) as ida, pytest.raises(NotAllowed):
        withdraw_offer(actor=ida, offer=made, reason="x", at=CLOCK)
    with acting_as(world.actor("Sara")) as sara:
        with pytest.raises(RuleBroken):
            withdraw_offer(actor=sara, offer=made, reason=" ", at=CLOCK)
        assert withdraw_offer(actor=sara, offer=made, reason="Vannskade", at=CLOCK).state == "withdrawn"


def test_the_prison_sees_the_offer_only_by_consent(world: World) -> None:
    share(world)
    accepted(world)
    with acting_as(world.actor("Tor")):
        assert raw("SELECT count(*) FROM allocation_offer") == [(0,)]
    share(world, ["trondheim"], giver="tk-boligkontor")
    with acting_as(world.actor("Tor")):
        assert raw("SELECT count(*) FROM allocation_offer") == [(1,)]
    with acting_as(world.actor("Oda")):
        assert raw("SELECT count(*) FROM allocation_offer") == [(0,)]
        assert raw("SELECT count(*) FROM homes_dwelling") == [(0,)]
