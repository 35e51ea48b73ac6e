"""With the query layer taken away, every table still shows each role only its own rows and classes."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import replace

import pytest
from django.db import connection

from hjemvei.accounts.actor import Actor, acting_as
from hjemvei.accounts.enums import InfoClass, Role
from hjemvei.core.db import call
from hjemvei.sharing.models import CaseRow
from tests.guards.rows import case_row_models, fill
from tests.sharing.test_kernel import give_consent
from tests.world import World

AT = dt.datetime(2026, 11, 16, 9, 0, tzinfo=dt.UTC)
OUTSIDERS = ["Liv", "Berit", "Ida", "Sara", "Nils", "Odd", "Hege", "Oda", "Kari", "Per", "Rut", "Anne"]


def raw(model: type[CaseRow], case_id: int) -> dict[InfoClass | None, int]:
    """How many rows of the case a raw SELECT gives, by class."""
    column = "info_class" if model.row_class is None else f"{model.row_class.value}"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {column}, count(*) FROM {model._meta.db_table} WHERE case_id = %s GROUP BY 1", [case_id]
        )
        return {InfoClass(number): count for number, count in cursor.fetchall()}


def seen(actor: Actor, case_id: int) -> dict[str, set[InfoClass]]:
    """The classes of every table that a raw SELECT gives `actor`; the query layer must agree row for row."""
    found: dict[str, set[InfoClass]] = defaultdict(set)
    with acting_as(actor):
        for model in case_row_models():
            rows = raw(model, case_id)
            found[model.__name__] |= set(rows)
            expected = model.objects.visible_to(actor).filter(case_id=case_id).count()
            assert sum(rows.values()) == expected, (
                f"{model.__name__} for {actor.name}: the two locks disagree"
            )
    return {name: classes for name, classes in found.items() if classes}


@pytest.fixture
def filled(world: World) -> int:
    """Somebody of Tor's unit who may read every class has written one row of everything about Klok Lyng."""
    tor = world.actor("Tor")
    writer = replace(tor, unit_roles={tor.unit_id: frozenset({Role.SOCIAL_CASEWORKER})})
    with acting_as(writer):
        case = world.case("Klok Lyng")
        rows = fill(world, writer, case, at=AT)
    missing = {model.__name__ for model in case_row_models()} - set(rows)
    assert not missing, f"no row to leak in {missing}: extend tests/guards/rows.py"
    return case.pk


def test_the_one_who_wrote_it_sees_every_table_in_the_classes_of_the_role(world: World, filled: int) -> None:
    found = seen(world.actor("Tor"), filled)
    hidden = {InfoClass.HEALTH, InfoClass.CONFIDENTIAL}
    assert set(found) == {model.__name__ for model in case_row_models() if model.row_class not in hidden}
    assert found["Task"] == set(InfoClass) - hidden
    assert not hidden & set().union(*found.values())


@pytest.mark.parametrize("name", OUTSIDERS)
def test_nobody_else_sees_a_row_of_anything(world: World, filled: int, name: str) -> None:
    assert seen(world.actor(name), filled) == {}


def test_a_leader_in_the_same_unit_sees_fewer_classes(world: World, filled: int) -> None:
    classes = set().union(*seen(world.actor("Leif"), filled).values())
    assert classes == {InfoClass.IDENTITY, InfoClass.CUSTODY, InfoClass.COORDINATION, InfoClass.CONSENT}


def test_a_consent_opens_exactly_its_classes(world: World, filled: int) -> None:
    shared = [InfoClass.IDENTITY, InfoClass.COORDINATION, InfoClass.HOUSING]
    with acting_as(world.actor("Tor")):
        consent = give_consent(world, world.case("Klok Lyng"), to="tk-koordinering", classes=shared)
        call("give_access", consent.pk, world.unit("tk-koordinering").pk)
    found = seen(world.actor("Ida"), filled)
    beyond = set().union(*(classes for name, classes in found.items() if not name.startswith("Consent")))
    assert beyond == set(shared)
    assert found["ConsentScope"] == found["Consent"] == {InfoClass.CONSENT}  # the one that names this unit
    assert seen(world.actor("Sara"), filled) == {}
    with acting_as(world.actor("Tor")):
        call("withdraw", consent.pk, "oral")
    assert seen(world.actor("Ida"), filled) == {}


def test_what_the_municipality_writes_does_not_flow_back_without_its_own_yes(
    world: World, filled: int
) -> None:
    shared = [InfoClass.IDENTITY, InfoClass.COORDINATION, InfoClass.HOUSING, InfoClass.ECONOMY]
    with acting_as(world.actor("Tor")):
        before = {model.__name__: sum(raw(model, filled).values()) for model in case_row_models()}
        consent = give_consent(world, world.case("Klok Lyng"), to="tk-nav", classes=shared)
        call("give_access", consent.pk, world.unit("tk-nav").pk)
    with acting_as(world.actor("Nils")) as nils:
        from hjemvei.sharing.models import Case  # noqa: PLC0415  only here
        from tests.guards.rows import _Maker  # noqa: PLC0415  only here

        maker = _Maker(world, nils, Case.objects.get(pk=filled), AT)
        maker.each_class("needs.HousingFact", [InfoClass.HOUSING], topic="after", as_of=AT.date(), source="x")
        maker.make("cases.HomeStatus", risk="no")
    with acting_as(world.actor("Tor")):
        after = {model.__name__: sum(raw(model, filled).values()) for model in case_row_models()}
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"Consent", "ConsentScope"}
    assert after["ConsentScope"] - before["ConsentScope"] == len(shared)


def test_a_strictly_confidential_address_needs_the_grade(world: World, filled: int) -> None:
    with acting_as(world.actor("Tor")):
        from django.db import DatabaseError, transaction  # noqa: PLC0415  only here

        call("set_protection", filled, 2)
        with pytest.raises(DatabaseError, match="not allowed"), transaction.atomic():
            call("set_protection", filled, 0)
    assert seen(world.actor("Tor"), filled) == {}


def test_a_blocked_user_sees_nothing_of_the_own_family(world: World, filled: int) -> None:
    with acting_as(world.actor("Siv")) as siv:
        call("block", filled, world.actor("Tor").user_id)
        assert siv.units
    assert seen(world.actor("Tor"), filled) == {}
    assert seen(world.actor("Siv"), filled) != {}


def test_when_the_prison_leaves_it_loses_its_own_rows_too(world: World, filled: int) -> None:
    with acting_as(world.actor("Siv")):
        call("end_access", filled, world.unit("trondheim").pk, dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    assert seen(world.actor("Tor"), filled) == {}
