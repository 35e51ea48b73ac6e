"""The notice to the municipality, and the plan on paper."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from hjemvei.exchange.letter_frame import Frame, box, facts, heading, on, table, text
from hjemvei.exchange.letter_pdf import Block, Letter


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a notice says. Nothing here but what the receiving unit sees on its page."""

    person: str
    born_on: dt.date | None
    expected_on: dt.date | None
    certainty: str
    lead_days: int | None
    acknowledge_by: dt.date
    is_again: bool
    note: str


def notice(frame: Frame, told: Told) -> Letter:
    return frame.letter(
        _("Nytt varsel om løslatelse") if told.is_again else _("Varsel om løslatelse"),
        [
            text(
                _("Dette varselet erstatter det forrige.")
                if told.is_again
                else _("Vi varsler om en person som skal løslates, og som kan trenge hjelp fra kommunen.")
            ),
            facts(
                (_("Navn"), told.person),
                (_("Født"), on(told.born_on)),
                (_("Forventet løslatelse"), on(told.expected_on) or _("ikke kjent")),
                (_("Hvor sikker er datoen?"), told.certainty),
                (_("Varslet dager før"), str(told.lead_days) if told.lead_days is not None else ""),
                (_("Bekreft mottak innen"), on(told.acknowledge_by)),
            ),
            *((heading(_("Melding")), text(told.note)) if told.note else ()),
            box(
                _("Personen har samtykket"),
                _(
                    "Varselet er sendt med personens samtykke. Samtykket kan trekkes når som helst,"
                    " og opplysningene skal bare brukes til det personen har sagt ja til.",
                ),
            ),
        ],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    text: str
    who: str
    due_on: dt.date | None
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    area: str
    goal: str
    steps: tuple[Step, ...]


def plan(
    frame: Frame, *, own_words: str, starts_on: dt.date, review_on: dt.date | None, aims: tuple[Aim, ...]
) -> Letter:
    """`aims` are those that the one who prints may read, area by area."""
    blocks: list[Block] = [facts((_("Startet"), on(starts_on)), (_("Ses på igjen"), on(review_on)))]
    if own_words:
        blocks += [heading(_("Med egne ord")), Block("quote", text=own_words)]
    area = ""
    for aim in aims:
        if aim.area != area:
            blocks.append(heading(aim.area))
            area = aim.area
        blocks.append(text(aim.goal))
        if aim.steps:
            head = (_("Tiltak"), _("Hvem"), _("Når"), _("Status"))
            blocks.append(table(head, ((s.text, s.who, on(s.due_on), s.state) for s in aim.steps)))
    return frame.letter(_("Min plan"), blocks, is_signed=False)
