"""What becomes of a meeting, a decision and a measure."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hjemvei.core.states import machine


class MeetingState(TextChoices):
    PLANNED = "planned", _("planlagt")
    HELD = "held", _("holdt")
    APPROVED = "approved", _("referatet er godkjent")
    CANCELLED = "cancelled", _("avlyst")


class WorkState(TextChoices):
    """Of a decision and of a measure."""

    OPEN = "open", _("ikke gjort")
    DONE = "done", _("gjort")
    DROPPED = "dropped", _("frafalt")


MEETING = machine(
    "meeting",
    initial=MeetingState.PLANNED,
    moves=[
        ("hold", [MeetingState.PLANNED, MeetingState.HELD], MeetingState.HELD),
        ("approve", [MeetingState.HELD], MeetingState.APPROVED),
        ("cancel", [MeetingState.PLANNED], MeetingState.CANCELLED),
    ],
)
WORK = machine(
    "work",
    initial=WorkState.OPEN,
    moves=[
        ("finish", [WorkState.OPEN], WorkState.DONE),
        ("drop", [WorkState.OPEN], WorkState.DROPPED),
    ],
)
