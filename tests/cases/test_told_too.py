"""Who must be told by the agreement is told with the municipality, by the person's yes and not without it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.models import User
from hjemvei.agreements.actions.make_version import make_version
from hjemvei.agreements.drafts import draft_of
from hjemvei.agreements.enums import RoleCode
from hjemvei.agreements.models import AgreementVersion
from hjemvei.agreements.queries import terms_of
from hjemvei.cases.actions.apply_agreement import apply_agreement
from hjemvei.cases.actions.sync_tasks import sync_tasks
from hjemvei.cases.models import Notice, Task
from hjemvei.core import clock
from hjemvei.sharing.models import Case
from tests.cases.cooperation_factories import consent_to, inside, move_date, notify
from tests.cases.factories import agree, all_sign
from tests.world import World

FOLLOW_UP, HOUSING = RoleCode.FOLLOW_UP_WORKER, RoleCode.HOUSING_OFFICE


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.MFA_REQUIRED = False


def signed_in(world: World, name: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=world.actor(name).user_id))
    return client


def renew(world: World, **changes: Any) -> AgreementVersion:
    """From today, with other units than the first."""
    first = agree(world)
    draft = replace(draft_of(first), starts_on=clock.today(), note="Møte 3", **changes)
    with acting_as(world.actor("Ida")) as ida:
        made = make_version(
            actor=ida, agreement=first.agreement, draft=draft, today=clock.today(), at=clock.now()
        )
    return all_sign(world, made)


def bound(world: World, *consented: str) -> Case:
    """Call as Tor."""
    tor = world.actor("Tor")
    case = inside(world)
    apply_agreement(actor=tor, case=case, municipality="5001", at=clock.now(), today=clock.today())
    if consented:
        consent_to(world, tor, case, *consented)
    return case


def told(case: Case) -> list[str]:
    rows = Notice.objects.filter(case=case, state="sent").order_by("to_unit__slug")
    return list(rows.values_list("to_unit__slug", flat=True))


def test_a_notice_goes_to_whom_the_agreement_names_too(world: World) -> None:
    renew(world, told=frozenset({FOLLOW_UP}))
    with acting_as(world.actor("Tor")) as tor:
        case = bound(world, "tk-koordinering", "tk-oppfolging")
        notify(world, tor, case, note="Første varsel")
        assert told(case) == ["tk-koordinering", "tk-oppfolging"]
        notify(world, tor, case, note="Mer å si")
        move_date(tor, case, dt.date(2027, 9, 1))
        assert told(case) == ["tk-koordinering", "tk-oppfolging"]
        days = Notice.objects.filter(case=case, state="sent").values_list("expected_release_on", flat=True)
        assert set(days) == {dt.date(2027, 9, 1)}


def test_without_a_yes_the_unit_is_told_nothing_and_sees_nobody(world: World) -> None:
    renew(world, told=frozenset({HOUSING}))
    with acting_as(world.actor("Tor")) as tor:
        case = bound(world, "tk-koordinering")
        notify(world, tor, case)
        assert told(case) == ["tk-koordinering"]
    page = signed_in(world, "Tor").get(f"/sak/{case.key}/varsler/").content.decode()
    assert "personen har ikke sagt ja" in page and world.unit("tk-boligkontor").name in page
    nils = signed_in(world, "Nils")
    for path in ("/sak/innboks/", "/"):
        shown = nils.get(path).content.decode()
        assert "Tapper" not in shown and case.key not in shown
    refused = nils.get(f"/sak/{case.key}/varsler/")
    assert refused.status_code == 403 and "Tapper" not in refused.content.decode()


def test_nobody_else_is_told_where_the_agreement_names_nobody(world: World) -> None:
    renew(world, minimum_stay_months=1)
    with acting_as(world.actor("Tor")) as tor:
        case = bound(world, "tk-koordinering", "tk-oppfolging")
        notify(world, tor, case)
        assert told(case) == ["tk-koordinering"]


def test_a_deputy_of_the_version_gets_the_task_while_the_first_has_no_part(world: World) -> None:
    nav, coordination = world.unit("tk-nav"), world.unit("tk-koordinering")
    version = renew(world, deputies={RoleCode.MUNICIPAL_COORDINATOR: nav.pk})
    assert terms_of([version.pk])[version.pk].deputies == {RoleCode.MUNICIPAL_COORDINATOR: nav.pk}
    with acting_as(world.actor("Tor")) as tor:
        case = bound(world, "tk-nav")
        notify(world, tor, case, slug="tk-nav")
        sync_tasks(actor=tor, case=case, at=clock.now(), today=clock.today())
        plan = Task.objects.get(case=case, code="plan_started", lapsed_at=None, done_at=None)
        assert plan.to_unit == nav
        consent_to(world, tor, case, "tk-koordinering")
        notify(world, tor, case)
        sync_tasks(actor=tor, case=case, at=clock.now(), today=clock.today())
        plan = Task.objects.get(case=case, code="plan_started", lapsed_at=None, done_at=None)
        assert plan.to_unit == coordination


def test_whoever_writes_a_notice_sees_who_else_gets_it(world: World) -> None:
    renew(world, told=frozenset({FOLLOW_UP, HOUSING}))
    with acting_as(world.actor("Tor")):
        case = bound(world, "tk-koordinering", "tk-oppfolging")
    page = signed_in(world, "Tor").get(f"/sak/{case.key}/varsler/nytt/").content.decode()
    assert f"Beskjeden går også til: {world.unit('tk-oppfolging').name}" in page
    assert world.unit("tk-boligkontor").name not in page
