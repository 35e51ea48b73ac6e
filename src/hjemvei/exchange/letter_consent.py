"""Letters to the person about consent: what was said yes to, and that it is taken back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from hjemvei.exchange.letter_frame import Frame, box, facts, help_note, on, points, table, text
from hjemvei.exchange.letter_pdf import Letter
from hjemvei.sharing.enums import ConsentForm


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """One receiver of a consent and what it may know."""

    receiver: str
    giver: str
    classes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Yes:
    shared: tuple[Shared, ...]
    starts_on: dt.date | None
    last_day: dt.date | None
    how: ConsentForm
    representative: str


def consent_receipt(frame: Frame, yes: Yes) -> Letter:
    said = {
        ConsentForm.ORAL: _("muntlig"),
        ConsentForm.PAPER: _("på papir"),
        ConsentForm.DIGITAL: _("digitalt"),
    }
    how = ", ".join(part for part in (said[yes.how], yes.representative) if part)
    return frame.letter(
        _("Kvittering for samtykke"),
        [
            text(_("Du har sagt ja til at opplysninger om deg kan deles. Her står hva du sa ja til.")),
            table(
                (_("Hvem kan få vite noe"), _("Fra hvem"), _("Hva de kan få vite")),
                ((row.receiver, row.giver, ", ".join(row.classes)) for row in yes.shared),
            ),
            facts(
                (_("Gjelder fra"), on(yes.starts_on)),
                (_("Gjelder til og med"), on(yes.last_day)),
                (_("Gitt"), how),
            ),
            box(
                _("Du bestemmer"),
                _(
                    "Du kan når som helst trekke samtykket, helt eller delvis, uten å si hvorfor."
                    " Si det til en ansatt du har kontakt med. Da får de som står over,"
                    " ikke se opplysningene lenger. Det påvirker ikke permisjon eller prøveløslatelse."
                    "\n\nDu kan be om å få se hva som er skrevet om deg, og hvem som har lest det.",
                ),
            ),
        ],
        note=help_note(),
    )


def withdrawal_receipt(frame: Frame, *, receivers: tuple[str, ...], withdrawn_on: dt.date) -> Letter:
    return frame.letter(
        _("Kvittering: samtykket er trukket"),
        [
            text(
                _("Du trakk samtykket %(day)s. Disse får ikke lenger se opplysninger som ble delt med dem:")
                % {"day": on(withdrawn_on)}
            ),
            points(*receivers),
            box(
                _("Dette betyr det"),
                _(
                    "Det du har trukket, deles ikke mer. Det påvirker ikke permisjon eller prøveløslatelse."
                    "\n\nVedtak og avtaler som allerede er gjort, gjelder fortsatt."
                    " De som har egne saker om deg, beholder dem."
                    "\n\nDu kan gi et nytt samtykke når du vil. Du har rett til hjelp også uten.",
                ),
            ),
        ],
        note=help_note(),
    )
