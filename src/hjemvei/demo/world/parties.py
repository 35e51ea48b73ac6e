"""Who takes part: units with what others need to know of them, and the agreement between two of them."""

from __future__ import annotations

import datetime as dt

from hjemvei.agreements.actions.make_agreement import AgreementText, make_agreement
from hjemvei.agreements.enums import RoleCode
from hjemvei.agreements.models import Agreement
from hjemvei.demo.world.tables import START, Calendar, rows
from hjemvei.parties.actions.load_reference import correctional_service, municipality_controller
from hjemvei.parties.models import ContactPoint, Controller, OpeningHours, Unit, UnitFact

AGREEMENT = "Samarbeidsavtale om løslatelse og bolig, Trondheim"
PURPOSE = "Ingen skal tilbringe tid i midlertidige løsninger ved løslatelse fra fengsel."
SOURCE = "Oppgitt av enheten (demo)"
ROLES = {
    RoleCode.CONTACT_OFFICER: "trondheim",
    RoleCode.PRISON_SOCIAL_WORKER: "trondheim",
    RoleCode.REINTEGRATION_COORDINATOR: "trondheim",
    RoleCode.MUNICIPAL_COORDINATOR: "tk-koordinering",
    RoleCode.HOUSING_OFFICE: "tk-boligkontor",
    RoleCode.HOUSING_CONSULTANT: "tk-boligkontor",
    RoleCode.NAV_CASEWORKER: "tk-nav",
    RoleCode.FOLLOW_UP_WORKER: "tk-oppfolging",
    RoleCode.PROBATION_OFFICER: "friomsorg-demo",
}


def add_units() -> dict[str, Unit]:
    """Every unit by slug, those of the reference data among them."""
    for row in rows("units"):
        Unit.objects.get_or_create(
            slug=row["slug"],
            defaults={
                "name": row["name"],
                "kind": row["kind"],
                "controller": _controller(row["owner"]),
                "municipality_id": row["municipality"],
                "starts_on": START,
            },
        )
    return {unit.slug: unit for unit in Unit.objects.order_by("id")}


def _controller(owner: str) -> Controller:
    if owner.isdigit():
        return municipality_controller(owner)
    kind, _colon, name = owner.partition(":")
    if not name:
        return correctional_service()
    found, _made = Controller.objects.get_or_create(name=name, kind=kind)
    return found


def add_contact_points(units: dict[str, Unit]) -> int:
    table = rows("contacts")
    made: dict[str, ContactPoint] = {}
    for row in table:
        point = ContactPoint.objects.create(
            unit=units[row["unit"]],
            purpose=row["purpose"],
            phone=row["phone"],
            email=row["email"],
            note=row["note"],
            is_on_call=bool(row["on_call"]),
            starts_on=START,
        )
        made[f"{row['unit']}/{row['purpose']}"] = point
        for weekday in row["days"]:
            OpeningHours.objects.create(
                contact_point=point,
                weekday=weekday,
                opens_at=dt.time.fromisoformat(row["opens"]),
                closes_at=dt.time.fromisoformat(row["closes"]),
            )
    for row in table:
        if row["deputy"]:
            ContactPoint.objects.filter(pk=made[f"{row['unit']}/{row['purpose']}"].pk).update(
                deputy=made[row["deputy"]]
            )
    return len(made)


def add_facts(units: dict[str, Unit]) -> int:
    table = rows("facts")
    for row in table:
        UnitFact.objects.create(
            unit=units[row["unit"]],
            kind=row["kind"],
            number=int(row["number"]) if row["number"] else None,
            text=row["text"],
            source=SOURCE,
            starts_on=dt.date.fromisoformat(row["starts_on"]),
            ends_before=dt.date.fromisoformat(row["ends_before"]) if row["ends_before"] else None,
        )
    return len(table)


def add_agreement(units: dict[str, Unit], calendar: Calendar) -> Agreement:
    """Trondheim prison, with Leira and Frigangshjemmet, and Trondheim municipality."""
    signed_on = calendar.day(4 * 365)
    version = make_agreement(
        text=AgreementText(
            name=AGREEMENT,
            purpose=PURPOSE,
            signed_on=signed_on,
            starts_on=signed_on,
            target_people_at_a_time=50,
        ),
        prison_units=[units[slug] for slug in ("trondheim", "trondheim-leira", "trondheim-frigang")],
        municipal_unit=units["tk-koordinering"],
        role_units={role: units[slug] for role, slug in ROLES.items()},
    )
    return version.agreement
