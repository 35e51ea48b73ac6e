"""From the prison's roll to the third contact after release, with each party at a screen of its own."""

from __future__ import annotations

import psycopg
import pytest

from tests.journeys import steps, steps_home
from tests.journeys.browsing import Desk
from tests.journeys.conftest import SignIn
from tests.journeys.people import Row, without_address
from tests.journeys.seed import today_in_norway
from tests.journeys.site import Site
from tests.journeys.stranger import rows_seen_by

pytestmark = pytest.mark.journey


@pytest.fixture
def row(site: Site) -> Row:
    return without_address(site.roll, today=today_in_norway())


def test_from_the_roll_to_the_third_contact(site: Site, sign_in: SignIn, row: Row) -> None:
    siv = sign_in("Siv")
    steps.load_roll(siv, site)
    key = steps.find(siv, row)
    _inside(siv, key)
    _municipality(sign_in("Ida"), row, key)
    tor = sign_in("Tor")
    seconds = steps.answer_from_dashboard(tor)
    assert seconds <= steps.SECONDS_TO_ANSWER
    print(f"\nanswered the municipality in {seconds:.1f} s, from sign-in to sent")
    sara = sign_in("Sara")
    steps.take_case(sara, row)
    _home(tor, sara, row, key)
    _after(tor, sign_in("Odd"), row, key)
    _stranger(site, sign_in("Oda"), row, key)


def _inside(siv: Desk, key: str) -> None:
    steps.appoint_officer(siv, key)
    steps.give_consent(siv, key)
    steps.propose_municipality(siv, key)
    steps.send_notice(siv, key)


def _municipality(ida: Desk, row: Row, key: str) -> None:
    steps.acknowledge(ida, row)
    steps.share_back(ida)
    steps.accept_municipality(ida, key)
    steps.ask(ida, key)
    role = "saksbehandler på boligkontoret"
    steps.delegate(ida, key, unit=steps.HOUSING, person="Sara", role=role)
    steps.delegate(ida, key, unit=steps.FOLLOW_UP, person="Odd", role="oppfølger")


def _home(tor: Desk, sara: Desk, row: Row, key: str) -> None:
    steps_home.add_dwelling(sara)
    steps_home.verify_need(tor, key)
    steps_home.apply_for_home(tor, key)
    steps_home.grant_and_offer(sara, row)
    steps_home.accept_offer(tor, key)
    steps_home.lease(sara, key)


def _after(tor: Desk, odd: Desk, row: Row, key: str) -> None:
    steps_home.release(tor, key)
    steps.take_case(odd, row)
    steps_home.first_night(odd, key)
    steps_home.plan_contacts(odd, key)
    assert [steps_home.report_contact(odd, key) for _turn in range(3)] == [1, 2, 3]


def _stranger(site: Site, oda: Desk, row: Row, key: str) -> None:
    """Another municipality's coordinator: no page, no hit, and no row by SQL under the application's role."""
    for path in (f"/sak/{key}/", f"/sak/{key}/samtykke/", f"/bolig/sak/{key}/leie/"):
        assert oda.go(path) == 404
        assert row.name not in oda.page.content()
    oda.complaints.clear()
    oda.go(f"/saker/?q={row.name}")
    assert "Ingen treff" in oda.text()
    with psycopg.connect(site.database) as connection:
        assert rows_seen_by(connection, site.made["staff"]["Oda"], key) == {}
        assert rows_seen_by(connection, site.made["staff"]["Ida"], key)
