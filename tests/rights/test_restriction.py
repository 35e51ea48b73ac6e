"""Restriction and retention: out of use for the whole controller, unseen, and never erased by a clock."""

from __future__ import annotations

import datetime as dt
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from hjemvei.accounts.actor import acting_as
from hjemvei.audit.retention import rules
from hjemvei.core import clock
from hjemvei.core.db import EMPTY, call
from hjemvei.core.embedded import SUPERUSER, Server
from hjemvei.core.errors import NotAllowed, RuleBroken
from hjemvei.rights.actions.dispose import propose_disposal
from hjemvei.rights.actions.restrict import lift_restriction, restrict
from hjemvei.rights.enums import DisposalState, Outcome
from hjemvei.rights.models import Disposal, Restriction
from hjemvei.rights.retention import RECORD
from hjemvei.sharing.models import Case
from tests.conftest import NAME
from tests.guards.rows import case_row_models
from tests.guards.test_second_lock import raw
from tests.rights.factories import prison_officer, shared_case
from tests.web.factories import signed_in
from tests.world import World

KLOK = "Klok Lyng"
CLOSE = """
UPDATE sharing_case SET closed_at = '2024-02-29 12:00+01', close_reason = 'completed' WHERE id = %s
"""


def proposed(world: World, person_id: int) -> Disposal:
    prison_officer(world)
    with acting_as(world.actor("Tor")) as tor:
        return propose_disposal(
            actor=tor, person_id=person_id, outcome=Outcome.RESTRICT, reason="Bestridt.", at=clock.now()
        )


def rows_seen(world: World, who: str, case_id: int) -> int:
    """By raw SELECT; the query layer agrees."""
    with acting_as(world.actor(who)) as actor:
        assert (
            Case.objects.filter(pk=case_id).exists()
            == Case.objects.visible_to(actor).filter(pk=case_id).exists()
        )
        return sum(sum(raw(model, case_id).values()) for model in case_row_models())


def test_a_restricted_case_is_seen_by_none_of_its_units_and_by_the_others_as_before(world: World) -> None:
    case, _consent = shared_case(world)
    with acting_as(world.actor("Tor")):
        person_id = case.person_id
    disposal = proposed(world, person_id)
    before = {name: rows_seen(world, name, case.pk) for name in ("Tor", "Siv", "Ida")}
    assert all(before.values())
    for name in ("Siv", "Rut"):
        with (
            acting_as(world.actor(name)),
            pytest.raises(DatabaseError, match="not allowed"),
            transaction.atomic(),
        ):
            call("restrict", disposal.pk)
    with acting_as(world.actor("Siv")) as siv, pytest.raises(NotAllowed):
        restrict(actor=siv, disposal=disposal)
    with acting_as(world.actor("Pia")) as pia:
        assert restrict(actor=pia, disposal=disposal).state == DisposalState.CARRIED_OUT
    assert {name: rows_seen(world, name, case.pk) for name in before} == before | {"Tor": 0, "Siv": 0}
    for name in ("Tor", "Siv", "Ida", "Rut", "Anne"):
        with acting_as(world.actor(name)) as actor:
            assert not Restriction.objects.exists()
            assert call("may_write", case.pk) is (name == "Ida")
            assert not Restriction.objects.visible_to(actor).exists()
    assert signed_in(world, "Tor").get(f"/sak/{case.key}/").status_code == 404
    with acting_as(world.actor("Pia")) as pia:
        row = Restriction.objects.visible_to(pia).get()
        with pytest.raises(RuleBroken, match="hvorfor"):
            lift_restriction(actor=pia, restriction=row, reason=" ")
        lifted = lift_restriction(actor=pia, restriction=row, reason="Avklart.")
        assert lifted.lifted_by_id == pia.user_id and lifted.lift_reason == "Avklart."
    assert {name: rows_seen(world, name, case.pk) for name in before} == before


def retained(connection: psycopg.Connection[Any], today: dt.date, *, dry: bool = False) -> tuple[int, int]:
    """As the worker calls it, with the periods of the plan."""
    rule = rules()[RECORD]
    connection.execute("SET LOCAL ROLE hjemvei_worker")
    row = connection.execute(
        "SELECT restricted, proposed FROM kernel.retain(%s, %s, %s, %s, %s, %s)",
        [today, rule.restrict_months, rule.end_months, "archive", 1, dry],
    ).fetchone()
    connection.execute("RESET ROLE")
    assert row is not None
    return row[0], row[1]


def test_what_is_due_is_restricted_then_proposed_and_never_erased(
    world: World, database_server: Server
) -> None:
    """Closed on 29 February 2024: due a year and six years later, to the day. All of it is rolled back."""
    who = world.admitted[KLOK]
    with psycopg.connect(database_server.url(SUPERUSER, NAME)) as connection:
        connection.execute(CLOSE, [who.case_id])
        seen = "SELECT cardinality(access_units) FROM sharing_case WHERE id = %s"
        proposals = "SELECT state, outcome FROM rights_disposal WHERE person_id = %s"
        golden = [
            (dt.date(2025, 2, 27), (0, 0), 1, []),
            (dt.date(2025, 2, 28), (1, 0), 0, []),
            (dt.date(2025, 3, 1), (0, 0), 0, []),
            (dt.date(2030, 2, 27), (0, 0), 0, []),
            (dt.date(2030, 2, 28), (0, 1), 0, [("proposed", "archive")]),
            (dt.date(2030, 3, 1), (0, 0), 0, [("proposed", "archive")]),
        ]
        for today, expected, units, waiting in golden:
            assert retained(connection, today, dry=True) == expected, today
            assert retained(connection, today) == expected, today
            assert connection.execute(seen, [who.case_id]).fetchone() == (units,), today
            assert connection.execute(proposals, [who.person_id]).fetchall() == waiting, today
        name = connection.execute("SELECT family_name FROM persons_person WHERE id = %s", [who.person_id])
        assert name.fetchone() == ("Lyng",)
        connection.rollback()


def test_a_hold_stops_the_proposal_and_an_open_case_everything(world: World, database_server: Server) -> None:
    who, far = world.admitted[KLOK], dt.date(2099, 1, 1)
    with psycopg.connect(database_server.url(SUPERUSER, NAME)) as connection:
        assert retained(connection, far) == (0, 0)
        connection.execute(CLOSE, [who.case_id])
        connection.execute(
            "INSERT INTO rights_hold (key, person_id, controller_id, reason, set_by_id, set_at, lift_reason)"
            " SELECT 'h', p.id, p.controller_id, 'Klage', (SELECT min(id) FROM accounts_user), now(), ''"
            " FROM persons_person p WHERE p.id = %s",
            [who.person_id],
        )
        assert retained(connection, far) == (1, 0)
        connection.rollback()


def test_the_application_cannot_hurry_the_clock(world: World) -> None:
    call_it = "SELECT kernel.retain('2099-01-01', 0, 0, 'delete', 1, false)"
    refused = pytest.raises(DatabaseError, match="permission denied")
    with acting_as(world.actor("Anne")), connection.cursor() as cursor, refused, transaction.atomic():
        cursor.execute(call_it)


def test_a_record_whose_lists_are_old_is_not_opened_by_a_restricted_case(
    world: World, database_server: Server
) -> None:
    """Between the end of one participation and the next refresh the database looks exactly."""
    who, unit = world.admitted[KLOK], world.unit("trondheim").pk
    with psycopg.connect(database_server.url(SUPERUSER, NAME)) as connection:
        connection.execute(
            "UPDATE persons_person SET visible_until = now() - interval '1 minute' WHERE id = %s",
            [who.person_id],
        )
        assert record_seen(connection, who.person_id, unit) == 1
        connection.execute(
            "INSERT INTO rights_restriction"
            " (key, case_id, person_id, controller_id, reason, set_at, lift_reason)"
            " SELECT 'r', %s, p.id, p.controller_id, 'Bestridt', now(), '' FROM persons_person p"
            " WHERE p.id = %s",
            [who.case_id, who.person_id],
        )
        assert record_seen(connection, who.person_id, unit) == 0
        connection.rollback()


def record_seen(connection: psycopg.Connection[Any], person_id: int, unit: int) -> int:
    """By the application's own role, acting for one unit."""
    values = {**EMPTY, "hjemvei.clearance": "0", "hjemvei.units": f"{{{unit}}}"}
    for name, value in values.items():
        connection.execute("SELECT set_config(%s, %s, true)", [name, value])
    connection.execute("SET LOCAL ROLE hjemvei_app")
    row = connection.execute("SELECT count(*) FROM persons_person WHERE id = %s", [person_id]).fetchone()
    connection.execute("RESET ROLE")
    assert row is not None
    return int(row[0])
