"""The agreement on paper: every clause and every number, in three languages; and the person's summary."""

from __future__ import annotations

import json
import re
from itertools import groupby

import pytest
from django.test import Client

from hjemvei.accounts.actor import acting_as
from hjemvei.agreements.actions.approve_summary import approve_summary
from hjemvei.agreements.actions.check_summary import check_summary
from hjemvei.agreements.actions.write_summary import write_summary
from hjemvei.agreements.clauses import LANGUAGES, read_summary, read_template
from hjemvei.agreements.filling import Values
from hjemvei.agreements.models import Agreement, AgreementVersion, SummaryTranslation
from hjemvei.exchange.letter_agreement import agreement_letter
from hjemvei.exchange.letter_pdf import Letter, as_json, letter_pdf
from hjemvei.exchange.letter_summary import summary_letter
from tests.agreements.test_signing import AT, TODAY, draft, signed
from tests.exchange.letters import unpacked
from tests.paper import Line, lines_of, text_of
from tests.world import World

__all__ = ["draft"]


def said(letter: Letter) -> str:
    values = json.loads(as_json(letter))
    return " ".join(" ".join(_strings(values)).split())


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for part in value.values() for text in _strings(part)]
    if isinstance(value, list):
        return [text for part in value for text in _strings(part)]
    return []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_clause_and_every_number_is_on_the_paper(
    world: World, draft: AgreementVersion, language: str
) -> None:
    signed(world, draft)
    with acting_as(world.actor("Ida")):
        letter = agreement_letter(draft, language, today=TODAY)
        text = said(letter)
        for number, clause in enumerate(read_template(language), 1):
            assert f"{number}. {clause.title}" in text
        wanted = set(re.findall(r"\{([a-z0-9_]+)\}", " ".join(c.body for c in read_template(language))))
        values = Values(draft, language).words
        for code in wanted & values.keys():
            assert values[code] in text, code
        assert "{" not in text
        assert "Kari Nordmann, Direktør" in text and "2026/114-3" in text
        assert " ".join(re.findall(".{8}", draft.signatures.all()[0].text_hash)) in text
        assert read_summary(language).title in text
        inside = unpacked(letter_pdf(letter))
        assert b"/Lang(" + language.encode() + b"-NO)" in inside
        for mark in (b"/Marked true", b"/StructTreeRoot", b"<pdfuaid:part>1</pdfuaid:part>"):
            assert mark in inside, mark


def test_the_clauses_can_be_read_out_of_the_file(world: World, draft: AgreementVersion) -> None:
    signed(world, draft)
    with acting_as(world.actor("Ida")):
        text = text_of(letter_pdf(agreement_letter(draft, "nb", today=TODAY)))
    assert [c.title for c in read_template("nb") if c.title not in text] == []
    assert "3 måneder" in text and re.search(r"Side (\d+) / \1(\D|$)", text)


def test_what_was_signed_stays_and_a_draft_says_so(world: World, draft: AgreementVersion) -> None:
    with acting_as(world.actor("Ida")):
        assert "Dette er et utkast" in said(agreement_letter(draft, "nb", today=TODAY))
    signed(world, draft)
    unit = world.unit("tk-boligkontor")
    with acting_as(world.actor("Ida")):
        before = said(agreement_letter(draft, "nb", today=TODAY))
    type(unit).objects.filter(pk=unit.pk).update(name="Et helt nytt kontor")
    with acting_as(world.actor("Ida")):
        after = said(agreement_letter(draft, "nb", today=TODAY))
    assert unit.name in after.split("Underskrifter")[0]
    assert "Et helt nytt kontor" not in after.split("Underskrifter")[0]
    assert "Dette er et utkast" not in before


def test_the_summary_says_who_has_not_read_it(world: World, draft: AgreementVersion) -> None:
    with acting_as(world.actor("Ida")) as ida:
        arabic = summary_letter(draft, "ar")
        text = said(arabic)
        assert arabic.language == "ar" and "Oversettelsen er ikke kontrollert" in text
        assert read_summary("nb").title in text and read_summary("ar").title in text
        assert b"/Lang(ar-NO)" in unpacked(letter_pdf(arabic))
        row = write_summary(
            actor=ida, version=draft, language="sq", title="Marrëveshja", body="Një shtëpi.\n\n- një",
            is_machine_made=True, at=AT,
        )  # fmt: skip
        assert "Marrëveshja" not in said(summary_letter(draft, "sq"))
        _approve(world, row)
        checked = said(summary_letter(draft, "sq"))
        assert "ikke kontrollert" not in checked and read_summary("nb").title not in checked


def _approve(world: World, row: SummaryTranslation) -> None:
    with acting_as(world.actor("Leif")) as leif:
        row = check_summary(actor=leif, summary=row, role="autorisert translatør", at=AT)
        approve_summary(actor=leif, summary=row, at=AT)


MIDDLE = 595 / 2
"""Of an A4 page, in points."""


@pytest.mark.parametrize(("language", "from_right"), [("ar", True), ("ckb", True), ("pl", False)])
def test_the_lines_of_the_paper_begin_where_the_language_does(
    world: World, draft: AgreementVersion, language: str, from_right: bool
) -> None:
    """Also in a language that a municipality has added; Norwegian after what nobody has read begins left."""
    with acting_as(world.actor("Ida")) as ida:
        if language == "ckb":
            row = write_summary(
                actor=ida, version=draft, language=language, title="ڕێککەوتن", body="خانوو.\n\n- یەک",
                is_machine_made=True, at=AT,
            )  # fmt: skip
            _approve(world, row)
        lines = lines_of(letter_pdf(summary_letter(draft, language)))
    first, *rest = (list(page) for _n, page in groupby(lines, key=lambda line: line.page))
    assert is_from_right(first) is from_right
    assert bool(rest) is (language != "ckb") and not (rest and is_from_right(rest[-1]))


def is_from_right(page: list[Line]) -> bool:
    """Whether short lines lie at the right; long ones reach both sides."""
    short = [line for line in page if len(line.text) < 35 and 120 < line.top < 760]
    assert short
    return sum(line.left > MIDDLE for line in short) > len(short) / 2


def test_who_may_download(world: World, draft: AgreementVersion) -> None:
    signed(world, draft)
    key = draft.agreement.key
    anybody = Client()
    for path in ("nb.pdf", "sammendrag/ar.pdf"):
        assert anybody.get(f"/avtaler/{key}/apen/{path}").status_code == 404
    Agreement.objects.update(is_public=True)
    for path in ("nb.pdf", "en.pdf", "sammendrag/ar.pdf"):
        answer = anybody.get(f"/avtaler/{key}/apen/{path}")
        assert answer.status_code == 200 and answer.content.startswith(b"%PDF")
    for path in ("pl.pdf", "sammendrag/xx.pdf"):
        assert anybody.get(f"/avtaler/{key}/apen/{path}").status_code == 404
    assert anybody.get(f"/avtaler/{key}/versjon/2/nb.pdf").status_code == 302
