"""From consent to delegation and after, at action level: refused, withdrawn after notice, back again."""

from __future__ import annotations

import datetime as dt

import pytest

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.enums import Role
from hjemvei.audit import reads
from hjemvei.cases.actions.accept_assignment import accept_assignment
from hjemvei.cases.actions.delegate_case import delegate_case
from hjemvei.cases.actions.sync_caseload import sync_caseload
from hjemvei.cases.models import Assignment, Custody, Notice
from hjemvei.cases.queries.inbox import inbox
from hjemvei.cases.queries.inbox_rows import Inbox
from hjemvei.cases.queries.ordinary_service import without_ordinary_owner
from hjemvei.core import clock
from hjemvei.core.errors import RuleBroken
from hjemvei.sharing.actions.refuse_consent import refuse_consent
from hjemvei.sharing.actions.withdraw_consent import withdraw_consent
from hjemvei.sharing.enums import ConsentForm
from hjemvei.sharing.models import Case, Consent
from tests.cases.cooperation_factories import ORAL, consent_to, inside, notify, raw
from tests.world import World

PRISON_TABLES = ("custody", "placement", "releasedate", "homestatus", "event", "task")


def inbox_of(world: World, who: str) -> Inbox:
    with acting_as(world.actor(who)) as actor, reads.recording(actor, page="prøve"):
        return inbox(actor, today=clock.today())


def delegated(world: World, case: Case) -> Assignment:
    with acting_as(world.actor("Ida")) as ida:
        offer = delegate_case(
            actor=ida,
            case=case,
            to_unit=world.unit("tk-boligkontor"),
            role=Role.HOUSING_OFFICER,
            today=clock.today(),
            at=clock.now(),
        )
    with acting_as(world.actor("Sara")) as sara:
        return accept_assignment(actor=sara, assignment=offer, at=clock.now())


def shared(world: World) -> tuple[Case, Consent]:
    with acting_as(world.actor("Tor")) as tor:
        case = inside(world)
        consent = consent_to(world, tor, case, "tk-koordinering", "tk-boligkontor")
        notify(world, tor, case)
    return case, consent


def test_refused_then_nobody_knows_and_the_prison_goes_on(world: World) -> None:
    with acting_as(world.actor("Tor")) as tor:
        case = inside(world)
        refuse_consent(actor=tor, case=case, terms=ORAL, at=clock.now())
        with pytest.raises(RuleBroken):
            notify(world, tor, case)
        assert Case.objects.visible_to(tor).filter(pk=case.pk).exists()
    assert inbox_of(world, "Ida").rows == []
    with acting_as(world.actor("Ida")):
        assert raw("SELECT count(*) FROM cases_notice") == [(0,)]
        assert raw("SELECT count(*) FROM sharing_case") == [(0,)]


def test_withdrawn_after_delegation_leaves_each_only_its_own(world: World) -> None:
    case, consent = shared(world)
    delegated(world, case)
    assert inbox_of(world, "Ida").rows == []
    with acting_as(world.actor("Tor")) as tor:
        assert withdraw_consent(actor=tor, consent=consent, how=ConsentForm.ORAL, at=clock.now()) == 2
    for who in ("Ida", "Sara"):
        found = inbox_of(world, who)
        assert (found.rows, found.offers, found.inside) == ([], [], [])
        with acting_as(world.actor(who)) as actor:
            for table in PRISON_TABLES:
                foreign = f"SELECT count(*) FROM cases_{table} WHERE controller_id <> {actor.controller_id}"
                received = " AND to_unit_id IS NULL" if table == "task" else ""
                assert raw(foreign + received) == [(0,)]
    with acting_as(world.actor("Tor")) as tor:
        again = consent_to(world, tor, case, "tk-koordinering")
        fresh = notify(world, tor, case)
    assert (again.pk != consent.pk, fresh.consent_id) == (True, again.pk)
    with acting_as(world.actor("Ida")) as ida:
        assert Notice.objects.visible_to(ida).filter(case=case, state="sent").count() == 1


def test_the_second_lock_for_strangers(world: World) -> None:
    case, _consent = shared(world)
    delegated(world, case)
    for stranger in ("Oda", "Berit", "Vera", "Odd", "Kari", "Leif"):
        with acting_as(world.actor(stranger)):
            for table in ("notice", "message", "assignment", "inquiry", "responsibility"):
                seen = raw(f"SELECT count(*) FROM cases_{table}")
                assert seen == [(0,)] or stranger == "Leif", (stranger, table)


def test_released_without_an_owner_in_the_ordinary_service(world: World) -> None:
    case, _consent = shared(world)
    today = clock.today()
    with acting_as(world.actor("Tor")) as tor:
        Custody.objects.visible_to(tor).filter(case=case).update(ends_before=today, way_out="release")
        sync_caseload(case_ids=[case.pk])
    with acting_as(world.actor("Ida")) as ida:
        found = without_ordinary_owner(ida, since=today - dt.timedelta(days=1), today=today)
        assert [row.case_id for row in found] == [case.pk]
    delegated(world, case)
    with acting_as(world.actor("Ida")) as ida:
        assert without_ordinary_owner(ida, since=today - dt.timedelta(days=1), today=today) == []


def test_the_inbox_says_who_is_inside_and_who_has_how_much(world: World) -> None:
    case, _consent = shared(world)
    found = inbox_of(world, "Ida")
    assert [row.case_key for row in found.rows] == [case.key]
    assert [name for place in found.inside for _key, name, _day in place.people] == ["Tapper Skog"]
    delegated(world, case)
    assert [load.count for load in inbox_of(world, "Sara").loads] == [1]
    assert inbox_of(world, "Oda").inside == []
