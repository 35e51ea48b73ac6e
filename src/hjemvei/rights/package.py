"""What is handed to the person: readable (a tagged PDF) and machine-readable (JSON), from the same rows.

Nothing is copied and kept: both are made from the rows as they stand when they are handed over.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from hjemvei.exchange.letter_frame import (
    Frame,
    box,
    facts,
    heading,
    help_note,
    letter_language,
    points,
    table,
    text,
)
from hjemvei.exchange.letter_pdf import Block, letter_pdf
from hjemvei.rights.holdings import HeldRow, Holding, holdings
from hjemvei.rights.models import Part, Withheld
from hjemvei.rights.queries import Somebody, withheld_of

FORMAT = "hjemvei-access/1"
Kept = Mapping[tuple[str, int], Withheld]


def package_json(part: Part, found: Sequence[Holding], kept: Kept) -> bytes:
    """The same rows give the same bytes: no clock in it."""
    content = {
        "format": FORMAT,
        "request": part.request.key,
        "part": part.key,
        "received_on": part.request.received_on.isoformat(),
        "controller": part.controller.name,
        "tables": [_table(holding, kept) for holding in found],
        "withheld": [{"table": row.table_name, "ground": row.get_ground_display()} for row in kept.values()],
    }
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True, default=str).encode()


def _table(holding: Holding, kept: Kept) -> dict[str, Any]:
    rows = [row for row in holding.rows if (row.table, row.row_id) not in kept]
    labels = {part.names: str(part.text) for part in holding.register.parts if not part.withheld}
    return {
        "table": holding.table,
        "what": holding.text,
        "fields": labels,
        "rows": [{name: value for line in row.lines for name, value in line.values.items()} for row in rows],
        "withheld": len(holding.rows) - len(rows),
    }


def made(part: Part) -> tuple[bytes, Sequence[Holding], Kept]:
    """The machine-readable form, in Bokmål whoever makes it, and what it was made of."""
    with translation.override("nb"):
        found, kept = holdings(part, whole=True), withheld_of(part)
        return package_json(part, found, kept), found, kept


def digest(part: Part) -> bytes:
    return hashlib.sha256(made(part)[0]).digest()


def package_pdf(part: Part, person: Somebody, *, at: dt.datetime) -> bytes:
    frame = Frame(
        sender=part.controller.name,
        receiver=person.name,
        dated_on=timezone.localdate(at),
        language=letter_language(person.language),
        reference=part.key,
    )
    with translation.override(frame.language):
        found, kept = holdings(part), withheld_of(part)
        letter = frame.letter(
            _("Det vi har skrevet om deg"), blocks(part, found, kept), note=help_note(), is_signed=False
        )
    return letter_pdf(letter)


def blocks(part: Part, found: Sequence[Holding], kept: Kept) -> Iterator[Block]:
    """In the language that is active."""
    yield text(
        _(
            "Du ba om å få se det %(controller)s har om deg. Her er alt sammen, også hvem som har sett det."
            " Andre som har opplysninger om deg, svarer for seg."
        )
        % {"controller": part.controller.name}
    )
    yield box(
        _("Er noe feil?"),
        _(
            "Du kan be om at noe blir rettet, sperret eller slettet. Du kan klage til Datatilsynet hvis du"
            " mener vi ikke har svart riktig. Si fra til den som ga deg dette."
        ),
    )
    if kept:
        yield heading(_("Dette har vi holdt tilbake"))
        yield points(*(f"{row.get_ground_display()}: {row.reason}" for row in kept.values()))
    empty = []
    for holding in found:
        rows = [row for row in holding.rows if (row.table, row.row_id) not in kept]
        if rows:
            yield from _told(holding, rows)
        else:
            empty.append(holding.text)
    if empty:
        yield heading(_("Her har vi ingenting om deg"))
        yield points(*empty)


def _told(holding: Holding, rows: Sequence[HeldRow]) -> Iterator[Block]:
    """Row by row; the logs, of which there are many alike, as tables. A row without words is left out."""
    said = [tuple((line.label, line.text) for line in row.lines if line.text) for row in rows]
    said = [lines for lines in said if lines]
    if not said:
        return
    yield heading(holding.text)
    if holding.is_log:
        head = tuple(dict.fromkeys(label for lines in said for label, _text in lines))
        yield table(head, (tuple(dict(lines).get(label, "") for label in head) for lines in said))
        return
    for lines in said:
        yield facts(*lines)
