"""What a person is found by: whole name parts, their first three letters, own reference, identity number;
hashed.

Longer beginnings are looked up by their first three letters and then compared within the actor's own rows.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from hjemvei.persons.crypto import search_token
from hjemvei.persons.names import MIN_BEGINNING, name_tokens


class Findable(Protocol):
    @property
    def family_name(self) -> str: ...
    @property
    def given_name(self) -> str: ...
    @property
    def number(self) -> str: ...
    @property
    def reference(self) -> str: ...


class NameTokens(dict[str, int]):
    """One controller's tokens of name parts, each made once; lives as long as one set of people."""

    def __init__(self, controller_id: int) -> None:
        super().__init__()
        self.controller_id = controller_id

    def __missing__(self, text: str) -> int:
        token = self[text] = search_token(text, controller_id=self.controller_id)
        return token

    def of(self, person: Findable, *, parts: Collection[str]) -> list[int]:
        """All tokens of one person; `parts` are the folded parts of the name."""
        found = {self[f"name:{part}"] for part in parts}
        found |= {self[f"begins:{part[:MIN_BEGINNING]}"] for part in parts if len(part) >= MIN_BEGINNING}
        if person.reference:
            found.add(search_token(f"ref:{person.reference.casefold()}", controller_id=self.controller_id))
        if person.number:
            found.add(search_token(f"number:{person.number}", controller_id=self.controller_id))
        return sorted(found)


def tokens_of(person: Findable, *, controller_id: int) -> list[int]:
    """All tokens of one person for the units of one controller."""
    parts = name_tokens(f"{person.given_name} {person.family_name}")
    return NameTokens(controller_id).of(person, parts=parts)


def wanted_tokens(text: str, *, controller_id: int) -> list[list[int]]:
    """For each word searched for, the tokens that would find it; a case must have one of each word's."""
    wanted = []
    for word in text.split():
        forms = [f"ref:{word.casefold()}"]
        if word.isdigit() and len(word) == 11:
            forms.append(f"number:{word}")
        for part in name_tokens(word):
            forms.append(f"name:{part}")
            if len(part) >= MIN_BEGINNING:
                forms.append(f"begins:{part[:MIN_BEGINNING]}")
        wanted.append([search_token(form, controller_id=controller_id) for form in forms])
    return wanted
