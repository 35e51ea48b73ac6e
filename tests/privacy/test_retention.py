"""What the retention rules would do: windows to the day, counts by rule, no names, nothing changed."""

from __future__ import annotations

import datetime as dt
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import DatabaseError, connections, transaction
from django.utils import translation

from hjemvei.audit.held import registers
from hjemvei.audit.retention import Outcome, rules
from hjemvei.privacy.due import due
from hjemvei.privacy.rules import months_before, windows
from hjemvei.privacy.spoken import kept_words
from tests.sharing.test_expiry import OWNER_ALIASES, as_kernel
from tests.world import World

AT = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)


def on(year: int, month: int, day: int) -> dt.datetime:
    return dt.datetime(year, month, day, 9, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("at", "months", "before"),
    [
        (on(2026, 11, 23), 12, on(2025, 11, 23)),
        (on(2026, 3, 31), 1, on(2026, 2, 28)),
        (on(2024, 3, 31), 1, on(2024, 2, 29)),
        (on(2024, 2, 29), 12, on(2023, 2, 28)),
        (on(2026, 1, 15), 1, on(2025, 12, 15)),
        (on(2026, 11, 23), 72, on(2020, 11, 23)),
    ],
)
def test_months_are_counted_by_the_calendar(at: dt.datetime, months: int, before: dt.datetime) -> None:
    assert months_before(at, months) == before


def test_what_has_ended_is_not_to_be_restricted_too() -> None:
    found = windows(at=AT, restrict_months=12, end_months=72, end_days=None)
    assert found.restrict_from == found.end_before == on(2020, 11, 23)
    assert found.restrict_before == on(2025, 11, 23)
    assert windows(at=AT, restrict_months=None, end_months=None, end_days=7).end_before == on(2026, 11, 16)


@OWNER_ALIASES
def test_closed_cases_are_counted_by_rule_and_restricted_before_they_end(world: World) -> None:
    cases = {name: world.admitted[name].case_id for name in ("Klok Lyng", "Stø Måke", "Tapper Foss")}
    with as_kernel() as cursor:
        before = counted()
        assert before["case_file", "sharing.Case"] == (0, 0)
        for name, days in (("Klok Lyng", 400), ("Stø Måke", 7 * 366), ("Tapper Foss", 300)):
            cursor.execute(
                "UPDATE sharing_case SET closed_at = %s, close_reason = 'settled' WHERE id = %s",
                [AT - dt.timedelta(days=days), cases[name]],
            )
        found = counted()
    assert found["case_file", "sharing.Case"] == (1, 1)
    assert found["person", "persons.Person"] == (1, 1)
    assert found["person", "persons.Identifier"] == (1, 1)
    assert found["derived", "sharing.SearchToken"][0] is None
    assert (found["derived", "sharing.SearchToken"][1] or 0) > 4


@OWNER_ALIASES
def test_answers_given_in_confidence_go_by_their_own_rule(world: World) -> None:
    tor, case_id = world.actor("Tor"), world.admitted["Klok Lyng"].case_id
    with as_kernel() as cursor:
        for number, info_class in enumerate((3, 3, 9)):
            cursor.execute(
                "INSERT INTO needs_housingfact (key, case_id, controller_id, owner_unit_id, recorded_by_id,"
                " recorded_at, info_class, topic, situation, standing, detail, as_of, is_verified, source)"
                " VALUES (%s, %s, %s, %s, %s, now(), %s, 'before', 'unknown', 'unknown', '', now(),"
                " false, 'x')",
                [f"slettes2234{number}", case_id, tor.controller_id, tor.unit_id, tor.user_id, info_class],
            )
        closed = AT - dt.timedelta(days=400)
        cursor.execute(
            "UPDATE sharing_case SET closed_at = %s, close_reason = 'settled' WHERE id = %s",
            [closed, case_id],
        )
        found = counted()
    assert found["case_file", "needs.HousingFact"] == (2, 0)
    assert found["in_confidence", "needs.HousingFact"] == (None, 1)


@OWNER_ALIASES
def test_somebody_with_an_open_case_keeps_the_record(world: World) -> None:
    with as_kernel() as cursor:
        cursor.execute(
            "UPDATE sharing_case SET closed_at = NULL, close_reason = '' WHERE id = %s",
            [world.admitted["Klok Lyng"].case_id],
        )
        assert counted(AT + dt.timedelta(days=9999))["person", "persons.Person"] == (0, 0)


def counted(at: dt.datetime = AT) -> dict[tuple[str, str], tuple[int | None, int | None]]:
    """By the kernel's function, in the transaction of `as_kernel`."""
    return {(line.rule.code, line.table): (line.restrict, line.end) for line in due(at=at, using="owner")}


def test_the_application_may_not_count(world: World) -> None:
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        list(due(at=AT, using="default"))


@OWNER_ALIASES
def test_only_tables_of_this_system_are_counted(world: World) -> None:
    with connections["worker"].cursor() as cursor:
        for table in ("pg_authid", "accounts_user", "sharing_case; DROP TABLE x", ""):
            with pytest.raises(DatabaseError, match="not a table"), transaction.atomic(using="worker"):
                cursor.execute("SELECT kernel.due(%s, 'at', NULL, now(), NULL)", [table])


@OWNER_ALIASES
def test_the_command_reports_by_rule_without_a_name_and_changes_nothing(world: World) -> None:
    said = io.StringIO()
    call_command("privacy", "retention", "--dry-run", stdout=said)
    text = said.getvalue()
    assert "case_file: Saksmappen" in text and text.endswith("Ingenting er endret.\n")
    assert not [name for person in world.admitted for name in person.split() if name in text]
    said = io.StringIO()
    call_command("privacy", "retention", stdout=said)
    assert said.getvalue().endswith("0 personer er sperret, 0 er foreslått. Ingen person er slettet.\n")


def test_every_rule_that_can_be_counted_is(world: World) -> None:
    used = {
        code for found in registers() for code in (found.table.retention, *found.table.retention_of.values())
    }
    for rule in rules().values():
        assert rule.code in used
        assert rule.starts or rule.outcome in {Outcome.KEEP, Outcome.WITH_PARENT} or rule.code == "session"


def test_an_installation_has_its_own_periods(settings: Any, tmp_path: Path) -> None:
    path = tmp_path / "oppbevaring.json"
    settings.RETENTION_FILE = str(path)
    path.write_text(json.dumps({"person": {"restrict_months": 6, "end_months": 120, "outcome": "delete"}}))
    found = rules()["person"]
    assert (found.restrict_months, found.end_months, found.outcome) == (6, 120, Outcome.DELETE)
    with translation.override("nb"):
        said = (
            "sperres av nattjobben etter 6 måneder; sletting foreslås etter 10 år og avgjøres av et menneske"
        )
        assert kept_words(found).startswith(said)


@pytest.mark.parametrize(
    "wrong",
    [
        "not json",
        '{"nothing": {}}',
        '{"person": {"end_months": 0}}',
        '{"person": {"end_months": "12"}}',
        '{"person": {"outcome": "shred"}}',
        '{"person": {"starts": "at"}}',
        '{"draft": {"end_months": 1}}',
        "[]",
    ],
)
def test_a_wrong_file_is_refused_with_its_name(settings: Any, tmp_path: Path, wrong: str) -> None:
    path = tmp_path / "oppbevaring.json"
    path.write_text(wrong)
    settings.RETENTION_FILE = str(path)
    with pytest.raises(ImproperlyConfigured, match=r"oppbevaring\.json"):
        rules()
