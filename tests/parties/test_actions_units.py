"""Contact points, hours, facts and the end of a unit; who may, and twice is once."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection

from hjemvei.accounts.actor import acting_as
from hjemvei.core.errors import NotAllowed, RuleBroken
from hjemvei.parties.actions.end_contact_point import end_contact_point
from hjemvei.parties.actions.end_unit import end_unit
from hjemvei.parties.actions.record_fact import record_fact
from hjemvei.parties.actions.save_contact_point import ContactValues, save_contact_point
from hjemvei.parties.actions.set_opening_hours import set_opening_hours
from hjemvei.parties.enums import FactKind
from hjemvei.parties.models import ContactPoint, OpeningHours, UnitFact
from hjemvei.parties.policy import can_edit_unit, can_end_unit
from hjemvei.parties.rules import Hours
from tests.world import World

TODAY = dt.date(2026, 11, 16)
VALUES = ContactValues(purpose="Bolig etter løslatelse", phone="73 00 00 00")


@pytest.mark.parametrize(
    ("name", "slug", "edit", "end"),
    [
        ("Anne", "tk-boligkontor", True, True),
        ("Anne", "ok-koordinering", False, False),
        ("Anne", "trondheim", False, False),
        ("Ida", "tk-koordinering", True, False),
        ("Ida", "tk-boligkontor", False, False),
        ("Sara", "tk-boligkontor", False, False),
        ("Tor", "trondheim", False, False),
        ("Leif", "trondheim", False, False),
    ],
)
def test_who_may(world: World, name: str, slug: str, edit: bool, end: bool) -> None:
    actor, unit = world.actor(name), world.unit(slug)
    assert (bool(can_edit_unit(actor, unit)), bool(can_end_unit(actor, unit))) == (edit, end)


def add(world: World, name: str = "Anne", slug: str = "tk-boligkontor") -> ContactPoint:
    return save_contact_point(
        actor=world.actor(name),
        unit=world.unit(slug),
        point=None,
        values=VALUES,
        today=TODAY,
    )


def test_a_contact_point_is_added_once_and_corrected(world: World) -> None:
    first = add(world)
    assert add(world).pk == first.pk
    changed = ContactValues(purpose="Bolig", email="bolig@example.test")
    save_contact_point(
        actor=world.actor("Anne"),
        unit=first.unit,
        point=first,
        values=changed,
        today=TODAY,
    )
    first.refresh_from_db()
    assert (first.purpose, first.phone, first.email) == ("Bolig", "", "bolig@example.test")
    with pytest.raises(NotAllowed):
        add(world, "Sara")
    with pytest.raises(RuleBroken):
        save_contact_point(
            actor=world.actor("Anne"),
            unit=first.unit,
            point=None,
            values=ContactValues(purpose="x"),
            today=TODAY,
        )


def test_an_ended_contact_point_stays_in_history(world: World) -> None:
    point = add(world)
    for _ in range(2):
        end_contact_point(actor=world.actor("Anne"), point=point, today=TODAY)
    point.refresh_from_db()
    assert (point.starts_on, point.ends_before) == (dt.date(2026, 11, 15), TODAY)


def test_hours_replace_what_stood_before(world: World) -> None:
    point = add(world)
    anne = world.actor("Anne")
    with acting_as(anne):
        for hours in ([Hours(1, dt.time(9), dt.time(15))], [Hours(2, dt.time(10), dt.time(14))]):
            set_opening_hours(actor=anne, point=point, hours=hours)
        assert list(OpeningHours.objects.filter(contact_point=point).values_list("weekday", flat=True)) == [
            "2"
        ]
        with pytest.raises(RuleBroken):
            set_opening_hours(actor=anne, point=point, hours=[Hours(1, dt.time(9), dt.time(9))])
        with pytest.raises(NotAllowed):
            set_opening_hours(actor=world.actor("Oda"), point=point, hours=[])


def fact(world: World, starts_on: dt.date, number: int) -> UnitFact:
    return record_fact(
        actor=world.actor("Anne"),
        unit=world.unit("tk-boligkontor"),
        kind=FactKind.STAFF,
        number=number,
        text="",
        source="",
        starts_on=starts_on,
    )


def test_a_new_fact_closes_the_old_one(world: World) -> None:
    old = fact(world, dt.date(2026, 1, 1), 4)
    fact(world, dt.date(2026, 6, 1), 5)
    fact(world, dt.date(2026, 6, 1), 6)
    old.refresh_from_db()
    assert old.ends_before == dt.date(2026, 6, 1)
    rows = UnitFact.objects.filter(unit=old.unit, kind=FactKind.STAFF).order_by("starts_on")
    assert list(rows.values_list("number", flat=True)) == [4, 6]
    with pytest.raises(RuleBroken):
        fact(world, dt.date(2026, 3, 1), 9)


def test_a_unit_ends_with_a_successor_of_the_same_controller(world: World) -> None:
    unit, anne = world.unit("tk-oppfolging"), world.actor("Anne")
    with pytest.raises(RuleBroken):
        end_unit(actor=anne, unit=unit, last_day=TODAY, successor=world.unit("trondheim"))
    with pytest.raises(NotAllowed):
        end_unit(actor=world.actor("Ida"), unit=unit, last_day=TODAY, successor=None)
    end_unit(actor=anne, unit=unit, last_day=TODAY, successor=world.unit("tk-helse"))
    unit.refresh_from_db()
    assert (unit.ends_before, unit.successor_id) == (dt.date(2026, 11, 17), world.unit("tk-helse").pk)


def test_units_and_facts_cannot_be_deleted(world: World) -> None:
    for table in ("parties_unit", "parties_contactpoint", "parties_unitfact"):
        with connection.cursor() as cursor:
            cursor.execute("SELECT has_table_privilege('hjemvei_app', %s, 'DELETE')", [table])
            assert cursor.fetchone() == (False,)
