"""People on a roll, for the tests of what happens inside."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hjemvei.agreements.enums import CustodyStatus
from hjemvei.cases.actions.take_in import Intake, take_in
from hjemvei.cases.enums import ReleaseCertainty, ReleaseKind
from hjemvei.sharing.actions.admit_people import Admitted, Newcomer
from hjemvei.sharing.models import Case
from tests.world import CLOCK, World


def intake(name: str = "Tapper Skog", *, number: str = "", reference: str = "R1", **values: Any) -> Intake:
    given, family = name.split()
    newcomer = Newcomer(
        family_name=family,
        given_name=given,
        birth_date=values.pop("birth_date", dt.date(1990, 3, 1)),
        sex="m",
        number=number,
        reference=reference,
    )
    known: dict[str, Any] = {
        "status": CustodyStatus.SENTENCED,
        "admitted_on": dt.date(2026, 9, 1),
        "expected_on": dt.date(2027, 5, 3),
        "release_kind": ReleaseKind.PROBATION,
        "certainty": ReleaseCertainty.LIKELY,
        "municipality_of_stay": "5001",
        "wished_municipality": "5001",
    }
    return Intake(newcomer=newcomer, reference=reference, **(known | values))


def take(world: World, person: Intake, *, who: str = "Tor", slug: str = "trondheim") -> Admitted:
    """Call within `acting_as`."""
    return take_in(
        actor=world.actor(who), unit_id=world.unit(slug).pk, people=[person], source="liste", at=CLOCK
    )[0]


def case_of(admitted: Admitted) -> Case:
    return Case.objects.get(pk=admitted.case_id)
