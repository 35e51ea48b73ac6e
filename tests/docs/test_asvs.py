"""docs/asvs.csv: all 345 requirements of ASVS 5.0.0 by id, each with a state and evidence that is there."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from tests.nodes import exists

ROOT = Path(__file__).resolve().parents[2]
STATES = ("met", "partly", "not", "n.a.")
PER_CHAPTER = {
    "V1": 30, "V2": 13, "V3": 31, "V4": 16, "V5": 13, "V6": 47, "V7": 19, "V8": 13, "V9": 7, "V10": 36,
    "V11": 24, "V12": 12, "V13": 21, "V14": 13, "V15": 21, "V16": 17, "V17": 12,
}  # fmt: skip
PER_LEVEL = {"1": 70, "2": 183, "3": 92}
PLACES = ("docs/", "requirements/", "SECURITY.md", "README.md")


def rows() -> list[dict[str, str]]:
    with (ROOT / "docs" / "asvs.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle, delimiter=";", strict=True))


def chapter(row: dict[str, str]) -> str:
    return row["id"].split(".")[0]


def test_every_requirement_stands_there_once_in_order() -> None:
    found = rows()
    assert Counter(map(chapter, found)) == PER_CHAPTER
    assert Counter(row["level"] for row in found) == PER_LEVEL
    ids = [tuple(int(part) for part in row["id"].removeprefix("V").split(".")) for row in found]
    assert ids == sorted(set(ids))


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["id"])
def test_it_has_a_state_and_evidence_that_is_there(row: dict[str, str]) -> None:
    assert row["state"] in STATES and row["words"]
    evidence = row["evidence"]
    if evidence.startswith("tests/"):
        assert exists(evidence), evidence
    elif evidence.startswith(PLACES):
        assert (ROOT / evidence).is_file(), evidence
    else:
        assert not evidence
    if row["state"] != "met" or not evidence:
        assert len(row["reason"]) >= 4, "say why, what is missing, or where"


def test_the_summary_counts_what_the_table_says() -> None:
    text = (ROOT / "docs" / "asvs.md").read_text(encoding="utf-8")
    for name in PER_CHAPTER:
        counts = Counter(row["state"] for row in rows() if chapter(row) == name)
        cells = " | ".join(str(counts[state]) for state in STATES)
        assert f"| {name} | " in text and f"| {cells} | {PER_CHAPTER[name]} |" in text, name
