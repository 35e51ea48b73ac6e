"""Lease, keys, end and security."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.enums import InfoClass
from hjemvei.allocation.models import Offer
from hjemvei.cases.models import HomeStatus
from hjemvei.core.errors import Conflict, NotAllowed, RuleBroken
from hjemvei.homes.models import Dwelling
from hjemvei.homes.queries import is_free
from hjemvei.needs.models import HousingFact
from hjemvei.tenancies.actions.end_lease import end_lease
from hjemvei.tenancies.actions.hand_keys import hand_keys
from hjemvei.tenancies.actions.issue_guarantee import Security, issue_guarantee
from hjemvei.tenancies.choices import SecurityKind
from hjemvei.tenancies.models import Guarantee, Lease
from tests.allocation.factories import TODAY, accepted, apply, decide, offer
from tests.homes.factories import dwelling
from tests.needs.factories import ALL, raw, share
from tests.tenancies.factories import RELEASE, leased, sign
from tests.world import CLOCK, World


def home_status(world: World, who: str = "Sara") -> tuple[str, str]:
    with acting_as(world.actor(who)):
        row = HomeStatus.objects.order_by("-id")[0]
    return row.status, row.risk


def test_a_signed_lease_is_a_verified_home_and_ends_the_risk(world: World) -> None:
    share(world)
    lease = leased(world)
    assert home_status(world) == ("leased", "no")
    with acting_as(world.actor("Sara")):
        assert Offer.objects.get(pk=lease.offer_id).state == "leased"
        fact = HousingFact.objects.get(topic="after")
    assert (fact.standing, fact.is_verified) == ("agreed", True)


def test_an_offer_becomes_one_lease(world: World) -> None:
    share(world)
    lease = leased(world)
    with acting_as(world.actor("Sara")):
        made = Offer.objects.get(pk=lease.offer_id)
    with pytest.raises(RuleBroken):
        sign(world, made)


def test_only_the_office_that_offered_signs(world: World) -> None:
    share(world)
    made = accepted(world)
    for who in ("Ida", "Nils", "Odd"):
        with pytest.raises(NotAllowed):
            sign(world, made, who=who)


def test_a_lease_lasts_at_least_a_day(world: World) -> None:
    share(world)
    with pytest.raises(RuleBroken):
        sign(world, accepted(world), ends_before=RELEASE)


def test_two_leases_never_share_a_day_in_a_dwelling(world: World) -> None:
    share(world)
    lease = leased(world, ends_before=RELEASE + dt.timedelta(days=10))
    copy = {f.attname: getattr(lease, f.attname) for f in Lease._meta.fields if f.name not in ("id", "key")}
    share(world, name="Stø Måke")
    other = accepted(world, name="Stø Måke", home=dwelling(world, "Prøvegata 9"))
    copy |= {"offer_id": other.pk, "case_id": other.case_id}
    with acting_as(world.actor("Sara")):
        for starts_on, fits in (
            (RELEASE + dt.timedelta(days=9), False),
            (RELEASE + dt.timedelta(days=10), True),
        ):
            row = Lease(**(copy | {"starts_on": starts_on, "ends_before": None}))
            if fits:
                row.save()
            else:
                with pytest.raises(IntegrityError, match="lease_dwelling_not_free"), transaction.atomic():
                    row.save()


def test_a_let_dwelling_cannot_be_offered(world: World) -> None:
    share(world)
    lease = leased(world)
    share(world, name="Stø Måke")
    granted = decide(world, apply(world, name="Stø Måke"))
    with acting_as(world.actor("Sara")):
        home = Dwelling.objects.get(pk=lease.dwelling_id)
    with pytest.raises(Conflict, match="ikke ledig"):
        offer(world, granted, home)


def test_keys_are_handed_once(world: World) -> None:
    share(world)
    lease = leased(world)
    with acting_as(world.actor("Sara")) as sara:
        assert hand_keys(actor=sara, lease=lease, at=CLOCK).keys_handed_at == CLOCK
        with pytest.raises(RuleBroken):
            hand_keys(actor=sara, lease=lease, at=CLOCK)
    assert home_status(world)[0] == "keys"


def test_a_cancelled_lease_frees_the_dwelling_and_the_risk_is_back(world: World) -> None:
    share(world)
    lease = leased(world)
    with acting_as(world.actor("Sara")) as sara:
        end_lease(actor=sara, lease=lease, ends_before=None, reason="Vannskade", at=CLOCK)
        assert is_free(Dwelling.objects.get(pk=lease.dwelling_id), TODAY)
    assert home_status(world)[0] == "no_home"
    assert home_status(world)[1] == "unknown"


def test_ending_needs_a_reason_a_day_and_is_done_once(world: World) -> None:
    share(world)
    lease = leased(world)
    later = RELEASE + dt.timedelta(days=30)
    with acting_as(world.actor("Sara")) as sara:
        with pytest.raises(RuleBroken, match="hvorfor"):
            end_lease(actor=sara, lease=lease, ends_before=later, reason="", at=CLOCK)
        with pytest.raises(RuleBroken, match="minst én dag"):
            end_lease(actor=sara, lease=lease, ends_before=RELEASE, reason="x", at=CLOCK)
        hand_keys(actor=sara, lease=lease, at=CLOCK)
        with pytest.raises(RuleBroken, match="Nøklene"):
            end_lease(actor=sara, lease=lease, ends_before=None, reason="x", at=CLOCK)
        assert (
            end_lease(actor=sara, lease=lease, ends_before=later, reason="Flytter", at=CLOCK).ends_before
            == later
        )
        with pytest.raises(RuleBroken, match="allerede"):
            end_lease(actor=sara, lease=lease, ends_before=later, reason="x", at=CLOCK)


def secure(world: World, lease: Lease, amount: int, who: str = "Nils") -> Guarantee:
    security = Security(kind=SecurityKind.GUARANTEE, amount=amount, issued_on=TODAY)
    with acting_as(world.actor(who)) as actor:
        return issue_guarantee(actor=actor, lease=lease, security=security, at=CLOCK)


def test_deposit_and_guarantee_are_at_most_six_months_rent_together(world: World) -> None:
    share(world)
    lease = leased(world)
    secure(world, lease, 40_000)
    with pytest.raises(RuleBroken, match="8000 kr igjen"):
        secure(world, lease, 8_001, who="Sara")
    secure(world, lease, 8_000, who="Sara")


def test_the_sum_counts_what_the_actor_does_not_see(world: World) -> None:
    share(world, ["tk-boligkontor", "tk-nav"])
    lease = leased(world)
    secure(world, lease, 48_000, who="Sara")
    no_economy = [item for item in ALL if item != InfoClass.ECONOMY]
    share(world, ["tk-koordinering"], classes=no_economy)
    with acting_as(world.actor("Ida")):
        assert raw("SELECT count(*) FROM tenancies_guarantee") == [(0,)]
    with pytest.raises(RuleBroken, match="0 kr igjen"):
        secure(world, lease, 1)


def test_the_follow_up_worker_and_the_prison_do_not_deal_with_money(world: World) -> None:
    share(world)
    lease = leased(world)
    with pytest.raises(NotAllowed):
        secure(world, lease, 1, who="Odd")


def test_the_second_lock_money_is_hidden_from_the_follow_up_worker(world: World) -> None:
    share(world)
    secure(world, leased(world), 8_000)
    seen = {"Nils": (1, 1), "Sara": (1, 1), "Odd": (1, 0), "Tor": (0, 0), "Oda": (0, 0), "Kari": (0, 0)}
    for who, (leases, guarantees) in seen.items():
        with acting_as(world.actor(who)):
            assert raw("SELECT count(*) FROM tenancies_lease") == [(leases,)], who
            assert raw("SELECT count(*) FROM tenancies_guarantee") == [(guarantees,)], who
