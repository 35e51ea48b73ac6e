"""Agreements that run as projects: one page, the first to end at the top, seen as the agreements are."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from hjemvei.agreements.models import Agreement
from hjemvei.agreements.projects import standing_of
from tests.agreements.test_register import begun, day, signed_in
from tests.cases.factories import agree
from tests.world import World

PLACE = "/avtaler/prosjekter/"


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.MFA_REQUIRED = False


def project(agreement: Agreement, *, until: int, begins: int = -30) -> None:
    Agreement.objects.filter(pk=agreement.pk).update(
        project_starts_on=day(begins),
        project_ends_before=day(until),
        project_funding=f"Tilskudd til {agreement.name}",
        exit_plan="Koordinatoren blir fast ansatt",
        strategy_target="Ingen løslates uten et sted å bo",
    )


def test_whose_money_until_when_and_what_then(world: World) -> None:
    running, draft = agree(world).agreement, begun(world, name="Utkastet")
    ida, oda = signed_in(world, "Ida"), signed_in(world, "Oda")
    assert "Ingen prosjekter" in ida.get(PLACE).content.decode()
    assert PLACE in ida.get("/avtaler/").content.decode()
    project(running, until=400)
    project(draft, until=100)
    page = ida.get(PLACE).content.decode()
    assert page.index("Utkastet") < page.index("Trondheimsavtalen")
    for text in ("Tilskudd til Utkastet", "Koordinatoren blir fast ansatt", "slutter snart", "pågår"):
        assert text in page
    assert f"/tall/avtale/{running.key}/" in page and f"/tall/avtale/{draft.key}/" not in page
    others = oda.get(PLACE).content.decode()
    assert "Trondheimsavtalen" in others and "Utkastet" not in others


@pytest.mark.parametrize(
    ("begins", "ends", "is_ended", "said"),
    [
        (1, 400, False, "kommer"),
        (0, 400, False, "pågår"),
        (-9, 181, False, "pågår"),
        (-9, 180, False, "slutter snart"),
        (-9, 1, False, "slutter snart"),
        (-9, 0, False, "avsluttet"),
        (-9, 400, True, "avsluttet"),
    ],
)
def test_where_it_stands(begins: int, ends: int, is_ended: bool, said: str) -> None:
    today = dt.date(2026, 11, 16)
    starts_on, ends_before = today + dt.timedelta(days=begins), today + dt.timedelta(days=ends)
    assert standing_of(starts_on, ends_before, is_ended=is_ended, today=today)[0] == said


def test_it_asks_the_same_however_many(world: World, django_assert_max_num_queries: Any) -> None:
    project(agree(world).agreement, until=300)
    ida = signed_in(world, "Ida")
    ida.get(PLACE)
    counts = []
    for _more in range(2):
        with django_assert_max_num_queries(60) as asked:
            ida.get(PLACE)
        counts.append(len(asked.captured_queries))
        for number in range(3):
            project(begun(world, name=f"Avtale {number}"), until=200 + number)
    assert counts[0] == counts[1]
