"""What becomes of a finding."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hjemvei.core.states import machine


class FindingState(TextChoices):
    NEW = "new", _("ikke sett på")
    LOOKED_INTO = "looked_into", _("undersøkes")
    IN_ORDER = "in_order", _("i orden")
    DEVIATION = "deviation", _("avvik")


FINDING = machine(
    "finding",
    initial=FindingState.NEW,
    moves=[
        (
            "look_into",
            [FindingState.NEW, FindingState.IN_ORDER, FindingState.DEVIATION],
            FindingState.LOOKED_INTO,
        ),
        ("accept", [FindingState.NEW, FindingState.LOOKED_INTO], FindingState.IN_ORDER),
        ("report", [FindingState.NEW, FindingState.LOOKED_INTO], FindingState.DEVIATION),
    ],
)
VERBS = {
    FindingState.LOOKED_INTO: "look_into",
    FindingState.IN_ORDER: "accept",
    FindingState.DEVIATION: "report",
}
