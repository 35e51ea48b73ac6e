"""Person, prison and municipality speak together by the interval of the version that binds the case."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from hjemvei.accounts.actor import acting_as
from hjemvei.agreements.actions.make_version import make_version
from hjemvei.agreements.defaults import CONTACT
from hjemvei.agreements.drafts import draft_of
from hjemvei.agreements.enums import OffsetUnit
from hjemvei.agreements.queries import terms_of
from hjemvei.cases.actions.apply_agreement import apply_agreement
from hjemvei.cases.actions.follow_versions import follow_versions
from hjemvei.cases.actions.record_release import record_release
from hjemvei.cases.actions.sync_tasks import sync_tasks
from hjemvei.cases.actions.tick_task import tick_task
from hjemvei.cases.enums import WayOut
from hjemvei.cases.models import Task
from hjemvei.cases.queries.versions import preview_version
from hjemvei.core import clock
from hjemvei.sharing.models import Case
from tests.cases.cooperation_factories import consent_to, inside, notify
from tests.cases.factories import agree, all_sign
from tests.world import World


def day(days: int) -> dt.date:
    return clock.today() + dt.timedelta(days=days)


def at(days: int) -> dt.datetime:
    return clock.now() + dt.timedelta(days=days)


def told(world: World) -> Case:
    """Under the agreement, and the municipality has its first notice; call as Tor."""
    tor = world.actor("Tor")
    case = inside(world)
    apply_agreement(actor=tor, case=case, municipality="5001", at=at(0), today=day(0))
    consent_to(world, tor, case, "tk-koordinering")
    notify(world, tor, case)
    return case


def due(world: World, case: Case, on: int) -> list[dt.date]:
    """The open contact tasks on that day; call as Tor."""
    sync_tasks(actor=world.actor("Tor"), case=case, at=at(on), today=day(on))
    rows = Task.objects.filter(case=case, code=CONTACT, done_at=None, lapsed_at=None)
    return list(rows.order_by("id").values_list("due_on", flat=True))


def test_contact_comes_again_by_the_interval_of_the_version_in_force(world: World) -> None:
    first = agree(world)
    fortnight = {"contact_interval_count": 2, "contact_interval_unit": OffsetUnit.WEEKS}
    with acting_as(world.actor("Tor")) as tor:
        nobody = inside(world, "Rolig Vik", reference="R2")
        case = told(world)
        (before,) = due(world, case, 0)
        assert 28 <= (before - day(0)).days <= 31
        task = Task.objects.get(case=case, code=CONTACT)
        assert task.to_unit == world.unit("tk-koordinering")
        assert due(world, nobody, 0) == []

    draft = replace(draft_of(first), starts_on=day(3), note="Møte 3", **fortnight)
    with acting_as(world.actor("Ida")) as ida:
        made = make_version(
            actor=ida, agreement=first.agreement, draft=draft, today=clock.today(), at=clock.now()
        )
    second = all_sign(world, made)
    with acting_as(world.actor("Tor")) as tor:
        rules = terms_of([second.pk])[second.pk].rules
        seen = preview_version(tor, first.agreement, rules, starts_on=day(3), today=day(0))
        assert [row.rule.code for row in seen.deadlines] == [CONTACT]
        assert due(world, case, 2) == [before]
        follow_versions(actor=tor, case_ids=[case.pk], at=at(3), today=day(3))
        assert due(world, case, 3) == [day(14)]
    with acting_as(world.actor("Ida")) as ida:
        assert tick_task(actor=ida, task=Task.objects.get(pk=task.pk), at=at(9))
    with acting_as(world.actor("Tor")) as tor:
        assert due(world, case, 10) == [day(9 + 14)]
        assert due(world, case, 10) == [day(9 + 14)]
        assert Task.objects.filter(case=case, code=CONTACT).count() == 2


def test_it_ends_with_the_release(world: World) -> None:
    agree(world)
    with acting_as(world.actor("Tor")) as tor:
        case = told(world)
        assert len(due(world, case, 0)) == 1
        record_release(actor=tor, case=case, way_out=WayOut.RELEASE, on=day(0), at=at(0), today=day(0))
        assert due(world, case, 1) == []
