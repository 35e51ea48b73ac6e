"""What is counted for a committee: people with consent, once, by the half-year."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hjemvei.agreements.models import Agreement, AgreementVersion
from hjemvei.cases.models import AppliedAgreement
from hjemvei.deviations.actions.publish_counts import publish_counts
from hjemvei.deviations.models import AgendaCount, Deviation
from hjemvei.sharing.models import Consent
from tests.sharing.test_expiry import OWNER_ALIASES, as_kernel
from tests.world import CLOCK, World

IN_MAY = dt.date(2026, 5, 4)


def of_case(world: World, case_id: int) -> dict[str, Any]:
    tor = world.actor("Tor")
    return {
        "case_id": case_id,
        "controller_id": tor.controller_id,
        "owner_unit_id": tor.unit_id,
        "recorded_by_id": tor.user_id,
        "recorded_at": CLOCK,
    }


@OWNER_ALIASES
def test_a_refused_consent_counts_in_no_denominator_and_the_rest_is_told_once(world: World) -> None:
    cases = [admitted.case_id for admitted in world.admitted.values()]
    assert len(cases) == 6
    with as_kernel() as cursor:
        agreement = Agreement.objects.using("owner").create(name="Prøveavtale")
        version = AgreementVersion.objects.using("owner").create(
            agreement=agreement, number=1, starts_on=dt.date(2020, 1, 1)
        )
        for number, case_id in enumerate(cases):
            row = of_case(world, case_id)
            AppliedAgreement.objects.using("owner").create(
                **row, version=version, municipality_id="5001", rule="x"
            )
            given = {"state": "given", "starts_on": IN_MAY, "ends_before": dt.date(2027, 1, 1)}
            answer = given if number else {"state": "refused"}
            Consent.objects.using("owner").create(**row, form="oral", **answer)
            for kind in ("other", "deadline_passed"):
                Deviation.objects.using("owner").create(
                    **row, kind=kind, happened_on=IN_MAY, to_unit_id=row["owner_unit_id"]
                )
        cursor.execute(
            "SELECT dimension, code, people FROM kernel.slip_cells(%s, '2026-01-01', '2026-07-01')"
            " WHERE dimension = 'all' ORDER BY code",
            [agreement.pk],
        )
        assert cursor.fetchall() == [("all", "base", 5), ("all", "slipped", 5)]
        today = CLOCK.date()
        assert (publish_counts(today=today, using="owner"), publish_counts(today=today, using="owner")) == (
            1,
            0,
        )
        rows = AgendaCount.objects.using("owner").filter(agreement=agreement).order_by("dimension", "code")
        told = list(rows.values_list("dimension", "code", "people"))
        assert ("all", "slipped", 5) in told and ("month", "2026-05", 5) in told
        assert not [row for row in told if row[1] == "base"]  # all five slipped: nobody is told apart


@OWNER_ALIASES
def test_who_has_withdrawn_or_has_a_protected_address_is_not_counted(world: World) -> None:
    """Six with consent in May: one withdraws afterwards, one narrows, one gets a protected address."""
    cases = [admitted.case_id for admitted in world.admitted.values()]
    with as_kernel() as cursor:
        agreement = Agreement.objects.using("owner").create(name="Prøveavtale")
        version = AgreementVersion.objects.using("owner").create(
            agreement=agreement, number=1, starts_on=dt.date(2020, 1, 1)
        )
        period = {"form": "oral", "starts_on": IN_MAY, "ends_before": dt.date(2027, 1, 1)}
        for number, case_id in enumerate(cases):
            row = of_case(world, case_id)
            AppliedAgreement.objects.using("owner").create(
                **row, version=version, municipality_id="5001", rule="x"
            )
            said = {"state": "withdrawn", "withdrawn_at": CLOCK} if number < 2 else {"state": "given"}
            Consent.objects.using("owner").create(**row, **period, **said)
        later = period | {"starts_on": dt.date(2026, 8, 1)}
        Consent.objects.using("owner").create(**of_case(world, cases[1]), **later, state="given")
        cursor.execute("UPDATE sharing_case SET protection = 1 WHERE id = %s", [cases[2]])
        cursor.execute(
            "SELECT people FROM kernel.slip_cells(%s, '2026-01-01', '2026-07-01') WHERE code = 'base'",
            [agreement.pk],
        )
        assert cursor.fetchall() == [(4,)]
