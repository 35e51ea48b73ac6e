"""What each role of an agreement is, what it is not, and how it says so itself; in the project's own words.

R81: guidance on housing is never left to the contact officer alone. The roles are those of norway.md § 1.3.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from hjemvei.agreements.enums import RoleCode
from hjemvei.ui.parts import Text


@dataclass(frozen=True, slots=True)
class Description:
    """`is_not` is as binding as `is_`; `says` is how the role tells the person about itself."""

    is_: tuple[Text, ...]
    is_not: tuple[Text, ...]
    says: Text


DESCRIPTIONS: Mapping[RoleCode, Description] = {
    RoleCode.CONTACT_OFFICER: Description(
        (
            _("Personens faste kontakt i fengselet, fra den første dagen."),
            _("Forteller om fengselet, rettigheter og plikter, og om sin egen rolle og grensene for den."),
            _("Finner sammen med personen ut hva som trengs, så tidlig som mulig."),
            _("Hjelper med å ta kontakt utover: kommunen, NAV, huseieren."),
        ),
        (
            _("Ikke boligrådgiver alene: veiledning om bolig gis sammen med boligkonsulent eller kommunen."),
            _("Ikke den som avgjør søknader, penger eller bolig."),
            _("Ikke alltid til stede: arbeider turnus. Meldinger leses på neste vakt."),
            _("Ikke behandler eller advokat."),
        ),
        _("«Jeg hjelper deg i gang og passer på at noen svarer. Bolig avgjøres i kommunen.»"),
    ),
    RoleCode.PRISON_SOCIAL_WORKER: Description(
        (
            _("Kartlegger boforhold, gjeld og behov sammen med personen."),
            _("Tar kontakt med hjemkommunen tidlig, og en gang til før løslatelse."),
            _("Støtter kontaktbetjentene når en sak er sammensatt."),
        ),
        (_("Ikke saksbehandler i kommunen eller NAV."), _("Ikke erstatning for kontaktbetjenten.")),
        _("«Jeg kjenner systemet utenfor og hjelper deg å finne rett dør.»"),
    ),
    RoleCode.REINTEGRATION_COORDINATOR: Description(
        (
            _("Samordner arbeidet i fengselet og er kontakt for kommunene."),
            _("Følger med på at varsler blir sendt og frister holdt."),
            _("Tar opp det som glipper, med ledelsen og i samarbeidsutvalget."),
        ),
        (_("Ikke den som har hver enkelt sak."), _("Ikke en ekstra kontaktbetjent.")),
        _("«Jeg passer på at de som skal samarbeide om deg, faktisk gjør det.»"),
    ),
    RoleCode.NAV_ADVISER_IN_PRISON: Description(
        (
            _("Gir råd om NAVs tjenester mens personen er i fengsel."),
            _("Hjelper med søknader og med kontakt til NAV-kontoret hjemme."),
        ),
        (_("Ikke den som fatter vedtak for hjemkommunen."), _("Ikke ansatt i fengselet.")),
        _("«Jeg kan NAV. Kontoret hjemme bestemmer, men jeg hjelper deg å spørre riktig.»"),
    ),
    RoleCode.MUNICIPAL_COORDINATOR: Description(
        (
            _("Tar imot varsler fra fengslene og fordeler dem til rett enhet."),
            _("Sørger for rutiner, nettverk og at avtaler om oppfølging holder mål."),
            _("Er den faste kontakten mot fengslene."),
        ),
        (_("Ikke saksbehandler i hver sak."), _("Ikke en vei utenom køen for kommunale boliger.")),
        _("«Jeg sørger for at noen i kommunen har ansvaret for deg, og at du vet hvem.»"),
    ),
    RoleCode.HOUSING_CONSULTANT: Description(
        (
            _("Ansatt i kommunen, med faste dager i fengselet som kan bestilles."),
            _("Kjenner boligene og ordningene, og veileder om bolig sammen med kontaktbetjenten."),
            _("Hjelper med søknad, visning og innflytting."),
        ),
        (
            _("Ikke den som tildeler boligen."),
            _("Ikke en som ser saken uten at personen har sagt ja."),
        ),
        _("«Jeg kommer hit på faste dager. Du velger hva jeg får se.»"),
    ),
    RoleCode.HOUSING_OFFICE: Description(
        (
            _("Behandler søknader om kommunal bolig og gir tilbud."),
            _("Skriver leieavtaler og overleverer nøkler."),
        ),
        (_("Ikke den som følger opp i boligen etterpå."),),
        _("«Vi avgjør søknaden og sier hvorfor. Du kan klage.»"),
    ),
    RoleCode.NAV_CASEWORKER: Description(
        (
            _("Vurderer økonomisk hjelp, garanti for depositum og midlertidig bolig."),
            _("Fatter vedtak etter sosialtjenesteloven."),
        ),
        (_("Ikke den som skaffer fast bolig alene."),),
        _("«Jeg ser på pengene og hva du har rett til.»"),
    ),
    RoleCode.FOLLOW_UP_WORKER: Description(
        (
            _("Følger opp i hverdagen etter løslatelse, slik personen vil ha det."),
            _("Sier fra når boligen står i fare."),
        ),
        (_("Ikke kontroll av livet ditt."), _("Ikke vekter eller vaktmester.")),
        _("«Jeg kommer når vi har avtalt det, og blir med dit det er vanskelig å gå alene.»"),
    ),
    RoleCode.PROBATION_OFFICER: Description(
        (
            _("Følger opp dem som har møteplikt eller soner i samfunnet."),
            _("Samarbeider med kommunen om det som gjør at dagene henger sammen."),
        ),
        (_("Ikke ansvarlig for å skaffe bolig."),),
        _("«Vi møtes fordi dommen sier det. Jeg hjelper deg også videre.»"),
    ),
}
