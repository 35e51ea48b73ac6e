"""How an agreement ends: by the notice that was agreed, or on a day that every party has said yes to."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from hjemvei.accounts.actor import acting_as
from hjemvei.agreements.actions.end_agreement import end_agreement
from hjemvei.agreements.actions.move_agreement import move_agreement
from hjemvei.agreements.actions.take_effect import take_effect
from hjemvei.agreements.calendar import add_months
from hjemvei.agreements.models import AgreementParty, AgreementVersion
from hjemvei.agreements.queries import version_in_force
from hjemvei.agreements.rules import earliest_end
from hjemvei.agreements.states import AgreementState
from hjemvei.core import clock
from hjemvei.core.errors import NotAllowed, RuleBroken
from hjemvei.ui.formats import date
from tests.cases.factories import agree
from tests.world import World


def end(world: World, who: str, version: AgreementVersion, day: dt.date, *, by_consent: bool = False) -> bool:
    with acting_as(world.actor(who)) as actor:
        return end_agreement(
            actor=actor,
            agreement=version.agreement,
            ends_before=day,
            by_consent=by_consent,
            today=clock.today(),
        )


def state(version: AgreementVersion) -> tuple[str, dt.date | None]:
    version.refresh_from_db()
    version.agreement.refresh_from_db()
    return version.agreement.state, version.ends_before


@pytest.mark.parametrize(
    ("today", "months", "expected"),
    [
        (dt.date(2026, 11, 30), 3, dt.date(2027, 2, 28)),
        (dt.date(2026, 1, 1), 0, dt.date(2026, 1, 1)),
        (dt.date(2026, 1, 15), 6, dt.date(2026, 7, 15)),
    ],
)
def test_notice_is_whole_months_from_today(today: dt.date, months: int, expected: dt.date) -> None:
    assert earliest_end(today=today, notice_months=months) == expected


def test_one_party_gives_the_notice_that_was_agreed(world: World) -> None:
    version, today = agree(world), clock.today()
    first = add_months(day=today, months=3)
    for day in (today, first - dt.timedelta(days=1)):
        with pytest.raises(RuleBroken, match=date(first)) as refused:
            end(world, "Ida", version, day)
        assert (refused.value.code, refused.value.field) == ("notice", "ends_before")
    assert state(version) == (AgreementState.IN_FORCE, None)
    assert end(world, "Ida", version, first)
    assert state(version) == (AgreementState.IN_FORCE, first)
    where = {"prison_unit_id": world.unit("trondheim").pk, "municipality": "5001"}
    assert version_in_force(**where, today=first - dt.timedelta(days=1)) == version  # type: ignore[arg-type]
    take_effect(today=first - dt.timedelta(days=1))
    assert state(version)[0] == AgreementState.IN_FORCE
    for _again in range(2):
        take_effect(today=first)
    assert state(version)[0] == AgreementState.ENDED


def test_earlier_only_on_a_day_that_every_party_has_said_yes_to(world: World) -> None:
    version, today = agree(world), clock.today()
    soon = today + dt.timedelta(days=7)
    assert not end(world, "Ida", version, soon, by_consent=True)
    assert not end(world, "Leif", version, today, by_consent=True)
    assert state(version) == (AgreementState.IN_FORCE, None)
    assert end(world, "Leif", version, soon, by_consent=True)
    assert state(version) == (AgreementState.IN_FORCE, soon)


def test_nobody_says_yes_for_another(world: World) -> None:
    version, soon = agree(world), clock.today() + dt.timedelta(days=7)
    for who in ("Oda", "Tor"):
        with pytest.raises(NotAllowed):
            end(world, who, version, soon, by_consent=True)
    with acting_as(world.actor("Ida")) as ida:
        others = AgreementParty.objects.exclude(controller_id=ida.controller_id)
        assert others.exists() and others.update(agrees_to_end=soon) == 0
        with pytest.raises(RuleBroken) as refused:
            move_agreement(actor=ida, agreement=version.agreement, verb="end")
    assert refused.value.code == "notice"
    with pytest.raises(RuleBroken) as past:
        end(world, "Ida", version, clock.today() - dt.timedelta(days=1), by_consent=True)
    assert past.value.code == "past"


def test_the_database_holds_one_party_to_the_notice(world: World) -> None:
    version, today = agree(world), clock.today()
    first = add_months(day=today, months=3)
    mine = AgreementVersion.objects.filter(pk=version.pk)
    with acting_as(world.actor("Ida")):
        for day in (today, first - dt.timedelta(days=1)):
            with pytest.raises(IntegrityError, match="less notice"), transaction.atomic():
                mine.update(ends_before=day)
    with acting_as(world.actor("Oda")):
        assert mine.update(ends_before=first) == 0
    with acting_as(world.actor("Ida")):
        assert mine.update(ends_before=first) == 1
