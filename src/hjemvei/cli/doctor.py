"""`hjemvei doctor`: what is wrong with an installation, each with how to mend it."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import LiteralString

import psycopg
from django.conf import settings
from django.db import DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor
from psycopg.rows import TupleRow

from hjemvei.audit.journal import NAME, installed_journal, last_sealed
from hjemvei.audit.seal_key import NoSealKey, installed_key
from hjemvei.cli import django_commands, place
from hjemvei.cli.doctor_jobs import late_jobs
from hjemvei.core.bootstrap_sql import LOGIN_ROLES, ROLES

Connection = psycopg.Connection[TupleRow]
HEARTBEAT_SECONDS = 60
SEAL_SECONDS = 15 * 60
SKEW_SECONDS = 2.0
FREE_BYTES = 1_000_000_000
PERSONAL_COLUMNS = ["case_id", "person_id", "owner_unit_id"]
"""A table with one of these holds personal data, or says whose they are."""

WITHOUT_POLICY = """
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p') AND n.nspname = 'public' AND NOT c.relname = ANY (%(exempt)s)
  AND (EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid)
       OR EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND NOT a.attisdropped
                  AND a.attname = ANY (%(columns)s)))
  AND NOT (c.relrowsecurity AND c.relforcerowsecurity
           AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid))
ORDER BY 1
"""


@dataclass(frozen=True)
class Finding:
    """One thing looked at. `mend` says what to do when it is not as it should be."""

    what: str
    is_well: bool
    seen: str
    mend: str = ""


Check = Callable[[Connection], Iterator[Finding]]


def doctor() -> int:
    """Print every finding; 1 if something is wrong."""
    django_commands.set_up()
    findings = list(examine())
    for finding in findings:
        print(f"{'ok   ' if finding.is_well else 'WRONG'}  {finding.what}: {finding.seen}")
        if not finding.is_well:
            print(f"       -> {finding.mend}")
    wrong = sum(not finding.is_well for finding in findings)
    print(f"\n{wrong} of {len(findings)} checks found something wrong." if wrong else "\nAll is well.")
    return 1 if wrong else 0


def examine() -> Iterator[Finding]:
    yield python_version()
    try:
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True, connect_timeout=10) as connection:
            for check in CHECKS:
                yield from guarded(check, connection)
    except psycopg.OperationalError as error:
        yield Finding(
            "database",
            False,
            str(error).strip(),
            "Start it, and check host, port and password in DATABASE_URL.",
        )
    yield mail_server()
    yield from free_space()


def guarded(check: Check, connection: Connection) -> Iterator[Finding]:
    """A check that the database refuses is a finding like any other."""
    try:
        yield from check(connection)
    except (psycopg.Error, DatabaseError) as error:
        mend = "Run `hjemvei migrate`, and the statements of `hjemvei doctor --sql`."
        yield Finding(check.__name__.replace("_", " "), False, str(error).strip().splitlines()[0], mend)


def python_version() -> Finding:
    seen = ".".join(map(str, sys.version_info[:3]))
    return Finding("Python", sys.version_info >= (3, 11), seen, "Install Python 3.11 or newer.")


def database_version(connection: Connection) -> Iterator[Finding]:
    major = connection.info.server_version // 10000
    yield Finding("PostgreSQL", 15 <= major <= 18, str(major), "Use PostgreSQL 15, 16, 17 or 18.")


def database_roles(connection: Connection) -> Iterator[Finding]:
    query: LiteralString = (
        "SELECT rolname, rolsuper, rolbypassrls, rolcanlogin FROM pg_roles WHERE rolname = ANY (%s)"
    )
    found = {row[0]: row[1:] for row in connection.execute(query, [list(ROLES)])}
    missing = sorted(set(ROLES) - set(found))
    yield Finding("roles", not missing, f"missing: {', '.join(missing)}" if missing else "all six", RUN_SQL)
    for role, (is_super, bypasses, may_login) in sorted(found.items()):
        wrong = ["is a superuser"] * is_super
        wrong += ["goes round row-level security"] * (bypasses and role != "hjemvei_backup")
        wrong += ["may not sign in"] * (role in LOGIN_ROLES and not may_login)
        options = "LOGIN NOSUPERUSER" if role in LOGIN_ROLES else "NOSUPERUSER"
        options += " BYPASSRLS" if role == "hjemvei_backup" else " NOBYPASSRLS"
        mend = f"As a superuser: ALTER ROLE {role} {options};"
        yield Finding(f"role {role}", not wrong, ", ".join(wrong) or "as it should be", mend)
    yield from who_connects(connection)


def who_connects(connection: Connection) -> Iterator[Finding]:
    """The application must not own its tables: FORCE is a second lock, not the first."""
    user = connection.info.user
    mend = "Let DATABASE_URL sign in as hjemvei_app, never as the owner or a superuser."
    yield Finding("the application signs in", user == "hjemvei_app", f"as {user}", mend)
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT current_user")
        owner = cursor.fetchone()[0]
    mend = "Let DATABASE_OWNER_URL sign in as hjemvei_owner."
    yield Finding("migrations sign in", owner == "hjemvei_owner", f"as {owner}", mend)
    yield jobs_sign_in()


def jobs_sign_in() -> Finding:
    """Mail and seals go by a role of their own; with a wrong password the worker runs and does neither."""
    try:
        with connections["worker"].cursor() as cursor:
            cursor.execute("SELECT current_user")
            seen = cursor.fetchone()[0]
    except DatabaseError as error:
        seen = str(error).strip().splitlines()[0]
        return Finding("jobs sign in", False, seen, WORKER_URL)
    return Finding("jobs sign in", seen == "hjemvei_worker", f"as {seen}", WORKER_URL)


def session_defaults(connection: Connection) -> Iterator[Finding]:
    row = connection.execute(
        "SELECT current_setting('hjemvei.units', true), current_setting('jit')"
    ).fetchone()
    units, jit = row or ("", "")
    yield Finding("session defaults", units == "{}", f"hjemvei.units is {units!r}", RUN_SQL)
    yield Finding("just-in-time compilation", jit == "off", jit, RUN_SQL)


def migrations(connection: Connection) -> Iterator[Finding]:
    executor = MigrationExecutor(connections["owner"])
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    seen = f"{len(plan)} pending, first {plan[0][0]}" if plan else "none pending"
    yield Finding("migrations", not plan, seen, "Run `hjemvei migrate`.")


def row_level_security(connection: Connection) -> Iterator[Finding]:
    exempt = list(getattr(settings, "RLS_EXEMPT_TABLES", ()))
    rows = connection.execute(WITHOUT_POLICY, {"exempt": exempt, "columns": PERSONAL_COLUMNS}).fetchall()
    count = connection.execute("SELECT count(DISTINCT polrelid) FROM pg_policy").fetchone()
    names = ", ".join(str(row[0]) for row in rows)
    seen = (
        f"not enabled, forced and with a policy on: {names}"
        if names
        else f"forced on {count[0] if count else 0} tables"
    )
    mend = "Run `hjemvei migrate`; if it stays so, don't let anybody in: the second lock is open."
    yield Finding("row-level security", not names, seen, mend)


def worker_heartbeat(connection: Connection) -> Iterator[Finding]:
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM now() - max(last_heartbeat)) FROM procrastinate_workers")
        age = cursor.fetchone()[0]
    seen = "no worker has ever reported" if age is None else f"{age:.0f} s ago"
    mend = "Start `hjemvei worker` (and have the system start it again when it ends)."
    yield Finding("worker", age is not None and age < HEARTBEAT_SECONDS, seen, mend)


def scheduled_jobs(connection: Connection) -> Iterator[Finding]:
    """Reminders, deviations and lists come from jobs: when they stand still, nobody is told."""
    late = list(late_jobs(now=datetime.now(UTC)))
    names = ", ".join(f"{job.name} (due {job.due_at:%Y-%m-%d %H:%M} UTC)" for job in late)
    seen = f"not done since they were due: {names}" if late else "all done since they were last due"
    mend = "Keep `hjemvei worker` running; look in its log for the job that fails."
    yield Finding("scheduled jobs", not late, seen, mend)


def seals(connection: Connection) -> Iterator[Finding]:
    """A log that nobody seals can be changed without a trace; so can one whose key is missing."""
    try:
        seen, has_key = f"public key {installed_key().public}", True
    except NoSealKey as error:
        seen, has_key = str(error), False
    yield Finding(
        "seal key", has_key, seen, "Run `hjemvei seal-key --make` and keep what it prints elsewhere."
    )
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM now() - max(at)) FROM audit_seal")
        age = cursor.fetchone()[0]
    seen = "nothing is sealed yet" if age is None else f"{age / 60:.0f} minutes ago"
    mend = "Keep `hjemvei worker` running; look in its log for web.seal."
    yield Finding("newest seal", age is not None and age < SEAL_SECONDS, seen, mend)
    if settings.SEAL_COPY:
        behind = last_sealed(installed_journal().path) - last_sealed(Path(settings.SEAL_COPY) / NAME)
        mend = f"Let the worker append to {settings.SEAL_COPY}."
        yield Finding("copy of the seals", behind == 0, f"{behind} seals behind", mend)


def clock(connection: Connection) -> Iterator[Finding]:
    row = connection.execute("SELECT clock_timestamp()").fetchone()
    skew = abs((datetime.now(UTC) - row[0]).total_seconds()) if row else 0.0
    mend = "Let both machines follow the same time server (chrony or systemd-timesyncd)."
    yield Finding("clock", skew < SKEW_SECONDS, f"{skew:.1f} s from the database's", mend)


def free_space() -> Iterator[Finding]:
    var = place.var_directory()
    existing = next(path for path in (var, *var.parents) if path.exists())
    free = shutil.disk_usage(existing).free
    mend = "Make room, or set HJEMVEI_VAR to a bigger disk: a full disk stops the database."
    yield Finding("disk", free >= FREE_BYTES, f"{free / 1e9:.1f} GB free at {existing}", mend)


def mail_server() -> Finding:
    """Invitations and digests are mails: without a server they are made, marked as sent, and gone."""
    is_none = settings.EMAIL_BACKEND.endswith("dummy.EmailBackend")
    seen = "none, nothing is sent" if is_none else f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    seen = "the demo shows what it would have sent" if settings.DEMO else seen
    mend = "Set HJEMVEI_SMTP_HOST (and _PORT, _USER, _PASSWORD) to your mail server."
    return Finding("mail", settings.DEMO or not is_none, seen, mend)


WORKER_URL = "Give hjemvei_worker a password, and set DATABASE_WORKER_URL to sign in as it."
RUN_SQL = "As a superuser, run what `hjemvei doctor --sql` prints."
CHECKS: tuple[Check, ...] = (
    database_version,
    database_roles,
    session_defaults,
    migrations,
    row_level_security,
    worker_heartbeat,
    scheduled_jobs,
    seals,
    clock,
)
