"""The case page: what the first answer holds, for whom."""

from __future__ import annotations

from pathlib import Path

import pytest

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.enums import InfoClass
from hjemvei.cases.actions.sync_caseload import sync_caseload
from hjemvei.core.db import call
from hjemvei.sharing.models import Case, Consent
from hjemvei.web import case_panels
from tests.sharing.test_kernel import give_consent
from tests.web.factories import inside, signed_in, statements
from tests.world import World

MOST_STATEMENTS = 10


@pytest.fixture
def klok(world: World) -> Case:
    return inside(
        world,
        "Klok Lyng",
        days=20,
        risk="yes",
        status="no_home",
        task="consent_asked",
        due_in=-2,
        owner="Tor",
    )


def share(world: World, case: Case, *, to: str, classes: list[InfoClass]) -> Consent:
    with acting_as(world.actor("Tor")):
        consent = give_consent(world, case, to=to, classes=classes)
        call("give_access", consent.pk, world.unit(to).pk)
        sync_caseload(case_ids=[case.pk])
    return consent


def test_the_first_answer_says_what_why_and_when(world: World, klok: Case) -> None:
    client = signed_in(world, "Tor")
    client.get(f"/sak/{klok.key}/")
    with statements() as said:
        text = client.get(f"/sak/{klok.key}/").content.decode()
    for expected in (
        "Klok Lyng",
        "nummer registrert",
        "Løslates om 20 dager",
        "Oppgave consent_asked",
        "over fristen",
        "bolig ikke funnet",
        "Personen er ikke spurt ennå",
        "Tor Prøve",
    ):
        assert expected in text
    assert "27909642545" not in text
    assert len(said) <= MOST_STATEMENTS, said


@pytest.mark.parametrize("name", ["Ida", "Oda", "Kari", "Per", "Anne"])
def test_strangers_find_nothing(world: World, klok: Case, name: str) -> None:
    answer = signed_in(world, name).get(f"/sak/{klok.key}/")
    assert answer.status_code == 404
    assert "Lyng" not in answer.content.decode()


@pytest.mark.parametrize("name", ["Berit", "Liv"])
def test_colleagues_of_another_prison_are_told_by_which_rule(world: World, klok: Case, name: str) -> None:
    answer = signed_in(world, name).get(f"/sak/{klok.key}/")
    text = answer.content.decode()
    assert answer.status_code == 403
    assert "annen enhet i virksomheten" in text and "1300" in text and "other_unit" in text
    assert f"/nodtilgang/{klok.key}/" in text and "Lyng" not in text


@pytest.mark.parametrize(
    ("name", "unit", "sees", "not_sees"),
    [
        ("Ida", "tk-koordinering", ["Løslates om 20 dager", "bolig ikke funnet"], []),
        ("Sara", "tk-boligkontor", ["Løslates om 20 dager", "bolig ikke funnet"], []),
        ("Hege", "tk-helse", ["Løslates om 20 dager"], ["bolig ikke funnet"]),
        ("Vera", "frivillig", ["bolig ikke funnet"], ["Løslates om 20 dager", "Løslatelse</h2>"]),
    ],
)
def test_each_role_sees_its_classes(
    world: World, klok: Case, name: str, unit: str, sees: list[str], not_sees: list[str]
) -> None:
    shared = [InfoClass.IDENTITY, InfoClass.CUSTODY, InfoClass.HOUSING, InfoClass.COORDINATION]
    share(world, klok, to=unit, classes=shared)
    text = signed_in(world, name).get(f"/sak/{klok.key}/").content.decode()
    assert "Klok Lyng" in text
    assert [part for part in sees if part not in text] == []
    assert [part for part in not_sees if part in text] == []


def test_only_what_was_named_in_the_consent(world: World, klok: Case) -> None:
    share(world, klok, to="tk-koordinering", classes=[InfoClass.IDENTITY, InfoClass.COORDINATION])
    text = signed_in(world, "Ida").get(f"/sak/{klok.key}/").content.decode()
    assert "Klok Lyng" in text
    assert "om 20 dager" not in text
    assert "bolig ikke funnet" not in text


def test_a_withdrawn_consent_leaves_a_red_banner_or_nothing(world: World, klok: Case) -> None:
    consent = share(world, klok, to="tk-koordinering", classes=[InfoClass.IDENTITY, InfoClass.CUSTODY])
    ida = signed_in(world, "Ida")
    assert ida.get(f"/sak/{klok.key}/").status_code == 200
    with acting_as(world.actor("Tor")):
        call("withdraw", consent.pk, "oral")
    assert ida.get(f"/sak/{klok.key}/").status_code == 404


def test_a_whole_number_takes_a_click_of_its_own_by_a_role_that_needs_it(world: World, klok: Case) -> None:
    button, whole = f'action="/sak/{klok.key}/nummer/"', "279096 42545"
    siv, tor = signed_in(world, "Siv"), signed_in(world, "Tor")
    page = siv.get(f"/sak/{klok.key}/").content.decode()
    assert button in page and whole not in page and "42545" not in page
    assert button not in tor.get(f"/sak/{klok.key}/").content.decode()
    with statements() as said:
        assert whole in siv.post(f"/sak/{klok.key}/nummer/").content.decode()
    assert any("audit_readlog" in text and "sharing:number" in text for text in said)
    assert siv.get(f"/sak/{klok.key}/nummer/").status_code == 405
    assert tor.post(f"/sak/{klok.key}/nummer/").status_code == 403
    assert signed_in(world, "Ida").post(f"/sak/{klok.key}/nummer/").status_code == 404


def test_every_link_beside_the_case_is_shown(world: World, klok: Case) -> None:
    """What a role may open, stands on the page: the rights of the person too."""
    page = signed_in(world, "Tor").get(f"/sak/{klok.key}/").content.decode()
    assert f'href="/rettigheter/sak/{klok.key}/"' in page
    template = (Path(case_panels.__file__).parent / "templates/web/case.html").read_text()
    assert not [name for _label, name, _class in case_panels.ASIDE if f'"{name}"' not in template]
