"""Load counties, municipalities, prisons and city districts from the CSV files in `reference/`; sources
stand beside them.
"""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

from hjemvei.parties.enums import ControllerKind, SecurityLevel, UnitKind
from hjemvei.parties.models import Controller, County, Municipality, Unit

REFERENCE = Path(__file__).resolve().parent.parent / "reference"
CORRECTIONAL_SERVICE = "Kriminalomsorgen"
START = dt.date(2000, 1, 1)
SECURITY = {"high": SecurityLevel.HIGH, "low": SecurityLevel.LOW, "transition": SecurityLevel.TRANSITION}


def load_reference(*, using: str = "default") -> dict[str, int]:
    """Add what is missing and leave what somebody has edited; return how many rows of each kind there are."""
    _counties(using)
    _municipalities(using)
    prisons = _prisons(using)
    districts = _districts(using)
    return {
        "counties": County.objects.using(using).count(),
        "municipalities": Municipality.objects.using(using).count(),
        "prisons": prisons,
        "city_districts": districts,
    }


def municipality_controller(number: str, *, using: str = "default") -> Controller:
    """The municipality as a legal entity, made when first needed."""
    municipality = Municipality.objects.using(using).get(number=number)
    found, _made = Controller.objects.using(using).get_or_create(
        municipality=municipality,
        defaults={"name": f"{municipality.name_norwegian} kommune", "kind": ControllerKind.MUNICIPALITY},
    )
    return found


def correctional_service(*, using: str = "default") -> Controller:
    found, _made = Controller.objects.using(using).get_or_create(
        name=CORRECTIONAL_SERVICE, kind=ControllerKind.CORRECTIONAL_SERVICE
    )
    return found


def _rows(name: str) -> list[dict[str, str]]:
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _counties(using: str) -> None:
    rows = [County(number=row["number"], name=row["name"]) for row in _rows("counties.csv")]
    County.objects.using(using).bulk_create(rows, ignore_conflicts=True)


def _municipalities(using: str) -> None:
    rows = [
        Municipality(
            number=row["number"],
            name=row["official_name"],
            name_norwegian=row["name"],
            county_id=row["county_number"],
            longitude=float(row["longitude"]),
            latitude=float(row["latitude"]),
        )
        for row in _rows("municipalities.csv")
    ]
    Municipality.objects.using(using).bulk_create(rows, ignore_conflicts=True)


def _prisons(using: str) -> int:
    service = correctional_service(using=using)
    first: dict[str, Unit] = {}
    known = {unit.slug: unit for unit in Unit.objects.using(using).filter(kind=UnitKind.PRISON)}
    for row in _rows("prisons.csv"):
        unit = known.get(row["slug"]) or _prison(row, service, parent=first.get(row["prison"]), using=using)
        first.setdefault(row["prison"], unit)
    return Unit.objects.using(using).filter(kind=UnitKind.PRISON).count()


def _prison(row: dict[str, str], service: Controller, *, parent: Unit | None, using: str) -> Unit:
    name = ", ".join(part for part in (row["prison"], row["unit"]) if part)
    return Unit.objects.using(using).create(
        slug=row["slug"],
        name=name,
        kind=UnitKind.PRISON,
        controller=service,
        parent=parent,
        municipality_id=row["municipality_number"],
        security=SECURITY.get(row["security"], SecurityLevel.MIXED),
        region=row["region"],
        evidence=" · ".join(part for part in (row["status"], row["evidence"], row["note"]) if part)[:200],
        starts_on=_day(row["starts_on"]) or START,
        ends_before=_day(row["ends_before"]),
    )


def _districts(using: str) -> int:
    for row in _rows("city_districts.csv"):
        Unit.objects.using(using).get_or_create(
            slug=f"bydel-{row['code']}",
            defaults={
                "name": row["name"],
                "kind": UnitKind.CITY_DISTRICT,
                "controller": municipality_controller(row["municipality_number"], using=using),
                "municipality_id": row["municipality_number"],
                "evidence": row["evidence"][:200],
            },
        )
    return Unit.objects.using(using).filter(kind=UnitKind.CITY_DISTRICT).count()


def _day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
