"""Released people under an agreement: consent, notice, release and first night of each in one call."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from hjemvei.accounts.actor import acting_as
from hjemvei.agreements.models import AgreementVersion
from hjemvei.cases.models import AppliedAgreement, Custody, Notice, Placement, ReleaseDate, Task
from hjemvei.sharing.actions.admit_people import Newcomer, admit_people
from hjemvei.sharing.enums import Basis
from hjemvei.sharing.models import Case, Consent, owned_by
from hjemvei.tenancies.models import FirstNight
from tests.world import CLOCK, World

BORN = dt.date(1990, 1, 1)


def people(world: World, count: int, start: int = 0) -> list[Case]:
    """Cases of Trondheim prison."""
    newcomers = [
        Newcomer(family_name=f"Prøve{n}", given_name="Stille", birth_date=BORN, sex="m", reference=f"P{n}")
        for n in range(start, start + count)
    ]
    with acting_as(world.actor("Tor")) as tor:
        made = admit_people(
            actor=tor, unit_id=world.unit("trondheim").pk, basis=Basis.CUSTODY, people=newcomers
        )
        return list(Case.objects.filter(pk__in=[one.case_id for one in made]).order_by("pk"))


def released(
    world: World,
    case: Case,
    version: AgreementVersion,
    *,
    night: str = "permanent",
    on: dt.date = dt.date(2026, 6, 1),
    consent: str = "given",
    notice_days: int = 60,
    late: bool = False,
    dates: Sequence[tuple[int, int]] = (),
) -> None:
    """`dates`: how many days before the release a date was known, and how many days beside it lay."""
    at = dt.datetime.combine(on, dt.time(12), dt.UTC)
    told = at - dt.timedelta(days=notice_days)
    with acting_as(world.actor("Tor")) as tor:
        own = owned_by(tor, case, at=CLOCK)
        said = Consent.objects.create(
            **own, state=consent, form="oral", starts_on=BORN, ends_before=dt.date(2030, 1, 1)
        )
        AppliedAgreement.objects.create(**own, version=version, municipality_id="5001", rule="x")
        custody = Custody.objects.create(
            **own, status="sentenced", reference="P", starts_on=dt.date(2024, 1, 1), ends_before=on,
            way_out="release",
        )  # fmt: skip
        for days, expected in dates:
            ReleaseDate.objects.create(
                **own, custody=custody, certainty="likely", source="x", known_at=at - dt.timedelta(days=days),
                expected_on=on + dt.timedelta(days=expected),
            )  # fmt: skip
        FirstNight.objects.create(**own, place=night, night_of=on, source="x")
        Notice.objects.create(
            **own, to_unit=world.unit("tk-koordinering"), consent=said, certainty="likely", sent_at=told,
            acknowledge_by=told.date() + dt.timedelta(days=3), state="acknowledged",
            acknowledged_at=told + dt.timedelta(days=9 if late else 1),
        )  # fmt: skip
        due = told.date() + dt.timedelta(days=-1 if late else 1)
        Task.objects.create(
            **own, code="first_notice", title="x", party="prison", to_unit=world.unit("trondheim"),
            opens_on=BORN, due_on=due, first_due_on=due, done_at=told,
        )  # fmt: skip


def inside(world: World, case: Case, *, stay: str) -> None:
    """In Trondheim prison since New Year, with a home in the municipality `stay`."""
    with acting_as(world.actor("Tor")) as tor:
        own = owned_by(tor, case, at=CLOCK)
        custody = Custody.objects.create(
            **own, status="sentenced", reference="P", starts_on=dt.date(2026, 1, 1),
            municipality_of_stay_id=stay,
        )  # fmt: skip
        Placement.objects.create(
            **own, custody=custody, unit=world.unit("trondheim"), starts_on=dt.date(2026, 1, 1)
        )
