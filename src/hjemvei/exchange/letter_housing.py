"""Letters about a home to the person, in their language."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from hjemvei.exchange.letter_frame import Frame, box, facts, heading, help_note, kroner, on, text
from hjemvei.exchange.letter_pdf import Block, Letter


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    is_granted: bool
    received_on: dt.date
    decided_on: dt.date
    appeal_by: dt.date
    help_given: str
    reasons: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """The dwelling as its future tenant may know it. Rent in whole kroner a month."""

    address: str
    kind: str
    rooms: int
    area: int | None
    rent: int
    is_step_free: bool
    house_rules: str


def decision(frame: Frame, ruling: Ruling) -> Letter:
    """Main content, reasons and how to appeal (boligsosialloven § 7; forvaltningsloven on decisions)."""
    granted = ruling.is_granted
    return frame.letter(
        _("Vedtak om bolig: innvilget") if granted else _("Vedtak om bolig: avslått"),
        [
            text(
                _("Du har søkt om hjelp til bolig. Søknaden er innvilget.")
                if granted
                else _("Du har søkt om hjelp til bolig. Søknaden er avslått.")
            ),
            facts(
                (_("Søknad mottatt"), on(ruling.received_on)),
                (_("Vedtak"), _("Innvilget") if granted else _("Avslått")),
                (_("Dato for vedtaket"), on(ruling.decided_on)),
                (_("Klagefrist"), on(ruling.appeal_by)),
            ),
            heading(_("Hjelpen du får")),
            text(ruling.help_given.strip() or _("Du har fortsatt rett til råd og veiledning om bolig.")),
            heading(_("Hvorfor")),
            text(ruling.reasons),
            text(_("Vedtaket er gjort etter boligsosialloven § 7.")),
            _how_to_appeal(frame, ruling.appeal_by),
        ],
        note=help_note(),
    )


def _how_to_appeal(frame: Frame, appeal_by: dt.date) -> Block:
    return box(
        _("Du kan klage"),
        _(
            "Er du uenig, kan du klage til statsforvalteren. Fristen er tre uker: klagen må være sendt"
            " eller levert innen %(day)s. Fikk du brevet senere enn vedtaket er datert, regnes fristen fra"
            " den dagen du fikk det."
            "\n\nLever klagen til %(sender)s eller til en ansatt du har kontakt med. Skriv hvilket vedtak du"
            " klager på, hva du vil ha endret, og gjerne hvorfor. Vi ser på saken på nytt. Endrer vi ikke"
            " vedtaket, sender vi klagen til statsforvalteren."
            "\n\nDu kan få hjelp til å skrive klagen, du kan la andre klage for deg, og du har rett til å se"
            " papirene i saken.",
        )
        % {"day": on(appeal_by), "sender": frame.sender},
    )


def provisional_reply(frame: Frame, *, received_on: dt.date) -> Letter:
    """When the decision takes more than a month (forvaltningsloven 2025 § 17)."""
    return frame.letter(
        _("Foreløpig svar på søknaden om bolig"),
        [
            text(
                _("Vi fikk søknaden din %(day)s. Vi trenger mer tid før vi kan avgjøre den.")
                % {"day": on(received_on)}
            ),
            text(_("Du får et skriftlig vedtak så snart saken er avgjort. Da får du også vite hvorfor.")),
            box(
                _("I mellomtiden"),
                _(
                    "Si fra til oss hvis noe endrer seg, for eksempel datoer, hvem du skal bo sammen med,"
                    " eller hva du ønsker. Har du ikke noe sted å sove, si fra med en gang.",
                ),
            ),
        ],
        note=help_note(),
    )


def offer(frame: Frame, home: Home, *, available_from: dt.date, answer_by: dt.date) -> Letter:
    return frame.letter(
        _("Tilbud om bolig"),
        [
            text(_("Du har fått innvilget hjelp til bolig, og vi kan tilby deg denne boligen:")),
            facts(
                (_("Adresse"), home.address),
                (_("Boligen"), _size(home)),
                (_("Leie"), _("%(sum)s i måneden") % {"sum": kroner(home.rent)}),
                (_("Trinnfri inngang"), _("Ja") if home.is_step_free else _("Nei")),
                (_("Husregler"), home.house_rules),
                (_("Ledig fra"), on(available_from)),
                (_("Svar innen"), on(answer_by)),
            ),
            box(
                _("Slik svarer du"),
                _(
                    "Si ja eller nei til %(sender)s, eller til en ansatt du har kontakt med, innen %(day)s."
                    " Du kan be om å få se boligen først. Du kan si nei. Søknaden din gjelder fortsatt."
                    " Fortell gjerne hvorfor, så kan vi finne noe som passer bedre.",
                )
                % {"sender": frame.sender, "day": on(answer_by)},
            ),
        ],
        note=help_note(),
    )


def _size(home: Home) -> str:
    rooms = _("%(count)s rom") % {"count": home.rooms}
    area = _("%(area)s m²") % {"area": home.area} if home.area else ""
    return ", ".join(part for part in (home.kind, rooms, area) if part)
