"""The agreement in plain words for the person, on paper: in the language wanted, with what is known of the
translation, and the Norwegian text where that is the one to trust.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from django.utils import translation
from django.utils.translation import gettext as _

from hjemvei.agreements.clause_pieces import text_pieces
from hjemvei.agreements.models import AgreementVersion
from hjemvei.agreements.signing import parties_of
from hjemvei.agreements.summaries import SOURCE, Summary, chosen, open_summaries
from hjemvei.exchange.letter_frame import Frame, facts, on, person_language, points, table, text
from hjemvei.exchange.letter_pdf import Block, Letter


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """What the head of the paper says of the version."""

    name: str
    parties: tuple[str, ...]
    number: int
    starts_on: dt.date
    dated_on: dt.date


def summary_letter(version: AgreementVersion, wanted: str) -> Letter:
    return summary_paper(agreed(version), open_summaries(version), wanted)


def agreed(version: AgreementVersion) -> Agreed:
    return Agreed(
        name=version.agreement.name,
        parties=tuple(row.controller.name for row in parties_of(version)),
        number=version.number,
        starts_on=version.starts_on,
        dated_on=version.agreement.signed_on or version.starts_on,
    )


def summary_paper(head: Agreed, found: Mapping[str, Summary], wanted: str) -> Letter:
    """In the language wanted, else in Bokmål."""
    shown = chosen(found, wanted)
    spoken = person_language(shown.language)
    with translation.override(spoken):
        lang = "" if spoken == shown.language else spoken
        blocks = [replace(block, lang=lang) for block in warnings(shown) if shown.is_stale]
        blocks += paragraphs(shown.body)
        if shown.needs_source:
            source = found[SOURCE]
            norwegian = [Block("part", text=source.title), *paragraphs(source.body)]
            blocks += [replace(block, lang=SOURCE) for block in norwegian]
        made = frame(head, shown.language).letter(shown.title, blocks, is_signed=False)
    return replace(made, is_read=shown.is_checked)


def frame(head: Agreed, language: str) -> Frame:
    return Frame(
        sender=", ".join(head.parties),
        receiver=head.name,
        receiver_lines=(
            _("Versjon %(n)s, gjelder fra %(day)s") % {"n": head.number, "day": on(head.starts_on)},
        ),
        dated_on=head.dated_on,
        language=language,
    )


def paragraphs(body: str) -> Iterator[Block]:
    """A filled text, a clause's or a summary's, piece by piece."""
    for piece in text_pieces(body):
        if piece.kind == "list":
            yield points(*(row[0] for row in piece.rows))
        elif piece.kind == "text":
            yield text(piece.rows[0][0])
        elif len(piece.rows[0]) == 2:
            yield facts(*((row[0], row[1]) for row in piece.rows[1:]))
        else:
            yield table(piece.rows[0], piece.rows[1:])


def warnings(summary: Summary) -> Iterator[Block]:
    """What nobody has read against the Norwegian text, or what that text has left behind."""
    if summary.is_stale:
        line = _("Den norske teksten er endret siden denne ble skrevet. Den norske teksten gjelder.")
        yield text(line)
    elif not summary.is_checked:
        line = _("Oversettelsen er ikke kontrollert. Den norske teksten gjelder.")
        yield text(line)
