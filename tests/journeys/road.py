"""The whole road for one person, walked once a run; other journeys look at where it ended."""

from __future__ import annotations

from dataclasses import dataclass

from tests.journeys import steps, steps_home
from tests.journeys.browsing import Desk, SignIn
from tests.journeys.people import Row, leaving, without_address
from tests.journeys.seed import today_in_norway
from tests.journeys.site import Site


@dataclass(frozen=True)
class Walked:
    """`seconds`: from the contact officer's sign-in to the answer sent. `contacts`: met after each report."""

    row: Row
    key: str
    seconds: float
    contacts: list[int]


def walk(site: Site, sign_in: SignIn) -> Walked:
    """Loads the roll too. A second call gives what the first one did."""
    if "road" not in site.made:
        site.made["road"] = _walk(site, sign_in)
    found: Walked = site.made["road"]
    return found


def wait_at_the_inbox(site: Site, sign_in: SignIn) -> tuple[Row, str]:
    """Somebody whose notice nobody has acknowledged: the coordinator's pages have something to show."""
    if "waiting" not in site.made:
        siv = sign_in("Siv")
        steps.load_roll(siv, site)
        row = others(site)[0]
        key = steps.find(siv, row)
        steps.give_consent(siv, key)
        steps.send_notice(siv, key)
        site.made["waiting"] = (row, key)
    found: tuple[Row, str] = site.made["waiting"]
    return found


def others(site: Site) -> list[Row]:
    """Those who leave within some months, but for the one who walks the road; each journey takes its own."""
    taken = without_address(site.roll, today=today_in_norway())
    rows = leaving(site.roll, today=today_in_norway(), after=2, before=240)
    return [row for row in rows if row != taken]


def _walk(site: Site, sign_in: SignIn) -> Walked:
    row = without_address(site.roll, today=today_in_norway())
    siv = sign_in("Siv")
    steps.load_roll(siv, site)
    key = steps.find(siv, row)
    _inside(siv, key)
    _municipality(sign_in("Ida"), row, key)
    tor = sign_in("")
    seconds = steps.answer_from_dashboard(tor)
    sara = sign_in("Sara")
    steps.take_case(sara, row)
    _home(tor, sara, row, key)
    return Walked(row, key, seconds, _after(tor, sign_in("Odd"), row, key))


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


def _after(tor: Desk, odd: Desk, row: Row, key: str) -> list[int]:
    steps_home.release(tor, key)
    steps.take_case(odd, row)
    steps_home.first_night(odd, key)
    steps_home.plan_contacts(odd, key)
    return [steps_home.report_contact(odd, key) for _turn in range(3)]
