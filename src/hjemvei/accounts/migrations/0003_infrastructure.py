"""Bookkeeping of the packages we use: sessions, second factors and the job queue hold no case data and may be deleted."""

from __future__ import annotations

from django.db import migrations

GRANT = """
DO $$ DECLARE name text; BEGIN
  FOR name IN SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
              WHERE n.nspname = 'public' AND c.relkind = 'r'
                AND (c.relname IN ('django_session', 'mfa_authenticator', 'account_emailaddress')
                     OR c.relname LIKE 'procrastinate\\_%') LOOP
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO hjemvei_app, hjemvei_worker', name);
  END LOOP;
END $$
"""
READ = (
    "GRANT SELECT ON accounts_user, accounts_membership, parties_unit, parties_controller TO hjemvei_worker"
)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_locks"),
        ("sessions", "0001_initial"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("procrastinate", "0041_post_retry_failed_job"),
    ]
    operations = [migrations.RunSQL([GRANT, READ], migrations.RunSQL.noop)]
