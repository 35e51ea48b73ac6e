"""What a case list is narrowed and sorted by; all of it stands in the address, so that it can be sent on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from urllib.parse import urlencode

from django.http import QueryDict

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import READABLE, InfoClass

WITHIN = ("14", "30", "60", "90", "180")
RISKS = ("yes", "unknown", "no")
SHOWN = ("alle", "avsluttet")
ORDERS = ("dato", "frist", "ansvarlig")
LONGEST_SEARCH = 100
NEEDS: Mapping[str, InfoClass] = {
    "innen": InfoClass.CUSTODY,
    "fengsel": InfoClass.CUSTODY,
    "risiko": InfoClass.HOUSING,
    "status": InfoClass.HOUSING,
    "ansvarlig": InfoClass.COORDINATION,
    "frist": InfoClass.COORDINATION,
    "kommune": InfoClass.COORDINATION,
    "samtykke": InfoClass.CONSENT,
}
"""A filter tells what it filters by, so that it needs a role that may read the class."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFilters:
    """Each field is a query parameter of its name; empty does not narrow. `enhet` is an own unit's slug."""

    enhet: str = ""
    q: str = ""
    innen: str = ""
    risiko: str = ""
    status: str = ""
    ansvarlig: str = ""
    frist: str = ""
    samtykke: str = ""
    begrenset: str = ""
    fengsel: str = ""
    kommune: str = ""
    vis: str = ""
    ordne: str = ""

    def address(self, path: str, **changes: str) -> str:
        """The list with some of the parameters changed."""
        changed = replace(self, **changes)
        pairs = [(field.name, getattr(changed, field.name)) for field in fields(changed)]
        query = urlencode([(name, value) for name, value in pairs if value])
        return f"{path}?{query}" if query else path

    def in_force(self) -> list[str]:
        """The names of the filters that narrow the list."""
        kept = ("enhet", "ordne")
        return [field.name for field in fields(self) if field.name not in kept and getattr(self, field.name)]


def parse(query: QueryDict, *, statuses: tuple[str, ...]) -> tuple[CaseFilters, list[str]]:
    """The filters of an address, and the names of the parameters that were not understood."""
    known = {
        "innen": WITHIN,
        "risiko": RISKS,
        "status": statuses,
        "ansvarlig": ("ingen", "meg"),
        "frist": ("over", "uke"),
        "samtykke": ("mangler", "gitt"),
        "begrenset": ("ja",),
        "vis": SHOWN,
        "ordne": ORDERS,
    }
    values = {
        field.name: query.get(field.name, "").replace("\x00", "").strip() for field in fields(CaseFilters)
    }
    values["q"] = " ".join(values["q"].split())[:LONGEST_SEARCH]
    faulty = [name for name, value in values.items() if value and value not in known.get(name, (value,))]
    faulty += [name for name in ("enhet", "fengsel", "kommune") if len(values[name]) > 60]
    return CaseFilters(**{name: "" if name in faulty else value for name, value in values.items()}), faulty


def classes(actor: Actor, unit_id: int) -> frozenset[InfoClass]:
    """What the actor's roles in this unit may read; the unit as a whole may know more."""
    roles = actor.unit_roles.get(unit_id, frozenset())
    return frozenset().union(*(READABLE[role] for role in roles))


def permitted(filters: CaseFilters, readable: frozenset[InfoClass]) -> CaseFilters:
    """The filters without those that would tell the actor what the role may not read."""
    left_out = {name: "" for name, info_class in NEEDS.items() if info_class not in readable}
    if InfoClass.CUSTODY not in readable or InfoClass.HOUSING not in readable:
        left_out["ordne"] = filters.ordne if filters.ordne in ("frist", "ansvarlig") else ""
    if InfoClass.COORDINATION not in readable and filters.ordne in ("frist", "ansvarlig"):
        left_out["ordne"] = ""
    return replace(filters, **left_out)
