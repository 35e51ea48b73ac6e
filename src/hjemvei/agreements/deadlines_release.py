"""Default deadlines counted back from the expected release. The sentences are what people see."""

from __future__ import annotations

from hjemvei.agreements.deadline_terms import (
    AGREEMENT,
    AT_ONCE,
    AT_ONCE_INSIDE,
    BOTH,
    CONSENTED,
    GUIDANCE,
    MONTHS,
    MUNICIPALITY,
    PRISON,
    WEEKS,
    WORKING_DAYS,
    _,
    after,
    before,
)
from hjemvei.agreements.enums import EventCode as E
from hjemvei.agreements.enums import RoleCode as R
from hjemvei.agreements.rules import DeadlineRule

# Counted back from the expected release.
RELEASE_RULES = (
    DeadlineRule(
        code="housing_application",
        title=_("Søk om bolig"),
        party=BOTH,
        role=R.HOUSING_CONSULTANT,
        opens=CONSENTED,
        due=before(E.EXPECTED_RELEASE, 6, MONTHS),
        clause=_("Søknad om bolig sendes senest seks måneder før forventet løslatelse, ellers straks."),
        source=_("Avtalen, bolig; boligsosialloven §§ 6–7"),  # R221
        needs_consent=True,
        not_before=AT_ONCE,
        fallback=after(E.CONSENT, 30),
    ),
    DeadlineRule(
        code="homeless_gate",
        title=_("Avklar om personen står uten bolig"),
        party=PRISON,
        role=R.CONTACT_OFFICER,
        opens=before(E.EXPECTED_RELEASE, 3, MONTHS),
        due=before(E.EXPECTED_RELEASE, 2, MONTHS),
        clause=_("Den som mangler bolig to måneder eller mindre før løslatelse, regnes som bostedsløs."),
        source=_("Definisjonen i de nasjonale kartleggingene (NIBR)"),
        basis=GUIDANCE,
        can_be_exempted=False,
        not_before=AT_ONCE_INSIDE,
        fallback=after(E.ADMISSION, 14),
    ),
    DeadlineRule(
        code="release_plan",
        title=_("Bli enige om kommune og plan for løslatelsen"),
        party=BOTH,
        role=R.MUNICIPAL_COORDINATOR,
        opens=before(E.EXPECTED_RELEASE, 12, WEEKS),
        due=before(E.EXPECTED_RELEASE, 8, WEEKS),
        clause=_("Kommunen personen løslates til, og planen for løslatelsen er klar åtte uker før."),
        source=_("Avtalen, løslatelse"),  # R238
        needs_consent=True,
        not_before=AT_ONCE,
        fallback=after(E.CONSENT, 30),
    ),
    DeadlineRule(
        code="deposit_guarantee",
        title=_("Gi garanti for depositum"),
        party=MUNICIPALITY,
        role=R.NAV_CASEWORKER,
        opens=before(E.EXPECTED_RELEASE, 8, WEEKS),
        due=before(E.EXPECTED_RELEASE, 14),
        clause=_("Garanti for depositum gis 14 dager før løslatelse, og alltid tidligere enn to dager før."),
        source=_("Avtalen, økonomi; husleieloven § 3-6"),
        needs_consent=True,
        not_before=AT_ONCE,
    ),
    DeadlineRule(
        code="readiness_14",
        title=_("Gå gjennom løslatelsen, 14 dager før"),
        party=PRISON,
        role=R.CONTACT_OFFICER,
        opens=before(E.EXPECTED_RELEASE, 21),
        due=before(E.EXPECTED_RELEASE, 14),
        clause=_(
            "Bolig, nøkler, inntekt og konto, bostøtte, helse, legitimasjon, telefon, arbeid eller "
            "skole, transport og kontakt er på plass."
        ),
        source=_("Avtalen, løslatelse"),  # R58
        not_before=AT_ONCE_INSIDE,
        fallback=after(E.ADMISSION, 14),
    ),
    DeadlineRule(
        code="readiness_3",
        title=_("Gå gjennom løslatelsen, 3 dager før"),
        party=PRISON,
        role=R.CONTACT_OFFICER,
        opens=before(E.EXPECTED_RELEASE, 7),
        due=before(E.EXPECTED_RELEASE, 3),
        clause=_("Alt som skal være på plass ved løslatelse, sjekkes en siste gang tre dager før."),
        source=_("Avtalen, løslatelse"),  # R58
        not_before=AT_ONCE_INSIDE,
    ),
    DeadlineRule(
        code="owner_in_ordinary_service",
        title=_("Gi ansvaret til den ordinære tjenesten"),
        party=MUNICIPALITY,
        role=R.MUNICIPAL_COORDINATOR,
        opens=before(E.EXPECTED_RELEASE, 8, WEEKS),
        due=after(E.EXPECTED_RELEASE, 0),
        clause=_("På løslatelsesdagen ligger ansvaret i kommunens ordinære tjeneste."),
        source=_("Avtalen, utviklingspunkt 4"),  # R255
        basis=AGREEMENT,
        needs_consent=True,
        can_be_exempted=False,
        lapses_on_release=False,
    ),
    DeadlineRule(
        code="release_confirmed",
        title=_("Bekreft hva som skjedde på løslatelsesdagen"),
        party=PRISON,
        role=R.CONTACT_OFFICER,
        opens=after(E.EXPECTED_RELEASE, 0),
        due=after(E.EXPECTED_RELEASE, 1, WORKING_DAYS),
        clause=_(
            "Den som er borte fra listen, er ikke løslatt før noen sier det. Fengselet svarer "
            "senest neste virkedag."
        ),
        source=_("Avtalen, løslatelse"),
        can_be_exempted=False,
    ),
)
