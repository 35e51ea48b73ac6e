"""Nobody binds another: a version that one party lays before the others, a party that is named, one alone."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.models import User
from hjemvei.agreements.actions.begin_agreement import NewAgreement, begin_agreement
from hjemvei.agreements.actions.join_party import accept_party, join_party, leave_draft
from hjemvei.agreements.actions.make_version import make_version
from hjemvei.agreements.actions.take_effect import take_effect
from hjemvei.agreements.drafts import draft_of
from hjemvei.agreements.models import Agreement, AgreementParty, AgreementVersion
from hjemvei.agreements.queries import open_draft, units_of_parties, version_in_force, versions_by_place
from hjemvei.agreements.signing import awaiting, missing_parties
from hjemvei.agreements.states import AgreementState, VersionState
from hjemvei.core import clock
from hjemvei.core.errors import NotAllowed, RuleBroken
from hjemvei.sharing.receivers import proposed_receivers
from tests.agreements.test_signing import START, put, signed
from tests.cases.cooperation_factories import inside
from tests.cases.factories import agree, all_sign
from tests.world import World


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.MFA_REQUIRED = False


def page(world: World, name: str, place: str) -> str:
    client = Client()
    client.force_login(User.objects.get(pk=world.actor(name).user_id))
    return client.get(place).content.decode()


def proposed(world: World, first: AgreementVersion, *, days: int = 0) -> AgreementVersion:
    day = clock.today() + dt.timedelta(days=days)
    draft = replace(draft_of(first), starts_on=day, note="Vedtatt i utvalget", minimum_stay_months=1)
    with acting_as(world.actor("Ida")) as ida:
        return make_version(
            actor=ida, agreement=first.agreement, draft=draft, today=clock.today(), at=clock.now()
        )


def test_what_one_party_lays_before_the_others_binds_nobody(world: World) -> None:
    first = agree(world)
    second, place = proposed(world, first), f"/avtaler/{first.agreement.key}/"
    where: dict[str, Any] = {"prison_unit_id": world.unit("trondheim").pk, "municipality": "5001"}
    for side in ("prison", "municipality"):
        assert version_in_force(**where, today=clock.today()) == first
        second.refresh_from_db()
        assert second.state == VersionState.DRAFT
        for name in ("Ida", "Leif"):
            assert "Avventer underskrift fra" in page(world, name, place)
        with acting_as(world.actor("Ida")) as ida:
            assert len(awaiting(ida, today=clock.today())) == (side == "municipality")
        assert "Avventer underskrift fra" not in page(world, "Oda", place)
        put(world, second, side, signed_on=clock.today(), today=clock.today())
    assert version_in_force(**where, today=clock.today()) == second
    assert "Avventer underskrift fra" not in page(world, "Ida", place)
    second.agreement.refresh_from_db()
    assert second.agreement.state == AgreementState.IN_FORCE


def test_two_are_not_laid_before_at_once(world: World) -> None:
    first = agree(world)
    proposed(world, first)
    with pytest.raises(RuleBroken) as refused:
        proposed(world, first, days=4)
    assert refused.value.code == "one_draft"


def test_the_database_wants_every_signature(world: World) -> None:
    second = proposed(world, agree(world))
    put(world, second, "prison", signed_on=clock.today(), today=clock.today())
    with (
        acting_as(world.actor("Ida")),
        pytest.raises(IntegrityError, match="has not signed"),
        transaction.atomic(),
    ):
        AgreementVersion.objects.filter(pk=second.pk).update(state="signed")
    second.refresh_from_db()
    assert second.state == VersionState.DRAFT


def test_who_is_named_in_a_running_agreement_is_bound_by_its_own_yes(world: World) -> None:
    version, today = agree(world), clock.today()
    unit, where = world.unit("ok-koordinering"), (world.unit("trondheim").pk, "0301")
    with acting_as(world.actor("Ida")) as ida:
        row = join_party(actor=ida, agreement=version.agreement, unit=unit, role="other", today=today)
        assert unit not in units_of_parties(version.agreement)
        with pytest.raises(NotAllowed):
            accept_party(actor=ida, party=row, today=today)
    with acting_as(world.actor("Oda")) as oda:
        assert awaiting(oda, today=today) == [row]
    assert row.is_asked and where not in versions_by_place(today=today)
    place = f"/avtaler/{version.agreement.key}/"
    assert "avventer bekreftelse" in page(world, "Ida", place)
    assert "Bekreft at dere blir part" not in page(world, "Ida", place)
    assert "Bekreft at dere blir part" in page(world, "Oda", place)
    second = proposed(world, version)
    assert row not in missing_parties(second)
    with acting_as(world.actor("Oda")) as oda:
        for _again in range(2):
            assert accept_party(actor=oda, party=row, today=today).joins_on == today
    assert where in versions_by_place(today=today)


def test_every_party_of_a_draft_signs_or_is_taken_out(world: World) -> None:
    """The prison, the main municipality and another one; nobody agrees on behalf of a third."""
    today = clock.today()
    new = NewAgreement(
        name="Felles avtale",
        purpose="Et sted å bo",
        kind="release",
        level="local",
        starts_on=today,
        prison_units=[world.unit("trondheim")],
        municipal_units=[world.unit("tk-koordinering"), world.unit("ok-koordinering")],
    )
    with acting_as(world.actor("Ida")) as ida:
        agreement = begin_agreement(actor=ida, new=new, at=clock.now())
        third = agreement.parties.get(role="other")
    draft = open_draft(agreement)
    assert draft is not None and len(missing_parties(draft)) == 3
    with acting_as(world.actor("Ida")) as ida:
        leave_draft(actor=ida, party=third, today=today)
        assert third not in missing_parties(draft)
        join_party(
            actor=ida, agreement=agreement, unit=world.unit("ok-koordinering"), role="other", today=today
        )
        assert third in missing_parties(draft)
        leave_draft(actor=ida, party=AgreementParty.objects.get(pk=third.pk), today=today)
    for party in agreement.parties.filter(role="main").order_by("id"):
        put(world, draft, party.side, party=party, signed_on=today, today=today)
    draft.refresh_from_db()
    assert draft.state == VersionState.SIGNED
    with acting_as(world.actor("Ida")) as ida, pytest.raises(RuleBroken) as refused:
        leave_draft(actor=ida, party=agreement.parties.get(side="prison"), today=today)
    assert refused.value.code == "signed"


def test_one_alone_is_no_agreement(world: World) -> None:
    new = NewAgreement(
        name="Med seg selv",
        purpose="",
        kind="release",
        level="local",
        starts_on=clock.today(),
        prison_units=[world.unit("tk-koordinering")],
        municipal_units=[world.unit("tk-nav")],
    )
    with acting_as(world.actor("Ida")) as ida:
        agreement = begin_agreement(actor=ida, new=new, at=clock.now())
    draft = open_draft(agreement)
    assert draft is not None
    with pytest.raises(RuleBroken) as refused:
        put(
            world,
            draft,
            "prison",
            who="Ida",
            party=agreement.parties.get(),
            signed_on=clock.today(),
            today=clock.today(),
        )
    assert refused.value.code == "one_party"


def test_in_force_on_its_day_by_night(world: World) -> None:
    version = agree(world)
    agreement = Agreement.objects.create(name="Ny avtale", state=AgreementState.DRAFT)
    for row in version.agreement.parties.all():
        AgreementParty.objects.create(
            agreement=agreement, controller=row.controller, side=row.side, contact_unit=row.contact_unit
        )
    signed(world, AgreementVersion.objects.create(agreement=agreement, number=1, starts_on=START))
    agreement.refresh_from_db()
    assert agreement.state == AgreementState.SIGNED
    assert [take_effect(today=START - dt.timedelta(days=1)), take_effect(today=START)] == [0, 1]
    assert take_effect(today=START) == 0
    agreement.refresh_from_db()
    assert agreement.state == AgreementState.IN_FORCE


def test_a_draft_proposes_nobody_whom_a_person_might_say_yes_to(world: World) -> None:
    """A contact unit that a draft names is no receiver before all have signed."""
    today, office = clock.today(), world.unit("tk-nav")
    new = NewAgreement(
        name="Ny avtale",
        purpose="Et sted å bo",
        kind="release",
        level="local",
        starts_on=today,
        prison_units=[world.unit("trondheim")],
        municipal_units=[office],
    )
    with acting_as(world.actor("Ida")) as ida:
        agreement = begin_agreement(actor=ida, new=new, at=clock.now())
    with acting_as(world.actor("Tor")) as tor:
        case = inside(world)
        assert office.pk not in proposed_receivers(tor, case)
    draft = open_draft(agreement)
    assert draft is not None
    all_sign(world, draft)
    with acting_as(world.actor("Tor")) as tor:
        assert office.pk in proposed_receivers(tor, case)
