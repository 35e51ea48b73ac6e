"""Default deadlines from the day somebody is out. The sentences are what people see beside the task."""

from __future__ import annotations

from hjemvei.agreements.deadline_terms import (
    AGREEMENT,
    BOTH,
    MONTHS,
    MUNICIPALITY,
    OUT,
    PRISON,
    STATUTE,
    UNPLANNED,
    WEEKS,
    WORKING_DAYS,
    _,
    after,
)
from hjemvei.agreements.enums import EventCode as E
from hjemvei.agreements.enums import RoleCode as R
from hjemvei.agreements.rules import DeadlineRule

# From the day somebody is out.
AFTER_RULES = (
    DeadlineRule(
        code="unplanned_tell",
        title=_("Si fra om at personen er løslatt nå"),
        party=PRISON,
        role=R.CONTACT_OFFICER,
        opens=UNPLANNED,
        due=after(E.UNPLANNED_RELEASE, 0),
        clause=_("Ved løslatelse på kort varsel får kommunen beskjed samme dag."),
        source=_("Straffegjennomføringsloven §§ 4 og 41"),
        needs_consent=True,
        can_be_exempted=False,
        lapses_on_release=False,
    ),
    DeadlineRule(
        code="unplanned_pack",
        title=_("Gi personen pakken til løslatelse"),
        party=PRISON,
        role=R.CONTACT_OFFICER,
        opens=UNPLANNED,
        due=after(E.UNPLANNED_RELEASE, 0),
        clause=_(
            "Personen får med seg pakken: hvor personen kan sove, penger, legitimasjon, telefon og "
            "hvem som kan ringes."
        ),
        source=_("Straffegjennomføringsloven § 4"),
        lapses_on_release=False,
    ),
    DeadlineRule(
        code="unplanned_first_night",
        title=_("Skaff et sted å sove i natt"),
        party=MUNICIPALITY,
        role=R.NAV_CASEWORKER,
        opens=UNPLANNED,
        due=after(E.UNPLANNED_RELEASE, 0),
        clause=_("Den som ikke har et sted å sove det neste døgnet, får et midlertidig botilbud."),
        source=_("Sosialtjenesteloven § 27"),
        basis=STATUTE,
        needs_consent=True,
        can_be_exempted=False,
        lapses_on_release=False,
    ),
    DeadlineRule(
        code="first_night",
        title=_("Skriv hvor den første natten ble tilbrakt"),
        party=BOTH,
        role=R.FOLLOW_UP_WORKER,
        opens=OUT,
        due=after(E.RELEASED, 1, WORKING_DAYS),
        clause=_("Hvor personen sov den første natten, skrives ned senest neste virkedag."),
        source=_("Avtalen, oppfølging"),
        needs_consent=True,
        lapses_on_release=False,
    ),
    DeadlineRule(
        code="first_follow_up",
        title=_("Ta første kontakt etter løslatelse"),
        party=MUNICIPALITY,
        role=R.FOLLOW_UP_WORKER,
        opens=OUT,
        due=after(E.RELEASED, 2, WORKING_DAYS),
        clause=_("Første oppfølging skjer innen to virkedager."),
        source=_("Avtalen, oppfølging"),  # R91
        needs_consent=True,
        lapses_on_release=False,
    ),
    DeadlineRule(
        code="prison_access_ends",
        title=_("Avslutt fengselets tilgang"),
        party=PRISON,
        role=R.CONTACT_OFFICER,
        opens=OUT,
        due=after(E.RELEASED, 14),
        clause=_("Fengselets tilgang til saken slutter 14 dager etter løslatelse."),
        source=_("Avtalen, tallet er partenes eget"),
        basis=AGREEMENT,
        can_be_exempted=False,
        lapses_on_release=False,
    ),
    DeadlineRule(
        code="reporting_duty",
        title=_("Avtal felles oppfølging med friomsorgskontoret"),
        party=BOTH,
        role=R.PROBATION_OFFICER,
        opens=after(E.REPORTING_DUTY_STARTED, 0),
        due=after(E.REPORTING_DUTY_STARTED, 14),
        clause=_("I møteplikten følges personen opp av kommunen og friomsorgskontoret sammen."),
        source=_("Straffegjennomføringsloven § 43"),  # R271
        needs_consent=True,
        lapses_on_release=False,
    ),
)

WEEKLY_RULES = tuple(
    DeadlineRule(
        code=f"follow_up_week_{week}",
        title=_("Ta ukentlig kontakt den første måneden"),
        party=MUNICIPALITY,
        role=R.FOLLOW_UP_WORKER,
        opens=after(E.RELEASED, week - 1, WEEKS),
        due=after(E.RELEASED, week, WEEKS),
        clause=_("Den første måneden etter løslatelse er det kontakt hver uke, deretter etter planen."),
        source=_("Avtalen, oppfølging"),  # R91
        needs_consent=True,
        lapses_on_release=False,
    )
    for week in (1, 2, 3, 4)
)

RETENTION_RULES = tuple(
    DeadlineRule(
        code=f"still_housed_{months}_months",
        title=_("Spør om personen fortsatt bor i boligen"),
        party=MUNICIPALITY,
        role=R.FOLLOW_UP_WORKER,
        opens=after(E.RELEASED, months - 1, MONTHS),
        due=after(E.RELEASED, months, MONTHS),
        clause=_("Etter 3, 6 og 12 måneder følges det opp om personen fortsatt bor godt."),
        source=_("Avtalen, felles mål"),  # R178
        needs_consent=True,
        lapses_on_release=False,
    )
    for months in (3, 6, 12)
)

TEMPORARY_STAY_RULES = tuple(
    DeadlineRule(
        code=f"temporary_stay_{days}",
        title=_("Finn en vei ut av det midlertidige botilbudet"),
        party=MUNICIPALITY,
        role=R.HOUSING_OFFICE,
        opens=after(E.TEMPORARY_STAY_STARTED, days - 30),
        due=after(E.TEMPORARY_STAY_STARTED, days),
        clause=_("Ingen skal bo midlertidig i mer enn tre måneder. Det varsles etter 30, 60 og 90 dager."),
        source=_(
            "Strategien «På vei til egen bolig», målet om midlertidig opphold; sosialtjenesteloven § 27"
        ),
        needs_consent=True,
        lapses_on_release=False,
    )
    for days in (30, 60, 90)
)

AGREEMENT_RULES = (
    DeadlineRule(
        code="professional_network",
        title=_("Hold møte i fagnettverket"),
        party=BOTH,
        role=R.MUNICIPAL_COORDINATOR,
        opens=after(E.NETWORK_MET, 0),
        due=after(E.NETWORK_MET, 1, MONTHS),
        clause=_("Det utvidede fagnettverket møtes hver måned."),
        source=_("Avtalen, utviklingspunkt 5"),  # R256
        basis=AGREEMENT,
    ),
    DeadlineRule(
        code="mapping_export",
        title=_("Lever tall fra boligkartleggingen"),
        party=MUNICIPALITY,
        role=R.MUNICIPAL_COORDINATOR,
        opens=after(E.MAPPING_EXPORTED, 5, MONTHS),
        due=after(E.MAPPING_EXPORTED, 6, MONTHS),
        clause=_("Tall fra kartleggingen leveres to ganger i året."),
        source=_("Avtalen, kartlegging"),  # R258–R259
        basis=AGREEMENT,
    ),
)
