"""Counters of sign-in attempts, shared by all processes: hashes and times, nobody's data; they run out by themselves."""

from __future__ import annotations

from django.db import migrations

from hjemvei.core import rls

MAKE = [
    "CREATE UNLOGGED TABLE accounts_sharedlimit"
    " (cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL)",
    "CREATE INDEX accounts_sharedlimit_expires ON accounts_sharedlimit (expires)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON accounts_sharedlimit TO hjemvei_app, hjemvei_worker",
]


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_events_and_drafts")]
    operations = [rls.run(MAKE, ["DROP TABLE accounts_sharedlimit"])]
