"""Notice from prison to municipality: consent first, receipt, a moved date, a reminder."""

from __future__ import annotations

import datetime as dt

import pytest

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.enums import InfoClass
from hjemvei.agreements.calendar import NORWAY
from hjemvei.cases.actions.acknowledge_notice import acknowledge_notice
from hjemvei.cases.actions.remind_notices import remind_notices
from hjemvei.cases.models import Caseload, Event, Notice
from hjemvei.cases.states import NoticeState
from hjemvei.core import clock
from hjemvei.core.errors import NotAllowed, RuleBroken
from hjemvei.sharing.actions.withdraw_consent import withdraw_consent
from hjemvei.sharing.enums import ConsentForm
from hjemvei.sharing.models import Case, Disclosure, SearchToken
from hjemvei.sharing.tokens import wanted_tokens
from tests.cases.cooperation_factories import consent_to, inside, move_date, notify, raw
from tests.world import World, system_actor


def test_no_notice_without_consent(world: World) -> None:
    with acting_as(world.actor("Tor")) as tor:
        case = inside(world)
        with pytest.raises(RuleBroken) as refused:
            notify(world, tor, case)
    assert refused.value.code == "no_consent"


def test_a_consent_for_another_unit_does_not_reach(world: World) -> None:
    with acting_as(world.actor("Tor")) as tor:
        case = inside(world)
        consent_to(world, tor, case, "tk-boligkontor")
        with pytest.raises(RuleBroken):
            notify(world, tor, case)


def test_the_notice_opens_the_case_and_is_on_record(world: World) -> None:
    with acting_as(world.actor("Tor")) as tor:
        case = inside(world, number="27909642545")
        consent_to(world, tor, case, "tk-koordinering")
        notice = notify(world, tor, case, note="Ring avdelingen")
        disclosure = Disclosure.objects.visible_to(tor).get(case=case)
    assert notice.acknowledge_by == NORWAY.add_working_days(day=clock.today(), count=3)
    assert notice.expected_release_on is not None
    assert notice.lead_days == (notice.expected_release_on - clock.today()).days
    assert InfoClass.CUSTODY in disclosure.info_classes and InfoClass.ECONOMY not in disclosure.info_classes
    with acting_as(world.actor("Ida")) as ida:
        assert Case.objects.visible_to(ida).filter(pk=case.pk).exists()
        assert Caseload.objects.visible_to(ida).get(case=case).sort_on == notice.expected_release_on
        wanted = wanted_tokens("klok 27909642545", controller_id=ida.controller_id)
        found = SearchToken.objects.filter(case=case, unit_id=ida.unit_id)
        assert all(found.filter(token__in=forms).exists() for forms in wanted)
    with acting_as(world.actor("Oda")) as oda:
        assert not Case.objects.visible_to(oda).filter(pk=case.pk).exists()
        assert raw("SELECT count(*) FROM cases_notice") == [(0,)]


def test_the_receiver_acknowledges_once(world: World) -> None:
    with acting_as(world.actor("Tor")) as tor:
        case = inside(world)
        consent_to(world, tor, case, "tk-koordinering")
        notice = notify(world, tor, case)
        with pytest.raises(NotAllowed):
            acknowledge_notice(actor=tor, notice=notice, at=clock.now())
    with acting_as(world.actor("Ida")) as ida:
        acknowledge_notice(actor=ida, notice=notice, at=clock.now())
        with pytest.raises(RuleBroken):
            acknowledge_notice(actor=ida, notice=notice, at=clock.now())
    with acting_as(world.actor("Tor")) as tor:
        notice = Notice.objects.visible_to(tor).get(pk=notice.pk)
        assert (notice.state, notice.acknowledged_by_id) == ("acknowledged", world.actor("Ida").user_id)


def test_the_same_notice_is_not_sent_twice(world: World) -> None:
    with acting_as(world.actor("Tor")) as tor:
        case = inside(world)
        consent_to(world, tor, case, "tk-koordinering")
        notify(world, tor, case)
        with pytest.raises(RuleBroken) as refused:
            notify(world, tor, case)
    assert refused.value.code == "nothing_new"


def test_a_moved_date_replaces_the_notice(world: World) -> None:
    with acting_as(world.actor("Tor")) as tor:
        case = inside(world)
        consent_to(world, tor, case, "tk-koordinering")
        first = notify(world, tor, case)
        move_date(tor, case, dt.date(2027, 3, 1))
        live = Notice.objects.visible_to(tor).get(case=case, state=NoticeState.SENT)
    assert live.replaces_id == first.pk
    assert live.expected_release_on == dt.date(2027, 3, 1)


def test_a_small_move_tells_nobody(world: World) -> None:
    with acting_as(world.actor("Tor")) as tor:
        case = inside(world)
        consent_to(world, tor, case, "tk-koordinering")
        notify(world, tor, case)
        move_date(tor, case, dt.date(2027, 5, 4))
        assert Notice.objects.visible_to(tor).filter(case=case).count() == 1


def test_withdrawal_stops_the_notice_and_closes_at_the_next_request(world: World) -> None:
    with acting_as(world.actor("Tor")) as tor:
        case = inside(world)
        consent = consent_to(world, tor, case, "tk-koordinering")
        notify(world, tor, case)
        withdraw_consent(actor=tor, consent=consent, how=ConsentForm.ORAL, at=clock.now())
        assert Notice.objects.visible_to(tor).get(case=case).state == NoticeState.CANCELLED
        move_date(tor, case, dt.date(2027, 3, 1))
        assert Notice.objects.visible_to(tor).filter(case=case).count() == 1
    with acting_as(world.actor("Ida")) as ida:
        assert raw("SELECT count(*) FROM cases_releasedate") == [(0,)]
        assert raw("SELECT count(*) FROM cases_custody") == [(0,)]
        assert raw("SELECT count(*) FROM cases_event") == [(0,)]
        assert Caseload.objects.visible_to(ida).get(case=case).is_restricted
    with acting_as(world.actor("Sara")):
        assert raw("SELECT count(*) FROM sharing_case") == [(0,)]


def test_consent_lines_stay_out_of_the_coordination_class(world: World) -> None:
    """A receiver without the class for consents sees the notice in the timeline, not the answers."""
    with acting_as(world.actor("Tor")) as tor:
        case = inside(world)
        consent_to(world, tor, case, "tk-koordinering", classes=(InfoClass.COORDINATION,))
        notify(world, tor, case)
    with acting_as(world.actor("Ida")) as ida:
        codes = set(Event.objects.visible_to(ida).filter(case=case).values_list("code", flat=True))
    assert codes == {"notice"}


def test_overdue_notices_are_reminded_of_once_without_personal_data(world: World) -> None:
    with acting_as(world.actor("Tor")) as tor:
        case = inside(world)
        consent_to(world, tor, case, "tk-koordinering")
        notice = notify(world, tor, case)
    late = notice.acknowledge_by + dt.timedelta(days=1)
    with acting_as(system_actor(world, "trondheim")) as system:
        assert remind_notices(actor=system, today=notice.acknowledge_by, at=clock.now()) == 0
        assert remind_notices(actor=system, today=late, at=clock.now()) == 1
        assert remind_notices(actor=system, today=late, at=clock.now()) == 0
        letters = raw("SELECT to_user_id, subject || body FROM audit_outbox")
    assert [user for user, _text in letters] == [world.actor("Ida").user_id]
    assert "Skog" not in str(letters[0][1])
