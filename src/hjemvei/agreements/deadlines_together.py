"""Default deadlines from consent and from what the parties send each other; sentences as people see them."""

from __future__ import annotations

from hjemvei.agreements.deadline_terms import (
    AGREEMENT,
    BOTH,
    CONSENTED,
    MONTHS,
    MUNICIPALITY,
    PRISON,
    STATUTE,
    WEEKS,
    WORKING_DAYS,
    _,
    after,
)
from hjemvei.agreements.enums import EventCode as E
from hjemvei.agreements.enums import RoleCode as R
from hjemvei.agreements.rules import DeadlineRule

# From consent and from what the parties send each other.
TOGETHER_RULES = (
    DeadlineRule(
        code="consent_asked_again",
        title=_("Spør igjen om samtykke"),
        party=PRISON,
        role=R.CONTACT_OFFICER,
        opens=after(E.CONSENT_DECLINED, 60),
        due=after(E.CONSENT_DECLINED, 90),
        clause=_(
            "Et nei gjelder til personen sier noe annet, og ingen varsles. Situasjonen kan endre seg: "
            "spør igjen etter en tid, og respekter et nytt nei."
        ),
        source=_("Avtalen, frivillighet og samtykke; fristen er egen standard"),  # R109–R110
    ),
    DeadlineRule(
        code="first_notice",
        title=_("Send første varsel til kommunen"),
        party=PRISON,
        role=R.CONTACT_OFFICER,
        opens=CONSENTED,
        due=after(E.CONSENT, 14),
        clause=_("Kommunen varsles så snart som mulig og innen 14 dager etter samtykke."),
        source=_("Avtalen, varsling"),  # R252
        needs_consent=True,
        mandatory_under_25=True,
    ),
    DeadlineRule(
        code="under_25_contact",
        title=_("Opprett kontakt med tjenestene (under 25 år)"),
        party=PRISON,
        role=R.CONTACT_OFFICER,
        opens=CONSENTED,
        due=after(E.CONSENT, 14),
        clause=_("Når en person under 25 år samtykker, skal kontakt med kommunen alltid opprettes."),
        source=_("Straffegjennomføringsloven § 41"),  # L3
        basis=STATUTE,
        needs_consent=True,
        can_be_exempted=False,
        mandatory_under_25=True,
    ),
    DeadlineRule(
        code="under_25_coordination",
        title=_("Samordne planleggingen (under 25 år)"),
        party=PRISON,
        role=R.REINTEGRATION_COORDINATOR,
        opens=CONSENTED,
        due=after(E.CONSENT, 30),
        clause=_(
            "Når en person under 25 år samtykker, skal kriminalomsorgen samordne planleggingen av "
            "løslatelsen."
        ),
        source=_("Straffegjennomføringsloven § 41"),  # L3
        basis=STATUTE,
        needs_consent=True,
        can_be_exempted=False,
        mandatory_under_25=True,
    ),
    DeadlineRule(
        code="acknowledge_notice",
        title=_("Bekreft varselet"),
        party=MUNICIPALITY,
        role=R.MUNICIPAL_COORDINATOR,
        opens=after(E.NOTICE_SENT, 0),
        due=after(E.NOTICE_SENT, 3, WORKING_DAYS),
        clause=_("Kommunen bekrefter et varsel innen tre virkedager."),
        source=_("Avtalen, tallet er partenes eget"),
        basis=AGREEMENT,
        needs_consent=True,
        can_be_exempted=False,
    ),
    DeadlineRule(
        code="answer_inquiry",
        title=_("Svar på henvendelsen"),
        party=MUNICIPALITY,
        role=R.MUNICIPAL_COORDINATOR,
        opens=after(E.INQUIRY_RECEIVED, 0),
        due=after(E.INQUIRY_RECEIVED, 5, WORKING_DAYS),
        clause=_("En henvendelse besvares innen fem virkedager."),
        source=_("Avtalen, tallet er partenes eget"),
        basis=AGREEMENT,
        lapses_on_release=False,
    ),
    DeadlineRule(
        code="dispute_to_governor",
        title=_("Legg uenigheten fram for statsforvalteren"),
        party=MUNICIPALITY,
        role=R.MUNICIPAL_COORDINATOR,
        opens=after(E.DISPUTE_RAISED, 0),
        due=after(E.DISPUTE_RAISED, 14),
        clause=_(
            "Er kommunene ikke enige etter 14 dager, avgjør statsforvalteren. Hjelpen stopper ikke imens."
        ),
        source=_("Sosialtjenesteloven § 49; fristen er partenes egen"),  # L9
        basis=STATUTE,
        lapses_on_release=False,
    ),
    DeadlineRule(
        code="renotify",
        title=_("Varsle på nytt om endret dato"),
        party=PRISON,
        role=R.CONTACT_OFFICER,
        opens=after(E.RELEASE_DATE_MOVED, 0),
        due=after(E.RELEASE_DATE_MOVED, 3, WORKING_DAYS),
        clause=_("Når løslatelsesdatoen flytter seg, varsles kommunen på nytt."),
        source=_("Avtalen, varsling"),  # R237, R252
        needs_consent=True,
    ),
    DeadlineRule(
        code="plan_started",
        title=_("Start felles plan"),
        party=BOTH,
        role=R.MUNICIPAL_COORDINATOR,
        opens=CONSENTED,
        due=after(E.CONSENT, 30),
        clause=_("Felles plan eller individuell plan startes innen 30 dager etter samtykke."),
        source=_("FOR-2022-06-22-1110 §§ 5–7"),
        needs_consent=True,
    ),
    DeadlineRule(
        code="responsible_group",
        title=_("Hold første møte i ansvarsgruppa"),
        party=BOTH,
        role=R.MUNICIPAL_COORDINATOR,
        opens=CONSENTED,
        due=after(E.CONSENT, 60),
        clause=_("Ansvarsgruppa møtes innen 60 dager etter samtykke. Personen bestemmer hvem som inviteres."),
        source=_("tilbakeføring.no, ansvarsgruppe"),
        needs_consent=True,
    ),
    DeadlineRule(
        code="regular_contact",
        title=_("Snakk sammen: personen, fengselet og kommunen"),
        party=BOTH,
        role=R.MUNICIPAL_COORDINATOR,
        opens=after(E.LAST_CONTACT, 1, WEEKS),
        due=after(E.LAST_CONTACT, 1, MONTHS),
        clause=_("Fram til løslatelsen går det ikke mer enn en måned mellom hver kontakt."),
        source=_("Avtalen, felles arbeid; tallet er partenes eget"),  # R168
        basis=AGREEMENT,
        needs_consent=True,
    ),
)

# Each is asked by an action of its own, which gives the task its day: no line of a case starts these.
MOVE_RULES = (
    DeadlineRule(
        code="decide_move",
        title=_("Si hva kommunen mener om ønsket om å flytte"),
        party=MUNICIPALITY,
        role=R.MUNICIPAL_COORDINATOR,
        opens=after(E.MOVE_WISH, 0),
        due=after(E.MOVE_WISH, 14),
        clause=_("Kommunen som har ansvaret, sier innen 14 dager hva den mener om et ønske om å flytte."),
        source=_("Avtalen, tallet er partenes eget"),
        lapses_on_release=False,
    ),
    DeadlineRule(
        code="answer_move",
        title=_("Svar på invitasjonen om flytting"),
        party=MUNICIPALITY,
        role=R.MUNICIPAL_COORDINATOR,
        opens=after(E.MOVE_INVITATION, 0),
        due=after(E.MOVE_INVITATION, 14),
        clause=_(
            "Kommunen som er invitert, svarer innen 14 dager. Til den sier ja, har den første ansvaret."
        ),
        source=_("Avtalen, tallet er partenes eget"),
        lapses_on_release=False,
    ),
)
