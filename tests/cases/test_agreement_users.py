"""Users of an agreement: from-to, the figure and the list behind it, to those who work with the cases."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.models import User
from hjemvei.agreements.models import Agreement
from hjemvei.cases.actions.apply_agreement import apply_agreement
from hjemvei.cases.queries.agreement_users import agreement_users
from hjemvei.cases.rules.spells import Spell, spells_of
from hjemvei.core import clock
from hjemvei.sharing.actions.withdraw_consent import withdraw_consent
from hjemvei.sharing.enums import ConsentForm
from tests.cases.cooperation_factories import consent_to, inside, notify
from tests.cases.factories import agree
from tests.world import World

D = dt.date


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.MFA_REQUIRED = False


def signed_in(world: World, name: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=world.actor(name).user_id))
    return client


@pytest.fixture
def agreement(world: World) -> Agreement:
    """One who has said yes, one who took it back, one who is not asked; all in the target group."""
    found = agree(world).agreement
    with acting_as(world.actor("Tor")) as tor:
        for name, answer in (("Tapper Skog", "yes"), ("Rolig Vik", "withdrawn"), ("Klar Lund", "")):
            case = inside(world, name, reference=name)
            apply_agreement(actor=tor, case=case, municipality="5001", at=clock.now(), today=clock.today())
            if answer:
                consent = consent_to(world, tor, case, "tk-koordinering")
                notify(world, tor, case)
            if answer == "withdrawn":
                withdraw_consent(actor=tor, consent=consent, how=ConsentForm.ORAL, at=clock.now())
    return found


@pytest.mark.parametrize(
    ("periods", "ends", "spells"),
    [
        ([], None, []),
        ([Spell(D(2026, 1, 1), D(2026, 6, 1))], None, [Spell(D(2026, 2, 1), D(2026, 6, 1))]),
        (
            [Spell(D(2026, 3, 1), D(2026, 6, 1)), Spell(D(2026, 6, 1), D(2026, 9, 1))],
            None,
            [Spell(D(2026, 3, 1), D(2026, 9, 1))],
        ),
        (
            [Spell(D(2026, 3, 1), D(2026, 4, 1)), Spell(D(2026, 5, 1), None)],
            D(2026, 8, 1),
            [Spell(D(2026, 3, 1), D(2026, 4, 1)), Spell(D(2026, 5, 1), D(2026, 8, 1))],
        ),
        ([Spell(D(2025, 1, 1), D(2026, 2, 1))], None, []),
        ([Spell(D(2026, 12, 1), None)], None, []),
        ([Spell(D(2026, 3, 1), D(2026, 3, 1))], None, []),
        (
            [Spell(D(2026, 3, 1), None), Spell(D(2026, 4, 1), D(2026, 5, 1))],
            None,
            [Spell(D(2026, 3, 1), None)],
        ),
    ],
)
def test_spells(periods: list[Spell], ends: D | None, spells: list[Spell]) -> None:
    assert spells_of(periods, not_before=D(2026, 2, 1), ends=ends, today=D(2026, 10, 1)) == spells


def test_the_figure_counts_those_who_said_yes(world: World, agreement: Agreement) -> None:
    today = clock.today()
    with acting_as(world.actor("Tor")) as tor:
        found = agreement_users(tor, agreement, today=today)
    assert (found.on(today), found.waiting) == (1, 2)
    assert found.on(today - dt.timedelta(days=1)) == 0
    assert found.on(today + dt.timedelta(days=365)) == 0
    with acting_as(world.actor("Berit")) as berit:
        assert agreement_users(berit, agreement, today=today).users == []


def test_the_page_shows_the_list_behind(world: World, agreement: Agreement) -> None:
    tor = signed_in(world, "Tor")
    page = tor.get(f"/sak/avtale/{agreement.key}/brukere/").content.decode()
    assert "av omtrent 50 avtalt" in page and "Tapper Skog" in page
    assert "Rolig Vik" not in page and "Klar Lund" not in page
    assert "brukere/" in tor.get(f"/avtaler/{agreement.key}/").content.decode()


@pytest.mark.parametrize(("name", "sees"), [("Ida", True), ("Sara", False), ("Oda", False), ("Berit", False)])
def test_each_sees_its_own_cases_only(world: World, agreement: Agreement, name: str, sees: bool) -> None:
    page = signed_in(world, name).get(f"/sak/avtale/{agreement.key}/brukere/?vis=alle").content.decode()
    assert ("Tapper Skog" in page) is sees
    assert "Klar Lund" not in page


@pytest.mark.parametrize("name", ["Kari", "Per", "Anne"])
def test_roles_without_cases_see_no_figure(world: World, agreement: Agreement, name: str) -> None:
    page = signed_in(world, name).get(f"/sak/avtale/{agreement.key}/brukere/").content.decode()
    assert "Ikke for rollen din" in page and "Skog" not in page and "avtalt" not in page


def test_an_unknown_agreement_is_not_found(world: World) -> None:
    tor = signed_in(world, "Tor")
    assert tor.get("/sak/avtale/finnesikke/brukere/").status_code == 404
