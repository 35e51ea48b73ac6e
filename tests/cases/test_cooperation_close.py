"""A case is closed with a reason: by the municipality, once no prison takes part; by the prison that is left
alone with it; and by night where everybody's part is over.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from hjemvei.accounts.actor import acting_as
from hjemvei.cases.actions.add_task import add_task
from hjemvei.cases.actions.answer_gone import answer_gone
from hjemvei.cases.actions.close_case import close_case
from hjemvei.cases.actions.close_left import CLOSED, close_left
from hjemvei.cases.actions.take_request import take_request
from hjemvei.cases.enums import WayOut
from hjemvei.cases.models import Caseload, Event, Task
from hjemvei.cases.system_actor import system_user
from hjemvei.core import clock
from hjemvei.core.db import call
from hjemvei.core.errors import NotAllowed, RuleBroken
from hjemvei.sharing.actions.admit_people import Newcomer
from hjemvei.sharing.enums import CloseReason
from hjemvei.sharing.models import Case
from tests.cases.cooperation_factories import consent_to, inside, notify
from tests.cases.test_cooperation_views import sign_in
from tests.sharing.test_expiry import OWNER_ALIASES, as_kernel
from tests.world import World


def own_request(world: World) -> Case:
    with acting_as(world.actor("Ida")) as ida:
        newcomer = Newcomer(family_name="Lyng", given_name="Klok")
        return take_request(actor=ida, newcomer=newcomer, at=clock.now())


def test_what_is_left_lapses_and_the_case_leaves_the_list(world: World) -> None:
    case = own_request(world)
    with acting_as(world.actor("Ida")) as ida:
        today = clock.today()
        add_task(actor=ida, case=case, title="Ring", due_on=today, at=clock.now(), today=today)
        close_case(actor=ida, case=case, reason=CloseReason.SETTLED, at=clock.now())
        closed = Case.objects.visible_to(ida).get(pk=case.pk)
        assert (closed.closed_at is not None, closed.close_reason) == (True, "settled")
        assert not Task.objects.visible_to(ida).filter(case=case, lapsed_at=None).exists()
        assert Event.objects.visible_to(ida).filter(case=case, code="case_closed").count() == 1
        assert not Caseload.objects.visible_to(ida).get(case=case).is_open
        with pytest.raises(NotAllowed):
            close_case(actor=ida, case=closed, reason=CloseReason.MOVED, at=clock.now())


def test_not_while_the_prison_takes_part_and_not_by_the_prison(world: World) -> None:
    with acting_as(world.actor("Tor")) as tor:
        case = inside(world)
        consent_to(world, tor, case, "tk-koordinering")
        notify(world, tor, case)
        with pytest.raises(NotAllowed):
            close_case(actor=tor, case=case, reason=CloseReason.SETTLED, at=clock.now())
    with acting_as(world.actor("Ida")) as ida, pytest.raises(RuleBroken):
        close_case(actor=ida, case=case, reason=CloseReason.SETTLED, at=clock.now())


def test_the_page_asks_why(world: World, settings: Any, tmp_path: Path) -> None:
    settings.MFA_REQUIRED, settings.STATIC_ROOT = False, tmp_path
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    case = own_request(world)
    client = sign_in(world, "Ida")
    path = f"/sak/{case.key}/ansvar/avslutt/"
    assert path in client.get(f"/sak/{case.key}/ansvar/").content.decode()
    assert client.post(path, {}).status_code == 422
    assert client.post(path, {"once": "a" * 20, "reason": "died"}).status_code == 422
    assert client.post(path, {"once": "b" * 20, "reason": "moved"}).status_code == 302
    with acting_as(world.actor("Ida")) as ida:
        assert Case.objects.visible_to(ida).get(pk=case.pk).close_reason == "moved"


def released_alone(world: World) -> Case:
    """The person said no to everything and has been released; the prison sees the case for some days yet."""
    with acting_as(world.actor("Tor")) as tor:
        case = inside(world)
        today = clock.today()
        answer_gone(actor=tor, case=case, way_out=WayOut.RELEASE, on=today, at=clock.now(), today=today)
    return case


def test_a_prison_that_is_left_alone_closes_it(world: World) -> None:
    with acting_as(world.actor("Tor")) as tor:
        held = inside(world, "Rask Vik")
        with pytest.raises(NotAllowed):
            close_case(actor=tor, case=held, reason=CloseReason.PRISON_LEFT, at=clock.now())
    case = released_alone(world)
    with acting_as(world.actor("Tor")) as tor:
        close_case(actor=tor, case=case, reason=CloseReason.PRISON_LEFT, at=clock.now())
        assert Case.objects.visible_to(tor).get(pk=case.pk).close_reason == "prison_left"


def test_not_while_a_municipality_takes_part(world: World) -> None:
    with acting_as(world.actor("Tor")) as tor:
        case, today = inside(world), clock.today()
        consent_to(world, tor, case, "tk-koordinering")
        notify(world, tor, case)
        answer_gone(actor=tor, case=case, way_out=WayOut.RELEASE, on=today, at=clock.now(), today=today)
        with pytest.raises(NotAllowed):
            close_case(actor=tor, case=case, reason=CloseReason.PRISON_LEFT, at=clock.now())


TASK = (
    "INSERT INTO cases_task (key, case_id, controller_id, owner_unit_id, recorded_by_id, to_unit_id,"
    " recorded_at, info_class, code, title, clause, source, party, role, opens_on, due_on, first_due_on,"
    " done_note, exempt_reason, can_be_exempted, words) VALUES ('oppgave22345', %s, %s, %s, %s, %s, now(), 2,"
    " 'x', 'x', '', '', 'prison', '', now(), now(), now(), '', '', false, '')"
)


@OWNER_ALIASES
def test_what_everybody_has_left_is_closed_by_night(world: World) -> None:
    """From the day the last part ended, once, on record; so retention has a day to count from."""
    left, kept = (world.admitted[name].case_id for name in ("Klok Lyng", "Rask Øy"))
    tor, ago = world.actor("Tor"), "UPDATE sharing_participation SET starts_at = now() - interval '900 days',"
    with as_kernel() as cursor:
        cursor.execute(TASK, [left, tor.controller_id, tor.unit_id, tor.user_id, tor.unit_id])
        cursor.execute(f"{ago} ends_at = now() - interval '500 days' WHERE case_id = %s", [left])
        assert (close_left(using="owner"), close_left(using="owner")) == (1, 0)
        cursor.execute(
            "SELECT id, close_reason, closed_at < now() - interval '499 days', access_units FROM sharing_case"
            " WHERE id IN (%s, %s) AND closed_at IS NOT NULL",
            [left, kept],
        )
        assert cursor.fetchall() == [(left, "prison_left", True, [])]
        cursor.execute("SELECT text FROM cases_event WHERE case_id = %s AND code = 'case_closed'", [left])
        assert cursor.fetchall() == [(CLOSED,)]
        cursor.execute("SELECT lapsed_at IS NULL FROM cases_task WHERE key = 'oppgave22345'")
        assert cursor.fetchall() == [(False,)]
        cursor.execute(
            "SELECT fields FROM audit_changelog WHERE table_name = 'sharing_case' AND row_id = %s"
            " AND user_id = %s",
            [left, system_user().pk],
        )
        assert any("close_reason" in fields for (fields,) in cursor.fetchall() if fields)
        cursor.execute(
            "SELECT restricted FROM kernel.retain(%s, 12, 72, 'archive', 0, true)", [clock.today()]
        )
        assert cursor.fetchone() == (1,)


def test_nobody_but_the_worker_closes_by_night(world: World) -> None:
    denied = pytest.raises(DatabaseError, match="permission denied")
    with acting_as(world.actor("Tor")), denied, transaction.atomic():
        call("close_left", 1)
