"""Who may write targets and figures: the parties of the agreement. Counts come from the kernel alone."""

from __future__ import annotations

from django.db import migrations

from hjemvei.core import rls
from hjemvei.statistics.migrations import _counts_sql as sql

STAFF = "current_setting('hjemvei.user')::int > 0"
ME = "current_setting('hjemvei.controller')::int"
PARTY = (
    "EXISTS (SELECT 1 FROM agreements_agreementparty y"
    f" WHERE y.agreement_id = t.agreement_id AND y.controller_id = {ME})"
)
OF_TARGET = (
    "EXISTS (SELECT 1 FROM statistics_target g JOIN agreements_agreementparty y"
    f" ON y.agreement_id = g.agreement_id WHERE g.id = t.target_id AND y.controller_id = {ME})"
)
AGREED = "a.state IN ('signed', 'in_force', 'under_revision', 'ended')"
OPEN = (
    "EXISTS (SELECT 1 FROM agreements_agreement a WHERE a.id = {agreement} AND ("
    f"{AGREED} AND (a.is_public OR current_setting('hjemvei.user')::int > 0)"
    " OR EXISTS (SELECT 1 FROM agreements_agreementparty y"
    f" WHERE y.agreement_id = a.id AND y.controller_id = {ME})))"
)
SEEN = OPEN.format(agreement="t.agreement_id")
SEEN_BY_TARGET = "EXISTS (SELECT 1 FROM statistics_target g WHERE g.id = t.target_id)"
BY_HAND = f"t.code IN ('meetings', 'own') AND {PARTY}"


class Migration(migrations.Migration):
    dependencies = [
        ("statistics", "0001_initial"),
        ("accounts", "0001_initial"),
        ("agreements", "0005_register_locks"),
        ("audit", "0022_steps"),
        ("cases", "0002_locks"),
        ("sharing", "0034_left_by_all"),
        ("tenancies", "0002_locks"),
    ]
    operations = [
        *rls.policies("statistics_target", select=SEEN, insert=PARTY, update=PARTY),
        *rls.policies("statistics_targetyear", select=SEEN_BY_TARGET, insert=OF_TARGET, update=OF_TARGET),
        *rls.policies("statistics_figure", select=SEEN, insert=BY_HAND),
        *rls.policies("statistics_stepday", select="false"),
        *rls.policies("statistics_fielduse", select=STAFF),
        rls.run(
            ["REVOKE ALL ON statistics_stepday FROM hjemvei_app, hjemvei_worker"],
            ["GRANT SELECT ON statistics_stepday TO hjemvei_app, hjemvei_worker"],
        ),
        rls.no_writes("statistics_fielduse"),
        *rls.logged("statistics_target"),
        *rls.logged("statistics_targetyear"),
        *rls.logged("statistics_figure"),
        rls.function(
            "people_outside(in_today date) RETURNS TABLE (county text, prison int, people int)"
            " LANGUAGE plpgsql STABLE",
            sql.PEOPLE_OUTSIDE,
        ),
        rls.function(
            "count_figures(in_agreement bigint, in_year int, in_today date, in_at timestamptz, in_note text)"
            " RETURNS int LANGUAGE plpgsql",
            sql.COUNT_FIGURES,
        ),
        rls.function("gather_steps(in_day date) RETURNS int LANGUAGE plpgsql", sql.GATHER_STEPS),
        rls.function(
            "step_load(in_own boolean, in_from date, in_before date) RETURNS TABLE (kind text, role text,"
            " step text, sent int, timed int, seconds bigint, buckets int[]) LANGUAGE plpgsql STABLE",
            sql.STEP_LOAD,
        ),
        rls.function(
            "count_fields(in_columns text[], in_day date) RETURNS int LANGUAGE plpgsql", sql.COUNT_FIELDS
        ),
    ]
