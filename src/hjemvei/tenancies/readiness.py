"""What must be in place on release day (R58), and the class of information each thing belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from hjemvei.accounts.enums import InfoClass

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

TASKS = ("readiness_14", "readiness_3", "readiness_pack")


@dataclass(frozen=True, slots=True)
class Item:
    code: str
    label: str | _StrPromise
    info_class: InfoClass


ITEMS = (
    Item("home", _("Et sted å bo fra første natt"), InfoClass.HOUSING),
    Item("keys", _("Nøkler, eller avtale om når de hentes"), InfoClass.HOUSING),
    Item("income", _("Inntekt fra første dag, og bankkonto"), InfoClass.ECONOMY),
    Item("allowance", _("Bostøtte søkt"), InfoClass.ECONOMY),
    Item("health", _("Fastlege, medisiner og behandling"), InfoClass.HEALTH),
    Item("id", _("Legitimasjon"), InfoClass.COORDINATION),
    Item("phone", _("Telefon som virker"), InfoClass.COORDINATION),
    Item("work", _("Arbeid, skole eller noe å gjøre på dagtid"), InfoClass.WORK),
    Item("transport", _("Transport hjem"), InfoClass.COORDINATION),
    Item("contact", _("Noen å ringe, og første avtale"), InfoClass.COORDINATION),
)
