"""A committee meets by the interval of the agreement's version that is in force on the day."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.models import User
from hjemvei.agreements.actions.make_version import make_version
from hjemvei.agreements.drafts import draft_of
from hjemvei.agreements.queries import newest_version
from hjemvei.cooperation.actions.build_agenda import build_agenda
from hjemvei.cooperation.models import AgendaPoint, Forum
from hjemvei.cooperation.queries import line_of
from hjemvei.cooperation.rules import due_on
from hjemvei.core import clock
from tests.cases.factories import all_sign
from tests.cooperation.factories import AT, HOUR, SOON, committee, meeting
from tests.needs.factories import raw
from tests.world import World, system_actor

LONG_AGO, MONTHS = dt.date(2020, 1, 31), dt.timedelta(days=31)


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.MFA_REQUIRED = False


@pytest.mark.parametrize(
    ("own", "agreed", "expected"),
    [
        (None, None, None),
        (30, None, dt.date(2020, 3, 1)),
        (None, 1, dt.date(2020, 2, 29)),
        (90, 1, dt.date(2020, 2, 29)),
        (14, 3, dt.date(2020, 2, 14)),
    ],
)
def test_the_earlier_of_the_two_holds(own: int | None, agreed: int | None, expected: dt.date | None) -> None:
    found = due_on(interval_days=own, agreed_months=agreed, last_on=LONG_AGO, founded_on=AT.date())
    assert found == expected


def agree_on(world: World, forum: Forum, months: int, *, from_day: dt.date) -> None:
    """A new version, signed by both."""
    assert forum.agreement is not None
    first = newest_version(forum.agreement)
    assert first is not None
    draft = replace(draft_of(first), starts_on=from_day, note="Møte 3", committee_interval_months=months)
    with acting_as(world.actor("Ida")) as ida:
        made = make_version(
            actor=ida, agreement=forum.agreement, draft=draft, today=clock.today(), at=clock.now()
        )
    all_sign(world, made)


def due(world: World, forum: Forum, on: dt.date) -> dt.date | None:
    at = dt.datetime.combine(on, dt.time(9), tzinfo=dt.UTC)
    with acting_as(world.actor("Ida")) as ida:
        return line_of(ida, forum, at=at).due_on


def reminded(world: World, on: dt.date) -> bool:
    with acting_as(system_actor(world, "tk-koordinering")):
        return bool(raw("SELECT * FROM kernel.forums_overdue(%s)", on))


def test_the_version_in_force_says_when_to_meet(world: World) -> None:
    forum = committee(world, interval_days=None)
    assert due(world, forum, AT.date()) == dt.date(2027, 2, 16)
    new = AT.date() + MONTHS
    agree_on(world, forum, 1, from_day=new)
    assert due(world, forum, new - dt.timedelta(days=1)) == dt.date(2027, 2, 16)
    assert due(world, forum, new) == dt.date(2026, 12, 16)
    assert not reminded(world, dt.date(2026, 12, 16))
    assert reminded(world, dt.date(2026, 12, 18))


def test_it_stands_on_the_page_and_on_the_agenda(world: World) -> None:
    forum = committee(world, interval_days=None)
    soon, late = meeting(world, forum), meeting(world, forum, starts_at=SOON + 90 * 24 * HOUR)
    with acting_as(world.actor("Ida")) as ida:
        for planned in (soon, late):
            build_agenda(actor=ida, meeting=planned, at=AT)
        assert not AgendaPoint.objects.filter(meeting=soon).exists()
        point = AgendaPoint.objects.get(meeting=late)
    assert point.ref == "late:2" and point.text == "Møtet skulle vært holdt innen 16.02.2027."
    client = Client()
    client.force_login(User.objects.get(pk=world.actor("Ida").user_id))
    page = client.get(f"/samarbeid/{forum.key}/").content.decode()
    assert "Avtalen sier at utvalget møtes minst hver: 3 måneder." in page
