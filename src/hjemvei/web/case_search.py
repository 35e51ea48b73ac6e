"""Search by whole name parts, their beginnings, reference or identity number, inside one unit's own list.

Only hashes are looked up; beginnings longer than three letters are then compared within the hits.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from hjemvei.persons.names import name_tokens
from hjemvei.sharing.models import SearchToken
from hjemvei.sharing.tokens import wanted_tokens

NAMED = {True: 2, False: 1}


@dataclass(frozen=True, slots=True)
class Search:
    """The condition on `Caseload`, and the tokens asked for, which are logged with or without a hit."""

    condition: Q
    tokens: frozenset[int]


def search(text: str, *, unit_id: int, controller_id: int) -> Search:
    """Every word of `text` must be found."""
    condition, asked = Q(), set[int]()
    words = text.split()
    for word, tokens in zip(words, wanted_tokens(text, controller_id=controller_id), strict=True):
        asked.update(tokens)
        condition &= _word(word, tokens, unit_id)
    return Search(condition, frozenset(asked))


def _word(word: str, tokens: list[int], unit_id: int) -> Q:
    """A word is a reference or an identity number, or each of its parts begins a part of the name.

    That some token is there stands first and alone: it is what the database can look up.
    """
    parts = name_tokens(word)
    begins = Q()
    for part in parts:
        begins &= Q(person__name_search__regex=rf"\m{part}")
    numbers = tokens[: NAMED[word.isdigit() and len(word) == 11]]
    exact = Q(_has(numbers, unit_id))
    return Q(_has(tokens, unit_id)) & (exact | begins if parts else exact)


def _has(tokens: list[int], unit_id: int) -> Exists:
    return Exists(SearchToken.objects.filter(unit_id=unit_id, token__in=tokens, case_id=OuterRef("case_id")))
