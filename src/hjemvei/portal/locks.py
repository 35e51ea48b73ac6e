"""What the person's two roles of the database may reach, set anew after every migration (ADR-0019).

`hjemvei_portal` reads the columns listed here and writes only the person's own words and ways in.
`hjemvei_deed` carries out an action as staff's actions are written, with what hangs on it. For both, a
restrictive policy on every table keeps to the cases of the session, whatever other policies say; what is
seen is further bound by the classes that the way in opens. A table that comes later is closed to the first
and bound for the second without anybody thinking of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import apps
from django.db import connections, transaction
from django.db.migrations.executor import MigrationExecutor

from hjemvei.accounts.enums import InfoClass
from hjemvei.accounts.models import User, UserKind
from hjemvei.core.bootstrap_sql import PERSON_ROLES
from hjemvei.sharing.models import CaseRow

PORTAL, DEED = PERSON_ROLES
BOTH = f"{PORTAL}, {DEED}"
CASES = "current_setting('hjemvei.cases')::bigint[]"
CLASSES = "current_setting('hjemvei.own_classes')::int[]"
STRONG = f"{InfoClass.HEALTH.value} = ANY ({CLASSES})"
EMAIL = "personen@hjemvei.invalid"
ACCOUNT = {"name": "Personen selv", "kind": UserKind.SYSTEM, "password": "!", "is_active": False}
"""Whom the person's rows are written by: every row needs somebody, and nobody can sign in as this one."""
OWN_APP, OWNER = "portal", "owner"

ROW = ("id", "key", "case_id", "controller_id", "owner_unit_id", "recorded_at")
READS: dict[str, Sequence[str]] = {
    "cases_task": (
        *("info_class", "code", "title", "party", "role", "to_unit_id", "to_user_id", "opens_on", "due_on"),
        *("done_at", "exempted_at", "lapsed_at"),
    ),
    "cases_homestatus": ("status",),
    "cases_movewish": (
        *("from_municipality_id", "to_municipality_id", "to_unit_id", "state", "wished_on", "decide_by"),
        *("decision", "decided_at", "decision_reason", "answer_by", "refusal", "refusal_reason"),
    ),
    "cases_custody": ("status", "starts_on", "ends_before", "way_out"),
    "cases_placement": ("custody_id", "unit_id", "starts_on", "ends_before"),
    "cases_releasedate": ("custody_id", "expected_on", "kind", "certainty", "known_at"),
    "cases_absence": ("custody_id", "kind", "starts_on", "ends_before"),
    "plans_plan": ("own_words", "starts_on", "review_on"),
    "plans_goal": ("info_class", "area", "text", "in_own_words", "reached_on"),
    "plans_measure": (
        *("info_class", "goal_id", "text", "to_unit_id", "is_own_effort", "due_on", "state", "done_on"),
    ),
    "allocation_application": ("to_unit_id", "state", "received_on", "decided_on", "appeal_by"),
    "allocation_offer": ("application_id", "dwelling_id", "state", "available_from", "answer_by", "made_at"),
    "tenancies_lease": (
        *("offer_id", "dwelling_id", "rent", "signed_on", "starts_on", "ends_before", "keys_handed_at"),
        "cancelled_at",
    ),
    "tenancies_guarantee": ("lease_id", "kind", "amount", "issued_on"),
    "tenancies_firstnight": ("place", "night_of"),
    "tenancies_followup": ("to_unit_id", "planned_on", "outcome", "happened_on", "went_well"),
    "presence_booking": ("visit_day_id", "to_unit_id", "starts_at", "ends_at", "state"),
    "sharing_consent": (
        *("state", "form", "language", "interpreter_used", "answered_at", "starts_on", "ends_before"),
        "withdrawn_at",
    ),
    "sharing_consentscope": ("consent_id", "giver_id", "receiver_unit_id", "info_class", "purpose"),
    "sharing_consentevent": (
        *("consent_id", "kind", "happened_at", "form", "witness_name", "language", "interpreter_used"),
        *("interpreter_how", "explained", "representation", "representative_name", "starts_on"),
        *("ends_before", "replaces_id"),
    ),
    "sharing_consentchange": (
        *("event_id", "change", "giver_id", "receiver_unit_id", "info_class", "purpose"),
    ),
    "rights_correction": (
        *("to_unit_id", "info_class", "form", "about", "said", "due_on", "state", "answer", "answered_at"),
    ),
    "sharing_disclosure": ("receiver_unit_id", "info_classes", "basis", "what", "ended_at", "consent_id"),
}
"""Columns beside `ROW` of the tables that hang on a case."""

OTHER_READS: dict[str, tuple[str, Sequence[str]]] = {
    "sharing_case": (
        f"t.id = ANY ({CASES})",
        (
            "id",
            "key",
            "person_id",
            "controller_id",
            "opened_by_unit_id",
            "opened_at",
            "closed_at",
            "access_units",
        ),
    ),
    "sharing_participation": (
        f"t.case_id = ANY ({CASES})",
        (
            "id",
            "case_id",
            "unit_id",
            "controller_id",
            "person_id",
            "basis",
            "legal_basis",
            "can_write",
            "starts_at",
            "ends_at",
        ),
    ),
    "sharing_grant": (
        f"t.case_id = ANY ({CASES})",
        ("id", "case_id", "giver_id", "unit_id", "keys", "starts_at", "ends_at"),
    ),
    "persons_person": (
        "EXISTS (SELECT 1 FROM sharing_participation p WHERE p.person_id = t.id"
        f" AND p.case_id = ANY ({CASES}))",
        ("id", "controller_id", "given_name", "family_name", "language", "needs_interpreter", "protection"),
    ),
    "persons_datakey": (
        "EXISTS (SELECT 1 FROM sharing_participation p WHERE p.person_id = t.person_id"
        f" AND p.case_id = ANY ({CASES}))",
        ("id", "person_id", "wrapped", "master"),
    ),
    "rights_accessrequest": (
        f"t.case_id = ANY ({CASES})",
        ("id", "key", "case_id", "form", "received_on", "due_on", "recorded_at"),
    ),
    "rights_part": (
        f"t.case_id = ANY ({CASES})",
        ("id", "key", "request_id", "case_id", "controller_id", "state", "delivered_at", "delivered_how"),
    ),
    "presence_visitday": (
        "EXISTS (SELECT 1 FROM presence_booking v WHERE v.visit_day_id = t.id)",
        (
            *("id", "unit_id", "prison_id", "topic", "place", "weekday", "begins", "ends", "every_weeks"),
            *("starts_on", "ends_before"),
        ),
    ),
    "presence_visitchange": (
        "EXISTS (SELECT 1 FROM presence_booking v WHERE v.visit_day_id = t.visit_day_id)",
        ("id", "visit_day_id", "falls_on", "begins", "ends"),
    ),
    "homes_dwelling": (
        f"{InfoClass.HOUSING.value} = ANY ({CLASSES})"
        " AND (EXISTS (SELECT 1 FROM tenancies_lease l WHERE l.dwelling_id = t.id)"
        " OR EXISTS (SELECT 1 FROM allocation_offer o WHERE o.dwelling_id = t.id))",
        ("id", "name", "address", "postal_code", "kind", "rooms", "house_rules"),
    ),
}
"""Tables without a case of their own: whose rows are the person's, and which columns."""

OWN_TABLES = {
    "portal_pack": "GRANT SELECT, UPDATE (tries, used_at) ON portal_pack TO {role}",
    "portal_pin": "GRANT SELECT, INSERT, UPDATE (tries) ON portal_pin TO {role}",
    "portal_visit": (
        "GRANT SELECT, UPDATE (token_hash, language, started_at, seen_at, ended_at) ON portal_visit TO {role}"
    ),
    "portal_word": "GRANT SELECT, INSERT ON portal_word TO {role}",
}
OPEN_READS = (
    "parties_unit",
    "parties_controller",
    "parties_municipality",
    "parties_contactpoint",
    "parties_openinghours",
)
"""Organisations: open to everybody who is signed in, no personal data."""

DEED_READS = (
    *OPEN_READS,
    *("parties_county", "parties_unitfact", "accounts_membership", "accounts_absence"),
    *("agreements_agreement", "agreements_agreementversion"),
)
STAFF_COLUMNS = (
    "id",
    "key",
    "email",
    "name",
    "kind",
    "language",
    "is_active",
    "is_demo",
    "joined_at",
)
DEED_FUNCTIONS = (
    *("may_write", "participants", "withdraw", "give_access", "keeps", "sync_caseload", "refresh"),
    *("write_consent_event", "extend", "losing", "tell_ended", "stop_waiting", "drop_measures"),
    *("ask_access", "narrow_access", "let_go"),
)
EITHER_FUNCTION = ("keys_of", "may_write", "may_open", "hold_key", "is_hidden", "answers_for")
PORTAL_FUNCTIONS = (
    *("portal_people", "portal_emergencies", "portal_officers", "looked_at"),
    *("portal_agreements", "portal_summaries"),
)
ONLY_THE_KERNEL = frozenset({"sharing_consentevent", "sharing_consentchange"})
"""The log of consents: the person's deeds are written into it too, but never by the person's roles."""

ONLY_NEW = frozenset({"rights_correction"})
"""Said by the person, answered by others."""

MADE = (
    "{own} AND t.owner_unit_id = ANY (current_setting('hjemvei.units')::int[])"
    " AND t.controller_id = current_setting('hjemvei.controller')::int AND kernel.may_write(t.case_id)"
)
"""A deed may leave something that the way in does not show, as a task for the unit that is written to."""

NOT_THE_PERSONS = frozenset({"sharing_hiddendisclosure"})
SHOWN = {"sharing_disclosure": " AND NOT kernel.is_hidden(t.id)"}
"""What two people have hidden, for a reason on record."""


def case_tables() -> Iterator[type[CaseRow]]:
    for model in apps.get_models():
        if issubclass(model, CaseRow):
            yield model


def class_of(model: type[CaseRow]) -> str:
    return "t.info_class" if model.row_class is None else str(model.row_class.value)


def after_migrations(*, using: str, **_: Any) -> None:
    """As the tables' owner, in one transaction; migrations run on no other alias. On the way, with tables
    that are not there yet, what was granted stays: the last migration brings them up to date.
    """
    if using != OWNER or _is_on_the_way(using):
        return
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        for statement in statements():
            cursor.execute(statement)
        _functions(cursor)
        User.objects.using(using).get_or_create(email=EMAIL, defaults=ACCOUNT)


def _is_on_the_way(using: str) -> bool:
    executor = MigrationExecutor(connections[using])
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def statements() -> list[str]:
    made = [f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {BOTH}"]
    for model in case_tables():
        made += _case_table(model)
    for table, (own, columns) in OTHER_READS.items():
        made += _bound(table, own, roles=BOTH)
        made += _policy(table, "person_own", f"FOR SELECT TO {BOTH} USING ({_named(table, own)})")
        made += [
            f"GRANT SELECT ({', '.join(columns)}) ON {table} TO {PORTAL}",
            f"GRANT SELECT ON {table} TO {DEED}",
        ]
    made += [f"GRANT SELECT ON {table} TO {PORTAL}" for table in OPEN_READS]
    made += [f"GRANT SELECT ON {table} TO {DEED}" for table in _reference()]
    made += [
        f"GRANT SELECT ({', '.join(STAFF_COLUMNS)}) ON accounts_user TO {DEED}",
        f"GRANT SELECT, INSERT, UPDATE ON audit_outbox TO {DEED}",
        f"GRANT INSERT ON audit_readlog TO {BOTH}",
        *_bound("audit_readlog", f"t.case_ids <@ {CASES}", roles=BOTH),
    ]
    return made


def _reference() -> list[str]:
    """Organisations, agreements and seats: no person inside stands in them."""
    agreements = {model._meta.db_table for model in apps.get_app_config("agreements").get_models()}
    return sorted({*DEED_READS, *agreements})


def _case_table(model: type[CaseRow]) -> list[str]:
    table = model._meta.db_table
    own = f"t.case_id = ANY ({CASES})"
    made = _bound(table, own, roles=BOTH)
    if model._meta.app_label == OWN_APP:
        return made + _own_table(table, own)
    if table in NOT_THE_PERSONS:
        return made
    seen = _named(table, f"{own} AND {class_of(model)} = ANY ({CLASSES}){SHOWN.get(table, '')}")
    made += _policy(table, "person_seen", f"FOR SELECT TO {BOTH} USING ({seen})")
    made += _policy(table, "person_changed", f"FOR UPDATE TO {DEED} USING ({seen}) WITH CHECK ({seen})")
    left = _named(table, MADE.format(own=own))
    made += _policy(table, "person_made", f"FOR INSERT TO {DEED} WITH CHECK ({left})")
    writes = "" if table in ONLY_THE_KERNEL else ", INSERT" if table in ONLY_NEW else ", INSERT, UPDATE"
    made.append(f"GRANT SELECT{writes} ON {table} TO {DEED}")
    if table in READS:
        made.append(f"GRANT SELECT ({', '.join((*ROW, *READS[table]))}) ON {table} TO {PORTAL}")
    return made


def _own_table(table: str, own: str) -> list[str]:
    """Messages are for those whose identity is sure; what is written is written to a unit of the case."""
    seen = f"{own} AND (t.kind <> 'message' OR {STRONG})" if table == "portal_word" else own
    here = (
        "EXISTS (SELECT 1 FROM sharing_participation p WHERE p.case_id = t.case_id"
        " AND p.unit_id = t.owner_unit_id AND p.ends_at > now())"
    )
    written = _named(table, f"{seen} AND {here}")
    return [
        *_policy(table, "person_seen", f"FOR SELECT TO {PORTAL} USING ({_named(table, seen)})"),
        *_policy(table, "person_written", f"FOR INSERT TO {PORTAL} WITH CHECK ({written})"),
        *_policy(table, "person_changed", f"FOR UPDATE TO {PORTAL} USING ({_named(table, own)})"),
        OWN_TABLES[table].format(role=PORTAL),
    ]


def _bound(table: str, own: str, *, roles: str) -> list[str]:
    named = _named(table, own)
    return _policy(table, "person_bound", f"AS RESTRICTIVE TO {roles} USING ({named}) WITH CHECK ({named})")


def _policy(table: str, name: str, rest: str) -> list[str]:
    return [f"DROP POLICY IF EXISTS {name} ON {table}", f"CREATE POLICY {name} ON {table} {rest}"]


def _named(table: str, expression: str) -> str:
    return re.sub(r"\bt\.", f"{table}.", expression)


def _functions(cursor: Any) -> None:
    """By name, for the kernel's functions that stand in this database."""
    wanted = dict.fromkeys(DEED_FUNCTIONS, DEED) | dict.fromkeys(EITHER_FUNCTION, BOTH)
    wanted |= dict.fromkeys(PORTAL_FUNCTIONS, PORTAL)
    cursor.execute(
        "SELECT p.proname, p.oid::regprocedure::text, r.rolname FROM pg_proc p"
        " JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_roles r ON r.oid = p.proowner"
        " WHERE n.nspname = 'kernel' AND p.proname = ANY (%s)",
        [sorted(wanted)],
    )
    for name, function, owner in cursor.fetchall():
        cursor.execute(f"SET LOCAL ROLE {owner}")
        cursor.execute(f"GRANT EXECUTE ON FUNCTION {function} TO {wanted[name]}")
        cursor.execute("RESET ROLE")
