"""Identity numbers and names. Only synthetic numbers stand in files; all others are computed here."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hjemvei.persons.enums import ControlRule, IdKind, NumberFault
from hjemvei.persons.names import (
    fold_name,
    name_sort_key,
    name_tokens,
    search_tokens,
    sort_key,
    tidy_name,
)
from hjemvei.persons.rules import (
    REFUSALS,
    IdNumber,
    NumberChecker,
    Refusal,
    classify_number,
    control_digits,
    mask_number,
    mask_number_in_log,
)
from tests.golden import Row, golden

CHECKER = NumberChecker()
NORWEGIAN = "abcdefghijklmnopqrstuvwxyzæøå"
numbers = st.from_regex(r"[0-9]{11}", fullmatch=True)


def published_digits(first_nine: str, rest: int) -> str:
    """The tax authority's own recipe: (11 to 14) minus the sum's rest, less 11 above 10; none when 10."""
    digits = [int(char) for char in first_nine]
    first = 11 + rest - sum(w * d for w, d in zip((3, 7, 6, 1, 8, 9, 4, 5, 2), digits, strict=True)) % 11
    first -= 11 if first > 10 else 0
    assert first != 10, "choose another individual number for this row"
    digits.append(first)
    second = 11 - sum(w * d for w, d in zip((5, 4, 3, 2, 7, 6, 5, 4, 3, 2), digits, strict=True)) % 11
    second -= 11 if second > 10 else 0
    assert second != 10, "choose another individual number for this row"
    return f"{first}{second}"


def number_of(row: Row) -> str:
    first_nine = row["dag og måned"] + row["år"] + row["individnummer"]
    rests = [int(rest) for rest in row["rest"].split("|")]
    if row["kontrollsifre"]:
        return first_nine + row["kontrollsifre"]
    number = first_nine + published_digits(first_nine, rests[0])
    if row["feil siffer"]:
        place = int(row["feil siffer"]) - 1
        number = number[:place] + str((int(number[place]) + 1) % 10) + number[place + 1 :]
    return number


def outcome(text: str) -> tuple[str, str]:
    answer = classify_number(text)
    if isinstance(answer, Refusal):
        return answer.fault.value, ""
    return answer.kind.value, answer.control.value


@pytest.mark.parametrize("row", golden("persons", "identitetsnummer"), ids=lambda row: row["hvorfor"])
def test_number(row: Row) -> None:
    number = number_of(row)
    assert outcome(number) == (row["ventet"], row["regel"])
    assert CHECKER.is_valid(number) == bool(row["regel"])


@pytest.mark.parametrize("row", golden("persons", "tekst"), ids=lambda row: row["hvorfor"])
def test_typed_text(row: Row) -> None:
    assert outcome(row["tekst"])[0] == row["ventet"]
    assert mask_number(row["tekst"]) == row["vises"]


@pytest.mark.parametrize("row", golden("persons", "navn"), ids=lambda row: row["hvorfor"])
def test_name_is_found(row: Row) -> None:
    wanted = name_tokens(row["søkt"])
    assert (set(wanted) <= search_tokens(row["skrevet"])) == (row["finnes"] == "ja")


def test_published_vectors_follow_the_published_recipe() -> None:
    for row in golden("persons", "identitetsnummer"):
        if row["kontrollsifre"]:
            first_nine = row["dag og måned"] + row["år"] + row["individnummer"]
            rests = [int(rest) for rest in row["rest"].split("|")]
            found = [control_digits(first_nine, rest=rest) for rest in rests]
            assert row["kontrollsifre"] in found


def test_a_synthetic_d_number_is_both() -> None:
    row = next(row for row in golden("persons", "identitetsnummer") if row["dag og måned"] == "4181")
    answer = classify_number(number_of(row))
    assert isinstance(answer, IdNumber)
    assert (answer.kind, answer.d_number, answer.is_synthetic) == (IdKind.SYNTHETIC, True, True)


def test_nothing_of_a_number_is_left_in_a_log() -> None:
    assert mask_number_in_log("10915596784") == mask_number_in_log("109") == "***********"
    assert mask_number_in_log("") == ""


def test_every_fault_has_a_text_that_says_what_to_do() -> None:
    assert REFUSALS.keys() == set(NumberFault)
    assert all(Refusal(fault).text.endswith(".") for fault in NumberFault)


def test_names_keep_their_spelling() -> None:
    assert tidy_name("  Bjo\u0308rn   A\u030ase ") == "Bjørn Åse".replace("ø", "ö")


def test_norwegian_order() -> None:
    names = ["Aas", "Berg", "Berg Hansen", "Bergan", "Zoe", "Ærlig", "Ødegård", "Østby", "Åsen"]
    expected = ["Berg", "Berg Hansen", "Bergan", "Zoe", "Ærlig", "Ødegård", "Østby", "Aas", "Åsen"]
    assert sorted(names, key=lambda name: sort_key(name).encode()) == expected


def test_family_name_comes_before_given_name() -> None:
    people = [("Berg Hansen", "Anders"), ("Berg", "Østen"), ("Berg", "Anders")]
    keys = [name_sort_key(family_name=family, given_name=given) for family, given in people]
    assert sorted(keys) == [keys[2], keys[1], keys[0]]


@given(number=numbers)
def test_the_fast_check_agrees_with_the_slow_one(number: str) -> None:
    assert CHECKER.is_valid(number) == isinstance(classify_number(number), IdNumber)


@given(text=st.text(max_size=30))
def test_any_text_is_classified_and_masked(text: str) -> None:
    answer = classify_number(text)
    assert isinstance(answer, IdNumber | Refusal)
    assert len(mask_number(text)) == 11 and mask_number(text).endswith("*****")


@given(number=numbers, place=st.integers(0, 8), change=st.integers(1, 9))
def test_one_wrong_digit_never_stays_a_classic_number(number: str, place: int, change: int) -> None:
    digits = control_digits(number[:9])
    if digits is None:
        return
    right = number[:9] + digits
    wrong = right[:place] + str((int(right[place]) + change) % 10) + right[place + 1 :]
    answer = classify_number(wrong)
    assert isinstance(answer, Refusal) or answer.control is ControlRule.FROM_2032


@given(text=st.text(max_size=40))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold_name(fold_name(text)) == fold_name(text)


@given(name=st.text(NORWEGIAN + "éüÅØÆ -'", max_size=20), end=st.integers(0, 20))
def test_the_beginning_of_a_name_folds_to_a_beginning(name: str, end: int) -> None:
    assert fold_name(name).startswith(fold_name(name[:end]))


@given(first=st.text(NORWEGIAN, max_size=8), second=st.text(NORWEGIAN, max_size=8))
def test_sort_keys_follow_the_norwegian_alphabet(first: str, second: str) -> None:
    def places(name: str) -> list[int]:
        return [NORWEGIAN.index(char) for char in name.replace("aa", "å")]

    by_key = sort_key(first).encode() < sort_key(second).encode()
    assert by_key == (places(first) < places(second))
