"""The person's rights on their own page: who holds what, to see everything once, to have something erased."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction

from hjemvei.accounts.actor import acting_as
from hjemvei.cases.models import Task
from hjemvei.core import clock
from hjemvei.core.db import call, int_array, session
from hjemvei.parties.models import ContactPoint
from hjemvei.portal.locks import DEED, PORTAL
from hjemvei.portal.models import Word
from hjemvei.rights.actions.release_part import deliver_part, release_part
from hjemvei.rights.enums import Delivery
from hjemvei.rights.models import AccessRequest, Part
from hjemvei.rights.rules import due_on
from hjemvei.ui.formats import long_date
from tests.cases.cooperation_factories import raw
from tests.portal.test_pages import post, shared
from tests.portal.ways import here_of, inside
from tests.rights.factories import part_of, prison_officer
from tests.sharing.emergencies import add_officer
from tests.world import World

RIGHTS = "/min-side/rettigheter/"


def test_who_holds_what_and_whom_to_talk_with(world: World) -> None:
    add_officer(world, unit="trondheim")
    ContactPoint.objects.create(
        unit=world.unit("trondheim"), purpose="Personvern", phone="73 00 00 01", starts_on=dt.date(2020, 1, 1)
    )
    case, _consent = shared(world)
    page = inside(world, case=case).get(RIGHTS).content.decode()
    for who in ("Tor", "Ida"):
        assert world.actor(who).controller_name in page
    assert "straffegjennomføringsloven" in page and "boligsosialloven" in page
    assert "Du kan snakke med personvernombudet:" in page and world.unit("trondheim").name in page
    assert "73 00 00 01" in page and "Pia Prøve" not in page
    assert "senest etter 6 år" in page
    other = inside(world, "Tapper Foss").get(RIGHTS).content.decode()
    assert world.actor("Ida").controller_name not in other


def test_to_see_everything_is_asked_once_and_answered_as_by_staff(world: World) -> None:
    prison_officer(world)
    case, _consent = shared(world)
    client = inside(world, case=case)
    assert "Jeg vil se alt om meg" in client.get(RIGHTS).content.decode()
    answer = post(client, "see_all")
    assert answer.status_code == 302, answer.content.decode()  # type: ignore[attr-defined]
    due = long_date(due_on(clock.today()))
    page = client.get(answer.headers["Location"]).content.decode()  # type: ignore[attr-defined]
    assert "Nå er det skrevet ned" in page and page.count(f"De skal svare innen {due}.") == 2
    assert "Jeg vil se alt om meg" not in page
    assert post(client, "see_all").status_code == 409  # type: ignore[attr-defined]
    for who in ("Pia", "Per"):
        with acting_as(world.actor(who)) as actor:
            (part,) = Part.objects.visible_to(actor)
            assert (part.controller_id, part.state) == (actor.controller_id, "asked")
            request = AccessRequest.objects.get(pk=part.request_id)
            assert (request.form, request.taken_by.name) == ("portal", "Personen selv")
    with acting_as(world.actor("Pia")) as pia:
        part = part_of(world, "Pia")
        release_part(actor=pia, part=part, at=clock.now())
    assert "Svaret er klart." in client.get(RIGHTS).content.decode()
    with acting_as(world.actor("Pia")) as pia:
        part.refresh_from_db()
        deliver_part(actor=pia, part=part, how=Delivery.HANDED, at=clock.now())
    page = client.get(RIGHTS).content.decode()
    assert f"Du fikk svaret {long_date(clock.today())}." in page and page.count("De skal svare innen") == 1


@pytest.mark.parametrize("role", [PORTAL, DEED])
def test_nobody_elses_request_is_seen_or_made(world: World, role: str) -> None:
    """Without the page: the database itself, with another's case in hand."""
    case, _consent = shared(world)
    client = inside(world, case=case)
    assert post(client, "see_all").status_code == 302  # type: ignore[attr-defined]
    here, other = here_of(client), inside(world, "Tapper Foss")
    theirs = here_of(other)
    unit = world.unit("trondheim")
    hands = {"hjemvei.units": int_array([unit.pk]), "hjemvei.controller": str(unit.controller_id)}
    with session({**theirs.values(), **hands}, role=role):
        assert raw("SELECT count(*) FROM rights_part") == raw("SELECT count(*) FROM rights_accessrequest")
        assert raw("SELECT count(*) FROM rights_part") == [(0,)]
        with pytest.raises(DatabaseError, match=r"not allowed|permission denied"), transaction.atomic():
            today = clock.today()
            call("ask_access", "x" * 12, here.case_id, unit.pk, "portal", today, due_on(today))
    with session({**here.values(), **hands}, role=role):
        assert raw("SELECT count(*) FROM rights_part") == [(2,)]
        with pytest.raises(DatabaseError, match=r"permission denied|row-level"), transaction.atomic():
            raw("UPDATE rights_part SET state = 'delivered' RETURNING id")
    with session(theirs.values(), role=PORTAL), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM kernel.portal_officers(%s)", [here.case_id])
        assert cursor.fetchone() == (0,)


def test_a_wish_to_erase_is_a_task_for_the_unit_and_seen_by_it_alone(world: World) -> None:
    case, _consent = shared(world)
    client = inside(world, case=case)
    unit = world.unit("trondheim")
    answer = post(client, "erase", to_unit=str(unit.pk), body="Det om broren min.")
    assert answer.status_code == 302, answer.content.decode()  # type: ignore[attr-defined]
    page = client.get(answer.headers["Location"]).content.decode()  # type: ignore[attr-defined]
    assert f"Det er sendt til {unit.name}" in page and "Det om broren min." in page
    with acting_as(world.actor("Tor")) as tor:
        word = Word.objects.visible_to(tor).of(case).get()
        task = Task.objects.visible_to(tor).of(case).get(code=f"word_erasure_{word.key}")
        assert (task.title, task.to_unit_id) == ("Svar på ønske om å slette eller sperre noe", unit.pk)
    with acting_as(world.actor("Ida")):
        assert raw("SELECT count(*) FROM portal_word") == [(0,)]
