"""Who may do what inside, role by role, and the refusals where something could leak."""

from __future__ import annotations

from typing import Any

import pytest

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.enums import InfoClass
from hjemvei.cases.actions.exempt_task import exempt_task
from hjemvei.cases.actions.mark_gone import mark_gone
from hjemvei.cases.actions.set_home_status import set_home_status
from hjemvei.cases.models import HomeStatus, Task
from hjemvei.cases.policy import inside as policy
from hjemvei.core.db import call
from hjemvei.core.errors import NotAllowed
from tests.cases.factories import case_of, give_consent, intake, take
from tests.world import CLOCK, World

# who, may record dates, may answer gone, may add a task
CASE_TABLE = [
    ("Tor", True, True, True),
    ("Siv", True, True, True),
    ("Leif", False, True, False),
    ("Berit", False, False, False),
    ("Ida", False, False, False),
    ("Per", False, False, False),
    ("Anne", False, False, False),
]


@pytest.mark.parametrize(("name", "dates", "gone", "task"), CASE_TABLE)
def test_role_by_role(world: World, name: str, dates: bool, gone: bool, task: bool) -> None:
    with acting_as(world.actor("Tor")):
        case = case_of(take(world, intake()))
    actor = world.actor(name)
    assert bool(policy.can_record_dates(actor, case)) is dates
    assert bool(policy.can_answer_gone(actor, case)) is gone
    assert bool(policy.can_add_task(actor, case)) is task
    assert bool(policy.can_add_document(actor, case)) is task


@pytest.mark.parametrize("check", [policy.can_record_dates, policy.can_answer_gone, policy.can_add_task])
def test_a_closed_case_stays_as_it_is(world: World, check: Any) -> None:
    with acting_as(world.actor("Tor")) as tor:
        case = case_of(take(world, intake()))
        call("close_case", case.pk, "mistake")
        case.refresh_from_db()
        decision = check(tor, case)
        assert not decision and decision.reason


def test_what_is_owed_is_never_exempted(world: World) -> None:
    with acting_as(world.actor("Tor")) as tor:
        case = case_of(take(world, intake()))
        mark_gone(actor=tor, case_ids=[case.pk], on=CLOCK.date(), at=CLOCK)
        task = Task.objects.get(case=case, code="who_left")
        with pytest.raises(NotAllowed):
            exempt_task(actor=tor, task=task, reason="vil ikke", at=CLOCK)
        assert not policy.can_finish_task(world.actor("Berit"), task)
        assert not policy.can_finish_task(world.actor("Leif"), task)


def test_the_municipality_that_takes_part_does_not_record_the_prisons_dates(world: World) -> None:
    with acting_as(world.actor("Tor")):
        case = case_of(take(world, intake()))
        classes = [InfoClass.IDENTITY, InfoClass.CUSTODY, InfoClass.COORDINATION]
        consent = give_consent(world, case, to="tk-koordinering", classes=classes)
        call("give_access", consent.pk, world.unit("tk-koordinering").pk)
        case.refresh_from_db()
    ida = world.actor("Ida")
    assert policy.can_add_task(ida, case)
    assert not policy.can_record_dates(ida, case)
    assert not policy.can_answer_gone(ida, case)


def test_home_status_carries_over_what_is_not_said(world: World) -> None:
    with acting_as(world.actor("Tor")) as tor:
        case = case_of(take(world, intake()))
        set_home_status(actor=tor, case=case, risk="yes", at=CLOCK)
        row = set_home_status(actor=tor, case=case, status="applied", at=CLOCK)
        assert (row.status, row.risk) == ("applied", "yes")
        assert set_home_status(actor=tor, case=case, risk="yes", at=CLOCK) == row
        assert HomeStatus.objects.filter(case=case).count() == 2
