"""What each way out of a prison means for custody, for the case and for what comes next.

Gone from the roll is a question, not a release: only an answer with one of these ways moves anything.
Sources: straffegjennomføringsloven §§ 12, 16, 35, 42 and 43; the agreement, release and follow-up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hjemvei.cases.enums import WayOut

_ = str  # marks Norwegian texts for the catalogues; they are translated where they are shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequence:
    """What follows. `next_actions` are sentences in the order they should be done."""

    starts_follow_up: bool
    closes_custody: bool
    case_continues: bool
    release_date_is_unknown: bool = False
    next_actions: tuple[str, ...]


FOLLOW = (
    _("Skriv hvor den første natten tilbringes."),
    _("Ta første kontakt innen to virkedager."),
    _("Avslutt fengselets tilgang etter fristen i avtalen."),
)

NEW_OFFICER = _("Utpek kontaktbetjent i det nye fengselet.")
WHICH_PRISON = _("Skriv hvilket fengsel personen er flyttet til.")
COVERED = frozenset({*FOLLOW, NEW_OFFICER, WHICH_PRISON})
"""What a deadline of the agreement asks for anyway, or the answer itself has told: no task beside it."""

CONSEQUENCES: Mapping[WayOut, Consequence] = {
    WayOut.RELEASE: Consequence(
        starts_follow_up=True, closes_custody=True, case_continues=True, next_actions=FOLLOW
    ),
    WayOut.PROBATION_RELEASE: Consequence(
        starts_follow_up=True,
        closes_custody=True,
        case_continues=True,
        next_actions=(*FOLLOW, _("Avtal felles oppfølging med friomsorgskontoret i møteplikten.")),
    ),
    WayOut.TRANSFER: Consequence(
        starts_follow_up=False,
        closes_custody=False,
        case_continues=True,
        next_actions=(
            WHICH_PRISON,
            _("Spør om samtykket skal gjelde det nye fengselet."),
            NEW_OFFICER,
            _("Varsle kommunen om hvem som er kontakt nå."),
        ),
    ),
    WayOut.HOME_DETENTION: Consequence(
        starts_follow_up=True,
        closes_custody=True,
        case_continues=True,
        next_actions=(
            _("Bekreft adressen der straffen gjennomføres hjemme."),
            _("Avtal oppfølging med friomsorgskontoret."),
            *FOLLOW[1:],
        ),
    ),
    WayOut.INSTITUTION: Consequence(
        starts_follow_up=False,
        closes_custody=False,
        case_continues=True,
        release_date_is_unknown=True,
        next_actions=(
            _("Skriv hvilken institusjon og når oppholdet etter planen er slutt."),
            _("Avtal hvem som planlegger utskrivingen."),
            _("Spør om samtykket skal gjelde institusjonen."),
        ),
    ),
    WayOut.DEPORTATION: Consequence(
        starts_follow_up=False,
        closes_custody=True,
        case_continues=False,
        next_actions=(
            _("Avslutt søknader, tilbud og leieforhold som ikke lenger gjelder."),
            _("Si fra til kommunen at personen har forlatt landet, hvis samtykket dekker det."),
        ),
    ),
    WayOut.SENTENCE_TRANSFER: Consequence(
        starts_follow_up=False,
        closes_custody=True,
        case_continues=False,
        next_actions=(
            _("Avslutt søknader, tilbud og leieforhold som ikke lenger gjelder."),
            _("Gi personen planen med seg på et språk personen forstår."),
        ),
    ),
    WayOut.ACQUITTAL: Consequence(
        starts_follow_up=True,
        closes_custody=True,
        case_continues=True,
        next_actions=(
            _("Gi personen pakken til løslatelse med en gang."),
            _("Spør på nytt om samtykke: personen er ikke lenger i fengsel."),
            *FOLLOW,
        ),
    ),
    WayOut.ESCAPE: Consequence(
        starts_follow_up=False,
        closes_custody=False,
        case_continues=True,
        release_date_is_unknown=True,
        next_actions=(
            _("Behold planen og søknadene. Ingen frister strykes."),
            _("Beregn løslatelsesdatoen på nytt når personen er tilbake."),
        ),
    ),
    WayOut.INTERRUPTION: Consequence(
        starts_follow_up=False,
        closes_custody=False,
        case_continues=True,
        release_date_is_unknown=True,
        next_actions=(
            _("Skriv hvor personen bor under avbruddet."),
            _("Skaff et sted å sove hvis personen mangler det."),
            _("Beregn løslatelsesdatoen på nytt når avbruddet er slutt."),
        ),
    ),
    WayOut.DEATH: Consequence(
        starts_follow_up=False,
        closes_custody=True,
        case_continues=False,
        next_actions=(
            _("Stans alle brev og varsler i saken."),
            _("Avslutt søknader og tilbud. Ta leieforhold opp med de pårørende."),
        ),
    ),
    WayOut.ERROR: Consequence(
        starts_follow_up=False,
        closes_custody=False,
        case_continues=True,
        next_actions=(
            _("Rett listen sammen med fengselet. Ingenting er endret i saken."),
            _("Er personen lagt inn ved en feil, skal saken lukkes med grunn."),
        ),
    ),
}


def consequence(way_out: WayOut) -> Consequence:
    """What follows from one way out; every way has its row."""
    return CONSEQUENCES[way_out]
