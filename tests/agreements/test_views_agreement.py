"""The agreement's page, what it is made from, and which agreement is in force."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from hjemvei.accounts.models import User
from hjemvei.agreements.actions.make_agreement import AgreementText, make_agreement
from hjemvei.agreements.enums import OffsetUnit, RoleCode
from hjemvei.agreements.queries import terms_of, version_in_force, versions_by_place
from hjemvei.agreements.rules import Offset
from hjemvei.agreements.words import BASIS, EVENT, PARTY, ROLE
from hjemvei.core.errors import RuleBroken
from tests.world import World

START = dt.date(2024, 1, 1)


def made(world: World, **changes: Offset) -> Any:
    return make_agreement(
        text=AgreementText(
            name="Trondheimsavtalen",
            purpose="Et sted å bo",
            signed_on=START,
            starts_on=START,
            changes=changes,
        ),
        prison_units=[world.unit("trondheim"), world.unit("trondheim-leira")],
        municipal_unit=world.unit("tk-koordinering"),
        role_units={RoleCode.NAV_CASEWORKER: world.unit("tk-nav")},
    )


@pytest.fixture(autouse=True)
def _served(settings: Any, tmp_path: Path) -> None:
    settings.MFA_REQUIRED = False
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


def test_in_force_by_place_day_and_municipality(world: World) -> None:
    version = made(world)
    place = {"prison_unit_id": world.unit("trondheim-leira").pk, "municipality": "5001"}
    assert version_in_force(**place, today=dt.date(2026, 11, 16)) == version
    assert version_in_force(**place, today=dt.date(2023, 12, 31)) is None
    assert version_in_force(**{**place, "municipality": "0301"}, today=START) is None
    assert versions_by_place(today=START)[(world.unit("trondheim").pk, "5001")] == version.pk


def test_a_number_of_the_agreement_replaces_the_default(world: World) -> None:
    version = made(world, acknowledge_notice=Offset(1, OffsetUnit.WORKING_DAYS))
    terms = terms_of([version.pk])[version.pk]
    rule = next(rule for rule in terms.rules if rule.code == "acknowledge_notice")
    assert rule.due.offset.count == 1
    assert terms.role_units == {RoleCode.NAV_CASEWORKER: world.unit("tk-nav").pk}


def test_a_misspelt_deadline_is_refused(world: World) -> None:
    with pytest.raises(RuleBroken, match="misspelt"):
        made(world, misspelt=Offset(1, OffsetUnit.DAYS))


@pytest.mark.parametrize("name", ["Tor", "Ida", "Per", "Vera"])
def test_the_page_is_open_to_all_signed_in(world: World, name: str) -> None:
    version = made(world, acknowledge_notice=Offset(1, OffsetUnit.WORKING_DAYS))
    client = Client()
    client.force_login(User.objects.get(pk=world.actor(name).user_id))
    assert "Trondheimsavtalen" in client.get("/avtaler/").content.decode()
    page = client.get(f"/avtaler/{version.agreement.key}/").content.decode()
    assert "1 virkedag etter varsel" in page and "avtalt annerledes" in page
    assert "NAV Trondheim, sosialtjenesten" in page
    assert ("Brukere av avtalen" in page) is (name != "Per")
    assert client.get("/avtaler/finnesikke/").status_code == 404
    assert Client().get("/avtaler/").status_code == 302


def test_every_term_has_its_word() -> None:
    for table in (PARTY, ROLE, EVENT, BASIS):
        kind = type(next(iter(table)))
        assert set(table) == set(kind)
