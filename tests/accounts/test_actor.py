"""What an actor may read and which doors it knocks at; no database."""

from __future__ import annotations

import pytest

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass, Role

TWO_UNITS = Actor(
    user_id=7,
    name="Kari Prøve",
    unit_id=30,
    unit_name="NAV",
    controller_id=5,
    controller_name="Trondheim kommune",
    unit_roles={
        30: frozenset({Role.SOCIAL_CASEWORKER, Role.HOUSING_OFFICER}),
        12: frozenset({Role.MUNICIPAL_LEADER}),
    },
)


def one(role: Role, **changes: object) -> Actor:
    said: dict[str, object] = {
        "user_id": 7,
        "name": "Kari Prøve",
        "unit_id": 30,
        "unit_name": "NAV",
        "controller_id": 5,
        "controller_name": "Trondheim kommune",
        "unit_roles": {30: frozenset({role})},
    }
    return Actor(**{**said, **changes})  # type: ignore[arg-type]


def test_a_key_is_the_unit_sixteen_times_and_the_class() -> None:
    assert TWO_UNITS.units == (12, 30)
    assert TWO_UNITS.keys(InfoClass.COORDINATION) == (12 * 16 + 8, 30 * 16 + 8)
    assert TWO_UNITS.keys(InfoClass.HEALTH) == (30 * 16 + 5,)
    assert TWO_UNITS.readers(InfoClass.COORDINATION) == (12, 30)
    assert TWO_UNITS.readers(InfoClass.IDENTITY) == TWO_UNITS.case_units() == TWO_UNITS.doors() == (30,)


def test_has_asks_for_any_of_the_roles_in_any_unit() -> None:
    assert TWO_UNITS.has(Role.MUNICIPAL_LEADER)
    assert TWO_UNITS.has(Role.ADMINISTRATOR, Role.HOUSING_OFFICER)
    assert not TWO_UNITS.has(Role.ADMINISTRATOR)
    assert not TWO_UNITS.has()


def test_what_narrows_the_roles_narrows_everything() -> None:
    token = one(Role.SOCIAL_CASEWORKER, within=frozenset({InfoClass.CUSTODY}))
    assert token.readable() == {InfoClass.CUSTODY}
    assert token.may_read(InfoClass.CUSTODY) and not token.may_read(InfoClass.HOUSING)
    assert token.case_units() == token.doors() == ()


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.PRIVACY_OFFICER, Role.COMMITTEE_MEMBER])
def test_who_reads_no_class_has_no_door(role: Role) -> None:
    values = one(role).session_values()
    assert values["hjemvei.units"] == "{}"
    assert {values[f"hjemvei.keys_{number}"] for number in range(11)} == {"{}"}


def test_an_emergency_opens_the_users_own_door_in_the_classes_of_its_role() -> None:
    alone = one(Role.HEALTH_WORKER, emergency=frozenset({Role.HEALTH_WORKER}))
    assert alone.doors() == (30, -7)
    assert alone.keys(InfoClass.HEALTH) == (30 * 16 + 5, -7 * 16 + 5)
    assert alone.keys(InfoClass.ECONOMY) == ()
    assert alone.readers(InfoClass.HEALTH) == (30,)  # an emergency is for reading, not for writing there


def test_the_database_is_told_all_of_it() -> None:
    values = one(Role.HOUSING_OFFICER, clearance=2).session_values()
    keys = {number: values.pop(f"hjemvei.keys_{number}") for number in range(11)}
    assert {number for number, key in keys.items() if key == f"{{{30 * 16 + number}}}"} == {
        0,
        1,
        2,
        3,
        4,
        8,
        10,
    }
    assert {number for number, key in keys.items() if key == "{}"} == {5, 6, 7, 9}
    assert values == {
        "hjemvei.user": "7",
        "hjemvei.unit": "30",
        "hjemvei.units": "{30}",
        "hjemvei.controller": "5",
        "hjemvei.purpose": "casework",
        "hjemvei.clearance": "2",
        "hjemvei.cases": "{}",
        "hjemvei.own_classes": "{}",
    }


def test_the_person_has_their_own_cases_and_never_notes_or_answers_in_confidence() -> None:
    values = one(Role.PERSON, unit_roles={30: frozenset({Role.PERSON})}, own_cases=frozenset({9, 4}))
    said = values.session_values()
    assert said["hjemvei.cases"] == "{4,9}"
    assert said["hjemvei.own_classes"] == "{1,2,3,4,5,6,7,8,10}"
