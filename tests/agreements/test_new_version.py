"""A new version of an agreement: who may, what it changes and from when, and whom it leaves as they were."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.models import User
from hjemvei.agreements.actions.make_version import make_version
from hjemvei.agreements.calendar import NORWAY
from hjemvei.agreements.drafts import draft_of, editable_rules
from hjemvei.agreements.enums import OffsetUnit, RoleCode
from hjemvei.agreements.forms import VersionForm
from hjemvei.agreements.models import Agreement, AgreementVersion
from hjemvei.agreements.policy import can_make_version
from hjemvei.agreements.queries import newest_version, possible_units, terms_of, version_in_force
from hjemvei.agreements.rules import Offset
from hjemvei.cases.actions.apply_agreement import apply_agreement
from hjemvei.core import clock
from hjemvei.core.errors import NotAllowed, RuleBroken
from tests.cases.cooperation_factories import consent_to, inside, notify
from tests.cases.factories import agree, all_sign
from tests.world import World


def day(days: int) -> dt.date:
    return clock.today() + dt.timedelta(days=days)


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.MFA_REQUIRED = False


def signed_in(world: World, name: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=world.actor(name).user_id))
    return client


def renew(world: World, version: AgreementVersion, name: str = "Ida", **changes: Any) -> AgreementVersion:
    draft = replace(draft_of(version), **{"starts_on": day(0), "note": "Vedtatt i utvalget", **changes})
    with acting_as(world.actor(name)) as actor:
        made = make_version(
            actor=actor, agreement=version.agreement, draft=draft, today=clock.today(), at=clock.now()
        )
    return all_sign(world, made)


def deadlines(version: AgreementVersion, **changes: Offset) -> Mapping[str, Offset]:
    return {**draft_of(version).deadlines, **changes}


def form_of(agreement: Agreement, **changes: str) -> dict[str, str]:
    """What a browser would send: what the page is filled with, some of it changed."""
    version = newest_version(agreement)
    assert version is not None
    form = VersionForm(None, now=draft_of(version), units=possible_units(agreement, today=clock.today()))
    values = {name: form[name].value() for name in form.fields}
    sent = {name: "on" if value is True else str(value) for name, value in values.items() if value}
    return sent | changes


def test_the_next_version_follows_and_the_one_before_ends(world: World) -> None:
    first = agree(world)
    second = renew(world, first, starts_on=day(30), minimum_stay_months=1)
    first.refresh_from_db()
    assert (first.ends_before, second.number, second.ends_before) == (day(30), 2, None)
    place = {"prison_unit_id": world.unit("trondheim").pk, "municipality": "5001"}
    assert version_in_force(**place, today=day(29)) == first
    assert version_in_force(**place, today=day(30)) == second
    assert second.recorded_by_id == world.actor("Ida").user_id


def test_numbers_deadlines_and_units_are_its_own(world: World) -> None:
    first = agree(world)
    ack = Offset(1, OffsetUnit.WORKING_DAYS)
    nav = world.unit("tk-nav").pk
    roles = {**draft_of(first).role_units, RoleCode.HOUSING_OFFICE: nav}
    second = renew(world, first, deadlines=deadlines(first, acknowledge_notice=ack), role_units=roles)
    old, new = terms_of([first.pk])[first.pk], terms_of([second.pk])[second.pk]
    assert {r.code: r.due.offset for r in new.rules}["acknowledge_notice"] == ack
    assert {r.code: r.due.offset for r in old.rules}["acknowledge_notice"].count == 3
    assert new.role_units[RoleCode.HOUSING_OFFICE] == nav != old.role_units[RoleCode.HOUSING_OFFICE]
    third = renew(world, second, starts_on=day(5), minimum_stay_months=4)
    assert {r.code: r.due.offset for r in terms_of([third.pk])[third.pk].rules}["acknowledge_notice"] == ack
    back = renew(world, third, starts_on=day(6), deadlines=draft_of(first).deadlines)
    assert not back.deadline_changes.exists()


def test_a_case_keeps_the_version_of_its_day(world: World) -> None:
    first = agree(world)
    decided = {"municipality": "5001", "at": clock.now(), "today": clock.today()}
    with acting_as(world.actor("Tor")) as tor:
        earlier = inside(world)
        consent_to(world, tor, earlier, "tk-koordinering")
        apply_agreement(actor=tor, case=earlier, **decided)
    renew(world, first, deadlines=deadlines(first, acknowledge_notice=Offset(1, OffsetUnit.WORKING_DAYS)))
    with acting_as(world.actor("Tor")) as tor:
        later = inside(world, "Rolig Vik", reference="R2")
        consent_to(world, tor, later, "tk-koordinering")
        both = [apply_agreement(actor=tor, case=case, **decided) for case in (earlier, later)]
        due = [notify(world, tor, case).acknowledge_by for case in (earlier, later)]
    assert [row.version.number for row in both] == [1, 2]
    assert due == [NORWAY.add_working_days(day=clock.today(), count=count) for count in (3, 1)]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"starts_on": dt.date(2025, 1, 1), "minimum_stay_months": 1}, "past"),
        ({}, "nothing_new"),
        ({"minimum_stay_months": 1, "note": " "}, "no_note"),
    ],
)
def test_what_can_not_be(world: World, changes: dict[str, Any], code: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        renew(world, agree(world), **changes)
    assert refused.value.code == code


def test_never_before_one_that_is_agreed_already(world: World) -> None:
    planned = renew(world, agree(world), starts_on=day(60), minimum_stay_months=1)
    with pytest.raises(RuleBroken) as refused:
        renew(world, planned, starts_on=day(30), minimum_stay_months=3)
    assert refused.value.code == "before_the_last"


@pytest.mark.parametrize(
    ("name", "may"),
    [
        ("Ida", True),
        ("Leif", True),
        ("Tor", False),
        ("Sara", False),
        ("Oda", False),
        ("Berit", False),
        ("Anne", False),
    ],
)
def test_leaders_and_coordinators_of_the_parties_may(world: World, name: str, may: bool) -> None:
    version = agree(world)
    assert bool(can_make_version(world.actor(name), version.agreement)) is may
    page = signed_in(world, name).get(f"/avtaler/{version.agreement.key}/ny-versjon/")
    assert page.status_code == (200 if may else 403)
    shown = signed_in(world, name).get(f"/avtaler/{version.agreement.key}/").content.decode()
    assert ("ny-versjon" in shown) is may
    if not may:
        with pytest.raises(NotAllowed, match=r"partene|koordinatorer"):
            renew(world, version, name, minimum_stay_months=1)


def test_looked_at_first_and_then_made(world: World) -> None:
    agreement = agree(world).agreement
    ida = signed_in(world, "Ida")
    values = form_of(
        agreement,
        starts_on=day(10).isoformat(),
        note="Møte 3",
        minimum_stay_months="1",
        consent_renewal_days="21",
        frist_acknowledge_notice="2",
    )
    place = f"/avtaler/{agreement.key}/ny-versjon/"
    looked = ida.get(place, values).content.decode()
    assert (
        "Dette endres" in looked
        and "Spør om å fornye samtykket så mange dager før det går ut" in looked
        and "2 virkedager etter varsel" in looked
        and "3 virkedager etter varsel" in looked
    )
    assert "Åpne saker følger den fra samme dag" in looked
    assert AgreementVersion.objects.filter(agreement=agreement).count() == 1
    for _again in range(2):
        answer = ida.post(place, {**values, "once": "v" * 20})
        assert (answer.status_code, answer.url) == (302, f"/avtaler/{agreement.key}/")
    assert AgreementVersion.objects.filter(agreement=agreement).count() == 2
    assert "kommer" not in ida.get(f"/avtaler/{agreement.key}/").content.decode()
    all_sign(world, AgreementVersion.objects.get(agreement=agreement, number=2))
    shown = ida.get(f"/avtaler/{agreement.key}/").content.decode()
    assert "Møte 3" in shown and "kommer" in shown
    assert "21 dager" in ida.get(f"/avtaler/{agreement.key}/?versjon=2").content.decode()
    assert "2 virkedager etter varsel" in ida.get(f"/avtaler/{agreement.key}/?versjon=2").content.decode()
    assert ida.get(f"/avtaler/{agreement.key}/?versjon=9").status_code == 404


def test_bad_input_says_what_is_wrong(world: World) -> None:
    agreement = agree(world).agreement
    ida = signed_in(world, "Ida")
    place = f"/avtaler/{agreement.key}/ny-versjon/"
    bad = ida.get(place, {"note": "x", "minimum_stay_months": "mange", "frist_answer_inquiry": "0"})
    text = bad.content.decode()
    assert bad.status_code == 422 and "Gjelder fra" in text and "mange" in text
    same = ida.get(place, form_of(agreement, starts_on=day(1).isoformat(), note="Møte 3"))
    assert same.status_code == 422 and "Ingenting er endret" in same.content.decode()
    assert len(editable_rules()) == 24


def test_a_new_role_holder_counts_where_consent_is_asked(world: World) -> None:
    """The receivers that a consent is prefilled with are those who fill the roles today."""
    from hjemvei.sharing.receivers import proposed_receivers  # noqa: PLC0415

    first = agree(world)
    helse = world.unit("tk-helse").pk
    with acting_as(world.actor("Tor")) as tor:
        case = inside(world)
        assert helse not in proposed_receivers(tor, case)
    renew(world, first, role_units={**draft_of(first).role_units, RoleCode.FOLLOW_UP_WORKER: helse})
    with acting_as(world.actor("Tor")) as tor:
        found = proposed_receivers(tor, case)
        assert helse in found and world.unit("tk-oppfolging").pk not in found


def test_deputies_and_who_must_be_told_are_chosen_on_the_page(world: World) -> None:
    agreement = agree(world).agreement
    ida, place = signed_in(world, "Ida"), f"/avtaler/{agreement.key}/ny-versjon/"
    page = ida.get(place).content.decode()
    assert page.count(": stedfortreder") >= len(RoleCode)
    nav, office = str(world.unit("tk-nav").pk), str(world.unit("tk-boligkontor").pk)
    same = form_of(
        agreement, starts_on=day(1).isoformat(), note="Møte 3", stedfortreder_housing_office=office
    )
    refused = ida.get(place, same)
    assert refused.status_code == 422 and "må være en annen enhet" in refused.content.decode()
    unnamed = form_of(agreement, starts_on=day(1).isoformat(), note="x", stedfortreder_probation_officer=nav)
    refused = ida.get(place, unnamed)
    assert refused.status_code == 422 and "Velg enheten som stedfortrederen" in refused.content.decode()
    wanted = form_of(
        agreement,
        starts_on=day(1).isoformat(),
        note="Møte 3",
        stedfortreder_housing_office=nav,
        varsles_housing_office="on",
    )
    looked = ida.get(place, wanted)
    assert looked.status_code == 200 and "skal varsles når kommunen får varsel" in looked.content.decode()
    assert ida.post(place, {**wanted, "once": "a" * 12}).status_code == 302
    made = agreement.versions.order_by("-number")[0]
    draft = draft_of(made)
    assert draft.deputies == {RoleCode.HOUSING_OFFICE: int(nav)}
    assert draft.told == {RoleCode.HOUSING_OFFICE}
    shown = ida.get(f"/avtaler/{agreement.key}/?versjon={made.number}").content.decode()
    assert f"stedfortreder: {world.unit('tk-nav').name}" in shown
