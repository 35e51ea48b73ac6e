"""What forms cost: gathered from keys of forms, told for five employees or more, and fields by their rows."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.enums import Role
from hjemvei.accounts.models import Membership, User
from hjemvei.audit.models import OnceKey
from hjemvei.statistics import load, upkeep
from hjemvei.ui.forms.base import new_once, seconds_open
from tests.cases.factories import agree
from tests.needs.factories import raw, signed_in
from tests.world import DAY, World

TODAY = dt.datetime.now(dt.UTC).date()
YESTERDAY = TODAY - dt.timedelta(days=1)


def colleagues(world: World, count: int) -> list[int]:
    """More coordinators beside Ida."""
    found = [world.actor("Ida").user_id]
    for place in range(count - 1):
        user = User.objects.create_user(f"kollega{place}@example.test", name=f"Kollega {place}")
        Membership.objects.create(
            user=user, unit=world.unit("tk-koordinering"), role=Role.MUNICIPAL_COORDINATOR, starts_on=DAY
        )
        found.append(user.pk)
    return found


def sent(users: list[int], *, seconds: int = 90) -> None:
    at = dt.datetime.combine(YESTERDAY, dt.time(12), dt.UTC)
    for user in users:
        raw("SELECT set_config('hjemvei.user', %s, false)", str(user))
        OnceKey.objects.create(
            user_id=user, key=f"k{user}" * 4, request_hash=b"x" * 32, status=302, created_at=at,
            step="cases:send_notice", seconds=seconds,
        )  # fmt: skip
    raw("SELECT set_config('hjemvei.user', '0', false)")


def test_a_form_says_what_it_is_and_how_long_it_lay_open(world: World) -> None:
    version, ida = agree(world), signed_in(world, "Ida")
    address = f"/tall/avtale/{version.agreement.key}/nytt/"
    key = re.search(r'name="once" value="([^"]+)"', ida.get(address).content.decode())
    assert key
    ida.post(address, {"once": key.group(1), "code": "housed"})
    with acting_as(world.actor("Ida")):
        row = OnceKey.objects.get(key=key.group(1))
    assert row.step == "statistics:new_target"
    assert row.seconds is not None and 0 <= row.seconds < 60


@pytest.mark.parametrize("key", ["x" * 31, "abc", "zzzzzzzz-" + "x" * 22, "ffffffff-" + "x" * 22])
def test_a_key_without_a_time_has_none(key: str) -> None:
    assert seconds_open(key, 1.0e9) is None


def test_a_key_tells_its_time() -> None:
    key = new_once()
    assert seconds_open(key, int(key[:8], 16) + 42) == 42
    assert seconds_open(key, int(key[:8], 16) + 5 * 3600) is None


def test_five_employees_are_told_four_are_not(world: World) -> None:
    users = colleagues(world, 4)
    sent(users)
    with acting_as(world.actor("Ida")) as ida:
        assert upkeep.gather_steps(today=TODAY) == 1
        assert upkeep.gather_steps(today=TODAY) == 0
        assert load.steps(ida, own=True, today=TODAY) == []
        assert raw("SELECT has_table_privilege('statistics_stepday', 'SELECT')") == [(False,)]


def test_sums_by_role_and_step(world: World) -> None:
    sent(colleagues(world, 6))
    with acting_as(world.actor("Ida")) as ida:
        upkeep.gather_steps(today=TODAY)
        (line,) = load.steps(ida, own=True, today=TODAY)
        assert (line.step, line.sent, line.minutes, line.middle) == ("cases:send_notice", 6, 9, 90)
    with acting_as(world.actor("Oda")) as oda:
        assert load.steps(oda, own=True, today=TODAY) == []
        assert [line.sent for line in load.steps(oda, own=False, today=TODAY)] == [6]


def test_optional_fields_are_counted_in_tables_of_five_rows_or_more(world: World) -> None:
    columns = load.optional_columns()
    assert "cases_notice.note" in columns and "persons_person.key" not in columns
    with acting_as(world.actor("Leif")) as leif:
        assert upkeep.count_fields(today=TODAY) == len(columns)
        lines = load.fields(leif)
    assert all(line.total >= 5 and 0 <= line.share <= 100 for line in lines)


def test_a_name_that_only_stands_where_it_is_written_is_read_nowhere() -> None:
    assert "expected_release_on" in load.words_read()
    assert "no_such_column_anywhere" not in load.words_read()
