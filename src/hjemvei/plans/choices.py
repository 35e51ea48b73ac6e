"""The six life areas and the class of information each belongs to."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hjemvei.accounts.enums import InfoClass
from hjemvei.core.states import machine


class LifeArea(TextChoices):
    HOUSING = "housing", _("bolig")
    WORK = "work", _("arbeid")
    EDUCATION = "education", _("utdanning")
    HEALTH = "health", _("helse")
    NETWORK = "network", _("nettverk og familie")
    LEISURE = "leisure", _("fritid")


CLASS_OF_AREA: dict[LifeArea, InfoClass] = {
    LifeArea.HOUSING: InfoClass.HOUSING,
    LifeArea.WORK: InfoClass.WORK,
    LifeArea.EDUCATION: InfoClass.WORK,
    LifeArea.HEALTH: InfoClass.HEALTH,
    LifeArea.NETWORK: InfoClass.NETWORK,
    LifeArea.LEISURE: InfoClass.NETWORK,
}


class MeasureState(TextChoices):
    PLANNED = "planned", _("planlagt")
    STARTED = "started", _("i gang")
    DONE = "done", _("gjort")
    DROPPED = "dropped", _("ikke aktuelt lenger")


MEASURE = machine(
    "measure",
    initial=MeasureState.PLANNED,
    moves=[
        ("start", [MeasureState.PLANNED], MeasureState.STARTED),
        ("finish", [MeasureState.PLANNED, MeasureState.STARTED], MeasureState.DONE),
        ("drop", [MeasureState.PLANNED, MeasureState.STARTED], MeasureState.DROPPED),
    ],
)
