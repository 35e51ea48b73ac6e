"""Access: everybody who holds something answers for it, completely, and to the person alone."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

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
from hjemvei.rights.models import AccessRequest, Advice, Part
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
    for name in ("Tor", "Pia", "Ida", "Rut", "Berit", "Oda", "Kari", "Anne"):
        with acting_as(world.actor(name)) as actor:
            rows = list(Part.objects.order_by("id").values_list("controller_id", flat=True))
            assert rows == [part.controller_id for part in Part.objects.visible_to(actor)], name
            seen[name] = rows
            assert AccessRequest.objects.count() == len(rows), name
    prison, municipality = (world.unit(slug).controller_id for slug in ("trondheim", "tk-koordinering"))
    assert seen["Tor"] == seen["Pia"] == [prison]
    assert seen["Ida"] == seen["Rut"] == [municipality]
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
        json.dumps(package_of(world, name), ensure_ascii=False) for name in ("Pia", "Rut")
    )
    assert TOLD in prison and ANSWERED not in prison
    assert ANSWERED in municipality and TOLD not in municipality
    assert "Skog" in prison and "Skog" in municipality


def test_only_the_own_controllers_officer_is_given_the_rows(world: World, case: Case) -> None:
    asked(world, case)
    with acting_as(world.actor("Pia")):
        theirs = part_of(world, "Pia").pk
    for name in ("Rut", "Tor", "Ida", "Anne", "Siv"):
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
    with acting_as(world.actor("Rut")), hidden, transaction.atomic():
        holdings(part_of(world, "Rut"))
    with acting_as(replace(world.actor("Rut"), clearance=1)):
        assert holdings(part_of(world, "Rut"))


def test_the_page_shows_no_more_by_an_old_factor_than_the_file_does(
    world: World, case: Case, settings: Any
) -> None:
    asked(world, case)
    with acting_as(world.actor("Rut")):
        key = part_of(world, "Rut").key
    settings.MFA_REQUIRED = True
    rut, tor = signed_in(world, "Rut"), signed_in(world, "Ida")
    page = reverse("rights:part", args=[key])
    assert ANSWERED in rut.get(page).content.decode()
    for client in (rut, tor):
        session = client.session
        session["second_factor_at"] = int(clock.now().timestamp()) - 900
        session.save()
    for address in (page, reverse("rights:pdf", args=[key]), reverse("rights:json", args=[key])):
        answer = rut.get(address)
        assert answer.status_code == 302 and "/bekreft/" in answer.headers["Location"], address
    shown = tor.get(page)  # how far it is, which is no more than her case page shows
    assert shown.status_code == 200 and ANSWERED not in shown.content.decode()


def test_a_row_is_held_back_on_a_statute_and_the_person_is_told(world: World, case: Case) -> None:
    asked(world, case)
    with acting_as(world.actor("Rut")) as rut:
        part = part_of(world, "Rut")
        (message,) = next(found for found in holdings(part) if found.table == "cases_message").rows
        row = {"actor": rut, "part": part, "table": message.table, "at": clock.now()}
        ground = Ground.OTHERS
        with pytest.raises(RuleBroken, match="hvorfor"):
            withhold_row(row_id=message.row_id, ground=ground, reason=" ", **row)
        with pytest.raises(RuleBroken, match="ikke denne"):
            withhold_row(row_id=message.row_id + 1000, ground=ground, reason="Andres navn.", **row)
        withhold_row(row_id=message.row_id, ground=ground, reason="Andres navn.", **row)
    package = package_of(world, "Rut")
    assert ANSWERED not in json.dumps(package, ensure_ascii=False)
    (table,) = [table for table in package["tables"] if table["table"] == "cases_message"]
    assert (table["rows"], table["withheld"]) == ([], 1)
    assert "art. 15" in package["withheld"][0]["ground"]


def test_released_then_delivered_and_both_stand_on_record(world: World, case: Case) -> None:
    asked(world, case)
    with acting_as(world.actor("Rut")) as rut, recording(rut, page="rights:part"):
        part = part_of(world, "Rut")
        with pytest.raises(RuleBroken, match="lenger"):
            deliver_part(actor=rut, part=part, how=Delivery.HANDED, at=clock.now())
        released = release_part(actor=rut, part=part, at=clock.now())
        pdf = package_pdf(released, person_of_part(rut, released), at=clock.now())
        assert pdf.startswith(b"%PDF") and b"/MarkInfo" in pdf
        done = deliver_part(actor=rut, part=released, how=Delivery.HANDED, at=clock.now())
        assert len(done.sha256) == 32 and done.delivered_by_id == rut.user_id
        with pytest.raises(RuleBroken, match="frigitt"):
            withhold_row(
                actor=rut,
                part=done,
                table="cases_message",
                row_id=1,
                ground=Ground.OTHERS,
                reason="x",
                at=clock.now(),
            )


def test_the_officer_works_through_it_on_the_pages(world: World, case: Case) -> None:
    tor, rut = signed_in(world, "Tor"), signed_in(world, "Rut")
    form = {"form": "paper", "received_on": clock.today().isoformat(), "once": "o" * 32}
    assert tor.post(f"/rettigheter/sak/{case.key}/innsyn/", form).status_code == 302
    own = tor.get(f"/rettigheter/sak/{case.key}/").content.decode()
    assert "På papir" in own and TOLD not in own
    listed = rut.get("/rettigheter/").content.decode()
    assert "Skog" not in listed
    with acting_as(world.actor("Rut")):
        key = part_of(world, "Rut").key
    with acting_as(world.actor("Tor")):
        other = part_of(world, "Tor").key
    page = rut.get(f"/rettigheter/svar/{key}/").content.decode()
    assert "Skog" in page and ANSWERED in page and TOLD not in page
    assert rut.get(f"/rettigheter/svar/{other}/").status_code == 404
    assert ANSWERED not in tor.get(f"/rettigheter/svar/{other}/").content.decode()
    assert rut.post(f"/rettigheter/svar/{key}/frigi/").status_code == 302
    assert rut.get(f"/rettigheter/svar/{key}/innsyn.json").headers["Content-Type"] == "application/json"
    assert rut.get(f"/rettigheter/svar/{key}/innsyn.pdf").content.startswith(b"%PDF")
    sent = rut.post(f"/rettigheter/svar/{key}/lever/", {"how": "handed", "once": "p" * 32})
    assert sent.status_code == 302


def test_the_privacy_officer_sees_the_limit_and_advises_but_decides_nothing(world: World, case: Case) -> None:
    """Art. 38 no. 6: who watches over the processing does not carry it out. No name, no row, no file."""
    asked(world, case)
    per, rut = signed_in(world, "Per"), signed_in(world, "Rut")
    with acting_as(world.actor("Per")) as actor:
        part = part_of(world, "Per")
        assert person_of_part(actor, part).person_id == 0
        with pytest.raises(NotAllowed):
            release_part(actor=actor, part=part, at=clock.now())
        for call_it in ("kernel.held_rows(%s, 'cases_message')", "count(*) FROM kernel.rights_keys(%s)"):
            with connection.cursor() as cursor:
                try:
                    with transaction.atomic():
                        cursor.execute(f"SELECT {call_it}", [part.pk])
                        assert cursor.fetchone() == (0,), call_it
                except DatabaseError as error:
                    assert "not allowed" in str(error)
        updated = Part.objects.filter(pk=part.pk).update(state="released", released_at=clock.now())
        assert not updated
    page = per.get(f"/rettigheter/svar/{part.key}/").content.decode()
    assert "Skog" not in page and ANSWERED not in page and "Frigi" not in page and "Gi råd" in page
    assert part.key in per.get("/rettigheter/").content.decode()
    assert per.get(f"/rettigheter/svar/{part.key}/innsyn.json").status_code == 403
    assert per.post(f"/rettigheter/svar/{part.key}/frigi/").status_code == 403
    advice = {"text": "Svar innen fristen, og hold ikke tilbake mer enn nødvendig.", "once": "v" * 32}
    assert per.post(f"/rettigheter/svar/{part.key}/raad/", advice).status_code == 302
    assert advice["text"] in rut.get(f"/rettigheter/svar/{part.key}/").content.decode()
    assert rut.post(f"/rettigheter/svar/{part.key}/raad/", advice).status_code == 403
    own = signed_in(world, "Ida").get(f"/rettigheter/svar/{part.key}/").content.decode()
    assert advice["text"] not in own
    denied = pytest.raises(DatabaseError, match="permission denied")
    with acting_as(world.actor("Per")), denied, transaction.atomic():
        Advice.objects.update(text="x")
