"""How an app says what it holds about people: one `privacy.py` in each app, `TABLES`, read by `audit.held`.

Here stand only the forms. Codes (purpose, basis, retention) are looked up in `audit.processing` and
`audit.retention`; the guard in `tests/guards/test_privacy.py` fails for a column that nobody has declared.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.functional import Promise

Text = str | Promise


class About(StrEnum):
    """Whom a table tells of: the person whose case it is, an employee, or nobody."""

    PERSON = "person"
    STAFF = "staff"
    NOBODY = "nobody"


class Owner(StrEnum):
    """Which controller answers for a row."""

    WRITER = "writer"
    HOLDER = "holder"
    EMPLOYER = "employer"
    INSTALLATION = "installation"


@dataclass(frozen=True, slots=True)
class Held:
    """Columns (names with a space between) that are one piece of information to the one it is about.

    `withheld` is the reason why it does not belong in what is handed out to the person.
    """

    names: str
    text: Text
    withheld: Text = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One model (`app.Model`). `info_class` where the model has no class of its own (`row_class`).

    `technical` are columns that say nothing of anybody: keys, hashes, sizes. `seen_by` where the policies are
    others than those of a case's rows. `retention_of` gives another rule to rows of one class.
    """

    model: str
    text: Text
    held: tuple[Held, ...] = ()
    about: About = About.PERSON
    owner: Owner = Owner.WRITER
    info_class: int | None = None
    purpose: str
    bases: tuple[str, ...]
    retention: str
    retention_of: Mapping[int, str] = field(default_factory=dict)
    seen_by: Text = ""
    technical: str = ""

    @property
    def declared(self) -> list[str]:
        """Every column that is spoken of, doubles included."""
        return [name for part in self.held for name in part.names.split()] + self.technical.split()
