"""What every letter has: who sends it, who gets it, in which language, and its pieces."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from hjemvei.exchange.letter_pdf import Block, Letter
from hjemvei.ui.formats import long_date


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Sender and receiver of one letter. The composing functions are called with its language active."""

    sender: str
    receiver: str
    dated_on: dt.date
    language: str = "nb"
    sender_lines: tuple[str, ...] = ()
    receiver_lines: tuple[str, ...] = ()
    reference: str = ""
    signed_by: str = ""

    def letter(
        self, title: str, blocks: Iterable[Block | None], *, note: str = "", is_signed: bool = True
    ) -> Letter:
        return Letter(
            title=title,
            sender=self.sender,
            sender_lines=self.sender_lines,
            receiver=self.receiver,
            receiver_lines=self.receiver_lines,
            dated_on=self.dated_on,
            language=self.language,
            reference=_("Vår referanse: %(key)s") % {"key": self.reference} if self.reference else "",
            signed_by=self.signed_by,
            note=note,
            is_signed=is_signed,
            blocks=tuple(block for block in blocks if block is not None),
        )


def letter_language(wanted: str) -> str:
    """For what others read too, and for long texts: staff's three languages; others get Bokmål."""
    return wanted if wanted in dict(settings.LANGUAGES) else "nb"


def person_language(wanted: str) -> str:
    """For letters to the person: all the languages of their own page."""
    return wanted if wanted in dict(settings.PERSON_LANGUAGES) else "nb"


def text(value: str) -> Block:
    return Block("text", text=value)


def heading(value: str) -> Block:
    return Block("heading", text=value)


def box(title: str, value: str) -> Block:
    return Block("box", head=title, text=value)


def facts(*rows: tuple[str, str]) -> Block:
    """Rows of label and value; a row without a value is left out."""
    return Block("facts", rows=tuple(row for row in rows if row[1]))


def points(*rows: str) -> Block:
    return Block("list", rows=rows)


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Block:
    return Block("table", head=head, rows=tuple(rows))


def on(day: dt.date | None) -> str:
    return long_date(day) if day else ""


def kroner(amount: int) -> str:
    return _("%(amount)s kroner") % {"amount": f"{amount:,}".replace(",", "\u00a0")}


def help_note() -> str:
    return _(
        "Vil du ha brevet lest opp, forklart eller tolket? Si fra til den som ga deg det."
        " Det koster ingenting."
    )
