"""What is agreed about answering each other: seen where the answer is given, with its clause and its day."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.models import User
from hjemvei.agreements.actions.make_version import make_version
from hjemvei.agreements.calendar import NORWAY
from hjemvei.agreements.drafts import draft_of
from hjemvei.agreements.enums import OffsetUnit
from hjemvei.agreements.rules import AGREED_CLAUSE, Offset
from hjemvei.cases.actions.apply_agreement import apply_agreement
from hjemvei.cases.models import Responsibility
from hjemvei.cases.queries.agreed import agreed_terms
from hjemvei.core import clock
from hjemvei.sharing.models import Case, owned_by
from tests.cases.cooperation_factories import consent_to, inside, notify
from tests.cases.factories import agree, all_sign
from tests.world import World


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.MFA_REQUIRED = False


def page(world: World, name: str, place: str) -> str:
    client = Client()
    client.force_login(User.objects.get(pk=world.actor(name).user_id))
    answer = client.get(place)
    assert answer.status_code == 200
    return answer.content.decode()


def told(world: World, *, governor_days: int = 14) -> Case:
    """Noticed under an agreement whose parties have settled another number of days to the county governor."""
    first = agree(world)
    if governor_days != 14:
        days = Offset(governor_days, OffsetUnit.DAYS)
        changed = {**draft_of(first).deadlines, "dispute_to_governor": days}
        draft = replace(draft_of(first), starts_on=clock.today(), note="Vedtatt", deadlines=changed)
        with acting_as(world.actor("Ida")) as ida:
            made = make_version(
                actor=ida, agreement=first.agreement, draft=draft, today=clock.today(), at=clock.now()
            )
        all_sign(world, made)
    with acting_as(world.actor("Tor")) as tor:
        case = inside(world)
        consent_to(world, tor, case, "tk-koordinering")
        apply_agreement(actor=tor, case=case, municipality="5001", at=clock.now(), today=clock.today())
        notify(world, tor, case)
    return case


def test_the_people_panel_says_what_is_agreed_and_what_waits(world: World) -> None:
    case = told(world)
    text = page(world, "Ida", f"/sak/{case.key}/ansvar/")
    for expected in (
        "3 virkedager etter varsel",
        "5 virkedager etter henvendelse",
        "14 dager etter uenighet",
        "Sosialtjenesteloven § 49",
    ):
        assert expected in text
    with acting_as(world.actor("Ida")) as ida:
        terms = {term.code: term for term in agreed_terms(ida, case, today=clock.today())}
    due_on = NORWAY.add_working_days(day=clock.today(), count=3)
    assert (terms["acknowledge_notice"].due_on, terms["acknowledge_notice"].overdue) == (due_on, False)
    assert terms["answer_inquiry"].due_on is None and terms["dispute_to_governor"].due_on is None


def test_the_parties_own_number_counts_and_is_said_to_be_theirs(world: World) -> None:
    case = told(world, governor_days=7)
    with acting_as(world.actor("Tor")) as tor:
        Responsibility.objects.create(
            **owned_by(tor, case, at=clock.now()),
            municipality_id="5001",
            to_unit=world.unit("tk-koordinering"),
            state="disputed",
            rule=1,
            reason="Bodde her",
            answered_at=clock.now(),
        )
        later = clock.today() + dt.timedelta(days=8)
        terms = {term.code: term for term in agreed_terms(tor, case, today=later)}
    governor = terms["dispute_to_governor"]
    assert (governor.within, governor.clause) == ("7 dager etter uenighet", AGREED_CLAUSE)
    assert (governor.due_on, governor.overdue) == (clock.today() + dt.timedelta(days=7), True)
    text = page(world, "Tor", f"/sak/{case.key}/ansvar/")
    assert "7 dager etter uenighet" in text and "14 dager, avgjør" not in text


def test_the_inbox_names_the_day_before_it_has_passed(world: World) -> None:
    told(world)
    text = page(world, "Ida", "/sak/innboks/")
    due_on = NORWAY.add_working_days(day=clock.today(), count=3)
    assert f"innen {due_on:%d.%m.%Y}" in text and "Frister for svar" in text
    assert "3 virkedager etter varsel" in text


def test_a_stranger_sees_neither(world: World) -> None:
    case = told(world)
    client = Client()
    client.force_login(User.objects.get(pk=world.actor("Oda").user_id))
    assert client.get(f"/sak/{case.key}/ansvar/").status_code == 404
    assert "Skog" not in page(world, "Oda", "/sak/innboks/")
