"""A row that is found to be changed is locked when it is found, and read once."""

from __future__ import annotations

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.enums import InfoClass
from hjemvei.cases.models import HomeStatus
from hjemvei.core.db import call
from hjemvei.sharing.models import Case, owned_by
from hjemvei.sharing.queries import find_row, lock_row
from tests.sharing.test_kernel import give_consent
from tests.world import CLOCK, World


@pytest.fixture
def row(world: World) -> HomeStatus:
    """Tor's, shown to Ida's unit by consent."""
    with acting_as(world.actor("Tor")) as tor:
        case = world.case("Klok Lyng")
        made = HomeStatus.objects.create(**owned_by(tor, case, at=CLOCK), risk="no")
        classes = [InfoClass.IDENTITY, InfoClass.COORDINATION, InfoClass.HOUSING]
        consent = give_consent(world, case, to="tk-koordinering", classes=classes)
        call("give_access", consent.pk, world.unit("tk-koordinering").pk)
    return made


def test_found_with_lock_it_is_read_once(world: World, row: HomeStatus) -> None:
    with acting_as(world.actor("Tor")) as tor:
        case = Case.objects.get(pk=row.case_id)
        with CaptureQueriesContext(connection) as asked:
            found = find_row(tor, HomeStatus, case=case, key=row.key, lock=True)
            assert lock_row(tor, found) is found
    assert (found.pk, found.is_locked) == (row.pk, True)
    assert [query["sql"].rstrip().endswith("FOR UPDATE") for query in asked] == [True]


def test_found_without_lock_it_is_locked_when_asked(world: World, row: HomeStatus) -> None:
    with acting_as(world.actor("Tor")) as tor:
        case = Case.objects.get(pk=row.case_id)
        found = find_row(tor, HomeStatus, case=case, key=row.key)
        assert not found.is_locked
        locked = lock_row(tor, found)
    assert locked is not found
    assert locked.is_locked


def test_who_is_shown_it_finds_it_with_and_without_lock(world: World, row: HomeStatus) -> None:
    with acting_as(world.actor("Ida")) as ida:
        case = Case.objects.get(pk=row.case_id)
        found = [find_row(ida, HomeStatus, case=case, key=row.key, lock=lock) for lock in (False, True)]
    assert {one.pk for one in found} == {row.pk}


@pytest.mark.parametrize("name", ["Berit", "Oda", "Liv"])
@pytest.mark.parametrize("lock", [False, True])
def test_others_do_not_find_it(world: World, row: HomeStatus, name: str, *, lock: bool) -> None:
    with acting_as(world.actor("Tor")):
        case = Case.objects.get(pk=row.case_id)
    with acting_as(world.actor(name)) as actor, pytest.raises(Http404):
        find_row(actor, HomeStatus, case=case, key=row.key, lock=lock)
