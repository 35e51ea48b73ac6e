"""A committee is told under the case's own agreement and with consent, and no longer than that; only the system looks
in all cases; that a half-year was looked at is written down also where nothing is told.
"""

from __future__ import annotations

from django.db import migrations, models

from hjemvei.core import rls
from hjemvei.deviations.migrations import _slips_sql as before
from hjemvei.deviations.migrations import _told_sql as sql

POINT, SUMMARY = "deviations_agendapoint", "deviations_deviationsummary"
ROLES = "hjemvei_app, hjemvei_worker"
ME = "current_setting('hjemvei.controller')::int"
TODAY = "(now() AT TIME ZONE 'Europe/Oslo')::date"
OF = "p.agreement_id = {table}.agreement_id AND p.controller_id = " + ME
WAS_PARTY = "EXISTS (SELECT 1 FROM agreements_agreementparty p WHERE " + OF + ")"
PARTY = (
    f"EXISTS (SELECT 1 FROM agreements_agreementparty p WHERE {OF}"
    f" AND (p.joins_on IS NULL OR p.joins_on <= {TODAY}) AND (p.leaves_before IS NULL OR p.leaves_before > {TODAY}))"
)
OWN = f"{{table}}.controller_id = {ME}"
READ = f"{PARTY} AND {{table}}.taken_back_month IS NULL OR {OWN}"
TELL = "kernel.may_tell(case_id, agreement_id)"
FIND = "find_slips(in_who int, in_today date, at timestamptz) RETURNS int LANGUAGE plpgsql"
TAKE_BACK = "take_back_slips(in_today date, at timestamptz) RETURNS int LANGUAGE plpgsql"
FAST = ("find_slips(int, date, timestamptz)", "take_back_slips(date, timestamptz)")
SMALL = models.Q(people__gte=5)
LOOKED = models.Q(dimension="looked", people=0)


def restrictive(command: str, check: str) -> list[str]:
    using = " USING (true)" if command == "UPDATE" else ""
    return [
        f"CREATE POLICY {SUMMARY}_told_{command.lower()} ON {SUMMARY} AS RESTRICTIVE FOR {command} TO {ROLES}"
        f"{using} WITH CHECK ({check})"
    ]


def altered(table: str, now: str, then: str) -> migrations.RunSQL:
    """Who reads the rows of a table that only parties read."""
    statement = f"ALTER POLICY {table}_select ON {table} USING ({{}})"
    return rls.run([statement.format(now.format(table=table))], [statement.format(then.format(table=table))])


def replaced(signature: str, new: str, old: str) -> migrations.RunSQL:
    return migrations.RunSQL(rls.function(signature, new).sql, rls.function(signature, old).sql)


def hashed() -> migrations.RunSQL:
    """Both ways: a function that is replaced forgets its settings."""
    lines = [f"ALTER FUNCTION kernel.{name} SET enable_nestloop = off" for name in FAST]
    statements = [f"SET LOCAL ROLE {rls.KERNEL}", *lines, "RESET ROLE"]
    return rls.run(statements, statements)


class Migration(migrations.Migration):
    dependencies = [
        ("deviations", "0007_hashed"),
        ("agreements", "0005_register_locks"),
        ("cases", "0023_rights_officer"),
        ("sharing", "0034_left_by_all"),
    ]
    operations = [
        rls.function(
            "may_tell(in_case bigint, in_agreement bigint) RETURNS boolean LANGUAGE sql STABLE", sql.MAY_TELL
        ),
        rls.run(
            [*restrictive("INSERT", TELL), *restrictive("UPDATE", f"state = 'taken_back' OR {TELL}")],
            [f"DROP POLICY {SUMMARY}_told_{name} ON {SUMMARY}" for name in ("insert", "update")],
        ),
        altered(POINT, READ, WAS_PARTY),
        altered("deviations_agendacount", PARTY, WAS_PARTY),
        rls.function("point_of_none() RETURNS trigger LANGUAGE plpgsql", sql.WITHDRAWN, execute=""),
        rls.function("points_without_consent() RETURNS trigger LANGUAGE plpgsql", sql.NO_CONSENT, execute=""),
        rls.run(
            [
                "CREATE TRIGGER deviations_deviation_untold AFTER UPDATE OF state ON deviations_deviation"
                " FOR EACH ROW WHEN (new.state = 'withdrawn' AND old.state <> 'withdrawn')"
                " EXECUTE FUNCTION kernel.point_of_none()",
                "CREATE TRIGGER sharing_consentevent_untold AFTER INSERT ON sharing_consentevent"
                " FOR EACH ROW WHEN (new.kind IN ('withdrawn', 'expired'))"
                " EXECUTE FUNCTION kernel.points_without_consent()",
            ],
            [
                "DROP TRIGGER deviations_deviation_untold ON deviations_deviation",
                "DROP TRIGGER sharing_consentevent_untold ON sharing_consentevent",
            ],
        ),
        hashed(),
        replaced(FIND, sql.FIND, before.FIND),
        replaced(TAKE_BACK, sql.TAKE_BACK, before.TAKE_BACK),
        hashed(),
        migrations.RemoveConstraint("agendacount", "agenda_count_not_small"),
        migrations.AddConstraint(
            "agendacount", models.CheckConstraint(condition=SMALL | LOOKED, name="agenda_count_not_small")
        ),
    ]
