"""From the prison's roll to the third contact after release, with each party at a screen of its own."""

from __future__ import annotations

import psycopg
import pytest

from tests.journeys.browsing import SignIn
from tests.journeys.road import walk
from tests.journeys.site import Site
from tests.journeys.steps import SECONDS_TO_ANSWER
from tests.journeys.stranger import rows_seen_by

pytestmark = pytest.mark.journey


def test_from_the_roll_to_the_third_contact(site: Site, sign_in: SignIn) -> None:
    walked = walk(site, sign_in)
    print(f"\nanswered the municipality in {walked.seconds:.1f} s, from sign-in to sent")
    assert walked.seconds <= SECONDS_TO_ANSWER
    assert walked.contacts == [1, 2, 3]


def test_a_stranger_municipality_sees_nothing(site: Site, sign_in: SignIn) -> None:
    """Another municipality's coordinator: no page, no hit, and no row by SQL under the application's role."""
    walked = walk(site, sign_in)
    oda = sign_in("Oda")
    for path in (f"/sak/{walked.key}/", f"/sak/{walked.key}/samtykke/", f"/bolig/sak/{walked.key}/leie/"):
        assert oda.go(path) == 404
        assert walked.row.name not in oda.page.content()
    oda.go(f"/saker/?q={walked.row.name}")
    assert "Ingen treff" in oda.text()
    staff = site.made["staff"]
    with psycopg.connect(site.database) as connection:
        assert rows_seen_by(connection, staff["Oda"], walked.key) == {}
        assert rows_seen_by(connection, staff["Ida"], walked.key)["sharing_case"] == 1
