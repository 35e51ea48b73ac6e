"""Access: everybody who holds something answers for it, completely, and to the person alone."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.enums import InfoClass, Role
from hjemvei.audit.held import exported, registers
from hjemvei.audit.reads import recording
from hjemvei.core import clock
from hjemvei.core.db import call
from hjemvei.core.errors import NotAllowed, RuleBroken
from hjemvei.rights.actions.release_part import deliver_part, release_part
from hjemvei.rights.actions.withhold_row import withhold_row
from hjemvei.rights.enums import Delivery, Ground
from hjemvei.rights.holdings import holdings
from hjemvei.rights.models import AccessRequest, Part
from hjemvei.rights.package import made, package_pdf
from hjemvei.rights.queries import person_of_part
from hjemvei.rights.rules import due_on
from hjemvei.sharing.actions.tell_by_statute import tell_by_statute
from hjemvei.sharing.enums import ShareBasis
from hjemvei.sharing.models import Case
from tests.guards.rows import fill
from tests.rights.factories import ANSWERED, TOLD, asked, part_of, prison_officer, shared_case
from tests.web.factories import signed_in
from tests.world import World


@pytest.fixture
def case(world: World) -> Case:
    prison_officer(world)
    return shared_case(world)[0]


def package_of(world: World, who: str) -> dict[str, Any]:
    with acting_as(world.actor(who)):
        return dict(json.loads(made(part_of(world, who))[0]))


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-11-23", "2026-12-23"),
        ("2026-01-31", "2026-02-28"),
        ("2028-01-30", "2028-02-29"),
        ("2026-12-31", "2027-01-31"),
    ],
)
def test_the_answer_is_due_in_a_month(received: str, due: str) -> None:
    assert due_on(dt.date.fromisoformat(received)).isoformat() == due


def test_each_controller_gets_its_part_and_sees_no_other(world: World, case: Case) -> None:
    asked(world, case)
    seen = {}
    for name in ("Tor", "Pia", "Ida", "Per", "Berit", "Oda", "Kari", "Anne"):
        with acting_as(world.actor(name)) as actor:
            rows = list(Part.objects.order_by("id").values_list("controller_id", flat=True))
            assert rows == [part.controller_id for part in Part.objects.visible_to(actor)], name
            seen[name] = rows
            assert AccessRequest.objects.count() == len(rows), name
    prison, municipality = (world.unit(slug).controller_id for slug in ("trondheim", "tk-koordinering"))
    assert seen["Tor"] == seen["Pia"] == [prison]
    assert seen["Ida"] == seen["Per"] == [municipality]
    assert seen["Oda"] == seen["Kari"] == seen["Anne"] == seen["Berit"] == []


def test_a_stranger_cannot_ask_and_nobody_asks_twice(world: World, case: Case) -> None:
    asked(world, case)
    with pytest.raises(RuleBroken, match="fra før"):
        asked(world, case)
    berit, today = world.actor("Berit"), clock.today()
    with acting_as(berit), pytest.raises(DatabaseError, match="not allowed"), transaction.atomic():
        due = today + dt.timedelta(days=30)
        call("ask_access", "x" * 12, case.pk, berit.unit_id, "oral", today, due)


def test_what_one_wrote_is_in_its_own_answer_alone(world: World, case: Case) -> None:
    asked(world, case)
    prison, municipality = (
        json.dumps(package_of(world, name), ensure_ascii=False) for name in ("Pia", "Per")
    )
    assert TOLD in prison and ANSWERED not in prison
    assert ANSWERED in municipality and TOLD not in municipality
    assert "Skog" in prison and "Skog" in municipality


def test_only_the_own_controllers_officer_is_given_the_rows(world: World, case: Case) -> None:
    asked(world, case)
    with acting_as(world.actor("Pia")):
        theirs = part_of(world, "Pia").pk
    for name in ("Per", "Tor", "Ida", "Anne", "Siv"):
        with acting_as(world.actor(name)), connection.cursor() as cursor:
            cursor.execute("SELECT kernel.rights_people(%s)", [theirs])
            assert cursor.fetchone() == ([],), name
            with pytest.raises(DatabaseError, match="not allowed"), transaction.atomic():
                cursor.execute("SELECT kernel.held_rows(%s, 'cases_message')", [theirs])
            cursor.execute("SELECT count(*) FROM kernel.rights_keys(%s)", [theirs])
            assert cursor.fetchone() == (0,), name
    with acting_as(world.actor("Tor")) as tor, pytest.raises(NotAllowed):
        release_part(actor=tor, part=part_of(world, "Tor"), at=clock.now())


def test_the_answer_holds_every_table_with_something_about_people(world: World) -> None:
    """A new table with personal data is in the answer, or this fails: it is read from the registry."""
    prison_officer(world)
    tor = world.actor("Tor")
    writer = replace(tor, unit_roles={tor.unit_id: frozenset({Role.SOCIAL_CASEWORKER})})
    with acting_as(writer):
        case = world.case("Klok Lyng")
        written = fill(world, writer, case, at=clock.now())
    asked(world, case)
    with acting_as(world.actor("Pia")):
        found = {holding.table: holding for holding in holdings(part_of(world, "Pia"))}
    declared = {register.model._meta.db_table for register, _part in exported()}
    assert set(found) == declared
    for rows in written.values():
        for row in rows:
            held = {held.row_id for held in found[row._meta.db_table].rows}
            assert row.pk in held, row
    with acting_as(world.actor("Pia")):
        tables = {table["table"]: table for table in json.loads(made(part_of(world, "Pia"))[0])["tables"]}
    assert {row["content"] for row in tables["cases_document"]["rows"]} == {"eA=="}  # the letter x
    classes = {register.model._meta.db_table: register for register in registers()}
    for table, holding in found.items():
        labels = [str(part.text) for part in classes[table].parts if not part.withheld]
        assert all([line.label for line in row.lines] == labels for row in holding.rows), table


def test_a_message_by_statute_is_given_in_words(world: World, case: Case) -> None:
    with acting_as(world.actor("Siv")) as siv:
        tell_by_statute(
            actor=siv, case=case, to_unit=world.unit("tk-nav"), basis=ShareBasis.STATUTE_DANGER,
            classes=[InfoClass.CUSTODY], body="Slippes ut i morgen.", why="Fare for liv.", at=clock.now(),
        )  # fmt: skip
    asked(world, case)
    with acting_as(world.actor("Pia")):
        assert "Slippes ut i morgen." in made(part_of(world, "Pia"))[0].decode()


def test_a_prison_that_has_left_still_answers(world: World, case: Case) -> None:
    asked(world, case)
    with acting_as(world.actor("Siv")):
        call("end_access", case.pk, world.unit("trondheim").pk, dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    with acting_as(world.actor("Tor")):
        assert not Part.objects.exists()
    assert TOLD in json.dumps(package_of(world, "Pia"), ensure_ascii=False)


def test_a_protected_person_needs_a_cleared_officer(world: World, case: Case) -> None:
    asked(world, case)
    with acting_as(world.actor("Tor")):
        call("set_protection", case.pk, 1)
    hidden = pytest.raises(DatabaseError, match="not allowed")
    with acting_as(world.actor("Per")), hidden, transaction.atomic():
        holdings(part_of(world, "Per"))
    with acting_as(replace(world.actor("Per"), clearance=1)):
        assert holdings(part_of(world, "Per"))


def test_a_row_is_held_back_on_a_statute_and_the_person_is_told(world: World, case: Case) -> None:
    asked(world, case)
    with acting_as(world.actor("Per")) as per:
        part = part_of(world, "Per")
        (message,) = next(found for found in holdings(part) if found.table == "cases_message").rows
        row = {"actor": per, "part": part, "table": message.table, "at": clock.now()}
        ground = Ground.OTHERS
        with pytest.raises(RuleBroken, match="hvorfor"):
            withhold_row(row_id=message.row_id, ground=ground, reason=" ", **row)
        with pytest.raises(RuleBroken, match="ikke denne"):
            withhold_row(row_id=message.row_id + 1000, ground=ground, reason="Andres navn.", **row)
        withhold_row(row_id=message.row_id, ground=ground, reason="Andres navn.", **row)
    package = package_of(world, "Per")
    assert ANSWERED not in json.dumps(package, ensure_ascii=False)
    (table,) = [table for table in package["tables"] if table["table"] == "cases_message"]
    assert (table["rows"], table["withheld"]) == ([], 1)
    assert "art. 15" in package["withheld"][0]["ground"]


def test_released_then_delivered_and_both_stand_on_record(world: World, case: Case) -> None:
    asked(world, case)
    with acting_as(world.actor("Per")) as per, recording(per, page="rights:part"):
        part = part_of(world, "Per")
        with pytest.raises(RuleBroken, match="lenger"):
            deliver_part(actor=per, part=part, how=Delivery.HANDED, at=clock.now())
        released = release_part(actor=per, part=part, at=clock.now())
        pdf = package_pdf(released, person_of_part(per, released), at=clock.now())
        assert pdf.startswith(b"%PDF") and b"/MarkInfo" in pdf
        done = deliver_part(actor=per, part=released, how=Delivery.HANDED, at=clock.now())
        assert len(done.sha256) == 32 and done.delivered_by_id == per.user_id
        with pytest.raises(RuleBroken, match="frigitt"):
            withhold_row(
                actor=per,
                part=done,
                table="cases_message",
                row_id=1,
                ground=Ground.OTHERS,
                reason="x",
                at=clock.now(),
            )


def test_the_officer_works_through_it_on_the_pages(world: World, case: Case) -> None:
    tor, per = signed_in(world, "Tor"), signed_in(world, "Per")
    form = {"form": "paper", "received_on": clock.today().isoformat(), "once": "o" * 32}
    assert tor.post(f"/rettigheter/sak/{case.key}/innsyn/", form).status_code == 302
    own = tor.get(f"/rettigheter/sak/{case.key}/").content.decode()
    assert "På papir" in own and TOLD not in own
    listed = per.get("/rettigheter/").content.decode()
    assert "Skog" not in listed
    with acting_as(world.actor("Per")):
        key = part_of(world, "Per").key
    with acting_as(world.actor("Tor")):
        other = part_of(world, "Tor").key
    page = per.get(f"/rettigheter/svar/{key}/").content.decode()
    assert "Skog" in page and ANSWERED in page and TOLD not in page
    assert per.get(f"/rettigheter/svar/{other}/").status_code == 404
    assert ANSWERED not in tor.get(f"/rettigheter/svar/{other}/").content.decode()
    assert per.post(f"/rettigheter/svar/{key}/frigi/").status_code == 302
    assert per.get(f"/rettigheter/svar/{key}/innsyn.json").headers["Content-Type"] == "application/json"
    assert per.get(f"/rettigheter/svar/{key}/innsyn.pdf").content.startswith(b"%PDF")
    sent = per.post(f"/rettigheter/svar/{key}/lever/", {"how": "handed", "once": "p" * 32})
    assert sent.status_code == 302
