"""Reference data is whole, refers only to what exists, and the rolls are carried unchanged."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "src" / "hjemvei" / "parties" / "reference"
DEMO_ROLLS = ROOT / "src" / "hjemvei" / "demo" / "rolls"
TEST_ROLLS = ROOT / "tests" / "data" / "rolls"
ROLLS = {
    "trondheim-2026-11-02.csv": "5a7bb0a082525a92f0847455203b12de97eca3d232512ab5d59742d2decb53fc",
    "trondheim-2026-11-09.csv": "960dad647b414a4eafe03b6b992b0a8f62ecf1fb190759767a453aaac31a62f6",
}


def read(path: Path, *, delimiter: str = ",") -> list[dict[str, str]]:
    """Rows of a CSV with a header, empty cells as empty strings."""
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle, delimiter=delimiter, strict=True))


def column(rows: list[dict[str, str]], name: str) -> list[str]:
    """The non-empty values of one column, in file order."""
    return [row[name] for row in rows if row[name]]


@pytest.mark.parametrize(
    ("name", "key", "count"),
    [
        ("counties.csv", "number", 15),
        ("municipalities.csv", "number", 357),
        ("city_districts.csv", "code", 19),
        ("prisons.csv", "slug", 52),
        ("languages.csv", "tag", 20),
    ],
)
def test_every_table_is_whole_and_its_key_is_unique(name: str, key: str, count: int) -> None:
    keys = column(read(REFERENCE / name), key)
    assert len(keys) == count
    assert len(set(keys)) == count


def test_references_between_the_tables_hold() -> None:
    counties = set(column(read(REFERENCE / "counties.csv"), "number"))
    municipalities = read(REFERENCE / "municipalities.csv")
    numbers = set(column(municipalities, "number"))
    prisons = read(REFERENCE / "prisons.csv")
    assert set(column(municipalities, "county_number")) == counties
    assert set(column(read(REFERENCE / "city_districts.csv"), "municipality_number")) == {"0301", "5001"}
    assert set(column(prisons, "municipality_number")) <= numbers
    assert set(column(prisons, "successor")) <= set(column(prisons, "slug"))


def test_prisons_use_closed_lists() -> None:
    prisons = read(REFERENCE / "prisons.csv")
    assert set(column(prisons, "region")) == {"nord", "øst", "sør", "sørvest", "vest"}
    assert set(column(prisons, "security")) == {"high", "low", "transition", "mixed"}
    assert set(column(prisons, "sexes")) == {"men", "women", "mixed"}
    assert set(column(prisons, "kind")) == {"prison", "transition", "youth"}
    assert set(column(prisons, "status")) <= {
        "open",
        "probably_open",
        "temporarily_closed",
        "probably_closed",
        "unknown",
    }
    assert set(column(prisons, "evidence")) == {"verified", "name_verified", "source_document", "unverified"}


@pytest.mark.parametrize("name", sorted(ROLLS))
def test_both_copies_of_a_roll_are_byte_for_byte_the_original(name: str) -> None:
    digests = {
        hashlib.sha256((folder / name).read_bytes()).hexdigest() for folder in (DEMO_ROLLS, TEST_ROLLS)
    }
    assert digests == {ROLLS[name]}


def test_the_description_of_the_columns_is_one_text() -> None:
    assert (DEMO_ROLLS / "README.md").read_bytes() == (TEST_ROLLS / "README.md").read_bytes()


@pytest.mark.parametrize(
    ("name", "people", "without"),
    [("trondheim-2026-11-02.csv", 124, 41), ("trondheim-2026-11-09.csv", 124, 42)],
)
def test_rolls_hold_the_people_that_the_readme_tells_of(name: str, people: int, without: int) -> None:
    rows = read(TEST_ROLLS / name, delimiter=";")
    assert len(set(column(rows, "person_ref"))) == people
    assert column(rows, "address_before").count("none") == without


@pytest.mark.parametrize("name", sorted(ROLLS))
def test_rolls_name_only_known_units_municipalities_and_languages(name: str) -> None:
    rows = read(TEST_ROLLS / name, delimiter=";")
    numbers = set(column(read(REFERENCE / "municipalities.csv"), "number"))
    assert set(column(rows, "unit")) <= set(column(read(REFERENCE / "prisons.csv"), "slug"))
    assert set(column(rows, "municipality_of_stay") + column(rows, "wished_municipality")) <= numbers
    assert set(column(rows, "language")) <= set(column(read(REFERENCE / "languages.csv"), "tag"))


@pytest.mark.parametrize("name", sorted(ROLLS))
def test_every_identity_number_is_synthetic(name: str) -> None:
    months = [int(number[2:4]) for number in column(read(TEST_ROLLS / name, delimiter=";"), "national_id")]
    assert months
    assert all(81 <= month <= 92 for month in months)
