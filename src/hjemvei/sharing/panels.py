"""A panel of a case: what it reads and what it shows, on its own page or on the case page among others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.kept import Rows
from hjemvei.accounts.together import Asked, together
from hjemvei.sharing.models import Case
from hjemvei.sharing.sealed import fetch_for

Shown = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CasePanel:
    """`page` is the name of the panel's own page, `template` the part that both pages include.

    `show` makes the template's context from the rows of `reads`, in their order. The slots that a statement
    may have are `case`, `cases` (the same case alone) and `today`.
    """

    page: str
    template: str
    reads: tuple[Asked, ...]
    show: Callable[[Actor, Case, dt.date, Sequence[Rows]], Shown]


def read_panel(panel: CasePanel, actor: Actor, case: Case, *, today: dt.date) -> Shown:
    return panel.show(actor, case, today, read_rows(panel.reads, actor, case, today=today))


def read_rows(asked: Sequence[Asked], actor: Actor, case: Case, *, today: dt.date) -> list[Rows]:
    """One statement, whatever is asked for, and one more for the keys of what is sealed in it."""
    found = together(actor, asked, case=case.pk, cases=[case.pk], today=today)
    fetch_for(row for rows in found for row in rows)
    return found
