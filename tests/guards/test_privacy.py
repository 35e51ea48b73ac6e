"""Every column of every table with personal data is declared: what it is, why, who sees it, how long."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import get_commands
from django.db import connection
from procrastinate.contrib.django import app as jobs

from hjemvei.accounts.enums import InfoClass, Role
from hjemvei.audit.held import Register, exported, of_class, readers, registers
from hjemvei.audit.retention import CASE_CLOSED, PERSON_LEFT, RULES, Outcome
from hjemvei.core.privacy import About
from hjemvei.privacy.fields import fields_document
from hjemvei.sharing.models import CaseRow
from tests.guards.test_database import OPEN_TABLES
from tests.world import World

FIELDS = Path(__file__).resolve().parents[2] / "docs" / "privacy" / "fields.md"
TABLES = {found.model._meta.db_table: found for found in registers()}


def test_every_table_with_policies_or_about_staff_is_declared(world: World) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity")
        secured = {name for (name,) in cursor.fetchall()}
    own = {model._meta.db_table for model in apps.get_models()}
    missing = (secured | set(OPEN_TABLES)) & own - set(TABLES)
    assert not missing, f"declare {sorted(missing)} in the privacy.py of their apps"


@pytest.mark.parametrize("found", registers(), ids=lambda found: found.table.model)
def test_every_column_is_declared_once(found: Register) -> None:
    said = Counter(found.declared)
    assert found.columns - set(said) == set(), "say in the app's privacy.py what these columns hold"
    assert set(said) - found.columns == set(), "no such column"
    assert [name for name, count in said.items() if count > 1] == []


def test_what_tells_of_people_has_a_class_or_says_who_sees_it() -> None:
    silent = [
        found.table.model
        for found in registers()
        if not found.table.seen_by and found.info_class is None and not found.is_mixed
    ]
    assert silent == []


def test_rows_of_a_case_are_about_the_person_and_belong_in_what_is_handed_out() -> None:
    rows = [found for found in registers() if issubclass(found.model, CaseRow)]
    assert [found.table.model for found in rows if found.table.about is not About.PERSON] == []
    assert {found.table.model for found, _part in exported()} >= {found.table.model for found in rows}


def test_what_a_role_may_read_is_what_the_registry_says() -> None:
    assert readers(InfoClass.HEALTH) == [
        Role.PRISON_SOCIAL_WORKER,
        Role.REINTEGRATION_COORDINATOR,
        Role.SOCIAL_CASEWORKER,
        Role.HEALTH_WORKER,
    ]
    prison = {Role.CONTACT_OFFICER, Role.PRISON_SOCIAL_WORKER, Role.REINTEGRATION_COORDINATOR}
    assert not prison & set(readers(InfoClass.CONFIDENTIAL))
    assert {found.table.model for found in of_class(InfoClass.ECONOMY)} >= {"tenancies.Guarantee"}


def test_rules_start_at_something_that_exists_and_jobs_are_named_truly() -> None:
    used = {found.table.retention: found for found in registers()}
    used |= {code: found for found in registers() for code in found.table.retention_of.values()}
    assert set(used) == {rule.code for rule in RULES}
    commands = get_commands()
    for rule in RULES:
        ends = rule.outcome in (Outcome.DELETE, Outcome.ARCHIVE)
        assert bool(rule.runs) is ends, f"{rule.code}: a rule that nothing carries out is untrue"
        assert not rule.runs or rule.runs in jobs.tasks or rule.runs in commands, rule.code
        assert rule.outcome is not Outcome.KEEP or not (rule.end_months or rule.end_days), rule.code
        if rule.starts not in {"", CASE_CLOSED, PERSON_LEFT}:
            assert rule.starts.split(".")[0] in used[rule.code].columns, rule.code


def test_offence_sentence_and_risk_of_offending_have_no_column() -> None:
    telling = re.compile(
        r"offen[cs]e|crime|sentence|verdict|judg|conviction|recidiv|reoffend|infoflyt|brik_score"
    )
    columns = {(found.table.model, name) for found in registers() for name in found.columns}
    assert [place for place in columns if telling.search(place[1])] == []


def test_the_list_of_fields_is_up_to_date() -> None:
    assert FIELDS.read_text(encoding="utf-8") == fields_document(), "run `hjemvei privacy fields`"
