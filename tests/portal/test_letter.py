"""The paper with the code is safe to have in a cell, in every language of the person's."""

from __future__ import annotations

import datetime as dt

import pytest
from django.conf import settings

from hjemvei.accounts.actor import acting_as
from hjemvei.audit import reads
from hjemvei.exchange.letter_pdf import UNCHECKED, as_json, letter_pdf
from hjemvei.portal.letter import pack_letter
from hjemvei.sharing.queries import disclose
from tests.world import World

AT = dt.datetime(2026, 11, 16, 9, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize("language", [code for code, _name in settings.PERSON_LANGUAGES])
def test_the_paper_tells_nothing_of_whom_or_why(world: World, language: str) -> None:
    with acting_as(world.actor("Tor")) as tor, reads.recording(tor, page="prøve"):
        case = world.case("Klok Lyng")
        person = disclose(tor, case)
        letter = pack_letter(
            tor, person, language=language, code="abcd2345", expires_at=AT + dt.timedelta(days=7), at=AT
        )
    paper = as_json(letter)
    assert "ABCD-2345" in paper and "Klok" in paper
    assert not [word for word in ("Lyng", case.key, "dom", "27909642545") if word in paper.split()]
    assert "Lyng" not in paper and case.key not in paper
    assert (UNCHECKED in paper) is (language not in settings.CHECKED_LANGUAGES | settings.PROJECT_LANGUAGES)
    said = paper.split('"unchecked": "')[1].split('"')[0]
    assert bool(said) is (language not in settings.CHECKED_LANGUAGES)
    assert letter_pdf(letter).startswith(b"%PDF")


@pytest.mark.parametrize(("language", "name"), [("ar", "arabisk"), ("so", "somali"), ("pl", "polsk")])
def test_staff_can_read_which_interpreter_is_needed(world: World, language: str, name: str) -> None:
    """The line is the last on the paper, below the one that says to point at it."""
    with acting_as(world.actor("Tor")) as tor, reads.recording(tor, page="prøve"):
        person = disclose(tor, world.case("Klok Lyng"))
        letter = pack_letter(tor, person, language=language, code="abcd2345", expires_at=AT, at=AT)
    assert letter.blocks[-1].text == f"Jeg trenger tolk. Språket mitt er {name}."
    assert letter.blocks[-2].kind == "box"
