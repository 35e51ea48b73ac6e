"""Rows of tables that hang on a case, asked for together with other statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from hjemvei.accounts.together import Asked
from hjemvei.sharing.models import CaseRow
from hjemvei.sharing.queries import OF_CASES, joined

R = TypeVar("R", bound=CaseRow)


@dataclass(frozen=True, slots=True)
class Table(Generic[R]):
    """The rows of one table that the actor sees, for the cases in the slot `cases`.

    `constants` narrow, the same in every call; `related` are keys whose other ends are read along. `fields`:
    only these columns, `unit__parent_id` for those of another end; without them, all.
    """

    model: type[R]
    order: tuple[str, ...] = ("id",)
    related: tuple[str, ...] = ()
    constants: tuple[tuple[str, Any], ...] = ()
    fields: tuple[str, ...] = ()

    @property
    def asked(self) -> Asked:
        return OF_CASES, (self.model, self.order, self.related, self.constants, self.fields)

    def made(self, rows: Sequence[Mapping[str, Any]]) -> list[R]:
        return joined(self.model, self.related, rows, self.fields)
