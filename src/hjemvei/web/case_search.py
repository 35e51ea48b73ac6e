"""Search by whole name parts, their beginnings, reference or identity number, inside one unit's own list.

Only hashes are looked up; beginnings longer than three letters are then compared within the hits.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q

from hjemvei.core.slots import Ask
from hjemvei.persons.names import name_tokens
from hjemvei.sharing.models import SearchToken
from hjemvei.sharing.tokens import wanted_tokens

NAMED = {True: 2, False: 1}


@dataclass(frozen=True, slots=True)
class Search:
    """How many name parts each word has, what stands in the slots, and the tokens asked for, which are
    logged with or without a hit.
    """

    shape: tuple[int, ...]
    values: Mapping[str, Any]
    tokens: frozenset[int]


def search(text: str, *, controller_id: int) -> Search:
    """Every word of `text` must be found."""
    shape, values, asked = [], dict[str, Any](), set[int]()
    words = zip(text.split(), wanted_tokens(text, controller_id=controller_id), strict=True)
    for number, (word, tokens) in enumerate(words):
        asked.update(tokens)
        parts = name_tokens(word)
        shape.append(len(parts))
        values[f"tokens {number}"] = tokens
        values[f"numbers {number}"] = tokens[: NAMED[word.isdigit() and len(word) == 11]]
        values.update({f"part {number} {place}": rf"\m{part}" for place, part in enumerate(parts)})
    return Search(tuple(shape), values, frozenset(asked))


def found_by(shape: tuple[int, ...], ask: Ask) -> Q:
    """A condition on `Caseload`: each word is a reference or an identity number, or each of its parts begins
    a part of the name.

    That some token is there stands first and alone: it is what the database can look up.
    """
    wanted = Q()
    for number, parts in enumerate(shape):
        exact = Q(_has(ask.large_numbers(f"numbers {number}"), ask))
        begins = Q()
        for place in range(parts):
            begins &= Q(person__name_search__regex=ask.text(f"part {number} {place}"))
        some = Q(_has(ask.large_numbers(f"tokens {number}"), ask))
        wanted &= some & (exact | begins if parts else exact)
    return wanted


def _has(tokens: Any, ask: Ask) -> Exists:
    found = SearchToken.objects.filter(unit_id=ask.number("unit"), token__any=tokens)
    return Exists(found.filter(case_id=OuterRef("case_id")))
