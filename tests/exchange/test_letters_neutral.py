"""Letters to a landlord, or shown to others, tell nothing of where the tenant comes from (R86)."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.enums import Role
from hjemvei.cases.document_content import opened
from hjemvei.cases.models import Document
from hjemvei.core.errors import RuleBroken
from hjemvei.exchange import letter_news, letter_pdf
from hjemvei.exchange.letter_pdf import Letter
from hjemvei.exchange.letters import neutral_frame
from hjemvei.persons.models import Person
from hjemvei.tenancies.actions.issue_guarantee import Security, issue_guarantee
from hjemvei.tenancies.choices import SecurityKind
from tests.allocation.factories import TODAY
from tests.exchange.letters import unpacked
from tests.needs.factories import KLOK, share
from tests.tenancies.factories import leased
from tests.world import CLOCK, World

TELLS = re.compile(
    r"fengsel|fange|soning|sonar|straff|dom\b|dømt|varetekt|løslat|lauslat|kriminal|friomsorg|tilbakefør"
    r"|innsatt|prison|releas|convict|sentence|probation|hjemvei|\bsak(?:en|s)?\b|\bsaka\b|saksnummer|\bcase\b"
    r"|sosial|\bnav\b|rus\b",
    re.IGNORECASE,
)


def letters(
    world: World, monkeypatch: pytest.MonkeyPatch, language: str
) -> list[tuple[Letter, Document, str, bytes]]:
    """What the system itself writes for a lease, a guarantee and a deposit, on the way to the paper; the
    title that the document got, and its file.
    """
    written: list[Letter] = []
    made = letter_pdf.letter_pdf

    def seen(letter: Letter) -> bytes:
        written.append(letter)
        return made(letter)

    share(world)
    with acting_as(world.actor("Sara")):
        Person.objects.filter(cases=world.case(KLOK)).update(language=language)
        Person.objects.filter(participations__case=world.case(KLOK)).update(language=language)
    monkeypatch.setattr("hjemvei.exchange.letters.letter_pdf", seen)
    lease = leased(world)
    written[:] = written[-1:]
    for kind, amount in ((SecurityKind.GUARANTEE, 16000), (SecurityKind.DEPOSIT, 8000)):
        with acting_as(world.actor("Sara")) as sara:
            issue_guarantee(
                actor=sara,
                lease=lease,
                security=Security(kind=kind, amount=amount, issued_on=TODAY),
                at=CLOCK,
            )
    with acting_as(world.actor("Sara")) as sara:
        rows = Document.objects.visible_to(sara).filter(
            about__in=[f"lease:{lease.key}", f"guarantee:{lease.key}"]
        )
        kept = list(rows.select_related("case").order_by("id"))
        return [(letter, row, row.title, opened(row)) for letter, row in zip(written, kept, strict=True)]


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_no_letter_to_a_landlord_names_prison_service_or_case(
    world: World, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    found = letters(world, monkeypatch, language)
    assert len(found) == 3
    for letter, row, title, content in found:
        said = letter_pdf.as_json(letter)
        assert TELLS.findall(said) == [] and letter.reference == ""
        assert TELLS.findall(title) == []
        assert row.case.key not in said and row.key not in said
        for unit in world.units.values():
            assert unit.name == letter.sender or unit.name not in said
        file = unpacked(content).decode("latin-1")
        assert re.findall(r"fengsel|prison|hjemvei|kriminal", file, re.IGNORECASE) == []
        assert row.case.key not in file


def test_the_sender_is_the_municipality_and_never_the_correctional_service(world: World) -> None:
    with acting_as(world.actor("Sara")) as sara:
        frame = neutral_frame(sara, receiver="Utleier", address="Prøveveien 1", at=CLOCK)
    assert (frame.sender, frame.sender_lines, frame.reference) == ("Trondheim kommune", (), "")
    tor = world.actor("Tor")
    lender = replace(tor, unit_roles={tor.unit_id: frozenset({Role.HOUSING_CONSULTANT})})
    with acting_as(lender), pytest.raises(RuleBroken, match="sendes av kommunen"):
        neutral_frame(lender, receiver="Utleier", address="Prøveveien 1", at=CLOCK)


def test_every_letter_without_a_case_reference_goes_through_the_neutral_frame() -> None:
    """Whoever adds a letter for a landlord finds one way to do it."""
    used = {
        name
        for name in ("on_lease", "on_guarantee")
        if "neutral_frame" in getattr(letter_news, name).__code__.co_names
    }
    assert used == {"on_lease", "on_guarantee"}
