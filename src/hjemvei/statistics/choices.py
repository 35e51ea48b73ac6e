"""Code lists of coverage and target numbers."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Covered(TextChoices):
    """How an agreement stands between a municipality and prisons, best first."""

    HAS = "has", _("har avtale")
    COMING = "coming", _("avtale kommer")
    EXPIRED = "expired", _("avtalen er utløpt")
    LACKS = "lacks", _("mangler avtale")


class Measure(TextChoices):
    """What the system counts by itself, and `own`: a number that the parties type in."""

    GOOD_OFFER = "good_offer", _("Personer som har fått et godt tilbud om bolig")
    HOUSED = "housed", _("Andel med bolig ved løslatelse")
    TEMPORARY = "temporary", _("Andel løslatt til midlertidig løsning eller uten bolig")
    LEAD_DAYS = "lead_days", _("Dager fra første varsel til løslatelse")
    NOTICE_IN_TIME = "notice_in_time", _("Andel første varsler sendt i tide")
    ANSWER_IN_TIME = "answer_in_time", _("Andel varsler bekreftet i tide")
    DATE_HELD = "date_held", _("Andel løslatt på den dagen som var ventet")
    MEETINGS = "meetings", _("Møter i samarbeidsutvalget")
    OWN = "own", _("Eget måltall")


class Side(TextChoices):
    """Whose achievement it is."""

    PRISON = "prison", _("fengselet")
    MUNICIPALITY = "municipality", _("kommunen")
    BOTH = "both", _("begge parter")


class Way(TextChoices):
    UP = "up", _("høyere er bedre")
    DOWN = "down", _("lavere er bedre")


class Kind(TextChoices):
    """What a number is a number of. Shares are whole per cent."""

    PEOPLE = "people", _("personer")
    SHARE = "share", _("prosent")
    DAYS = "days", _("dager")
    TIMES = "times", _("ganger")


class Light(TextChoices):
    GREEN = "green", _("nådd")
    AMBER = "amber", _("nær målet")
    RED = "red", _("ikke nådd")
    GREY = "grey", _("kan ikke sies")


SHAPE: dict[Measure, tuple[Kind, Way, Side]] = {
    Measure.GOOD_OFFER: (Kind.PEOPLE, Way.UP, Side.BOTH),
    Measure.HOUSED: (Kind.SHARE, Way.UP, Side.MUNICIPALITY),
    Measure.TEMPORARY: (Kind.SHARE, Way.DOWN, Side.MUNICIPALITY),
    Measure.LEAD_DAYS: (Kind.DAYS, Way.UP, Side.PRISON),
    Measure.NOTICE_IN_TIME: (Kind.SHARE, Way.UP, Side.PRISON),
    Measure.ANSWER_IN_TIME: (Kind.SHARE, Way.UP, Side.MUNICIPALITY),
    Measure.DATE_HELD: (Kind.SHARE, Way.UP, Side.PRISON),
    Measure.MEETINGS: (Kind.TIMES, Way.UP, Side.BOTH),
}
"""Unit, direction and party of what the system counts; own numbers say theirs themselves."""
HOW: dict[Measure, Promise] = {
    Measure.GOOD_OFFER: _("Personer under avtalen med leieavtale undertegnet i året."),
    Measure.HOUSED: _("Løslatte med samtykke som hadde bolig, familie eller institusjon den første natten."),
    Measure.TEMPORARY: _("Løslatte med samtykke som var i midlertidig botilbud, besøksleilighet eller ute."),
    Measure.LEAD_DAYS: _("Median av dagene fra fengselets første varsel til løslatelsen."),
    Measure.NOTICE_IN_TIME: _("Første varsel sendt innen avtalens frist, av dem som hadde frist i året."),
    Measure.ANSWER_IN_TIME: _("Første varsel i året bekreftet av kommunen innen fristen."),
    Measure.DATE_HELD: _("Løslatte der datoen som var kjent to uker før, holdt på tre dager nær."),
    Measure.MEETINGS: _("Møter som er holdt, slik samarbeidsutvalget har ført dem."),
    Measure.OWN: _("Skrevet inn av partene."),
}
"""How each is counted, in a sentence. Refused consent stands in no denominator."""
