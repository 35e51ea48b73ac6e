"""What must hold of every table and function, read from the catalogue of the database itself."""

from __future__ import annotations

import re

import pytest
from django.apps import apps
from django.db import connection

from hjemvei.core import rls
from hjemvei.sharing.models import CaseRow
from tests.world import World

KERNEL_FUNCTIONS = {
    "answer_move",
    "let_go",
    "narrow_access",
    "access_facts",
    "admit",
    "advises",
    "answer_clearance",
    "answers_for",
    "archive_cases",
    "archive_content",
    "archive_keys",
    "archive_rows",
    "ask_access",
    "ask_clearance",
    "block",
    "break_glass",
    "carry_out",
    "close_case",
    "close_left",
    "consents_over",
    "count_fields",
    "count_figures",
    "declare_relation",
    "delete_due",
    "destroy_key",
    "drop_measures",
    "due",
    "emergency_key",
    "end_access",
    "end_break_glass",
    "end_clearance",
    "erase_records",
    "expire",
    "expire_consent",
    "expire_consents",
    "extend",
    "feed_lives",
    "find_elsewhere",
    "find_slips",
    "forums",
    "forums_overdue",
    "gather_steps",
    "forget_readings",
    "give_access",
    "guard_factor",
    "guard_identity",
    "guard_seat",
    "hand_over",
    "has_party",
    "has_signed",
    "held_rows",
    "held_by_unit",
    "hold_key",
    "is_hidden",
    "keep_signed",
    "keep_terms",
    "keep_party",
    "keep_state",
    "is_led",
    "keeps",
    "key_counts",
    "keep_routine",
    "keys_to_wrap",
    "lapse_left",
    "lease_periods",
    "led_forums",
    "legal_grounds",
    "lift_relation",
    "lift_restriction",
    "log_change",
    "look_facts",
    "look_medians",
    "looked_at",
    "losing",
    "may_found",
    "may_leave",
    "may_open",
    "may_tell",
    "may_write",
    "moved_in",
    "meeting_feed",
    "meetings_held",
    "my_seats",
    "move_rest",
    "move_unit",
    "offered_dwellings",
    "overseen_cases",
    "overseen_people",
    "oversees",
    "own_looks",
    "participants",
    "party_to",
    "people_outside",
    "point_of_none",
    "points_without_consent",
    "portal_agreements",
    "portal_begins",
    "portal_emergencies",
    "portal_enter",
    "portal_officers",
    "portal_people",
    "portal_summaries",
    "portal_visit",
    "protect",
    "purge_drafts",
    "purge_reads",
    "refresh",
    "related_cases",
    "restrict",
    "restrict_record",
    "retain",
    "review_break_glass",
    "reviews_due",
    "rights_keys",
    "rights_people",
    "rights_person",
    "roll_present",
    "routine_units",
    "screen",
    "screen_new",
    "seats_elsewhere",
    "secured_on",
    "sent_to",
    "set_legal_basis",
    "set_protection",
    "set_tokens",
    "slip_cells",
    "spoken_forums",
    "still_open",
    "step_load",
    "stop_waiting",
    "sync_caseload",
    "take_back_slips",
    "taken_slots",
    "tell_ended",
    "told_as_the_case",
    "told_follows",
    "verify_rows",
    "withdraw",
    "workload",
    "wrap_again",
    "write_consent_event",
}
ONE_NUMBER = re.compile(r"([\w.]*protection) (<=|>=|<|>) (current_setting'hjemvei\.clearance'|grade\b)")
OPEN_TABLES = {
    "accounts_absence": "staff, no case data",
    "accounts_apitoken": "hashes of tokens, read before anybody is known",
    "accounts_clearance": "staff, no case data; read before anybody is known, written by the kernel",
    "accounts_identity": "staff, no case data; read before anybody is known",
    "accounts_invitation": "hashes of invitations, read before anybody is known",
    "accounts_membership": "staff, no case data",
    "accounts_savedview": "query strings of the user's own lists",
    "accounts_user": "staff, no case data",
}
"""Tables about staff that stay without row-level security, with the reason."""


def query(sql: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def test_every_own_table_is_secured_or_open_for_a_reason(world: World) -> None:
    secured = {
        str(name)
        for (name,) in query("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")
    }
    own = {
        model._meta.db_table
        for model in apps.get_models()
        if model.__module__.startswith("hjemvei.") and model._meta.app_label != "parties"
    }
    assert own - secured == set(OPEN_TABLES) | {"audit_seal"}


def test_every_secured_table_has_a_policy_for_each_command(world: World) -> None:
    rows = query("SELECT tablename, array_agg(DISTINCT cmd) FROM pg_policies GROUP BY tablename")
    for table, commands in rows:
        assert {"SELECT", "INSERT", "UPDATE"} <= set(commands), table  # type: ignore[call-overload]


def test_nobody_of_the_application_may_delete_personal_rows(world: World) -> None:
    rows = query(
        "SELECT table_name FROM information_schema.role_table_grants"
        " WHERE grantee = 'hjemvei_app' AND privilege_type IN ('DELETE', 'TRUNCATE')"
    )
    names = {str(name) for (name,) in rows}
    personal = {model._meta.db_table for model in apps.get_models() if issubclass(model, CaseRow)}
    assert not names & (personal | {"persons_person", "sharing_case", "audit_readlog", "audit_changelog"})


def test_every_kernel_function_is_listed_and_narrow(world: World) -> None:
    rows = query(
        "SELECT p.proname, p.proconfig::text, r.rolname, has_function_privilege('public', p.oid, 'EXECUTE')"
        " FROM pg_proc p JOIN pg_roles r ON r.oid = p.proowner JOIN pg_namespace n ON n.oid = p.pronamespace"
        " WHERE p.prosecdef AND n.nspname NOT IN ('pg_catalog', 'information_schema')"
    )
    assert {str(row[0]) for row in rows} == KERNEL_FUNCTIONS
    for name, config, owner, is_public in rows:
        assert owner == "hjemvei_kernel", name
        assert "search_path=pg_catalog, pg_temp" in str(config), name
        assert is_public is False, name


def bare(said: str) -> str:
    """Without casts, brackets and line breaks: the same from a function and from a policy."""
    return re.sub(r"\s+", " ", re.sub(r"::\w+|[()]", "", said))


def compared_as_one_number(said: str) -> bool:
    """A protection held against a clearance without the grade of the address being asked for as well."""
    text = bare(said)
    found = [(m.group(1), m.group(2), m.group(3), text[m.end() :]) for m in ONE_NUMBER.finditer(text)]
    return any(
        how != "<=" or not rest.startswith(f" AND {of} & 3 <= {to} & 3") for of, how, to, rest in found
    )


def test_nothing_compares_a_protection_as_one_number(world: World) -> None:
    """The shield (4) would stand in for the address' grades (1-3): `rls.cleared` asks of each alone."""
    said = query(
        "SELECT p.proname, p.prosrc FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
        " WHERE n.nspname = 'kernel' UNION ALL"
        " SELECT policyname, x FROM pg_policies, unnest(ARRAY[qual, with_check]) x WHERE x IS NOT NULL"
    )
    assert {str(name) for name, text in said if compared_as_one_number(str(text))} == set()
    asked = {str(name) for name, text in said if ONE_NUMBER.search(bare(str(text)))}
    assert {"own_looks", "roll_present", "sharing_case_select", "sharing_statutemessage_select"} <= asked
    assert not compared_as_one_number(rls.cleared("k.protection"))
    for old in (
        f"k.protection <= {rls.CLEARANCE}",
        f"p.protection > {rls.CLEARANCE}",
        "(i.case_protection <= grade)",
    ):
        assert compared_as_one_number(f"x AND {old} AND true"), old


def test_the_lists_of_a_case_are_found_by_index_whatever_is_known_of_sizes(world: World) -> None:
    """A new body of the function has to say so again: replacing it drops its settings."""
    ((config,),) = query("SELECT proconfig FROM pg_proc WHERE proname = 'sync_caseload'")
    off = {f"enable_{way}=off" for way in ("seqscan", "hashjoin", "mergejoin")}
    assert off | {"plan_cache_mode=force_generic_plan"} <= set(config)  # type: ignore[call-overload]


def test_application_roles_are_ordinary(world: World) -> None:
    rows = query(
        "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles"
        " WHERE rolname LIKE 'hjemvei_%' AND rolname <> 'hjemvei_backup'"
    )
    assert len(rows) == 7
    assert all(not any(flags) for _name, *flags in rows)


def test_every_changed_table_is_logged(world: World) -> None:
    logged = {
        str(name)
        for (name,) in query("SELECT tgrelid::regclass FROM pg_trigger WHERE tgname LIKE '%_log_insert'")
    }
    personal = {model._meta.db_table for model in apps.get_models() if issubclass(model, CaseRow)}
    assert not personal - logged


@pytest.mark.parametrize(
    "model", [m for m in apps.get_models() if issubclass(m, CaseRow)], ids=lambda m: m.__name__
)
def test_references_between_rows_of_a_case_cannot_leave_it(world: World, model: type[CaseRow]) -> None:
    table = model._meta.db_table
    rows = query(
        f"SELECT array_agg(a.attname::text) FROM pg_constraint c"
        f" JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey)"
        f" WHERE c.contype = 'f' AND c.conrelid = '{table}'::regclass AND array_length(c.conkey, 1) = 2"
        " GROUP BY c.oid"
    )
    bound = {name for (names,) in rows for name in names if name != "case_id"}  # type: ignore[attr-defined]
    inside = {
        field.column
        for field in model._meta.concrete_fields
        if field.related_model is not None and issubclass(field.related_model, CaseRow)
    }
    assert inside == bound
