"""Applications: filed by anybody who hears it, decided with reasons and right of appeal."""

from __future__ import annotations

import datetime as dt

import pytest

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.enums import InfoClass
from hjemvei.allocation.actions.send_provisional_reply import send_provisional_reply
from hjemvei.allocation.actions.withdraw_application import withdraw_application
from hjemvei.allocation.models import Application
from hjemvei.allocation.rules import appeal_deadline, is_stalled, reply_deadline
from hjemvei.cases.models import Event, HomeStatus, Task
from hjemvei.core.errors import NotAllowed, RuleBroken
from hjemvei.sharing.models import owned_by
from tests.allocation.factories import TODAY, apply, decide, offer
from tests.homes.factories import dwelling
from tests.needs.factories import KLOK, raw, share
from tests.world import CLOCK, World


def status(world: World, who: str) -> str:
    with acting_as(world.actor(who)):
        return HomeStatus.objects.order_by("-id")[0].status


def test_the_prison_files_on_the_persons_request_and_the_housing_office_sees_it(world: World) -> None:
    share(world)
    apply(world, wishes="Ikke i sentrum")
    with acting_as(world.actor("Sara")):
        assert Application.objects.get().wishes == "Ikke i sentrum"
    assert status(world, "Sara") == "applied"


def test_filing_finishes_the_task_that_asked_for_it(world: World) -> None:
    share(world)
    with acting_as(world.actor("Tor")) as tor:
        Task.objects.create(
            **owned_by(tor, world.case(KLOK), at=CLOCK),
            code="housing_application",
            title="Søk om bolig",
            party="both",
            to_unit=world.unit("trondheim"),
            opens_on=TODAY,
            due_on=TODAY,
            first_due_on=TODAY,
        )
    apply(world)
    with acting_as(world.actor("Tor")):
        assert Task.objects.get().done_at == CLOCK


def test_an_open_application_is_not_filed_again(world: World) -> None:
    share(world)
    apply(world)
    with pytest.raises(RuleBroken, match="allerede en søknad"):
        apply(world, who="Sara")


def test_a_unit_outside_the_case_cannot_be_applied_to(world: World) -> None:
    with pytest.raises(RuleBroken, match="samtykke"):
        apply(world)


def test_a_voluntary_provider_and_a_health_worker_do_not_file(world: World) -> None:
    share(world, ["tk-boligkontor", "frivillig", "tk-helse"])
    for who in ("Vera", "Hege"):
        with pytest.raises(NotAllowed):
            apply(world, who=who)


def test_a_grant_has_reasons_and_a_day_of_appeal(world: World) -> None:
    share(world)
    granted = decide(world, apply(world))
    assert (granted.state, granted.appeal_by) == ("granted", dt.date(2026, 12, 7))
    assert status(world, "Sara") == "granted"
    with acting_as(world.actor("Sara")):
        event = Event.objects.get(code="housing_decision")
    assert event.values == {"appeal_by": "2026-12-07"}


def test_a_refusal_says_what_help_is_given_instead(world: World) -> None:
    share(world)
    refused = decide(world, apply(world), is_granted=False, help_given="Råd om privat leie")
    assert (refused.state, refused.help_given) == ("refused", "Råd om privat leie")
    assert status(world, "Sara") == "no_home"


def test_a_decision_without_reasons_or_before_the_application_is_refused(world: World) -> None:
    share(world)
    filed = apply(world)
    with pytest.raises(RuleBroken, match="begrunnes"):
        decide(world, filed, reasons="  ")
    with pytest.raises(RuleBroken, match="eldre"):
        decide(world, filed, decided_on=TODAY - dt.timedelta(days=1))


def test_it_is_decided_once(world: World) -> None:
    share(world)
    filed = apply(world)
    decide(world, filed)
    with pytest.raises(RuleBroken, match="allerede behandlet"):
        decide(world, filed, is_granted=False)


def test_only_the_receiving_housing_office_decides(world: World) -> None:
    share(world)
    filed = apply(world)
    for who in ("Tor", "Ida", "Nils"):
        with pytest.raises(NotAllowed):
            decide(world, filed, who=who)


def test_a_provisional_reply_is_given_once(world: World) -> None:
    share(world)
    filed = apply(world)
    with acting_as(world.actor("Sara")) as sara:
        assert send_provisional_reply(actor=sara, application=filed, at=CLOCK).provisional_reply_on == TODAY
        with pytest.raises(RuleBroken):
            send_provisional_reply(actor=sara, application=filed, at=CLOCK)


def test_the_person_may_withdraw_but_answers_an_open_offer_first(world: World) -> None:
    share(world)
    granted = decide(world, apply(world))
    offer(world, granted, dwelling(world))
    with acting_as(world.actor("Sara")) as sara, pytest.raises(RuleBroken, match="tilbudet først"):
        withdraw_application(actor=sara, application=granted, at=CLOCK)


def test_a_withdrawn_application_makes_way_for_a_new_one(world: World) -> None:
    share(world)
    filed = apply(world)
    with acting_as(world.actor("Tor")) as tor:
        withdraw_application(actor=tor, application=filed, at=CLOCK)
    assert apply(world).pk != filed.pk


def test_the_second_lock(world: World) -> None:
    share(world, ["tk-boligkontor", "tk-oppfolging"])
    share(world, ["tk-nav"], classes=[InfoClass.IDENTITY, InfoClass.COORDINATION])
    decide(world, apply(world, wishes="Hemmelig ønske"))
    seen = {"Sara": 1, "Odd": 1, "Tor": 1, "Nils": 0, "Ida": 0, "Oda": 0, "Berit": 0, "Kari": 0, "Liv": 0}
    for who, count in seen.items():
        with acting_as(world.actor(who)):
            assert raw("SELECT count(*) FROM allocation_application") == [(count,)], who


def test_deadlines() -> None:
    assert appeal_deadline(dt.date(2026, 12, 4)) == dt.date(2026, 12, 28)
    assert reply_deadline(dt.date(2026, 1, 31)) == dt.date(2026, 2, 28)
    assert not is_stalled(answer_by=TODAY, answered_on=None, today=TODAY)
    assert is_stalled(answer_by=TODAY, answered_on=None, today=TODAY + dt.timedelta(days=1))
    assert is_stalled(answer_by=TODAY, answered_on=TODAY, today=TODAY + dt.timedelta(days=8))
