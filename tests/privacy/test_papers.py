"""The papers: filled with what is so, open where the organisation must answer, and they claim no more."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from hjemvei.agreements.models import Agreement, AgreementParty
from hjemvei.audit.held import registers
from hjemvei.core import clock
from hjemvei.core.db import session
from hjemvei.core.privacy import About
from hjemvei.parties.models import Controller
from hjemvei.privacy.documents import PAPERS, TEMPLATES, blocks, paper, papers, pdf, plain
from hjemvei.privacy.measures import MEASURES
from tests.exchange.letters import unpacked
from tests.nodes import exists
from tests.world import World

DAY = clock.today()


def municipality() -> Controller:
    return Controller.objects.get(name="Trondheim kommune")


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.test)
def test_every_measure_is_proved_by_a_test_that_is_there(measure: object) -> None:
    assert exists(measure.test)  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", PAPERS)
def test_each_paper_is_filled_in_and_says_what_is_open(world: World, name: str) -> None:
    made = paper(name, municipality(), today=DAY)
    assert made.markdown.startswith(f"# {PAPERS[name]}\n")
    assert "Trondheim kommune" in made.markdown
    assert made.to_fill_in >= 3
    assert "{{" not in made.markdown and "{%" not in made.markdown and "None" not in made.markdown
    assert len(re.findall(r"\[fyll inn", made.markdown)) == made.to_fill_in
    assert pdf(made, municipality(), today=DAY).startswith(b"%PDF-1.7")


def test_there_is_a_template_for_each_and_no_other() -> None:
    assert {path.stem for path in TEMPLATES.glob("*.md")} == {*PAPERS, "_hode"}


def test_a_privacy_officer_reads_what_is_not_done_and_which_law_was_not_read(world: World) -> None:
    text = paper("personvernkonsekvenser", municipality(), today=DAY).markdown
    assert "Kontoene til ansatte slettes ikke" in text
    assert "ikke gransket av uavhengige" in text
    assert "Nødvendig for å utføre virksomhetens oppgaver (må kontrolleres" in text
    assert "Samtykke brukes ikke som behandlingsgrunnlag" in text


def test_the_papers_of_a_municipality_are_its_own(world: World) -> None:
    """Its roles and its law, not the prison's; and both officers with what each of them sees."""
    made = {one.name: one.markdown for one in papers(municipality(), today=DAY)}
    for name in ("behandlingsprotokoll", "tilgangsstyring", "personvernkonsekvenser"):
        assert "kontaktbetjent" not in made[name] and "boligkonsulent" in made[name], name
    assert "straffegjennomføringsloven" not in made["behandlingsprotokoll"]
    assert "boligsosialloven" in made["behandlingsprotokoll"]
    prison = Controller.objects.get(kind="correctional_service")
    of_prison = paper("behandlingsprotokoll", prison, today=DAY).markdown
    assert "straffegjennomføringsloven" in of_prison and "sosialtjenesteloven" not in of_prison
    assert "Ikke navn og ikke innhold" in made["tilgangsstyring"]
    assert "også helse og svar gitt i fortrolighet" in made["tilgangsstyring"]
    assert "1 person er registrert som personvernombud" in made["personvernkonsekvenser"]
    assert "person(er)" not in " ".join(made.values())


def test_the_papers_say_what_lies_in_plain_text_and_that_a_stolen_key_opens_all(world: World) -> None:
    text = paper("brudd", municipality(), today=DAY).markdown
    for said in (
        "navn, fødselsdato",
        "boligens navn og adresse",
        "må alt i kopien regnes som lest",
        "art. 33 nr. 3",
    ):
        assert said in text, said
    assert "Trondheim kommune (kommune)" not in text  # oneself is no other party
    for name in ("personvernkonsekvenser", "databehandleravtale"):
        made = paper(name, municipality(), today=DAY).markdown
        assert "bare ved oppgradering" not in made and "art. 9 nr. 2 bokstav a" not in made


def test_everything_held_about_people_stands_in_the_record_of_processing(world: World) -> None:
    text = paper("behandlingsprotokoll", municipality(), today=DAY).markdown
    about = [found for found in registers() if found.table.about is not About.NOBODY]
    assert [str(found.table.text) for found in about if str(found.table.text) not in text] == []


def test_parties_come_from_the_agreements(world: World) -> None:
    prison = world.unit("trondheim")
    agreement = Agreement.objects.create(name="Avtale | om *bosetting*\n# x", state="in_force")
    for side, unit in (("prison", prison), ("municipality", world.unit("tk-koordinering"))):
        AgreementParty.objects.create(
            agreement=agreement, controller_id=unit.controller_id, side=side, contact_unit=unit
        )
    with session({}):
        text = paper("felles-ansvar", municipality(), today=DAY).markdown
    assert f"- {plain(prison.controller.name)} (kriminalomsorgen" in text
    assert "Avtale \\| om \\*bosetting\\* \\# x" in text
    said = next(block for block in blocks(text) if block.kind == "list")
    assert any("Avtale | om *bosetting* # x" in row for row in said.rows)


def test_no_paper_names_anybody_or_shows_a_secret(world: World, settings: object) -> None:
    text = " ".join(made.markdown for made in papers(municipality(), today=DAY))
    people = {name for person in world.admitted for name in person.split()}
    staff = {actor.name for actor in world.actors.values() if len(actor.name) > 3}
    words = set(re.findall(r"\w+", text))
    assert not words & people
    assert not words & staff
    for secret in ("SECRET_KEY", "FIELD_KEY", "INDEX_KEY"):
        assert str(getattr(settings, secret)) not in text


def test_tables_that_the_paper_has_no_room_for_are_refused() -> None:
    with pytest.raises(ValueError, match="2 columns"):
        list(blocks("| a | b |\n|---|---|\n| 1 | 2 |"))


@pytest.mark.parametrize("name", ["Per", "Anne"])
def test_officer_and_administrator_download_their_own(sign_in: Callable[[str], Client], name: str) -> None:
    client = sign_in(name)
    page = client.get(reverse("privacy:papers")).content.decode()
    assert all(title in page for title in PAPERS.values())
    text = client.get(reverse("privacy:paper", args=["brudd", "md"]))
    assert text.headers["Content-Disposition"] == 'attachment; filename="brudd.md"'
    assert "Trondheim kommune" in text.content.decode()
    paper_pdf = client.get(reverse("privacy:paper", args=["brudd", "pdf"]))
    assert b"Trondheim" in unpacked(paper_pdf.content)
    assert client.get("/personvern/papirer/annet.md").status_code == 404


@pytest.mark.parametrize("name", ["Tor", "Ida", "Kari", "Vera"])
def test_others_get_none(sign_in: Callable[[str], Client], name: str) -> None:
    client = sign_in(name)
    for address in (reverse("privacy:papers"), reverse("privacy:paper", args=["brudd", "md"])):
        assert client.get(address).status_code == 403
    assert reverse("privacy:papers") not in client.get(reverse("privacy:held")).content.decode()


def test_the_command_writes_a_folder_for_each_organisation(world: World, tmp_path: Path) -> None:
    call_command(
        "privacy", "papers", "--to", str(tmp_path), "--organisation", "Trondheim kommune", stdout=StringIO()
    )
    written = {path.name for path in (tmp_path / "trondheim-kommune").iterdir()}
    assert written == {f"{name}.{form}" for name in PAPERS for form in ("md", "pdf")}
