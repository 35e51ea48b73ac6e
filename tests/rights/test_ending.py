"""Rows of single tables go when their rule says so, on record; nobody hurries it, and a hold stops it."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connections, transaction

from hjemvei.audit.retention import rules
from hjemvei.cases.system_actor import system_user
from hjemvei.core import clock
from hjemvei.rights.ending import deletable, end_due
from hjemvei.rights.migrations._ending_sql import DELETABLE
from hjemvei.web import upkeep
from tests.sharing.test_expiry import OWNER_ALIASES, as_kernel
from tests.world import World

KLOK = "Klok Lyng"
LIFTED = "UPDATE rights_hold SET lifted_at = now(), lift_reason = 'x', lifted_by_id = set_by_id"
ANSWERED = (
    "UPDATE rights_part SET state = 'delivered', released_at = now(), delivered_at = now(),"
    " delivered_how = 'post', sha256 = 'x'"
)
YEARS = dt.timedelta(days=400)


def close(cursor: Any, world: World, name: str = KLOK, *, ago: dt.timedelta = YEARS) -> int:
    case_id = world.admitted[name].case_id
    cursor.execute(
        "UPDATE sharing_case SET closed_at = %s, close_reason = 'settled' WHERE id = %s",
        [clock.now() - ago, case_id],
    )
    return case_id


def facts(cursor: Any, world: World, case_id: int) -> None:
    """One fact about housing, one told in confidence, and what was computed."""
    tor = world.actor("Tor")
    own = [case_id, tor.controller_id, tor.unit_id, tor.user_id]
    for info_class in (3, 9):
        cursor.execute(
            "INSERT INTO needs_housingfact (key, case_id, controller_id, owner_unit_id, recorded_by_id,"
            " recorded_at, info_class, topic, situation, standing, detail, as_of, is_verified, source)"
            " VALUES (%s, %s, %s, %s, %s, now(), %s, 'before', 'unknown', 'unknown', '', now(), false, 'x')",
            [f"faktum22345{info_class}", *own, info_class],
        )
    cursor.execute(
        "INSERT INTO needs_riskassessment (key, case_id, controller_id, owner_unit_id, recorded_by_id,"
        " recorded_at, answer, reasons, homeless_by_definition, computed_on)"
        " VALUES ('risiko223456', %s, %s, %s, %s, now(), 'yes', '[]', '', now())",
        own,
    )


def left(cursor: Any, case_id: int) -> dict[str, int]:
    tables = ("needs_housingfact", "needs_riskassessment", "sharing_searchtoken", "cases_caseload")
    found = {}
    for table in tables:
        cursor.execute(f"SELECT count(*) FROM {table} WHERE case_id = %s", [case_id])
        found[table] = cursor.fetchone()[0]
    return found


def ended(*, dry: bool = False) -> dict[str, int]:
    """By the kernel's function, in the transaction of `as_kernel`; the tables of which rows went."""
    return {line.table: line.rows for line in end_due(at=clock.now(), dry=dry, using="owner") if line.rows}


@OWNER_ALIASES
def test_what_was_computed_and_told_in_confidence_goes_and_the_case_file_stays(world: World) -> None:
    with as_kernel() as cursor:
        case_id = close(cursor, world)
        facts(cursor, world, case_id)
        before = left(cursor, case_id)
        assert before["sharing_searchtoken"] and before["needs_housingfact"] == 2
        foreseen = ended(dry=True)
        assert left(cursor, case_id) == before
        assert ended() == foreseen
        assert {"needs.HousingFact", "needs.RiskAssessment", "sharing.SearchToken"} <= set(foreseen)
        assert foreseen["needs.HousingFact"] == 1
        assert left(cursor, case_id) == {
            "needs_housingfact": 1,
            "needs_riskassessment": 0,
            "sharing_searchtoken": 0,
            "cases_caseload": 0,
        }
        assert ended() == {}
        cursor.execute(
            "SELECT l.user_id, l.purpose FROM audit_changelog l WHERE l.table_name = 'needs_riskassessment'"
            " AND l.operation = 'D'"
        )
        assert cursor.fetchall() == [(system_user().pk, "reminder")]
        cursor.execute("SELECT count(*) FROM sharing_searchtoken")
        assert cursor.fetchone()[0] > 0  # of the cases that are open


@OWNER_ALIASES
def test_to_the_month_and_never_of_an_open_case(world: World) -> None:
    with as_kernel() as cursor:
        case_id = close(cursor, world, ago=dt.timedelta(days=360))
        facts(cursor, world, case_id)
        assert ended() == {}
        close(cursor, world, ago=dt.timedelta(days=367))
        assert ended()["needs.RiskAssessment"] == 1


@OWNER_ALIASES
@pytest.mark.parametrize("stopped_by", ["hold", "request"])
def test_a_hold_and_a_request_for_access_stop_it(world: World, stopped_by: str) -> None:
    tor, person_id = world.actor("Tor"), world.admitted[KLOK].person_id
    with as_kernel() as cursor:
        case_id = close(cursor, world)
        facts(cursor, world, case_id)
        if stopped_by == "hold":
            cursor.execute(
                "INSERT INTO rights_hold (key, person_id, controller_id, reason, set_by_id, set_at,"
                " lift_reason) VALUES ('h', %s, %s, 'Klage', %s, now(), '')",
                [person_id, tor.controller_id, tor.user_id],
            )
        else:
            cursor.execute(
                "INSERT INTO rights_accessrequest (key, case_id, controller_id, unit_id, form, received_on,"
                " due_on, taken_by_id, recorded_at) VALUES ('k', %s, %s, %s, 'oral', now(),"
                " now() + '1 day'::interval, %s, now()) RETURNING id",
                [case_id, tor.controller_id, tor.unit_id, tor.user_id],
            )
            cursor.execute(
                "INSERT INTO rights_part (key, request_id, case_id, controller_id, state, delivered_how,"
                " sha256) VALUES ('p', %s, %s, %s, 'asked', '', '')",
                [cursor.fetchone()[0], case_id, tor.controller_id],
            )
        before = left(cursor, case_id)
        assert ended() == {} and left(cursor, case_id) == before
        cursor.execute(LIFTED)
        cursor.execute(ANSWERED)
        assert ended()["needs.RiskAssessment"] == 1


@OWNER_ALIASES
def test_a_question_waits_for_its_answer(world: World) -> None:
    tor, ida = world.actor("Tor"), world.actor("Ida")
    old, new = clock.now() - YEARS, clock.now() - dt.timedelta(days=100)
    insert = (
        "INSERT INTO cases_inquiry (key, owner_unit_id, to_unit_id, asked_by_id, body, sent_at, answers_id)"
        " VALUES (%s, %s, %s, %s, 'x', %s, %s) RETURNING id"
    )
    with as_kernel() as cursor:
        cursor.execute(insert, ["spor22345678", tor.unit_id, ida.unit_id, tor.user_id, old, None])
        (question,) = cursor.fetchone()
        cursor.execute(insert, ["svar22345678", ida.unit_id, tor.unit_id, ida.user_id, new, question])
        assert "cases.Inquiry" not in ended()
        cursor.execute("UPDATE cases_inquiry SET sent_at = %s", [old])
        assert ended()["cases.Inquiry"] == 2


@OWNER_ALIASES
def test_only_the_worker_only_these_tables_and_never_ahead_of_time(world: World) -> None:
    assert {register.model._meta.db_table for register, _rule, _classes in deletable()} == set(DELETABLE)
    call_it = "SELECT kernel.delete_due(%s, %s, %s, %s, 0, %s, true)"
    now = clock.now()
    with (
        connections["default"].cursor() as cursor,
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
    ):
        cursor.execute(call_it, ["audit_outbox", "created_at", now, 6, None])
    wrong: list[list[Any]] = [
        ["sharing_case", "case", now, 12, None],
        ["audit_changelog", "at", now, 120, None],
        ["audit_outbox", "created_at", now + dt.timedelta(days=1), 6, None],
        ["audit_outbox", "created_at", now, 0, None],
        ["needs_housingfact", "case", now, 12, None],
    ]
    for values in wrong:
        with (
            connections["worker"].cursor() as cursor,
            pytest.raises(DatabaseError, match="not allowed"),
            transaction.atomic(using="worker"),
        ):
            cursor.execute(call_it, values)


def own_rules(settings: Any, tmp_path: Path, own: dict[str, Any]) -> None:
    path = tmp_path / "oppbevaring.json"
    path.write_text(json.dumps(own), encoding="utf-8")
    settings.RETENTION_FILE = str(path)


def test_an_installation_may_keep_or_shorten_what_a_job_ends(settings: Any, tmp_path: Path) -> None:
    own_rules(settings, tmp_path, {"derived": {"end_months": 3}, "inquiry": {"outcome": "keep"}})
    found = {register.table.model: rule for register, rule, _classes in deletable()}
    assert found["sharing.SearchToken"].end_months == 3 and "cases.Inquiry" not in found


def test_the_case_goes_with_its_person(settings: Any, tmp_path: Path) -> None:
    own_rules(settings, tmp_path, {"person": {"restrict_months": 6, "end_months": 120}})
    for code in ("case_file", "case_work", "person"):
        assert (rules()[code].restrict_months, rules()[code].end_months) == (6, 120)


@pytest.mark.parametrize(
    ("own", "why"),
    [
        ({"derived": {"outcome": "archive"}}, "derived: nothing carries out archive"),
        ({"derived": {"restrict_months": 3}}, r"derived: nothing carries out \['restrict_months'\]"),
        ({"change_log": {"end_months": 120}}, r"change_log: nothing carries out \['end_months'\]"),
        ({"change_log": {"outcome": "delete"}}, "change_log: nothing carries out delete"),
        ({"case_file": {"end_months": 120}}, "case_file goes with person"),
        ({"person": {"outcome": "with_parent"}}, "person: nothing carries out with_parent"),
    ],
)
def test_what_nothing_carries_out_is_refused(
    settings: Any, tmp_path: Path, own: dict[str, Any], why: str
) -> None:
    own_rules(settings, tmp_path, own)
    with pytest.raises(ImproperlyConfigured, match=why):
        rules()


def test_sign_ins_that_ran_out_are_forgotten(world: World) -> None:
    for key, days in (("a" * 32, -1), ("b" * 32, 1)):
        Session.objects.create(
            session_key=key, session_data="x", expire_date=clock.now() + dt.timedelta(days=days)
        )
    assert upkeep.forget_sessions() >= 1
    assert list(Session.objects.filter(session_key__in=["a" * 32, "b" * 32]).values_list("session_key")) == [
        ("b" * 32,)
    ]


@OWNER_ALIASES
def test_a_table_that_the_database_keeps_stops_no_other(world: World) -> None:
    """A list of a prison that is still held up by its rows; the others have their turn, and the job fails."""
    tor = world.actor("Tor")
    with as_kernel() as cursor:
        case_id = close(cursor, world)
        facts(cursor, world, case_id)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        counts = "row_count, done_count, same_count, new_count, gone_count, changed_count, faulty_count"
        cursor.execute(
            "INSERT INTO exchange_rollimport (key, owner_unit_id, loaded_by_id, file_name, file_hash,"
            f" roll_date, state, loaded_at, refusal, units, undecided_count, {counts})"
            " VALUES ('rulle2345678', %s, %s, 'a.csv', '', now(), 'reading', %s, '', '{}',"
            " 0, 0, 0, 0, 0, 0, 0, 0)"
            " RETURNING id",
            [tor.unit_id, tor.user_id, clock.now() - 3 * YEARS],
        )
        (roll,) = cursor.fetchone()
        cursor.execute(
            "INSERT INTO exchange_rollprogress (roll_id, owner_unit_id, done, total) VALUES (%s, %s, 0, 0)",
            [roll, tor.unit_id],
        )
        with pytest.raises(RuntimeError, match=r"exchange\.RollImport"):
            ended()
        assert left(cursor, case_id)["needs_riskassessment"] == 0
