"""The log of consents is written by one kernel function and read like the consents; nobody changes it."""

from __future__ import annotations

from django.db import migrations

from hjemvei.core import rls
from hjemvei.sharing.migrations import _log_sql as sql

CONCERNED = (
    "EXISTS (SELECT 1 FROM sharing_consentchange x WHERE x.event_id = t.id"
    f" AND x.receiver_unit_id * 16 + 10 = ANY ({rls.keys(10)}))"
)


class Migration(migrations.Migration):
    dependencies = [
        ("sharing", "0020_consent_log"),
        ("cases", "0002_locks"),
        ("audit", "0005_changed_columns"),
    ]
    operations = [
        rls.in_case("sharing_consentevent"),
        rls.same_case("sharing_consentevent", "consent_id", "sharing_consent"),
        rls.same_case("sharing_consentevent", "replaces_id", "sharing_consent"),
        rls.same_case("sharing_consentchange", "event_id", "sharing_consentevent"),
        *rls.case_child("sharing_consentchange", info_class=10, to_unit="receiver_unit_id"),
        *rls.case_child("sharing_consentevent", info_class=10, extra=CONCERNED),
        *[rls.no_writes(f"sharing_{name}") for name in ("consentevent", "consentchange")],
        *rls.logged("sharing_consentevent"),
        *rls.logged("sharing_consentchange"),
        rls.function(
            "write_consent_event(in_consent bigint, in_kind text, terms jsonb, happened timestamptz, replaced bigint)"
            " RETURNS bigint LANGUAGE plpgsql",
            sql.WRITE_CONSENT_EVENT,
        ),
        rls.function("extend(in_consent bigint, until date) RETURNS void LANGUAGE plpgsql", sql.EXTEND),
        rls.function(
            "expire_consents(who int) RETURNS int LANGUAGE plpgsql",
            sql.EXPIRE_CONSENTS,
            execute="hjemvei_worker",
        ),
    ]
