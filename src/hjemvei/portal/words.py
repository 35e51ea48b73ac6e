"""What the house's terms are called when one speaks to the person: short, plain, «du» (CEFR A2-B1)."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from hjemvei.accounts.enums import Role
from hjemvei.agreements.enums import EventCode, OffsetUnit, PartyCode
from hjemvei.agreements.rules import Moment
from hjemvei.cases.choices import HomeStage
from hjemvei.cases.enums import MoveRefusal, MoveView
from hjemvei.parties.enums import ControllerKind
from hjemvei.plans.choices import LifeArea
from hjemvei.sharing.enums import ConsentEventKind, ConsentForm, EmergencyCategory, ReviewOutcome, ShareBasis
from hjemvei.ui.parts import Text

STEPS: Mapping[str, Text] = {
    "unplanned_tell": _("Si fra til kommunen at du er ute"),
    "unplanned_pack": _("Gi deg papirene du trenger ute"),
    "unplanned_first_night": _("Finne et sted du kan sove i natt"),
    "first_night": _("Spørre hvor du sov den første natten"),
    "first_follow_up": _("Ta kontakt med deg etter at du er ute"),
    "reporting_duty": _("Snakke med friomsorgen om oppfølging"),
    "temporary_stay": _("Finne en bolig som kan vare"),
    "still_housed": _("Spørre om du fortsatt bor i boligen"),
    "follow_up_week": _("Ta kontakt med deg denne uka"),
    "contact_officer": _("Gi deg en kontaktbetjent"),
    "intake_interview": _("Ha en første samtale med deg"),
    "eligibility_check": _("Finne ut om du kan få denne hjelpen"),
    "consent_asked": _("Spørre hva du vil dele"),
    "consent_asked_again": _("Spørre på nytt hva du vil dele"),
    "release_dates_computed": _("Regne ut datoene dine"),
    "release_dates_recomputed": _("Regne ut datoene dine på nytt"),
    "readiness_pack": _("Gjøre klar papirer i tilfelle du slipper ut fort"),
    "responsible_municipality": _("Finne ut hvilken kommune som skal hjelpe deg"),
    "keep_home": _("Finne ut om du kan beholde boligen din"),
    "brik_offered": _("Spørre hva du trenger hjelp til"),
    "future_plan": _("Lage en plan sammen med deg"),
    "detention_letter": _("Skrive til NAV i hjemkommunen din"),
    "housing_application": _("Søke om bolig sammen med deg"),
    "homeless_gate": _("Finne ut om du har et sted å bo"),
    "release_plan": _("Bli enige om planen for når du slipper ut"),
    "deposit_guarantee": _("Ordne garanti for depositum"),
    "readiness_14": _("Sjekke at alt er klart, 14 dager før"),
    "readiness_3": _("Sjekke at alt er klart, 3 dager før"),
    "owner_in_ordinary_service": _("Gi saken til dem som skal følge opp videre"),
    "release_confirmed": _("Skrive ned hva som skjedde den dagen du slapp ut"),
    "first_notice": _("Si fra til kommunen, fordi du sa ja"),
    "under_25_contact": _("Ta kontakt med dem som kan hjelpe deg"),
    "under_25_coordination": _("Planlegge sammen med dem som hjelper deg"),
    "acknowledge_notice": _("Svare at kommunen har fått beskjed"),
    "answer_inquiry": _("Svare på et spørsmål"),
    "dispute_to_governor": _("Finne ut hvilken kommune som har ansvaret"),
    "move_decision": _("Si hva kommunen mener om at du vil flytte"),
    "move_answer": _("Svare på om du kan flytte til en ny kommune"),
    "decide_move": _("Si hva kommunen mener om at du vil flytte"),
    "answer_move": _("Svare på om du kan flytte til en ny kommune"),
    "dispute_ground": _("Si hva kommunen mener om hvem som har ansvaret"),
    "hands_gather": _("Samle dem som hjelper deg, og bli enige om hvem som har ansvaret"),
    "renotify": _("Si fra til kommunen om ny dato"),
    "plan_started": _("Lage en felles plan"),
    "responsible_group": _("Ha et møte der du er med"),
    "regular_contact": _("Snakke sammen: du, fengselet og kommunen"),
}
PROMISED = (
    *("intake_interview", "future_plan", "acknowledge_notice", "answer_inquiry", "first_follow_up"),
    *("housing_application", "deposit_guarantee", "plan_started", "responsible_group"),
)
"""Deadlines of an agreement that the person can hold the parties to; what they are called stands in STEPS."""
WHO_SHALL: Mapping[PartyCode, Text] = {
    PartyCode.PRISON: _("Fengselet skal"),
    PartyCode.MUNICIPALITY: _("Kommunen skal"),
    PartyCode.BOTH: _("Fengselet og kommunen skal sammen"),
}
INNER = frozenset({"mapping_export", "professional_network", "prison_access_ends"})
"""Work between the parties that is not about the person."""

AREAS: Mapping[str, Text] = {
    LifeArea.HOUSING: _("Bolig"),
    LifeArea.WORK: _("Jobb"),
    LifeArea.EDUCATION: _("Skole"),
    LifeArea.HEALTH: _("Helse"),
    LifeArea.NETWORK: _("Familie og venner"),
    LifeArea.LEISURE: _("Fritid"),
}
STAGES: Mapping[str, Text] = {
    HomeStage.NOT_MAPPED: _("Vi vet ikke ennå hva du trenger."),
    HomeStage.NO_HOME: _("Det er ikke funnet en bolig ennå."),
    HomeStage.KEPT: _("Du beholder boligen din."),
    HomeStage.APPLIED: _("Kommunen har fått søknaden om bolig."),
    HomeStage.GRANTED: _("Kommunen har sagt ja til søknaden om bolig."),
    HomeStage.OFFERED: _("Du har fått tilbud om en bolig."),
    HomeStage.ACCEPTED: _("Du har sagt ja til en bolig."),
    HomeStage.LEASED: _("Leiekontrakten er skrevet under."),
    HomeStage.KEYS: _("Du har fått nøklene."),
}
ROLES: Mapping[str, Text] = {
    Role.CONTACT_OFFICER: _("kontaktbetjent"),
    Role.PRISON_SOCIAL_WORKER: _("hjelper i fengselet"),
    Role.REINTEGRATION_COORDINATOR: _("hjelper i fengselet"),
    Role.PROBATION_OFFICER: _("hjelper i friomsorgen"),
    Role.MUNICIPAL_COORDINATOR: _("koordinator i kommunen"),
    Role.SOCIAL_CASEWORKER: _("hjelper i NAV"),
    Role.HOUSING_OFFICER: _("hjelper med bolig"),
    Role.HOUSING_CONSULTANT: _("hjelper med bolig"),
    Role.HEALTH_WORKER: _("hjelper med helse"),
    Role.FOLLOW_UP_WORKER: _("hjelper deg ute"),
    Role.VOLUNTARY_PROVIDER: _("hjelper deg ute"),
}
HELPER = _("hjelper")
MOVE_VIEWS: Mapping[str, Text] = {
    MoveView.SUPPORTS: _("De er enige i at du flytter."),
    MoveView.ADVISES_AGAINST: _("De råder deg til å vente. Du bestemmer selv."),
}
MOVE_NO: Mapping[str, Text] = {
    MoveRefusal.NO_STAY: _("De sier at du ikke bor der ennå."),
    MoveRefusal.OTHER_RESPONSIBLE: _("De sier at en annen kommune skal hjelpe deg."),
    MoveRefusal.NO_HOME_NOW: _("De har ingen bolig til deg nå."),
    MoveRefusal.NO_SERVICE_NOW: _("De har ikke den hjelpen du trenger."),
    MoveRefusal.OTHER: _("De har en annen grunn."),
}
HOLDINGS: Mapping[str, tuple[Text, Text]] = {
    ControllerKind.CORRECTIONAL_SERVICE: (
        _(
            "Navn og fødselsdato, datoene dine, planen din, hva du trenger ute,"
            " og hva du har sagt ja og nei til."
        ),
        _("De skal hjelpe deg å forberede tiden ute. Det står i en lov (straffegjennomføringsloven)."),
    ),
    ControllerKind.MUNICIPALITY: (
        _("Det du har sagt ja til å dele, søknader og vedtak om bolig, og hva de gjør for deg."),
        _(
            "De skal hjelpe deg med bolig og andre ting du trenger."
            " Det står i lover (boligsosialloven og sosialtjenesteloven)."
        ),
    ),
}
"""What each kind of organisation holds, and by which law it may."""
OTHERS_HOLD = (
    _("Det du har sagt ja til å dele, og hva de gjør for deg."),
    _("De hjelper deg. Det står i en lov eller en avtale."),
)
INSIDE = frozenset({Role.CONTACT_OFFICER, Role.PRISON_SOCIAL_WORKER, Role.REINTEGRATION_COORDINATOR})
MUNICIPAL = frozenset(
    {Role.MUNICIPAL_COORDINATOR, Role.SOCIAL_CASEWORKER, Role.HOUSING_OFFICER, Role.HOUSING_CONSULTANT}
)
TOLD_BY: Mapping[str, Text] = {
    ControllerKind.CORRECTIONAL_SERVICE: _("får vite fra fengselet:"),
    ControllerKind.MUNICIPALITY: _("får vite fra kommunen:"),
}
"""From whom a receiver is told; `TOLD` for everybody else."""
TOLD = _("får vite:")
PASSED_ON: Mapping[str, Text] = {
    "Varsel om løslatelse": _("Beskjed om når du slipper ut"),
    "Saken ble fordelt": _("Saken din, til dem som skal hjelpe deg"),
    "Tilgang etter samtykket": _("Det du sa ja til å dele"),
    "Samtykket er innskrenket; det som fortsatt deles": _("Det du fortsatt deler"),
    "Hva kommunen gjør med bolig og oppfølging": _("Hva kommunen gjør for deg"),
}
"""What the house itself writes of a disclosure (`Disclosure.what`, in Bokmål), in plain words."""
EMERGENCIES: Mapping[str, Text] = {
    EmergencyCategory.LIFE: _("fare for liv eller helse"),
    EmergencyCategory.RELEASE: _("du ble løslatt, eller skulle snart bli det"),
    EmergencyCategory.HOMELESS: _("du manglet et sted å sove"),
    EmergencyCategory.ARRIVED: _("du kom uten at de visste det"),
    EmergencyCategory.OTHER: _("noe som ikke kunne vente"),
}
REVIEWS: Mapping[str, Text] = {
    "": _("ikke kontrollert ennå"),
    ReviewOutcome.IN_ORDER: _("kontrollert: det var i orden"),
    ReviewOutcome.NOT_IN_ORDER: _("kontrollert: det var ikke i orden"),
}
BASES: Mapping[str, Text] = {
    ShareBasis.CONSENT: _("fordi du sa ja"),
    ShareBasis.STATUTE_BENEFITS: _("loven krever det (folketrygdloven § 21-4)"),
    ShareBasis.STATUTE_CHILD: _("loven krever det, for å beskytte barn"),
    ShareBasis.STATUTE_DANGER: _("for å hindre fare for liv eller helse"),
    ShareBasis.STATUTE_CONTACT: _("loven gir lov til det (sosialtjenesteloven § 44)"),
    ShareBasis.STATUTE_AVERT: _("loven krever det, for å hindre noe alvorlig (straffeloven § 196)"),
}
"""Why something was passed on; without consent only what a law names."""
EVENTS: Mapping[str, Text] = {
    ConsentEventKind.ASKED: _("Du ble spurt"),
    ConsentEventKind.GIVEN: _("Du sa ja"),
    ConsentEventKind.NARROWED: _("Du valgte å dele mindre"),
    ConsentEventKind.EXTENDED: _("Du valgte å dele mer, eller lenger"),
    ConsentEventKind.REFUSED: _("Du sa nei"),
    ConsentEventKind.WITHDRAWN: _("Du trakk det tilbake"),
    ConsentEventKind.EXPIRED: _("Tiden gikk ut"),
}
FORMS: Mapping[str, Text] = {
    ConsentForm.ORAL: _("muntlig"),
    ConsentForm.PAPER: _("på papir"),
    ConsentForm.DIGITAL: _("digitalt"),
}
SECURITIES: Mapping[str, Text] = {"guarantee": _("Garanti fra kommunen"), "deposit": _("Depositum på konto")}


def charge_text(role: str) -> Text:
    """Prison and municipality have one each who is mainly responsible: say where."""
    if role in INSIDE:
        return _("har hovedansvaret i fengselet")
    return _("har hovedansvaret i kommunen") if role in MUNICIPAL else _("har hovedansvaret")


def passed_on(what: str) -> Text:
    """Somebody's own words stay as they are."""
    return PASSED_ON.get(what, what)


def step_text(code: str, title: str) -> Text:
    """In plain words; a step that nobody has found plain words for says what staff read."""
    found = STEPS.get(code) or next(
        (
            STEPS[start]
            for start in ("temporary_stay", "still_housed", "follow_up_week")
            if code.startswith(start)
        ),
        None,
    )
    return found or gettext(title)


def span(count: int, unit: OffsetUnit) -> str:
    """«7 dager», as it stands alone."""
    words = {
        OffsetUnit.WORKING_DAYS: ngettext("%(n)s virkedag", "%(n)s virkedager", count),
        OffsetUnit.DAYS: ngettext("%(n)s dag", "%(n)s dager", count),
        OffsetUnit.WEEKS: ngettext("%(n)s uke", "%(n)s uker", count),
        OffsetUnit.MONTHS: ngettext("%(n)s måned", "%(n)s måneder", count),
    }
    return words[unit] % {"n": count}


def promised(moment: Moment) -> str:
    """«2 virkedager etter at du slapp ut»; empty for what counts from something the person does not see."""
    told = {
        EventCode.ADMISSION: gettext("%(time)s etter at du kom i fengsel"),
        EventCode.CONSENT: gettext("%(time)s etter at du sa ja til å dele"),
        EventCode.RELEASED: gettext("%(time)s etter at du slapp ut"),
        EventCode.NOTICE_SENT: gettext("%(time)s etter at de fikk beskjed"),
        EventCode.INQUIRY_RECEIVED: gettext("%(time)s etter at de fikk spørsmålet"),
        EventCode.EXPECTED_RELEASE: gettext("%(time)s før du slipper ut"),
    }
    offset = moment.offset
    is_before = moment.event == EventCode.EXPECTED_RELEASE
    text = told.get(moment.event, "") if (offset.count < 0) is is_before else ""
    return text % {"time": span(abs(offset.count), offset.unit)} if text and offset.count else ""
