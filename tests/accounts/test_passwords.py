"""Passwords: long, not common, not one's own name; of any signs; kept as what they can't be computed from."""

from __future__ import annotations

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from hjemvei.accounts.models import User


@pytest.fixture
def somebody() -> User:
    return User(email="kari.prestegaard@example.test", name="Kari Prestegaard")


@pytest.mark.parametrize(
    "word", ["", "kort", "elleve tegn", "password1234", "kari.prestegaard", "Kari Prestegaard"]
)
def test_short_common_and_own_names_are_refused(somebody: User, word: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(word, somebody)


@pytest.mark.parametrize(
    "word",
    ["tolv små tegn", "bare bokstaver her", "æøå ŧžčđ ŋ 中文 🏠", "x" * 30 + " y" * 50, "    mellomrom    "],
)
def test_any_signs_and_great_length_are_fine(somebody: User, word: str) -> None:
    validate_password(word, somebody)
    somebody.set_password(word)
    assert somebody.password.startswith("scrypt$") and word not in somebody.password
    assert somebody.check_password(word)
    assert not somebody.check_password(word.strip() + "x")
    assert not somebody.check_password(word[:-1])
