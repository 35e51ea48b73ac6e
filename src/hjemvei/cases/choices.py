"""How far the home has come, and labels of the terms that rules decide on."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hjemvei.agreements.enums import CustodyStatus
from hjemvei.cases.enums import (
    AbsenceKind,
    Answer,
    MoveRefusal,
    MoveView,
    Phase,
    ReleaseCertainty,
    ReleaseKind,
    WayOut,
)


class HomeStage(TextChoices):
    NOT_MAPPED = "not_mapped", _("ikke kartlagt")
    NO_HOME = "no_home", _("bolig ikke funnet")
    KEPT = "kept", _("beholder boligen")
    APPLIED = "applied", _("søknad mottatt")
    GRANTED = "granted", _("søknad innvilget")
    OFFERED = "offered", _("bolig tilbudt")
    ACCEPTED = "accepted", _("takket ja til bolig")
    LEASED = "leased", _("leiekontrakt signert")
    KEYS = "keys", _("nøkler utlevert")


CUSTODY_STATUS = {
    CustodyStatus.SENTENCED: _("dom"),
    CustodyStatus.REMAND: _("varetekt"),
    CustodyStatus.PREVENTIVE_DETENTION: _("forvaring"),
}
CERTAINTY = {
    ReleaseCertainty.FIXED: _("fastsatt"),
    ReleaseCertainty.LIKELY: _("sannsynlig"),
    ReleaseCertainty.UNCERTAIN: _("usikker"),
    ReleaseCertainty.UNKNOWN: _("ikke kjent"),
}
RELEASE_KIND = {
    ReleaseKind.PROBATION: _("løslatelse på prøve"),
    ReleaseKind.FULL_TERM: _("endt tid"),
    ReleaseKind.REMAND_END: _("slutt på varetekt"),
    ReleaseKind.UNKNOWN: _("ikke oppgitt"),
}
WAY_OUT = {
    WayOut.RELEASE: _("løslatt etter endt tid"),
    WayOut.PROBATION_RELEASE: _("løslatt på prøve"),
    WayOut.TRANSFER: _("overført til annet fengsel"),
    WayOut.HOME_DETENTION: _("hjemmesoning med elektronisk kontroll"),
    WayOut.INSTITUTION: _("institusjon under straffen"),
    WayOut.DEPORTATION: _("utvist"),
    WayOut.SENTENCE_TRANSFER: _("soningsoverføring til annet land"),
    WayOut.ACQUITTAL: _("frifunnet eller løslatt fra varetekt"),
    WayOut.ESCAPE: _("unnveket"),
    WayOut.INTERRUPTION: _("straffavbrudd"),
    WayOut.DEATH: _("død"),
    WayOut.ERROR: _("feil i listen"),
}
ABSENCE = {
    AbsenceKind.LEAVE: _("permisjon"),
    AbsenceKind.ESCORTED_OUTING: _("fremstilling"),
    AbsenceKind.HOSPITAL: _("sykehus"),
    AbsenceKind.INTERRUPTION: _("straffavbrudd"),
    AbsenceKind.ESCAPE: _("unnvikelse"),
    AbsenceKind.FAILED_RETURN: _("kom ikke tilbake i tide"),
}
PHASE = {
    Phase.NO_DATE: _("dato ikke kjent"),
    Phase.INSIDE: _("mer enn seks måneder igjen"),
    Phase.SIX_MONTHS: _("siste seks måneder"),
    Phase.TWO_MONTHS: _("siste to måneder"),
    Phase.EIGHT_WEEKS: _("siste åtte uker"),
    Phase.FOURTEEN_DAYS: _("siste fjorten dager"),
    Phase.THREE_DAYS: _("siste tre dager"),
    Phase.RELEASE_DAY: _("løslatelsesdagen"),
    Phase.DATE_PASSED: _("datoen er passert"),
    Phase.FIRST_DAYS: _("de første dagene ute"),
    Phase.FIRST_MONTH: _("første måned ute"),
    Phase.FIRST_YEAR: _("første år ute"),
    Phase.AFTER_FIRST_YEAR: _("mer enn et år ute"),
}
ANSWER = {Answer.YES: _("ja"), Answer.NO: _("nei"), Answer.UNKNOWN: _("vet ikke ennå")}

MOVE_VIEW = {
    MoveView.SUPPORTS: _("støtter flyttingen"),
    MoveView.ADVISES_AGAINST: _("råder fra flyttingen"),
}
MOVE_REFUSAL = {
    MoveRefusal.NO_STAY: _("personen oppholder seg ikke i kommunen"),
    MoveRefusal.OTHER_RESPONSIBLE: _("en annen kommune har ansvaret"),
    MoveRefusal.NO_HOME_NOW: _("ingen egnet bolig nå"),
    MoveRefusal.NO_SERVICE_NOW: _("ikke det tilbudet personen trenger"),
    MoveRefusal.OTHER: _("annen grunn"),
}
