"""The privacy officer: figures by employee, findings with an answer, and no way into a case."""

from __future__ import annotations

import datetime as dt
import io
import re
from dataclasses import replace
from zipfile import ZipFile

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.enums import Role
from hjemvei.accounts.models import Membership
from hjemvei.audit import reads
from hjemvei.audit.models import ReadLog
from hjemvei.core import clock
from hjemvei.core.db import call
from hjemvei.core.errors import NotAllowed, RuleBroken
from hjemvei.core.text import new_key
from hjemvei.oversight.actions.find_patterns import find_patterns
from hjemvei.oversight.actions.follow_up_finding import follow_up_finding
from hjemvei.oversight.models import AccessFinding
from hjemvei.oversight.queries import Known
from hjemvei.oversight.states import FINDING, VERBS, FindingState
from hjemvei.web.upkeep import look_for_odd_looks
from tests.needs.factories import KLOK, share, signed_in
from tests.oversight.test_looks import look
from tests.sharing.emergencies import add_officer
from tests.world import CLOCK, DAY, World, system_actor

INSERT = """
INSERT INTO oversight_accessfinding (key, controller_id, unit_id, user_id, pattern, on_day, count, first_at,
       last_at, found_at, state, note)
VALUES ('x', %s, %s, %s, 'no_tie', now(), 1, now(), now(), now(), 'new', '')
"""
TODAY = clock.today
MANY = 17
"""Enough for one hour even where the clock strikes in between."""


def searched(world: World, who: str, times: int) -> None:
    for number in range(times):
        with acting_as(world.actor(who)) as actor, reads.recording(actor, page="web:cases"):
            reads.note(tokens=[number + 1])


def find(world: World, slug: str = "tk-nav") -> int:
    with acting_as(system_actor(world, slug)) as system:
        return find_patterns(actor=system, day=TODAY(), at=CLOCK)


@pytest.fixture
def fished(world: World) -> AccessFinding:
    """Nils has searched many times and found nobody."""
    searched(world, "Nils", MANY)
    find(world)
    with acting_as(world.actor("Per")) as per:
        return AccessFinding.objects.visible_to(per).get(pattern="empty_searches")


def test_a_finding_is_found_once_and_only_the_controller_s_officer_sees_it(
    world: World, fished: AccessFinding
) -> None:
    find(world)
    for who in world.actors:
        with acting_as(world.actor(who)) as actor:
            expected = 1 if who == "Per" else 0
            found = AccessFinding.objects.filter(pattern="empty_searches")
            assert found.count() == expected, who
            assert found.visible_to(actor).count() == expected, who


def test_the_two_locks_of_the_read_log_agree_and_an_officer_elsewhere_sees_nothing(world: World) -> None:
    look(world, "Tor")
    look(world, "Oda", name="Rask Øy")
    searched(world, "Nils", 1)
    for who in world.actors:
        with acting_as(world.actor(who)) as actor:
            rows = set(ReadLog.objects.values_list("controller_id", flat=True).order_by())
            assert rows == set(ReadLog.objects.visible_to(actor).values_list("controller_id", flat=True))
            assert rows == ({actor.controller_id} if who == "Per" else set()), who


def test_a_role_that_ended_reads_no_log(world: World) -> None:
    searched(world, "Nils", 1)
    per = world.actor("Per")
    seat = Membership.objects.get(user_id=per.user_id)
    Membership.objects.filter(pk=seat.pk).update(ends_before=DAY + dt.timedelta(days=1))
    with acting_as(per):
        assert not ReadLog.objects.exists()


def test_own_name_no_tie_and_protected_come_from_the_facts_of_the_case(world: World) -> None:
    share(world, to=["tk-nav"])
    Membership.objects.filter(user_id=world.actor("Nils").user_id).update(role=Role.CONTACT_OFFICER)
    nils = world.actor("Nils")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_user SET name = 'Nils Lyng' WHERE id = %s", [nils.user_id])
    look(world, "Nils")
    find(world)
    with acting_as(world.actor("Per")):
        assert set(AccessFinding.objects.values_list("pattern", flat=True).order_by()) == {"own_name"}
    with acting_as(world.actor("Tor")), connection.cursor() as cursor:
        cursor.execute("SELECT kernel.set_protection(%s, 1)", [world.admitted[KLOK].case_id])
    find(world)
    with acting_as(world.actor("Per")):
        found = dict(AccessFinding.objects.values_list("pattern", "case_id").order_by("pattern"))
    assert found == {"own_name": world.admitted[KLOK].case_id, "protected": world.admitted[KLOK].case_id}


def test_facts_are_for_the_system_alone(world: World) -> None:
    searched(world, "Nils", MANY)
    for who in ("Per", "Nils", "Anne"):
        with acting_as(world.actor(who)) as actor, connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM kernel.look_facts(%s, '2020-01-01', '2100-01-01')",
                [actor.controller_id],
            )
            assert cursor.fetchone() == (0,)
            with pytest.raises(DatabaseError), transaction.atomic():
                find_patterns(actor=actor, day=TODAY(), at=CLOCK)
                cursor.execute(INSERT, [actor.controller_id, actor.unit_id, actor.user_id])


@pytest.mark.parametrize("start", FindingState)
@pytest.mark.parametrize("state", VERBS)
def test_every_answer_from_every_state(
    world: World, fished: AccessFinding, start: FindingState, state: FindingState
) -> None:
    with acting_as(world.actor("Per")) as per:
        AccessFinding.objects.filter(pk=fished.pk).update(state=start, note="sett på")
        if FINDING.can(start, VERBS[state]):
            done = follow_up_finding(actor=per, finding=fished, state=state, note="Delt navn.", at=CLOCK)
            assert (done.state, done.decided_by_id) == (state, per.user_id)
        else:
            with pytest.raises(RuleBroken):
                follow_up_finding(actor=per, finding=fished, state=state, note="x", at=CLOCK)


def test_an_answer_needs_a_word_and_nobody_judges_their_own_look(world: World, fished: AccessFinding) -> None:
    with acting_as(world.actor("Per")) as per, pytest.raises(RuleBroken):
        follow_up_finding(actor=per, finding=fished, state=FindingState.IN_ORDER, note=" ", at=CLOCK)
    searched(world, "Per", MANY)
    find(world)
    with acting_as(world.actor("Per")) as per:
        own = AccessFinding.objects.get(user_id=per.user_id, pattern="empty_searches")
        with pytest.raises(NotAllowed):
            follow_up_finding(actor=per, finding=own, state=FindingState.IN_ORDER, note="meg", at=CLOCK)


def test_the_officer_changes_the_answer_and_nothing_else(world: World, fished: AccessFinding) -> None:
    with acting_as(world.actor("Per")), pytest.raises(DatabaseError), transaction.atomic():
        AccessFinding.objects.filter(pk=fished.pk).update(count=0)


def officer(world: World) -> Client:
    return signed_in(world, "Per")


def test_the_report_names_staff_and_shows_people_by_reference(world: World, fished: AccessFinding) -> None:
    share(world, to=["tk-nav"])
    look(world, "Nils")
    client = officer(world)
    text = client.get(reverse("oversight:report")).content.decode()
    assert "Nils Prøve" in text and "Tor Prøve" not in text
    assert "mange søk uten treff" in text.lower()
    nils = fished.user.key
    page = client.get(reverse("oversight:employee", args=[nils])).content.decode()
    assert "KL" in page and "Lyng" not in page and "Klok" not in page
    assert page.count("<svg") >= 2 and "Vis tallene som tabell" in page
    address = reverse("oversight:finding", args=[fished.key])
    assert client.get(address).status_code == 200
    form = {"state": "in_order", "note": "Lette etter en ny person."}
    once = re.search(r'name="once" value="([^"]+)"', client.get(address).content.decode())
    form |= {"once": once[1]} if once else {}
    assert client.post(address, form).status_code == 302
    assert (
        "Lette etter en ny person." in client.get(reverse("oversight:employee", args=[nils])).content.decode()
    )


@pytest.mark.parametrize(
    ("protection", "clearance", "initials"),
    [(0, 0, "KL"), (2, 4, ""), (6, 4, ""), (4, 2, ""), (1, 4, ""), (2, 2, "KL"), (4, 4, "KL"), (6, 6, "KL")],
)
def test_initials_are_shown_to_whoever_is_cleared_for_grade_and_shield_alike(
    world: World, protection: int, clearance: int, initials: str
) -> None:
    """The shield's clearance (4) is a larger number than any grade, and answers for none of them."""
    klok = world.admitted[KLOK]
    protect(world, protection)
    officer_of_prison = replace(add_officer(world), clearance=clearance)
    with acting_as(officer_of_prison), reads.recording(officer_of_prison, page="x"):
        assert Known([klok.person_id], [])(klok.person_id, None).initials == initials


def test_looks_at_somebody_hidden_are_hidden_with_the_case(world: World) -> None:
    klok = world.admitted[KLOK]
    look(world, "Tor")
    protect(world, 2)
    seen = {}
    for clearance in (0, 4, 2, 6):
        with acting_as(replace(world.actor("Tor"), clearance=clearance)), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM sharing_case WHERE id = %s", [klok.case_id])
            case = cursor.fetchone()
            cursor.execute("SELECT count(*) > 0 FROM kernel.own_looks(%s, %s, 50)", [klok.case_id, 2**63 - 1])
            seen[clearance] = (case, cursor.fetchone())
    assert seen == {0: ((0,), (False,)), 4: ((0,), (False,)), 2: ((1,), (True,)), 6: ((1,), (True,))}


def protect(world: World, value: int) -> None:
    siv = replace(world.actor("Siv"), clearance=7)
    with acting_as(siv):
        call(
            "protect",
            world.admitted[KLOK].case_id,
            world.unit("trondheim").pk,
            value,
            "Folkeregisteret",
            clock.now(),
            new_key(),
        )


def test_the_board_counts_what_waits_and_the_case_stays_shut(world: World, fished: AccessFinding) -> None:
    client = officer(world)
    assert "1 funn å se på" in client.get("/").content.decode()
    with acting_as(world.actor("Tor")):
        key = world.case(KLOK).key
    assert client.get(f"/sak/{key}/").status_code == 404


@pytest.mark.parametrize("who", ["Nils", "Ida", "Anne", "Kari", "Tor", "Leif"])
def test_nobody_else_opens_the_report(world: World, fished: AccessFinding, who: str) -> None:
    client = signed_in(world, who)
    for address in (
        reverse("oversight:report"),
        reverse("oversight:export"),
        reverse("oversight:employee", args=[fished.user.key]),
    ):
        assert client.get(address).status_code in (302, 403)  # 302: the file asks for a second factor first
    assert client.get(reverse("oversight:finding", args=[fished.key])).status_code == 404


def test_the_period_stands_in_the_address_and_is_at_most_a_quarter(
    world: World, fished: AccessFinding
) -> None:
    client = officer(world)
    report = reverse("oversight:report")
    none, one = (
        client.get(report, {"funn": pattern}).content.decode() for pattern in ("own_name", "empty_searches")
    )
    link = reverse("oversight:employee", args=[fished.user.key])
    assert link not in none and link in one
    long = client.get(report, {"fra": "2020-01-01", "til": "2026-01-31"}).content.decode()
    assert "2020" not in long.split("<caption")[1].split("</caption>")[0]


def test_the_spreadsheet_holds_the_figures(world: World, fished: AccessFinding, settings: object) -> None:
    from hjemvei.oversight.forms import PeriodForm  # noqa: PLC0415  only here
    from hjemvei.oversight.queries import all_employees  # noqa: PLC0415  only here
    from hjemvei.oversight.sheets import xlsx_of  # noqa: PLC0415  only here

    period = PeriodForm({}).period()
    with acting_as(world.actor("Per")) as per:
        lines = all_employees(per, period=period, most=100)
    nils = next(line for line in lines if line.name == "Nils Prøve")
    assert (nils.looks, nils.empty, nils.odd) == (MANY, MANY, 1)
    with ZipFile(io.BytesIO(xlsx_of(lines, period=period))) as book:
        assert b"Nils Pr" in book.read("xl/sharedStrings.xml")


def test_the_night_looks_into_every_controller_once(world: World) -> None:
    searched(world, "Nils", MANY)
    tomorrow = TODAY() + dt.timedelta(days=1)
    assert look_for_odd_looks(at=CLOCK, today=tomorrow) >= 1
    with acting_as(world.actor("Per")):
        before = AccessFinding.objects.count()
    look_for_odd_looks(at=CLOCK, today=tomorrow)
    with acting_as(world.actor("Per")):
        assert AccessFinding.objects.count() == before
