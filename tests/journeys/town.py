"""The units, the staff and the agreement of the journeys; imported when Django's apps are ready."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hjemvei.accounts.enums import Role
from hjemvei.accounts.models import Membership, User
from hjemvei.agreements.actions.make_agreement import AgreementText, make_agreement
from hjemvei.agreements.enums import RoleCode
from hjemvei.parties.actions.load_reference import municipality_controller
from hjemvei.parties.enums import ControllerKind, UnitKind
from hjemvei.parties.models import Controller, Unit
from tests.world import STAFF, UNITS

START = dt.date(2020, 1, 1)
PRISONS = ("trondheim", "trondheim-leira", "trondheim-frigang")
ROLES = {
    RoleCode.CONTACT_OFFICER: "trondheim",
    RoleCode.PRISON_SOCIAL_WORKER: "trondheim",
    RoleCode.REINTEGRATION_COORDINATOR: "trondheim",
    RoleCode.MUNICIPAL_COORDINATOR: "tk-koordinering",
    RoleCode.HOUSING_OFFICE: "tk-boligkontor",
    RoleCode.HOUSING_CONSULTANT: "tk-boligkontor",
    RoleCode.NAV_CASEWORKER: "tk-nav",
    RoleCode.FOLLOW_UP_WORKER: "tk-oppfolging",
}

SOUTH = [
    # slug, name, kind; the municipality is Kristiansand, which has no agreement yet
    ("krs-koordinering", "Kristiansand kommune, koordinering", UnitKind.COORDINATION),
    ("krs-boligkontor", "Kristiansand kommune, boligkontoret", UnitKind.HOUSING_OFFICE),
    ("krs-nav", "NAV Kristiansand, sosialtjenesten", UnitKind.SOCIAL_SERVICE),
]
KRISTIANSAND = "4204"
SOUTHERNERS = [
    # name, role, units
    ("Kaia", Role.MUNICIPAL_COORDINATOR, ["krs-koordinering"]),
    ("Frida", Role.PRISON_LEADER, ["agder-froland"]),
    ("Unni", Role.PRISON_SOCIAL_WORKER, ["agder-froland", "agder-mandal", "agder-evje"]),
    ("Geir", Role.REINTEGRATION_COORDINATOR, ["agder-froland"]),
]


def build_town(*, today: dt.date) -> dict[str, Any]:
    """Return what the journeys need to know: the staff's numbers and units by first name."""
    units = {unit.slug: unit for unit in Unit.objects.all()}
    for slug, name, kind, number in UNITS:
        controller = municipality_controller(number)
        units[slug] = Unit.objects.create(
            slug=slug, name=name, kind=kind, controller=controller, municipality_id=number
        )
    for slug, name, kind in SOUTH:
        controller = municipality_controller(KRISTIANSAND)
        units[slug] = Unit.objects.create(
            slug=slug, name=name, kind=kind, controller=controller, municipality_id=KRISTIANSAND
        )
    voluntary = Controller.objects.create(name="Veikirken", kind=ControllerKind.VOLUNTARY)
    units["frivillig"] = Unit.objects.create(
        slug="frivillig", name="Veikirken, oppfølging", kind=UnitKind.PROVIDER, controller=voluntary
    )
    make_agreement(
        text=AgreementText(
            name="Samarbeidsavtale om løslatelse og bolig, Trondheim",
            purpose="Ingen skal tilbringe tid i midlertidige løsninger ved løslatelse fra fengsel.",
            signed_on=START,
            starts_on=START,
            target_people_at_a_time=50,
        ),
        prison_units=[units[slug] for slug in PRISONS],
        municipal_unit=units["tk-koordinering"],
        role_units={role: units[slug] for role, slug in ROLES.items()},
    )
    people = [*STAFF, *SOUTHERNERS]
    return {"staff": {name: _add(units, name, role, slugs) for name, role, slugs in people}}


def _add(units: dict[str, Unit], name: str, role: str, slugs: list[str]) -> dict[str, Any]:
    user = User.objects.create_user(f"{name.lower()}@example.test", name=f"{name} Prøve", is_demo=True)
    for slug in slugs:
        Membership.objects.create(user=user, unit=units[slug], role=role, starts_on=START)
    first = units[slugs[0]]
    return {"user": user.pk, "unit": first.pk, "controller": first.controller_id}
