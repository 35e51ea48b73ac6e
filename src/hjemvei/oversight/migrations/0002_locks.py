"""Who may read the read log: the person, whoever prints it for the person, and the controller's privacy officer."""

from __future__ import annotations

from django.db import migrations

from hjemvei.core import rls
from hjemvei.oversight.migrations import _looks_sql as sql

OVERSEEN = "t.controller_id = ANY ((SELECT kernel.oversees())::int[])"
SYSTEM = (
    "t.controller_id = current_setting('hjemvei.controller')::int AND EXISTS (SELECT 1 FROM accounts_user u"
    " WHERE u.id = current_setting('hjemvei.user')::int AND u.kind = 'system')"
)
DECIDED = "state, note, decided_by_id, decided_at"
FOR_PORTAL = """
DO $$ BEGIN
  IF to_regrole('hjemvei_portal') IS NOT NULL THEN
    GRANT EXECUTE ON FUNCTION kernel.looked_at(bigint, bigint, int) TO hjemvei_portal;
  END IF;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("oversight", "0001_initial"),
        ("audit", "0006_sealed_reads"),
        ("accounts", "0001_initial"),
        ("persons", "0001_initial"),
        ("sharing", "0002_kernel"),
        ("cases", "0002_locks"),
    ]
    operations = [
        rls.function(
            f"looked_at(in_case bigint, before_id bigint, how_many int) {sql.SHOWN} LANGUAGE plpgsql STABLE",
            sql.LOOKED_AT,
        ),
        rls.run([f"SET LOCAL ROLE {rls.KERNEL}", FOR_PORTAL, "RESET ROLE"], []),
        rls.function(
            f"own_looks(in_case bigint, before_id bigint, how_many int) {sql.SHOWN} LANGUAGE plpgsql STABLE",
            sql.OWN_LOOKS,
        ),
        rls.function("oversees() RETURNS int[] LANGUAGE sql STABLE", sql.OVERSEES),
        rls.function(
            "overseen_people(in_persons bigint[]) RETURNS TABLE (id bigint, initials text)"
            " LANGUAGE sql STABLE",
            sql.OVERSEEN_PEOPLE,
        ),
        rls.function(
            "overseen_cases(in_cases bigint[]) RETURNS TABLE (id bigint, key text) LANGUAGE sql STABLE",
            sql.OVERSEEN_CASES,
        ),
        rls.function(
            "look_facts(in_controller int, from_at timestamptz, before_at timestamptz) RETURNS TABLE (at timestamptz,"
            " user_id int, unit_id int, person_id bigint, case_id bigint, family_name text, is_protected boolean,"
            " takes_part boolean, is_assigned boolean, others_assigned boolean) LANGUAGE sql STABLE",
            sql.LOOK_FACTS,
        ),
        rls.function(
            "look_medians(in_controller int, from_at timestamptz, before_at timestamptz)"
            " RETURNS TABLE (user_id int, usual float8) LANGUAGE sql STABLE",
            sql.LOOK_MEDIANS,
        ),
        rls.run(
            [
                "ALTER POLICY audit_readlog_select ON audit_readlog"
                " USING (controller_id = ANY ((SELECT kernel.oversees())::int[]))"
            ],
            ["ALTER POLICY audit_readlog_select ON audit_readlog USING (false)"],
        ),
        *rls.policies("oversight_accessfinding", select=OVERSEEN, insert=SYSTEM, update=OVERSEEN),
        *rls.logged("oversight_accessfinding"),
        rls.run(
            [
                "REVOKE UPDATE ON oversight_accessfinding FROM hjemvei_app",
                f"GRANT UPDATE ({DECIDED}) ON oversight_accessfinding TO hjemvei_app",
            ],
            ["GRANT UPDATE ON oversight_accessfinding TO hjemvei_app"],
        ),
    ]
