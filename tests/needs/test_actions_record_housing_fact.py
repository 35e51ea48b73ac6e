"""Answers about housing: said and verified, corrections, confidence, and the risk they give."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.enums import InfoClass
from hjemvei.cases.models import Custody, Event, HomeStatus, ReleaseDate
from hjemvei.core.errors import NotAllowed, RuleBroken
from hjemvei.needs.actions.record_housing_fact import Answered, record_housing_fact
from hjemvei.needs.choices import Situation, Standing, Topic
from hjemvei.needs.models import HousingFact, RiskAssessment
from hjemvei.needs.queries import housing_picture
from hjemvei.sharing.models import owned_by
from tests.needs.factories import KLOK, raw, share
from tests.world import CLOCK, World

TODAY = CLOCK.date()


def answered(**changes: Any) -> Answered:
    values: dict[str, Any] = {
        "topic": Topic.BEFORE,
        "situation": Situation.RENTED_PRIVATE,
        "as_of": TODAY,
        "source": "Samtale",
    }
    return Answered(**(values | changes))


def record(world: World, who: str = "Tor", corrects: str = "", **changes: Any) -> HousingFact:
    with acting_as(world.actor(who)) as actor:
        return record_housing_fact(
            actor=actor, case=world.case(KLOK), answered=answered(**changes), corrects=corrects, at=CLOCK
        )


def newest(world: World, who: str = "Tor") -> HomeStatus:
    with acting_as(world.actor(who)):
        return HomeStatus.objects.order_by("-id")[0]


def test_what_is_only_said_leaves_the_risk_unknown(world: World) -> None:
    record(world, situation=Situation.NONE)
    assert newest(world).risk == "unknown"


def test_a_verified_no_home_is_a_risk_and_is_written_with_its_reasons(world: World) -> None:
    record(world, situation=Situation.NONE, is_verified=True)
    assert newest(world).risk == "yes"
    with acting_as(world.actor("Tor")):
        row = RiskAssessment.objects.get()
    assert [reason["code"] for reason in row.reasons] == ["no_home"]


def test_the_same_finding_is_not_written_twice(world: World) -> None:
    record(world, situation=Situation.NONE, is_verified=True)
    record(world, situation=Situation.NONE, is_verified=True, source="Folkeregisteret")
    with acting_as(world.actor("Tor")):
        assert RiskAssessment.objects.count() == 1


def test_a_verified_kept_home_is_no_risk_and_says_so_in_the_list(world: World) -> None:
    record(world, is_verified=True)
    record(
        world,
        topic=Topic.DURING,
        situation=Situation.RENTED_PRIVATE,
        standing=Standing.KEPT,
        is_verified=True,
    )
    assert (newest(world).risk, newest(world).status) == ("no", "kept")


def test_a_new_home_counts_when_it_is_agreed_and_verified(world: World) -> None:
    record(world, topic=Topic.AFTER, standing=Standing.PLANNED, is_verified=True)
    assert newest(world).risk == "unknown"
    record(world, topic=Topic.AFTER, standing=Standing.AGREED, is_verified=True)
    assert newest(world).risk == "no"


def test_a_correction_is_a_new_row_and_the_old_one_counts_no_more(world: World) -> None:
    wrong = record(world, situation=Situation.NONE, is_verified=True)
    record(world, corrects=wrong.key, situation=Situation.OWNED)
    with acting_as(world.actor("Tor")) as tor:
        picture = housing_picture(tor, world.case(KLOK), today=TODAY)
        assert HousingFact.objects.count() == 2
    assert picture.topics[0].current is not None
    assert picture.topics[0].current.situation_code == "owned"
    assert picture.topics[0].others == ()
    assert newest(world).risk == "unknown"


def test_an_answer_is_corrected_once(world: World) -> None:
    wrong = record(world)
    record(world, corrects=wrong.key, situation=Situation.OWNED)
    with pytest.raises(RuleBroken, match="allerede rettet"):
        record(world, corrects=wrong.key, situation=Situation.NONE)
    with pytest.raises(RuleBroken, match="finnes ikke"):
        record(world, corrects="nosuchkey")


def test_an_answer_in_confidence_feeds_nothing_that_is_shared(world: World) -> None:
    share(world)
    record(world, who="Tor", is_verified=True)
    before = newest(world).pk
    record(world, who="Nils", situation=Situation.NONE, in_confidence=True)
    assert newest(world).pk == before
    with acting_as(world.actor("Nils")) as nils:
        picture = housing_picture(nils, world.case(KLOK), today=TODAY)
    assert [fact.situation_code for fact in picture.confidential] == ["none"]
    assert (
        picture.topics[0].current is not None and picture.topics[0].current.situation_code == "rented_private"
    )


def test_an_answer_in_confidence_is_invisible_to_prison_and_housing_office(world: World) -> None:
    share(world)
    share(world, ["trondheim"], giver="tk-nav")
    record(world, who="Nils", situation=Situation.NONE, in_confidence=True)
    for who in ("Tor", "Siv", "Sara", "Odd", "Oda"):
        with acting_as(world.actor(who)):
            assert raw("SELECT count(*) FROM needs_housingfact") == [(0,)]
            assert raw("SELECT count(*) FROM cases_event WHERE info_class = 9") == [(0,)]
    with acting_as(world.actor("Nils")):
        assert raw("SELECT count(*) FROM needs_housingfact") == [(1,)]


def test_prison_staff_cannot_write_in_confidence_nor_anybody_verify_it(world: World) -> None:
    share(world)
    with pytest.raises(NotAllowed):
        record(world, who="Tor", in_confidence=True)
    with pytest.raises(RuleBroken):
        record(world, who="Nils", in_confidence=True, is_verified=True)


def test_a_health_worker_does_not_work_with_housing(world: World) -> None:
    share(world, ["tk-helse"])
    with pytest.raises(NotAllowed):
        record(world, who="Hege")


def test_without_consent_another_party_sees_nothing(world: World) -> None:
    record(world, situation=Situation.NONE, is_verified=True)
    for who in ("Ida", "Sara", "Oda", "Berit", "Kari"):
        with acting_as(world.actor(who)):
            for table in ("needs_housingfact", "needs_riskassessment", "cases_homestatus"):
                assert raw(f"SELECT count(*) FROM {table}") == [(0,)]


def test_a_class_not_shared_is_not_seen(world: World) -> None:
    share(world, ["tk-boligkontor"], classes=[InfoClass.IDENTITY, InfoClass.COORDINATION])
    record(world, situation=Situation.NONE, is_verified=True)
    with acting_as(world.actor("Sara")):
        assert raw("SELECT count(*) FROM sharing_case") == [(1,)]
        assert raw("SELECT count(*) FROM needs_housingfact") == [(0,)]


def test_within_two_months_without_home_is_homeless_by_definition(world: World) -> None:
    with acting_as(world.actor("Tor")) as tor:
        fields = owned_by(tor, world.case(KLOK), at=CLOCK)
        custody = Custody.objects.create(
            **fields, status="sentenced", reference="T1", starts_on=dt.date(2026, 1, 1)
        )
        ReleaseDate.objects.create(
            **fields,
            custody=custody,
            expected_on=TODAY + dt.timedelta(days=40),
            certainty="fixed",
            source="liste",
            known_at=CLOCK,
        )
    record(world, situation=Situation.NONE, is_verified=True)
    with acting_as(world.actor("Tor")):
        assert RiskAssessment.objects.get().homeless_by_definition == "yes"


def test_every_answer_stands_in_the_timeline_without_its_content(world: World) -> None:
    record(world, situation=Situation.NONE, detail="bodde i Nordre gate")
    with acting_as(world.actor("Tor")):
        event = Event.objects.get(code="housing_fact")
    assert "gate" not in event.text and event.values == {}
