"""What was approved stays as it is, and each writes and reads their own: the database says so."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from hjemvei.accounts.actor import acting_as
from hjemvei.routines.actions.confirm_reading import confirm_reading
from hjemvei.routines.models import Routine, RoutineReading, RoutineVersion
from hjemvei.routines.tasks import forget_readings
from tests.routines.factories import TODAY, draft, in_use
from tests.world import CLOCK, World


@pytest.mark.parametrize(
    "change",
    ["steps = 'x'", "approved_at = NULL", "valid_from = '2020-01-01'", "roles = '{}'", "ends_before = NULL"],
)
def test_what_is_approved_never_changes(world: World, change: str) -> None:
    version = in_use(world)
    with acting_as(world.actor("Leif")), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE routines_routineversion SET ends_before = '2027-01-01' WHERE id = %s", [version.pk]
        )
        with pytest.raises(IntegrityError), transaction.atomic():
            cursor.execute(f"UPDATE routines_routineversion SET {change} WHERE id = %s", [version.pk])


def test_drafts_stay_inside_and_approved_ones_are_open(world: World) -> None:
    waiting, used = draft(world, title="Utkast"), in_use(world)
    for who, seen in (("Tor", 2), ("Berit", 2), ("Ida", 1), ("Vera", 1), ("Kari", 1)):
        with acting_as(world.actor(who)) as actor:
            for rows in (Routine.objects, RoutineVersion.objects):
                assert rows.filter(pk__in=[waiting.routine_id, used.routine_id, waiting.pk, used.pk]).exists()
            assert Routine.objects.count() == Routine.objects.visible_to(actor).count() == seen, who
            assert RoutineVersion.objects.count() == seen, who
            assert RoutineVersion.objects.visible_to(actor).count() == seen, who


@pytest.mark.parametrize("who", ["Tor", "Berit", "Ida", "Per"])
def test_nobody_else_writes_the_routines_of_a_unit(world: World, who: str) -> None:
    version = draft(world)
    with acting_as(world.actor(who)) as actor, connection.cursor() as cursor:
        cursor.execute("UPDATE routines_routineversion SET steps = 'x' WHERE id = %s", [version.pk])
        assert cursor.rowcount == 0
        cursor.execute("UPDATE routines_routine SET title = 'x' WHERE id = %s", [version.routine_id])
        assert cursor.rowcount == 0
        with pytest.raises(DatabaseError), transaction.atomic():
            RoutineVersion.objects.create(
                routine_id=version.routine_id,
                controller_id=actor.controller_id,
                number=9,
                title="x",
                steps="x",
                recorded_by_id=actor.user_id,
                recorded_at=CLOCK,
            )


def test_nobody_confirms_for_another(world: World) -> None:
    version = in_use(world)
    with acting_as(world.actor("Leif")) as leif, pytest.raises(DatabaseError), transaction.atomic():
        RoutineReading.objects.create(
            version=version,
            controller_id=leif.controller_id,
            user_id=world.actor("Tor").user_id,
            unit_id=leif.unit_id,
            read_at=CLOCK,
        )


def test_old_readings_are_forgotten(world: World) -> None:
    version = in_use(world)
    for who, year in (("Tor", 2020), ("Leif", 2026)):
        with acting_as(world.actor(who)) as actor:
            confirm_reading(actor=actor, version=version, today=TODAY, at=CLOCK.replace(year=year))
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_function_privilege('hjemvei_app', 'kernel.forget_readings()', 'EXECUTE')")
        assert cursor.fetchone() == (False,)
    assert callable(forget_readings)
