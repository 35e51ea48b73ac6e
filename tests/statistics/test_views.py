"""Coverage, target numbers and load as pages: who may, what is shown, what is never shown."""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import Any

import openpyxl
import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hjemvei.accounts.actor import acting_as
from hjemvei.agreements.models import Agreement, AgreementScope, AgreementVersion
from hjemvei.core import clock
from hjemvei.core.db import session
from hjemvei.parties.enums import UnitKind
from hjemvei.parties.models import Unit
from hjemvei.statistics.coverage import _kept
from hjemvei.statistics.models import Figure, Target
from hjemvei.statistics.pictures import cards_of
from hjemvei.statistics.queries import numbers_of
from tests.cases.factories import agree
from tests.needs.factories import signed_in
from tests.statistics.factories import inside, people, released
from tests.world import CLOCK, World

COVERAGE = "/tall/dekning/"


@pytest.fixture
def version(world: World) -> AgreementVersion:
    return agree(world)


def page(agreement: Agreement, tail: str = "") -> str:
    return f"/tall/avtale/{agreement.key}/{tail}"


def send(client: Client, address: str, **values: Any) -> int:
    shown = client.get(address).content.decode()
    key = re.search(r'name="once" value="([^"]+)"', shown)
    assert key
    status: int = client.post(address, {"once": key.group(1), **values}).status_code
    return status


def test_the_map_has_a_tile_for_every_municipality_and_no_count_below_five(
    world: World, version: AgreementVersion
) -> None:
    for case in people(world, 4):
        inside(world, case, stay="0301")
    with session({}):
        text = Client().get(COVERAGE).content.decode()
    assert text.count('<g class="hv-tile ') == 357
    assert "Trondheim: har avtale" in text and "Oslo: mangler avtale" in text
    assert "under 5" in text and "Personer på deres egen liste" not in text


def test_what_everybody_asks_for_is_counted_once(
    world: World, version: AgreementVersion, settings: Any
) -> None:
    settings.COVERAGE_KEPT_SECONDS = 60
    _kept.clear()
    paper = "/tall/dekning/dekning.xlsx"
    for kept in (False, True):
        with CaptureQueriesContext(connection) as found:
            page, sheet = Client().get(COVERAGE), Client().get(paper)
        assert bool([row for row in found if "agreements_" in row["sql"]]) is not kept
    with CaptureQueriesContext(connection) as found:
        own = signed_in(world, "Ida").get(COVERAGE)
    assert any("agreements_agreementversion" in row["sql"] for row in found), "seen at once by who may sign"
    assert "max-age=300" not in own.headers.get("Cache-Control", "")
    assert page.headers["Cache-Control"] == "private, max-age=300"
    assert sheet.headers["Cache-Control"] == "public, max-age=300"
    again = Client().get(paper, headers={"If-None-Match": sheet.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    _kept.clear()


def test_the_list_behind_is_filtered_by_county(world: World, version: AgreementVersion) -> None:
    whole, county = (Client().get(COVERAGE, q).content.decode() for q in ({}, {"fylke": "50"}))
    assert "Steinkjer</th>" not in whole and "Steinkjer</th>" in county
    assert Client().get(COVERAGE, {"fylke": "99"}).status_code == 422


def test_the_reader_sees_the_own_list_suppressed(world: World, version: AgreementVersion) -> None:
    text = signed_in(world, "Siv").get(COVERAGE).content.decode()
    assert "Hvem har avtale med hvem?" in text


def test_coverage_asks_as_often_for_three_as_for_one(world: World, version: AgreementVersion) -> None:
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            Client().get(COVERAGE)
        return len(found)

    once = asked()
    for _more in range(2):
        agree(world)
    assert asked() == once <= 12


@time_machine.travel(CLOCK)
def test_a_target_is_set_counted_and_shown(world: World, version: AgreementVersion) -> None:
    for case in people(world, 10):
        released(world, case, version, on=clock.today() - dt.timedelta(days=14))
    agreement, ida = version.agreement, signed_in(world, "Ida")
    assert send(ida, page(agreement, "nytt/"), code="housed") == 302
    assert send(ida, page(agreement, "nytt/"), code="housed") == 422
    with acting_as(world.actor("Ida")):
        target = Target.objects.get(agreement=agreement)
    year = clock.today().year
    assert send(ida, page(agreement, f"{target.key}/mal/"), year=year, goal="90", baseline="50") == 302
    assert send(ida, page(agreement, f"{target.key}/mal/"), year=year, goal="900") == 422
    assert send(ida, page(agreement, f"{target.key}/resultat/"), year=year, value="9", note="x") == 422
    assert send(ida, page(agreement, "tell/"), year=year) == 302
    text = ida.get(page(agreement)).content.decode()
    assert "100 prosent" in text and "nådd" in text and "10 personer" in text
    assert "100 prosent" not in signed_in(world, "Oda").get(page(agreement, "nytt/")).content.decode()
    assert agreement.name in ida.get("/tall/").content.decode()


def test_own_numbers_are_written_by_hand(world: World, version: AgreementVersion) -> None:
    agreement, ida = version.agreement, signed_in(world, "Ida")
    assert send(ida, page(agreement, "nytt/"), code="own") == 422
    assert (
        send(ida, page(agreement, "nytt/"), code="own", name="Begjæringer", kind="times", way="down") == 302
    )
    with acting_as(world.actor("Ida")):
        target = Target.objects.get(agreement=agreement)
    year = clock.today().year
    assert (
        send(ida, page(agreement, f"{target.key}/resultat/"), year=year, value="40", note="Namsfogden") == 302
    )
    with acting_as(world.actor("Ida")):
        assert Figure.objects.get().value == 40


@pytest.mark.parametrize("who", ["Oda", "Tor", "Kari"])
def test_only_the_parties_leaders_and_coordinators_write(
    world: World, version: AgreementVersion, who: str
) -> None:
    client = signed_in(world, who)
    for tail in ("nytt/", "tell/"):
        assert client.get(page(version.agreement, tail)).status_code == 403
    assert client.get(page(version.agreement)).status_code == 200


def test_the_open_page_is_there_for_public_agreements_alone(world: World, version: AgreementVersion) -> None:
    agreement = version.agreement
    assert Client().get(page(agreement, "apent/")).status_code == 404
    for case in people(world, 6):
        released(world, case, version)
    client = signed_in(world, "Ida")
    send(client, page(agreement, "tell/"), year=2026)
    Agreement.objects.filter(pk=agreement.pk).update(is_public=True)
    text = Client().get(page(agreement, "apent/")).content.decode()
    assert "hv-goals" in text
    assert "6 personer" not in text and "5 personer" in text
    assert "Sett mål" not in text and Client().get(page(agreement)).status_code == 302


def test_nothing_is_drawn_where_nothing_is_known(world: World, version: AgreementVersion) -> None:
    client = signed_in(world, "Ida")
    assert send(client, page(version.agreement, "nytt/"), code="housed") == 302
    text = client.get(page(version.agreement)).content.decode()
    assert 'id="tall-1"' in text and "hv-goals" not in text


@time_machine.travel(CLOCK)
def test_years_before_the_agreement_stand_only_with_something_known(
    world: World, version: AgreementVersion
) -> None:
    client = signed_in(world, "Ida")
    for case in people(world, 6):
        released(world, case, version, on=dt.date(2025, 6, 1))
    assert send(client, page(version.agreement, "tell/"), year=2025, note="Nytt") == 302
    with acting_as(world.actor("Ida")):
        found = numbers_of([version.agreement_id], today=clock.today())[version.agreement_id]
    for since, years in ((2026, [2026]), (2020, [2026, 2025])):
        told = {
            card.number.code: [line.view.year for line in card.lines] for card in cards_of(found, since=since)
        }
        assert (told["housed"], told["good_offer"]) == ([2026, 2025], years)


def test_the_spreadsheets_hold_what_the_pages_show(world: World, version: AgreementVersion) -> None:
    content = Client().get("/tall/dekning/dekning.xlsx").content
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.worksheets[0].max_row == 359
    answer = signed_in(world, "Ida").get(page(version.agreement, "maltall.xlsx"))
    assert (
        openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]["A1"].value == version.agreement.name
    )


def test_load_is_for_leaders_coordinators_and_the_committee(world: World) -> None:
    for who, status in (("Leif", 200), ("Kari", 200), ("Ida", 200), ("Tor", 403), ("Odd", 403)):
        assert signed_in(world, who).get("/tall/arbeidsmengde/").status_code == status


def test_an_agreement_of_districts_covers_only_parts_of_the_city(
    world: World, version: AgreementVersion
) -> None:
    """Said on the page and in the spreadsheet, until another agreement covers the whole of it."""
    controller = world.unit("tk-koordinering").controller
    east = Unit.objects.create(
        slug="bydel-ost", name="Østbyen", kind=UnitKind.CITY_DISTRICT, controller=controller
    )
    AgreementScope.objects.create(agreement=version.agreement, unit=east)
    text = Client().get(COVERAGE).content.decode()
    assert "Trondheim: har avtale" in text and "bare bydelene Østbyen" in text
    sheet = openpyxl.load_workbook(io.BytesIO(Client().get(f"{COVERAGE}dekning.xlsx").content))
    assert any(row[-1] == "Østbyen" for row in sheet.worksheets[0].iter_rows(values_only=True))
    _kept.clear()
    agree(world)
    assert "bare bydelene" not in Client().get(COVERAGE).content.decode()
