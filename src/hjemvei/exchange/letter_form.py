"""The consent on paper: whom, what, what for, how long, what a no means, who signs; the code its scan
comes back by. What the person reads about consent stands here and in `letter_consent`, for all languages.
"""

from __future__ import annotations

from dataclasses import dataclass

import qrcode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from hjemvei.exchange.letter_frame import Frame, box, facts, heading, help_note, points, text
from hjemvei.exchange.letter_pdf import Block, Letter

LINE_COUNT = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """`classes` are those that the person chooses among: the name always goes along. `address` is
    what the code says: it leads staff who are signed in, and may see it, to the consent.
    """

    receivers: tuple[str, ...]
    classes: tuple[str, ...]
    reference: str
    address: str


def consent_paper(frame: Frame, paper: Paper) -> Letter:
    return frame.letter(
        _("Samtykke til samarbeid om bolig og hjelp når du slipper ut"),
        [*_what_is_asked(paper), *_what_is_answered(paper)],
        note=help_note(),
        is_signed=False,
    )


def _what_is_asked(paper: Paper) -> list[Block]:
    return [
        box(
            _("Du bestemmer"),
            _(
                "Det er frivillig å samtykke. Ja eller nei påvirker ikke permisjon eller prøveløslatelse."
                " Fengselet hjelper deg uansett."
                "\n\nSier du nei, sier ikke fengselet fra til kommunen. Noen få ganger krever eller"
                " tillater en lov at de sier fra. Da ser du det som regel på siden din."
                "\n\nDu kan trekke samtykket når som helst, muntlig eller skriftlig, uten å si hvorfor.",
            ),
        ),
        heading(_("Hvem kan få opplysninger?")),
        ticks(*paper.receivers, *[to_fill(_("Andre:"))] * LINE_COUNT),
        heading(_("Hva kan deles?")),
        text(_("De får alltid navnet ditt. Kryss av for det andre du vil dele.")),
        ticks(*paper.classes),
        ticks(_("Kommunen kan fortelle fengselet om bolig og hva de gjør for meg")),
        heading(_("Hva brukes det til?")),
        points(_("Å finne bolig og hjelp før du slipper ut, og følge deg opp etterpå. Ikke noe annet.")),
        heading(_("Hvor lenge?")),
        ticks(_("Ett år fra i dag"), to_fill(_("Til og med:"))),
    ]


def _what_is_answered(paper: Paper) -> list[Block]:
    return [
        heading(_("Hva ble forklart?")),
        ticks(
            _("Hva som deles, med hvem og hvorfor"),
            _("At svaret er frivillig, og hvordan det trekkes"),
            to_fill(_("Språk:")),
            _("Med tolk, til stede eller på telefon"),
        ),
        heading(_("Svaret mitt")),
        ticks(pgettext("consent form", "Ja"), pgettext("consent form", "Nei")),
        Block(
            "lines",
            rows=(
                _("Sted og dato"),
                _("Underskrift (personen, verge eller fullmektig)"),
                _("Vitne, hvis svaret er muntlig"),
                _("Tolk"),
            ),
        ),
        heading(_("Vil du trekke samtykket senere?")),
        text(_("Si det til en ansatt, skriv det på et ark, eller gjør det på siden din.")),
        facts((_("Skjemaets referanse"), paper.reference)),
        Block("code", head=_("Kode for retur av skjemaet"), rows=modules(paper.address)),
    ]


BLANK = "." * 40


def to_fill(label: str) -> str:
    return f"{label} {BLANK}"


def ticks(*rows: str) -> Block:
    return Block("ticks", rows=rows)


def modules(address: str) -> tuple[str, ...]:
    """The dark and light modules of the QR code, row by row; at most 45 in a row, or the text is too long."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=0)
    code.add_data(address)
    code.make(fit=True)
    return tuple("".join("1" if dark else "0" for dark in row) for row in code.get_matrix())
