"""Closed lists: for whom a routine holds, where a lesson came from, whether the change helped."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hjemvei.accounts.enums import Role


class Covers(TextChoices):
    UNIT = "unit", _("bare enheten")
    CONTROLLER = "controller", _("hele virksomheten")


class Source(TextChoices):
    """Where it was learned. What a deviation or a decision says stands there, not here."""

    DEVIATION = "deviation", _("avvik")
    MEETING = "meeting", _("vedtak i et møte")
    REVIEW = "review", _("gjennomgang av rutinen")
    DAILY_WORK = "daily_work", _("arbeidet i hverdagen")
    PERSON = "person", _("tilbakemelding fra dem det gjelder")
    OTHER = "other", _("annet")


class Effect(TextChoices):
    """Whether the changed routine helped, asked some months after."""

    UNKNOWN = "", _("ikke spurt ennå")
    HELPED = "helped", _("ja, det hjalp")
    PARTLY = "partly", _("delvis")
    NOT = "not", _("nei, det hjalp ikke")
    TOO_EARLY = "too_early", _("for tidlig å si")


WORKING_ROLES: tuple[Role, ...] = tuple(
    role for role in Role if role not in {Role.API_CLIENT, Role.SYSTEM, Role.PERSON}
)
"""Those that a routine may concern: people at work."""
