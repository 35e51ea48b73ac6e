"""What is left to a receiver when a consent is withdrawn: its own rows and what it was sent, else nothing."""

from __future__ import annotations

import datetime as dt

import pytest

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.enums import InfoClass
from hjemvei.cases.models import Event, Notice
from hjemvei.core.clock import today
from hjemvei.core.db import call
from hjemvei.sharing.models import Case, Consent, Disclosure, owned_by
from tests.sharing.test_kernel import give_consent, rows
from tests.world import World

AT = dt.datetime(2026, 11, 16, 9, 0, tzinfo=dt.UTC)
SHARED = [InfoClass.IDENTITY, InfoClass.COORDINATION, InfoClass.HOUSING]


@pytest.fixture
def consent(world: World) -> Consent:
    """Klok's case is disclosed, on record, to the coordinators of the municipality."""
    unit = world.unit("tk-koordinering")
    with acting_as(world.actor("Tor")) as tor:
        case = world.case("Klok Lyng")
        given = give_consent(world, case, to="tk-koordinering", classes=SHARED)
        Disclosure.objects.create(
            **owned_by(tor, case, at=AT),
            receiver_unit=unit,
            info_classes=[info_class.value for info_class in SHARED],
            basis="consent",
            consent=given,
            what="x",
        )
        call("give_access", given.pk, unit.pk)
    return given


def withdraw(world: World, consent: Consent) -> list[tuple[object, ...]]:
    """What the coordinators see of cases afterwards, by a raw SELECT."""
    with acting_as(world.actor("Tor")):
        call("withdraw", consent.pk, "oral")
    with acting_as(world.actor("Ida")):
        return rows("SELECT count(*) FROM sharing_case")


def test_who_was_only_shown_loses_the_case(world: World, consent: Consent) -> None:
    assert withdraw(world, consent) == [(0,)]
    with acting_as(world.actor("Ida")):
        assert rows("SELECT count(*) FROM persons_person") == [(0,)]


def test_who_wrote_in_the_case_keeps_what_it_wrote(world: World, consent: Consent) -> None:
    with acting_as(world.actor("Ida")) as ida:
        case = Case.objects.get(pk=consent.case_id)
        Event.objects.create(
            **owned_by(ida, case, at=AT),
            code="note",
            text="x",
            info_class=InfoClass.COORDINATION,
            happened_at=AT,
        )
    assert withdraw(world, consent) == [(1,)]
    with acting_as(world.actor("Ida")):
        assert rows("SELECT count(*) FROM cases_event") == [(1,)]
        assert rows("SELECT count(*) FROM cases_custody") == [(0,)]


def test_who_was_sent_a_notice_keeps_it(world: World, consent: Consent) -> None:
    with acting_as(world.actor("Tor")) as tor:
        case = Case.objects.get(pk=consent.case_id)
        Notice.objects.create(
            **owned_by(tor, case, at=AT),
            to_unit=world.unit("tk-koordinering"),
            consent=consent,
            state="sent",
            sent_at=AT,
            expected_release_on=today(),
            certainty="expected",
            acknowledge_by=today(),
        )
    assert withdraw(world, consent) == [(1,)]
    with acting_as(world.actor("Ida")):
        assert rows("SELECT count(*) FROM cases_notice") == [(1,)]
        assert rows("SELECT count(*) FROM cases_event") == [(0,)]
