"""States of a deviation."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hjemvei.core.states import machine


class DeviationState(TextChoices):
    OPEN = "open", _("åpent")
    PLANNED = "planned", _("tiltak avtalt")
    DONE = "done", _("tiltak gjort, følges opp")
    CLOSED = "closed", _("lukket")
    WITHDRAWN = "withdrawn", _("ikke et avvik likevel")
    NOTED = "noted", _("notert")


LIVE = (DeviationState.OPEN, DeviationState.PLANNED, DeviationState.DONE)
LEARNED = (DeviationState.CLOSED, DeviationState.NOTED)
DEVIATION = machine(
    "deviation",
    initial=DeviationState.OPEN,
    moves=[
        ("plan", [DeviationState.OPEN, DeviationState.PLANNED, DeviationState.DONE], DeviationState.PLANNED),
        ("carry_out", [DeviationState.PLANNED], DeviationState.DONE),
        ("close", LIVE, DeviationState.CLOSED),
        ("withdraw", [*LIVE, DeviationState.NOTED], DeviationState.WITHDRAWN),
        ("reopen", [DeviationState.CLOSED, DeviationState.WITHDRAWN], DeviationState.OPEN),
        ("note", [DeviationState.OPEN], DeviationState.NOTED),
    ],
)
"""What the system finds anew, it opens anew in the database (`kernel.find_slips`), by the same table."""


class SummaryState(TextChoices):
    WRITTEN = "written", _("venter på en kollega")
    RELEASED = "released", _("frigitt til utvalget")
    TAKEN_BACK = "taken_back", _("trukket")


SUMMARY = machine(
    "summary",
    initial=SummaryState.WRITTEN,
    moves=[
        ("release", [SummaryState.WRITTEN], SummaryState.RELEASED),
        ("take_back", [SummaryState.WRITTEN, SummaryState.RELEASED], SummaryState.TAKEN_BACK),
    ],
)
