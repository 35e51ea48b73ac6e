"""Terms of rosters and visits."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hjemvei.core.states import machine


class ShiftKind(TextChoices):
    ON = "on", _("på vakt")
    OFF = "off", _("fri denne dagen")


class VisitState(TextChoices):
    BOOKED = "booked", _("avtalt")
    DONE = "done", _("gjennomført")
    ABSENT = "absent", _("ble ikke noe av")
    MOVED = "moved", _("flyttet")
    CANCELLED = "cancelled", _("avlyst")


VISIT = machine(
    "visit",
    initial=VisitState.BOOKED,
    moves=[
        ("finish", [VisitState.BOOKED], VisitState.DONE),
        ("miss", [VisitState.BOOKED], VisitState.ABSENT),
        ("move", [VisitState.BOOKED], VisitState.MOVED),
        ("cancel", [VisitState.BOOKED], VisitState.CANCELLED),
    ],
)
