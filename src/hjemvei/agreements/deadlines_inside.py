"""Default deadlines from admission. The sentences are what people see beside the task."""

from __future__ import annotations

from hjemvei.agreements.deadline_terms import (
    BOTH,
    GUIDANCE,
    INSIDE,
    MONTHS,
    ONLY_PREVENTIVE,
    ONLY_REMAND,
    ONLY_SENTENCED,
    PRISON,
    STATUTE,
    WORKING_DAYS,
    _,
    after,
    before,
)
from hjemvei.agreements.enums import EventCode as E
from hjemvei.agreements.enums import RoleCode as R
from hjemvei.agreements.rules import DeadlineRule

# From the first day inside; the prison does these whether or not the municipality is let in.
INSIDE_RULES = (
    DeadlineRule(
        code="contact_officer",
        title=_("Utpek kontaktbetjent"),
        party=PRISON,
        role=R.REINTEGRATION_COORDINATOR,
        opens=INSIDE,
        due=after(E.ADMISSION, 0, WORKING_DAYS),
        clause=_("Alle som sitter i fengsel, har en kontaktbetjent fra første dag."),
        source=_("Avtalen, fengselets oppgaver; tilbakeføring.no, roller og aktører"),  # R138
        basis=GUIDANCE,
        can_be_exempted=False,
        each_prison=True,
    ),
    DeadlineRule(
        code="intake_interview",
        title=_("Hold innkomstsamtale"),
        party=PRISON,
        role=R.CONTACT_OFFICER,
        opens=INSIDE,
        due=after(E.ADMISSION, 7),
        clause=_(
            "Innkomstsamtalen holdes snarest mulig og helst innen en uke. Den tar opp bolig, "
            "husleie, inntekt, barn og dyr."
        ),
        source=_("veiviseren.no, innkomst"),  # R313
        basis=GUIDANCE,
        each_prison=True,
    ),
    DeadlineRule(
        code="eligibility_check",
        title=_("Avklar om avtalen gjelder"),
        party=PRISON,
        role=R.CONTACT_OFFICER,
        opens=INSIDE,
        due=after(E.ADMISSION, 7),
        clause=_(
            "Avtalen gjelder den som skal være i fengsel i minst to måneder. For varetekt må noen "
            "anta det, med dato og grunn."
        ),
        source=_("Avtalen, målgruppe"),  # R106–R108
        each_prison=True,
    ),
    DeadlineRule(
        code="consent_asked",
        title=_("Spør om samtykke"),
        party=PRISON,
        role=R.CONTACT_OFFICER,
        opens=INSIDE,
        due=after(E.ADMISSION, 7),
        clause=_(
            "Det er frivillig om kommunen skal kobles inn. Samtykke innhentes før noen utenfor "
            "fengselet kontaktes."
        ),
        source=_("Avtalen, frivillighet og samtykke"),  # R109–R110
        each_prison=True,
    ),
    DeadlineRule(
        code="release_dates_computed",
        title=_("Beregn løslatelsesdatoer"),
        party=PRISON,
        role=R.REINTEGRATION_COORDINATOR,
        opens=INSIDE,
        due=after(E.ADMISSION, 7),
        clause=_("Sluttdato og forventet dato for prøveløslatelse beregnes når soningen starter."),
        source=_("FOR-2002-02-22-183 §§ 3-2 og 3-3"),
        basis=STATUTE,
        statuses=ONLY_SENTENCED,
        can_be_exempted=False,
    ),
    DeadlineRule(
        code="readiness_pack",
        title=_("Gjør klar en pakke til løslatelse på kort varsel"),
        party=PRISON,
        role=R.CONTACT_OFFICER,
        opens=INSIDE,
        due=after(E.ADMISSION, 7),
        clause=_(
            "Den som sitter i varetekt, kan bli løslatt i morgen. Fra dag 7 ligger en pakke klar: "
            "hvor personen kan sove, penger, legitimasjon, telefon og hvem som kan ringes."
        ),
        source=_("Straffegjennomføringsloven § 4; egen standard"),
        statuses=ONLY_REMAND,
        each_prison=True,
    ),
    DeadlineRule(
        code="responsible_municipality",
        title=_("Avklar ansvarlig kommune"),
        party=PRISON,
        role=R.PRISON_SOCIAL_WORKER,
        opens=INSIDE,
        due=after(E.ADMISSION, 14),
        clause=_("Ansvarlig kommune avklares innen 14 dager."),
        source=_("Avtalen, ansvarsavklaring; sosialtjenesteloven § 3"),
        each_prison=True,
    ),
    DeadlineRule(
        code="keep_home",
        title=_("Avgjør om boligen kan beholdes"),
        party=BOTH,
        role=R.PRISON_SOCIAL_WORKER,
        opens=INSIDE,
        due=after(E.ADMISSION, 30),
        clause=_(
            "Om boligen skal beholdes, leies ut eller sies opp, avgjøres innen 30 dager. Bostøtte "
            "kan normalt gå videre ved opphold i inntil seks måneder."
        ),
        source=_("Avtalen, bolig under soning; tilbakeføring.no"),  # R313–R314
    ),
    DeadlineRule(
        code="brik_offered",
        title=_("Tilby BRIK-kartlegging"),
        party=PRISON,
        role=R.CONTACT_OFFICER,
        opens=INSIDE,
        due=after(E.ADMISSION, 30),
        clause=_("BRIK tilbys domfelte så tidlig som mulig og krever skriftlig samtykke."),
        source=_("FOR-2011-09-30-978"),
        basis=GUIDANCE,
        statuses=ONLY_SENTENCED,
        each_prison=True,
    ),
    DeadlineRule(
        code="future_plan",
        title=_("Start framtidsplanen"),
        party=PRISON,
        role=R.CONTACT_OFFICER,
        opens=INSIDE,
        due=after(E.ADMISSION, 30),
        clause=_(
            "Fengselet planlegger løslatelsen sammen med personen, også når kommunen ikke er koblet inn."
        ),
        source=_("Straffegjennomføringsloven § 41; rundskriv KSF 1/2002"),
        each_prison=True,
    ),
    DeadlineRule(
        code="release_dates_recomputed",
        title=_("Beregn løslatelsesdato på nytt"),
        party=PRISON,
        role=R.REINTEGRATION_COORDINATOR,
        opens=after(E.ABSENCE_ENDED, 0),
        due=after(E.ABSENCE_ENDED, 3, WORKING_DAYS),
        clause=_("Etter fravær eller avbrudd beregnes datoene på nytt, med begrunnelse."),
        source=_("FOR-2002-02-22-183 § 3-3"),  # L18
        basis=STATUTE,
        can_be_exempted=False,
    ),
    DeadlineRule(
        code="detention_letter",
        title=_("Skriv til NAV-leder i hjemkommunen"),
        party=PRISON,
        role=R.PRISON_SOCIAL_WORKER,
        opens=before(E.MINIMUM_TIME, 36, MONTHS),
        due=before(E.MINIMUM_TIME, 30, MONTHS),
        clause=_(
            "Ved forvaring skrives det til hjemkommunen omtrent to og et halvt år før minstetiden er ute."
        ),
        source=_("veiviseren.no, forvaring"),
        basis=GUIDANCE,
        statuses=ONLY_PREVENTIVE,
    ),
)
