"""Row-level security of persons and cases, and the functions that alone may write access."""

from __future__ import annotations

from django.db import migrations

from hjemvei.core import rls
from hjemvei.sharing.migrations import _kernel_sql as sql

SEEN = (
    f"t.access_units && {rls.UNITS} AND t.protection <= current_setting('hjemvei.clearance')::int"
    f" AND {rls.USER} <> ALL (t.blocked_users)"
)
CASE_SEEN = (
    f"{SEEN} AND (t.visible_until > now() OR EXISTS (SELECT 1 FROM sharing_participation p WHERE p.case_id = t.id"
    f" AND p.unit_id = ANY ({rls.UNITS}) AND p.starts_at <= now() AND p.ends_at > now()))"
)
PERSON_SEEN = (
    f"{SEEN} AND (t.visible_until > now() OR EXISTS (SELECT 1 FROM sharing_participation p WHERE p.person_id = t.id"
    f" AND p.unit_id = ANY ({rls.UNITS}) AND p.starts_at <= now() AND p.ends_at > now()))"
)
PERSON_COLUMNS = (
    "family_name, given_name, name_search, sort_key, birth_date, sex, language, needs_interpreter"
)
OF_PERSON = "EXISTS (SELECT 1 FROM persons_person x WHERE x.id = t.person_id)"
BOTH = (
    "EXISTS (SELECT 1 FROM persons_person x WHERE x.id = t.first_id)"
    " AND EXISTS (SELECT 1 FROM persons_person x WHERE x.id = t.second_id)"
)
NAMED = (
    "EXISTS (SELECT 1 FROM sharing_consentscope s WHERE s.consent_id = t.id"
    f" AND s.receiver_unit_id * 16 + 10 = ANY ({rls.keys(10)}))"
)


class Migration(migrations.Migration):
    dependencies = [("sharing", "0001_initial"), ("persons", "0001_initial"), ("audit", "0002_locks")]
    operations = [
        *rls.policies("sharing_participation", select=f"t.unit_id = ANY ({rls.UNITS})"),
        *rls.policies("sharing_case", select=CASE_SEEN),
        *rls.policies("sharing_grant", select=f"t.unit_id = ANY ({rls.UNITS})"),
        *rls.policies("sharing_searchtoken", select=f"t.unit_id = ANY ({rls.UNITS})"),
        *[rls.no_writes(f"sharing_{name}") for name in ("case", "participation", "grant", "searchtoken")],
        *rls.policies("persons_person", select=PERSON_SEEN, update=PERSON_SEEN),
        rls.no_writes("persons_person"),
        migrations.RunSQL(
            [f"GRANT UPDATE ({PERSON_COLUMNS}) ON persons_person TO hjemvei_app"],
            [f"REVOKE UPDATE ({PERSON_COLUMNS}) ON persons_person FROM hjemvei_app"],
        ),
        *rls.policies("persons_identifier", select=OF_PERSON, insert=OF_PERSON, update=OF_PERSON),
        *rls.policies("persons_duplicatelink", select=BOTH, insert=BOTH, update=BOTH),
        *rls.case_child("sharing_consentscope", info_class=10, to_unit="receiver_unit_id"),
        *rls.case_child("sharing_consent", info_class=10, extra=NAMED),
        *rls.case_child("sharing_disclosure", info_class=10, to_unit="receiver_unit_id"),
        *[
            operation
            for table in (
                "persons_person",
                "persons_identifier",
                "persons_duplicatelink",
                "sharing_case",
                "sharing_participation",
                "sharing_consent",
                "sharing_consentscope",
                "sharing_disclosure",
            )
            for operation in rls.logged(table)
        ],
        rls.function(
            "refresh(case_ids bigint[]) RETURNS void LANGUAGE plpgsql", sql.REFRESH, execute="hjemvei_worker"
        ),
        rls.function("may_write(in_case bigint) RETURNS boolean LANGUAGE sql STABLE", sql.MAY_WRITE),
        rls.function(
            "admit(in_unit int, basis text, rows jsonb)"
            " RETURNS TABLE (n int, case_id bigint, person_id bigint, outcome text) LANGUAGE plpgsql",
            sql.ADMIT,
        ),
        rls.function(
            "give_access(in_consent bigint, to_unit int) RETURNS bigint LANGUAGE plpgsql", sql.GIVE_ACCESS
        ),
        rls.function("withdraw(in_consent bigint, how text) RETURNS int LANGUAGE plpgsql", sql.WITHDRAW),
        rls.function(
            "end_access(in_case bigint, in_unit int, at timestamptz) RETURNS int LANGUAGE plpgsql",
            sql.END_ACCESS,
        ),
        rls.function(
            "hand_over(in_case bigint, from_unit int, to_unit int) RETURNS void LANGUAGE plpgsql",
            sql.HAND_OVER,
        ),
        rls.function("close_case(in_case bigint, reason text) RETURNS void LANGUAGE plpgsql", sql.CLOSE_CASE),
        rls.function(
            "set_tokens(in_case bigint, in_unit int, tokens bigint[]) RETURNS void LANGUAGE plpgsql",
            sql.SET_TOKENS,
        ),
        rls.function(
            "set_protection(in_case bigint, grade int) RETURNS void LANGUAGE plpgsql", sql.SET_PROTECTION
        ),
        rls.function("block(in_case bigint, who int) RETURNS void LANGUAGE plpgsql", sql.BLOCK),
        rls.function(
            "participants(in_case bigint)"
            " RETURNS TABLE (unit_id int, basis text, starts_at timestamptz, ends_at timestamptz) LANGUAGE sql STABLE",
            sql.PARTICIPANTS,
        ),
    ]
