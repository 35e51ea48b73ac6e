"""Kinds of forums, seats and measures."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ForumKind(TextChoices):
    COMMITTEE = "committee", _("samarbeidsutvalg")
    PROFESSIONAL = "professional", _("fagnettverk")
    MUNICIPAL = "municipal", _("nettverk mellom kommuner")
    HOUSING = "housing", _("bolignettverk mellom bydeler")
    FORUM = "forum", _("samarbeidsforum")


class ChairWay(TextChoices):
    FIXED = "fixed", _("fast leder")
    ROTATING = "rotating", _("ledelsen går på omgang mellom medlemmene")


class SeatRole(TextChoices):
    CHAIR = "chair", _("leder")
    SECRETARY = "secretary", _("sekretær")
    MEMBER = "member", _("medlem")
    DEPUTY = "deputy", _("vara")
    OBSERVER = "observer", _("observatør")


class Presence(TextChoices):
    PRESENT = "present", _("til stede")
    DEPUTY = "deputy", _("vara møtte")
    EXCUSED = "excused", _("meldt forfall")
    ABSENT = "absent", _("møtte ikke")


class AgendaSource(TextChoices):
    OWN = "own", _("meldt av et medlem")
    DECISIONS = "decisions", _("vedtak som ikke er gjort")
    DEVIATIONS = "deviations", _("avvik")
    TARGETS = "targets", _("måltall")
    REVIEW = "review", _("revisjon av avtalen")


class MeasureKind(TextChoices):
    """The improvement measures that the source document names (R149-R152)."""

    COMMUNICATION = "communication", _("kommunikasjon")
    ANCHORING = "anchoring", _("forankring")
    CALM = "calm", _("ro etter omorganisering")
    EXIT = "exit", _("når prosjektet tar slutt")
    COMPETENCE = "competence", _("kompetanse")
    OTHER = "other", _("annet")
