"""People on a roll, for the tests of what happens inside."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.enums import InfoClass
from hjemvei.agreements.actions.make_agreement import AgreementText, make_agreement
from hjemvei.agreements.actions.sign_version import Signatory, sign_version
from hjemvei.agreements.enums import CustodyStatus, RoleCode
from hjemvei.agreements.models import AgreementVersion
from hjemvei.agreements.signing import parties_of
from hjemvei.agreements.signing_kinds import SigningWay
from hjemvei.cases.actions.take_in import Intake, take_in
from hjemvei.cases.enums import ReleaseCertainty, ReleaseKind
from hjemvei.core import clock
from hjemvei.sharing.actions.admit_people import Admitted, Newcomer
from hjemvei.sharing.models import Case, Consent, ConsentScope, owned_by
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


def agree(world: World) -> AgreementVersion:
    """Trondheim prison with Leira and Frigangshjemmet, and Trondheim municipality."""
    return make_agreement(
        text=AgreementText(
            name="Trondheimsavtalen",
            purpose="Ingen løslates uten et sted å bo.",
            signed_on=dt.date(2024, 1, 1),
            starts_on=dt.date(2024, 1, 1),
            target_people_at_a_time=50,
        ),
        prison_units=[world.unit(slug) for slug in ("trondheim", "trondheim-leira", "trondheim-frigang")],
        municipal_unit=world.unit("tk-koordinering"),
        role_units={
            RoleCode.MUNICIPAL_COORDINATOR: world.unit("tk-koordinering"),
            RoleCode.HOUSING_OFFICE: world.unit("tk-boligkontor"),
            RoleCode.HOUSING_CONSULTANT: world.unit("tk-boligkontor"),
            RoleCode.NAV_CASEWORKER: world.unit("tk-nav"),
            RoleCode.FOLLOW_UP_WORKER: world.unit("tk-oppfolging"),
        },
    )


def all_sign(world: World, version: AgreementVersion) -> AgreementVersion:
    """Each party records what its own organisation has signed on paper today."""
    today, own = clock.today(), {world.actor(name).controller_id: name for name in ("Ida", "Leif", "Oda")}
    for party in parties_of(version):
        signatory = Signatory(
            name="Kari Nordmann",
            title="Direktør",
            signed_on=today,
            way=SigningWay.PAPER,
            language="nb",
            paper_reference="26/114",
        )
        with acting_as(world.actor(own[party.controller_id])) as actor:
            sign_version(
                actor=actor, version=version, party=party, signatory=signatory, at=clock.now(), today=today
            )
    version.refresh_from_db()
    return version


def give_consent(world: World, case: Case, *, to: str, classes: list[InfoClass]) -> Consent:
    """A consent recorded by Tor for a year from today; call within `acting_as`."""
    tor = world.actor("Tor")
    today = clock.today()
    fields = owned_by(tor, case, at=dt.datetime.now(dt.UTC))
    ends = today + dt.timedelta(days=365)
    consent = Consent.objects.create(**fields, state="given", form="oral", starts_on=today, ends_before=ends)
    for info_class in classes:
        ConsentScope.objects.create(
            **fields,
            consent=consent,
            giver_id=tor.controller_id,
            receiver_unit=world.unit(to),
            info_class=info_class,
        )
    return consent
