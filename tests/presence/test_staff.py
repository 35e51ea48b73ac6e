"""Rosters, contacts, roles and deputies: colleagues, and those who share a case, see who is there when."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.enums import InfoClass, Role
from hjemvei.accounts.models import Absence, Membership, User
from hjemvei.agreements.enums import RoleCode
from hjemvei.agreements.models import Agreement, AgreementParty, AgreementScope, AgreementVersion, RoleUnit
from hjemvei.agreements.states import VersionState
from hjemvei.cases.actions.assign_contact_officer import assign_contact_officer
from hjemvei.cases.models import Task
from hjemvei.core.errors import NotAllowed
from hjemvei.parties.models import ContactPoint, OpeningHours
from hjemvei.presence.actions.add_to_role import add_to_role
from hjemvei.presence.actions.read_roster import read_roster
from hjemvei.presence.actions.save_contact_duty import save_contact_duty
from hjemvei.presence.actions.save_pattern import PatternValues, save_pattern
from hjemvei.presence.models import RoleAddition, Shift
from hjemvei.presence.queries import meeting, roster_of
from hjemvei.presence.role_page import role_page
from hjemvei.presence.roles import DESCRIPTIONS
from hjemvei.presence.rules import OSLO
from hjemvei.sharing.models import owned_by
from hjemvei.web.board_queries import tasks_for
from hjemvei.web.digest import counts_in
from tests.needs.factories import KLOK, raw, share, signed_in
from tests.world import CLOCK, World, system_actor

TODAY = CLOCK.date()
MONDAY = dt.date(2026, 11, 16)


def user(world: World, name: str) -> User:
    return User.objects.get(pk=world.actor(name).user_id)


def evening_shifts(world: World) -> None:
    """Tor works Mondays and Tuesdays from three to ten, and the coordination is open from eight to four."""
    with acting_as(world.actor("Tor")) as tor:
        values = PatternValues(
            weekdays=("1", "2"), begins=dt.time(15), ends=dt.time(22), every_weeks=1, starts_on=TODAY
        )
        save_pattern(
            actor=tor,
            unit=world.unit("trondheim"),
            user=user(world, "Tor"),
            values=values,
            at=CLOCK,
            today=TODAY,
        )
    point = ContactPoint.objects.create(
        unit=world.unit("tk-koordinering"), purpose="Varsler", phone="73 00 00 00", starts_on=TODAY
    )
    for weekday in "12345":
        OpeningHours.objects.create(
            contact_point=point, weekday=weekday, opens_at=dt.time(8), closes_at=dt.time(16)
        )


def officer(world: World) -> None:
    with acting_as(world.actor("Tor")) as tor:
        case = world.case(KLOK)
        assign_contact_officer(actor=tor, case=case, to_user=user(world, "Tor"), today=TODAY, at=CLOCK)


def test_a_coordinator_sees_when_the_officer_of_a_shared_case_is_there_and_nobody_elses(world: World) -> None:
    evening_shifts(world)
    officer(world)
    for name in ("Ida", "Berit", "Oda"):
        with acting_as(world.actor(name)):
            assert len(raw("SELECT 1 FROM presence_shiftpattern")) == (2 if name == "Berit" else 0), name
    share(world, ["tk-koordinering"])
    with acting_as(world.actor("Ida")) as ida:
        assert len(raw("SELECT 1 FROM presence_shiftpattern")) == 2
        found = meeting(ida, world.case(KLOK), at=CLOCK)
        (tor,) = [one for one in found.people if one.name == "Tor Prøve"]
        assert found.ours and tor.now is None and tor.next is not None and tor.both is not None
        both = tor.both
        assert (
            f"{both.starts_at.astimezone(OSLO):%d %H:%M}-{both.ends_at.astimezone(OSLO):%H:%M}"
            == "16 15:00-16:00"
        )


def test_absence_takes_the_shift_away_and_names_the_deputy(world: World) -> None:
    evening_shifts(world)
    officer(world)
    share(world, ["tk-koordinering"])
    next_week = TODAY + dt.timedelta(days=7)
    Absence.objects.create(
        user=user(world, "Tor"), deputy=user(world, "Siv"), starts_on=TODAY, ends_before=next_week
    )
    with acting_as(world.actor("Ida")) as ida:
        found = meeting(ida, world.case(KLOK), at=CLOCK)
        (tor,) = [one for one in found.people if one.name == "Tor Prøve"]
    assert tor.away is not None and (tor.away.deputy, tor.away.until) == (
        "Siv Prøve",
        TODAY + dt.timedelta(days=6),
    )
    assert tor.next is not None and tor.next.starts_at.astimezone(OSLO).date() == next_week
    with time_machine.travel(CLOCK, tick=False):
        page = signed_in(world, "Ida").get(reverse("presence:meet", args=[_key(world)])).content.decode()
    assert "Svarer nå: Siv Prøve" in page


def _key(world: World) -> str:
    with acting_as(world.actor("Tor")):
        return world.case(KLOK).key


def test_what_waits_for_somebody_away_waits_for_the_deputy_and_opens_nothing(world: World) -> None:
    with acting_as(world.actor("Tor")) as tor:
        case = world.case(KLOK)
        Task.objects.create(
            **owned_by(tor, case, at=CLOCK), info_class=InfoClass.COORDINATION, code="prove", title="x",
            party="prison", to_unit_id=tor.unit_id, to_user_id=tor.user_id, opens_on=TODAY, due_on=TODAY,
            first_due_on=TODAY,
        )  # fmt: skip
        mine = {row.key for row in tasks_for(tor, today=TODAY)}
    assert mine

    def waiting(name: str) -> set[str]:
        with acting_as(world.actor(name)) as actor:
            return mine & {row.key for row in tasks_for(actor, today=TODAY)}

    def counted() -> dict[int, bool]:
        people = [world.actor(name).user_id for name in ("Tor", "Siv", "Leif")]
        with acting_as(system_actor(world, "trondheim")) as system:
            found = counts_in(system, people, today=TODAY)
        return {user_id: bool(counts.late + counts.week) for user_id, counts in found.items()}

    tor_id, siv_id, leif_id = (world.actor(name).user_id for name in ("Tor", "Siv", "Leif"))
    assert waiting("Siv") == set() and counted() == {tor_id: True, siv_id: False, leif_id: False}
    away = {"user": user(world, "Tor"), "starts_on": TODAY, "ends_before": TODAY + dt.timedelta(days=3)}
    absence = Absence.objects.create(deputy=user(world, "Siv"), **away)
    with time_machine.travel(CLOCK, tick=False):
        assert waiting("Siv") == mine and waiting("Leif") == set()
    assert counted() == {siv_id: True, leif_id: False}
    absence.deputy = user(world, "Berit")
    absence.save()
    assert waiting("Berit") == set()
    assert tor_id in counted()


def test_a_roster_is_pasted_whole_or_not_at_all_with_the_row_of_each_error(world: World) -> None:
    lines = [
        "E-post;Dato;Fra;Til",
        "tor@example.test;23.11.2026;22:00;07:00",
        "tor@example.test;24.11.2026;15;22",
        "tor@example.test;24.11.2026;21:00;23:00",
        "nobody@example.test;24.11.2026;07:00;15:00",
        "tor@example.test;31.02.2026;07:00;15:00",
        "tor@example.test;25.11.2026;25:00;15:00",
        "tor@example.test;26.11.2026",
    ]
    unit = world.unit("trondheim")
    with acting_as(world.actor("Siv")) as siv:
        made, errors = read_roster(actor=siv, unit=unit, text="\n".join(lines), at=CLOCK, today=TODAY)
        assert (made, [error.line for error in errors]) == (0, [5, 6, 7, 8])
        overlapping = "\n".join(lines[:4])
        made, errors = read_roster(actor=siv, unit=unit, text=overlapping, at=CLOCK, today=TODAY)
        assert (made, [error.line for error in errors], Shift.objects.count()) == (0, [4], 0)
        good = "\ufeff" + "\r\n".join(lines[:3])
        assert read_roster(actor=siv, unit=unit, text=good, at=CLOCK, today=TODAY) == (2, [])
        assert read_roster(actor=siv, unit=unit, text=good, at=CLOCK, today=TODAY) == (0, [])
        days = dict(roster_of(siv, unit, at=CLOCK))
        night = days[dt.date(2026, 11, 23)][0]
        assert night.ends_at.astimezone(OSLO).strftime("%d %H:%M") == "24 07:00"
    with acting_as(world.actor("Ida")) as ida, pytest.raises(NotAllowed):
        read_roster(actor=ida, unit=unit, text=good, at=CLOCK, today=TODAY)
    with acting_as(world.actor("Ida")):
        assert raw("SELECT 1 FROM presence_shift") == []


def agreement(world: World) -> Agreement:
    made = Agreement.objects.create(name="Prøveavtalen", state="in_force")
    version = AgreementVersion.objects.create(agreement=made, number=1, starts_on=dt.date(2020, 1, 1))
    for slug, side in (("trondheim", "prison"), ("tk-koordinering", "municipality")):
        unit = world.unit(slug)
        AgreementParty.objects.create(
            agreement=made, controller=unit.controller, side=side, contact_unit=unit
        )
    AgreementScope.objects.create(agreement=made, unit=world.unit("trondheim"))
    RoleUnit.objects.create(
        agreement=made, version=version, role=RoleCode.HOUSING_OFFICE, unit=world.unit("tk-boligkontor")
    )
    AgreementVersion.objects.filter(pk=version.pk).update(state=VersionState.SIGNED)
    return made


def test_every_role_says_what_it_is_and_is_not() -> None:
    assert set(DESCRIPTIONS) == set(RoleCode)
    for code, text in DESCRIPTIONS.items():
        assert text.is_ and text.is_not and str(text.says).startswith("«"), code
    assert "alene" in " ".join(map(str, DESCRIPTIONS[RoleCode.CONTACT_OFFICER].is_not))


def test_a_units_page_shows_its_tasks_by_the_agreement_and_what_it_may_share(world: World) -> None:
    made = agreement(world)
    prison = role_page(world.unit("trondheim"), today=TODAY)
    roles = {role.code: role for role in prison.roles}
    assert roles["contact_officer"].tasks and "tk-boligkontor" in dict(prison.partners)
    office = role_page(world.unit("tk-boligkontor"), today=TODAY)
    assert [role.code for role in office.roles] == ["housing_office"]
    reads = {line.label: (line.reads, line.may_be_shared) for line in office.classes}
    assert reads["Bolig"] == (True, True) and reads["Helse og rus"] == (False, True)
    assert reads["Enhetens egne notater"] == (True, False)
    with acting_as(world.actor("Ida")) as ida:
        office_role = RoleCode.HOUSING_OFFICE
        add_to_role(actor=ida, agreement=made, role=office_role, text="Svarer samme dag", at=CLOCK)
        add_to_role(actor=ida, agreement=made, role=office_role, text="Svarer i morgen", at=CLOCK)
        assert RoleAddition.objects.count() == 2
    with acting_as(world.actor("Oda")) as oda, pytest.raises(NotAllowed):
        add_to_role(actor=oda, agreement=made, role=RoleCode.HOUSING_OFFICE, text="x", at=CLOCK)
    for name in ("Tor", "Kari"):
        page = (
            signed_in(world, name)
            .get(reverse("presence:unit_work", args=["tk-boligkontor"]))
            .content.decode()
        )
        assert "Svarer i morgen" in page and "Svarer samme dag" not in page


def test_a_unit_lists_whom_it_has_agreements_with_and_its_own_colleagues_in_them(world: World) -> None:
    first, second = agreement(world), agreement(world)
    oslo = world.unit("ok-koordinering")
    AgreementParty.objects.filter(agreement=second, side="municipality").update(leaves_before=TODAY)
    AgreementParty.objects.create(
        agreement=second, side="municipality", controller=oslo.controller, contact_unit=oslo
    )
    prison = role_page(world.unit("trondheim"), today=TODAY)
    assert [(party.name, party.slug) for party in prison.parties] == [
        ("Oslo kommune", "ok-koordinering"),
        ("Trondheim kommune", "tk-koordinering"),
    ]
    office = role_page(world.unit("tk-boligkontor"), today=TODAY)
    assert [slug for slug, _name in office.colleagues] == ["tk-koordinering"]
    assert dict(office.partners).keys() == {"trondheim", "ok-koordinering"}
    page = signed_in(world, "Sara").get(reverse("presence:unit_work", args=["trondheim"])).content.decode()
    for made in (first, second):
        assert reverse("agreements:agreement", args=[made.key]) in page
    assert "Oslo kommune" in page and "Avtaler med" in page


def test_who_is_contact_for_what_and_who_answers_while_away(world: World) -> None:
    Membership.objects.create(
        user=user(world, "Ida"), unit=world.unit("tk-boligkontor"), role=Role.HOUSING_OFFICER, starts_on=TODAY
    )
    with acting_as(world.actor("Anne")) as anne:
        for _twice in range(2):
            save_contact_duty(
                actor=anne, unit=world.unit("tk-boligkontor"), topic="Leira og Tunga",
                user=user(world, "Sara"), deputy=user(world, "Ida"),
                towards=world.unit("trondheim"), at=CLOCK, today=TODAY,
            )  # fmt: skip
    Absence.objects.create(
        user=user(world, "Sara"), starts_on=TODAY, ends_before=TODAY + dt.timedelta(days=2)
    )
    with time_machine.travel(CLOCK, tick=False):
        page = signed_in(world, "Tor").get(reverse("presence:unit_work", args=["tk-boligkontor"]))
    text = page.content.decode()
    assert text.count("Leira og Tunga") == 1 and "Svarer nå: Ida Prøve" in text


@pytest.mark.parametrize(("name", "status"), [("Tor", 200), ("Berit", 200), ("Ida", 403), ("Kari", 403)])
def test_a_roster_is_its_employers(world: World, name: str, status: int) -> None:
    evening_shifts(world)
    client = signed_in(world, name)
    for page in ("presence:unit_roster", "presence:unit_export"):
        assert client.get(reverse(page, args=["trondheim"])).status_code == status


def _shift(world: World, **changes: str) -> dict[str, str]:
    given = {
        "user": str(user(world, "Tor").pk),
        "kind": "on",
        "on": "2026-11-18",
        "begins": "07:00",
        "ends": "15:00",
    }
    return {**given, **changes, "once": "-".join(["o" * 16, *changes.values()])}


def test_a_shift_on_one_date_is_entered_and_struck_out(world: World) -> None:
    """Tor his own; hours off go before what comes back every week; another house sees and changes nothing."""
    evening_shifts(world)
    unit = world.unit("trondheim")
    place = reverse("presence:unit_shift", args=[unit.slug])
    with time_machine.travel(CLOCK, tick=False):
        tor = signed_in(world, "Tor")
        assert tor.post(place, _shift(world)).status_code == 302
        over = tor.post(place, _shift(world, begins="14:00", ends="16:00"))
        assert over.status_code == 422 and "overlapper en annen vakt" in over.content.decode()
        assert tor.post(place, _shift(world, on="2026-11-15")).status_code == 422
        assert tor.post(place, _shift(world, user=str(user(world, "Siv").pk))).status_code == 422
        off = _shift(world, kind="off", on="2026-11-17", begins="15:00", ends="22:00")
        assert tor.post(place, off).status_code == 302
        page = tor.get(reverse("presence:unit_roster", args=[unit.slug])).content.decode()
        assert "Vakter og fri på enkelte dager" in page and page.count("/stryk/") == 2
        with acting_as(world.actor("Tor")) as actor:
            days = dict(roster_of(actor, unit, at=CLOCK))
            assert len(days[dt.date(2026, 11, 18)]) == 1 and days[dt.date(2026, 11, 17)] == []
            key = Shift.objects.get(kind="on").key
        strike = reverse("presence:unit_cancel_shift", args=[unit.slug, key])
        for name, status in (("Ida", 404), ("Tor", 302)):
            assert signed_in(world, name).post(strike).status_code == status, name
        assert signed_in(world, "Ida").get(place).status_code == 403
        with acting_as(world.actor("Tor")) as actor:
            assert dict(roster_of(actor, unit, at=CLOCK))[dt.date(2026, 11, 18)] == []
