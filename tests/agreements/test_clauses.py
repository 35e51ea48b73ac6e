"""The built-in template: every clause in three languages, every number typed, and how changes are shown."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import fields, replace
from pathlib import Path

import pytest
from setuptools import find_packages

from hjemvei.agreements.clause_laws import LAWS, LawCode
from hjemvei.agreements.clause_text import (
    BadTemplate,
    ClauseText,
    DiffState,
    Part,
    PartKind,
    Piece,
    PieceKind,
    UnknownPlaceholder,
    compare,
    filled,
    parts,
    pieces,
    placeholders_in,
)
from hjemvei.agreements.clauses import (
    BLOCKS,
    CLAUSES,
    FOLDER,
    LANGUAGES,
    RULE_OF_PARAMETER,
    SUMMARY_LANGUAGES,
    ClauseCode,
    _read,
    clause_of_rule,
    lengths,
    placeholders,
    read_summary,
    read_template,
)
from hjemvei.agreements.defaults import (
    AGREEMENT_DEADLINES,
    CASE_DEADLINES,
    DEFAULT_PARAMETERS,
    Parameters,
    parameter_changes,
)
from hjemvei.agreements.drafts import editable_rules
from hjemvei.agreements.enums import OffsetUnit
from hjemvei.agreements.rules import Offset
from hjemvei.ui.rules import judging_words
from tests.golden import Row, golden

ROOT = Path(__file__).resolve().parents[2]
NOT_IN_PARAMETERS = {"remand_needs_presumption", "target_people_at_a_time"}
"""Columns of a version that the defaults know nothing of."""
TEXTS = [pytest.param(text, id=f"{lang}-{text.code}") for lang in LANGUAGES for text in read_template(lang)]
SUMMARIES = [pytest.param(read_summary(lang), id=lang) for lang in SUMMARY_LANGUAGES]


def words(text: ClauseText) -> int:
    return len(re.sub(r"^- ", "", text.body, flags=re.M).split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_nineteen_clauses_in_order_with_the_same_placeholders(language: str) -> None:
    texts, source = read_template(language), read_template("nb")
    assert [text.code for text in texts] == list(ClauseCode) and len(texts) == 19
    assert len({text.title for text in texts}) == 19
    for text, norwegian in zip(texts, source, strict=True):
        assert Counter(placeholders_in(text.body)) == Counter(placeholders_in(norwegian.body)), text.code
        kinds = [(part.kind, len(part.texts)) for part in parts(text.body)]
        assert kinds == [(part.kind, len(part.texts)) for part in parts(norwegian.body)], text.code
    assert len(list((FOLDER / language).iterdir())) == 19


@pytest.mark.parametrize("text", TEXTS)
def test_a_clause_is_whole_and_carries_only_typed_numbers(text: ClauseText) -> None:
    assert 60 <= words(text) <= 220
    assert not re.search(r"\d", text.title + re.sub(r"\{\w+\}", "", text.body)), (
        "a number beside its parameter"
    )
    assert set(placeholders_in(text.body)) <= placeholders(ClauseCode(text.code))
    assert judging_words(f"{text.title} {text.body}") == []
    assert not re.search(r"[<>*_`\[\]]|^#", re.sub(r"\{\w+\}", "", text.body), re.M), (
        "outside the small subset"
    )


def test_every_parameter_and_every_rule_stands_in_exactly_one_clause() -> None:
    named = Counter(name for clause in CLAUSES.values() for name in clause.parameters)
    assert set(named) == {field.name for field in fields(Parameters)} | NOT_IN_PARAMETERS
    ruled = Counter(code for clause in CLAUSES.values() for code in clause.rules)
    assert set(ruled) == {rule.code for rule in (*CASE_DEADLINES, *AGREEMENT_DEADLINES)}
    assert {*named.values(), *ruled.values()} == {1}
    assert list(CLAUSES) == list(ClauseCode)


def test_a_parameter_stands_beside_the_rule_it_is_the_number_of() -> None:
    assert set(RULE_OF_PARAMETER.values()) == set(parameter_changes(DEFAULT_PARAMETERS))
    for parameter, rule in RULE_OF_PARAMETER.items():
        changes = parameter_changes(replace(DEFAULT_PARAMETERS, **{parameter: 29}))
        assert abs(changes[rule].count) == 29
        assert parameter in CLAUSES[clause_of_rule(rule)].parameters


def test_every_number_that_the_parties_may_change_stands_in_the_text_of_its_clause() -> None:
    text = {ClauseCode(clause.code): set(placeholders_in(clause.body)) for clause in read_template("nb")}
    for rule in editable_rules():
        assert rule.code in text[clause_of_rule(rule.code)], rule.code
    for code, clause in CLAUSES.items():
        numbers = {RULE_OF_PARAMETER.get(name, name) for name in clause.parameters}
        assert numbers - {"target_people_at_a_time"} <= text[code]
        assert {*clause.facts, *clause.blocks} <= text[code]


def test_the_whole_template_can_be_filled_from_its_parameters() -> None:
    numbers = lengths(replace(DEFAULT_PARAMETERS, minimum_stay_months=4, homeless_gate_months=3))
    assert numbers["minimum_stay_months"] == Offset(4, OffsetUnit.MONTHS)
    assert numbers["homeless_gate"] == Offset(3, OffsetUnit.MONTHS)
    own = replace(
        next(rule for rule in CASE_DEADLINES if rule.code == "first_notice"),
        due=replace(CASE_DEADLINES[0].due, offset=Offset(-2, OffsetUnit.WEEKS)),
    )
    assert lengths(DEFAULT_PARAMETERS, (own,))["first_notice"] == Offset(2, OffsetUnit.WEEKS)
    values = {code: f"{offset.count} {offset.unit}" for code, offset in numbers.items()}
    values |= {"starts_on": "2027-01-01", "review_on": "2028-01-01"}
    for language in LANGUAGES:
        for text in read_template(language):
            whole = filled(text.body, values, standing=BLOCKS)
            assert set(placeholders_in(whole)) == set(CLAUSES[ClauseCode(text.code)].blocks)
            shown = {part.texts[0] for part in parts(whole) if part.kind == PartKind.BLOCK}
            assert shown == set(CLAUSES[ClauseCode(text.code)].blocks), "a block stands alone on its line"


@pytest.mark.parametrize("code", ["parteer", "", "a b", "MINIMUM_STAY_MONTHS", "a.__class__"])
def test_an_unknown_placeholder_is_refused(code: str) -> None:
    with pytest.raises(UnknownPlaceholder):
        filled(f"Svar innen {{{code}}}.", {"answer_inquiry": "5 virkedager"})


def test_a_value_can_mean_nothing_in_the_text() -> None:
    hostile = "# Ny overskrift\n\n- {deadlines} <b>\\{scope}"
    whole = filled("{name}\n\nSlutt {name}.", {"name": hostile}, standing=BLOCKS)
    said = "# Ny overskrift - {deadlines} <b>\\{scope}"
    assert parts(whole) == (
        Part(PartKind.PARAGRAPH, (said,)),
        Part(PartKind.PARAGRAPH, (f"Slutt {said}.",)),
    )
    assert placeholders_in(whole) == []
    listed = filled("{scope}", {"scope": ["Leira", "- Tunga\nA"]})
    assert parts(listed) == (Part(PartKind.LIST, ("Leira", "- Tunga A")),)


@pytest.mark.parametrize("row", golden("agreements", "avtaletekst"), ids=lambda row: row["kilde"])
def test_the_golden_table_of_comparisons(row: Row) -> None:
    signs = {PieceKind.KEPT: "{}", PieceKind.REMOVED: "[-{}-]", PieceKind.ADDED: "{{+{}+}}"}
    found = list(pieces(row["før"], row["etter"]))
    assert "".join(signs[piece.kind].format(piece.text) for piece in found) == row["vist"]
    assert "".join(piece.text for piece in found if piece.kind != PieceKind.ADDED) == row["før"]
    assert "".join(piece.text for piece in found if piece.kind != PieceKind.REMOVED) == row["etter"]


def test_clauses_are_compared_one_by_one() -> None:
    old = list(read_template("nb"))
    new = [replace(text, title="Mål") if text.code == "purpose" else text for text in old]
    del new[3]
    new.insert(0, ClauseText("preamble", "Innledning", "Partene vil samarbeide."))
    diffs = compare(old, new)
    assert [diff.code for diff in diffs] == ["preamble", *ClauseCode]
    states = {diff.code: diff.state for diff in diffs if diff.state != DiffState.SAME}
    assert states == {
        "preamble": DiffState.ADDED,
        "purpose": DiffState.CHANGED,
        "target_group": DiffState.LEFT_OUT,
    }
    added = diffs[0]
    assert added.body == (Piece(PieceKind.ADDED, "Partene vil samarbeide."),)
    assert [diff.code for diff in compare(old, old[3:])] == list(ClauseCode)
    assert {diff.state for diff in compare(old, old)} == {DiffState.SAME}
    assert compare([], []) == []


@pytest.mark.parametrize("text", SUMMARIES)
def test_the_summary_is_short_plain_and_the_same_in_every_language(text: ClauseText) -> None:
    assert 120 <= words(text) <= 180
    kinds = [(part.kind, len(part.texts)) for part in parts(text.body)]
    paragraph = (PartKind.PARAGRAPH, 1)
    assert kinds == [paragraph, paragraph, (PartKind.LIST, 5), paragraph, paragraph, paragraph]
    assert placeholders_in(text.body) == [] and not re.search(r"\d", text.body)
    assert judging_words(f"{text.title} {text.body}") == []


def test_a_language_without_a_template_and_a_broken_file_are_refused(tmp_path: Path) -> None:
    for language in ("se", "../nb", ""):
        with pytest.raises(KeyError):
            read_template(language)
    with pytest.raises(KeyError):
        read_summary("../nb/01_parties")
    for content in ("Uten overskrift\n\nTekst", "# Bare overskrift\n"):
        (tmp_path / "x.md").write_text(content, encoding="utf-8")
        with pytest.raises(BadTemplate):
            _read(tmp_path / "x.md", "x")


def test_laws_are_named_with_their_number_and_met_requirements_have_ids() -> None:
    assert set(LAWS) == set(LawCode)
    assert all(re.fullmatch(r"(LOV|FOR)-\d{4}-\d{2}-\d{2}-\d+", law.number) for law in LAWS.values())
    ids = [code for clause in CLAUSES.values() for code in clause.meets]
    assert all(re.fullmatch(r"[RL][1-9]\d{0,2}", code) for code in ids)
    assert all(clause.meets and len(set(clause.meets)) == len(clause.meets) for clause in CLAUSES.values())


def test_the_template_is_shipped_with_the_package() -> None:
    with (ROOT / "pyproject.toml").open("rb") as file:
        setup = tomllib.load(file)["tool"]["setuptools"]
    assert "hjemvei.agreements" in find_packages(str(ROOT / "src"))
    assert setup["package-data"]["*"] == ["**/*"], "texts beside the code are shipped by this pattern"
    assert not any("md" in pattern for pattern in setup["exclude-package-data"]["*"])
