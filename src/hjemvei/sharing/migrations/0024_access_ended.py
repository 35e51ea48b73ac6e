"""Who loses access by a withdrawal, and the message without content that tells them so."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import hjemvei.core.text
from hjemvei.core import rls
from hjemvei.sharing.migrations._kernel_sql import REFUSED
from hjemvei.sharing.migrations._log_sql import EXPIRE_CONSENTS, KEY

OTHERWISE = (
    "EXISTS (SELECT 1 FROM public.sharing_participation o WHERE o.case_id = p.case_id AND o.unit_id = p.unit_id"
    " AND o.id <> p.id AND o.basis NOT IN ('own', 'break_glass') AND o.consent_id IS DISTINCT FROM p.consent_id"
    " AND o.starts_at <= now() AND o.ends_at > now())"
)
LOSING = f"""
SELECT coalesce(array_agg(DISTINCT p.unit_id ORDER BY p.unit_id), '{{}}')
FROM public.sharing_participation p JOIN public.sharing_consent c ON c.id = p.consent_id
WHERE p.consent_id = in_consent AND p.ends_at > now() AND kernel.may_write(c.case_id)
  AND NOT p.unit_id = ANY (keeps) AND NOT {OTHERWISE}
"""
TELL = "INSERT INTO public.sharing_accessend (key, unit_id, reference, reason, ended_at)"
TELL_ENDED = f"""
DECLARE
  of_case bigint;
BEGIN
  SELECT c.case_id INTO of_case FROM public.sharing_consent c WHERE c.id = in_consent AND c.state = 'given';
  IF of_case IS NULL OR NOT kernel.may_write(of_case) THEN
    {REFUSED};
  END IF;
  {TELL}
    SELECT {KEY}, u.id, k.key, 'withdrawn', at FROM unnest(kernel.losing(in_consent, keeps)) AS u(id)
    JOIN public.sharing_case k ON k.id = of_case;
END
"""
# At the end of the last day of a consent nobody takes anything down; its receivers are told all the same.
RUNS_OUT = f"""
  {TELL}
    SELECT {KEY}, p.unit_id, k.key, 'expired', {{ends}}
    FROM (SELECT DISTINCT ON (p.case_id, p.unit_id) p.* FROM public.sharing_participation p
          JOIN public.sharing_consent c ON c.id = p.consent_id
          WHERE c.state = 'given' AND p.ends_at = {{ends}} AND {{ends}} <= now() AND NOT {OTHERWISE}
            AND NOT EXISTS (SELECT 1 FROM public.sharing_consentevent e WHERE e.consent_id = c.id AND e.kind = 'expired')
          ORDER BY p.case_id, p.unit_id, p.id DESC) p
    JOIN public.sharing_consent c ON c.id = p.consent_id JOIN public.sharing_case k ON k.id = p.case_id;
"""
ENDS = "(c.ends_before::timestamp AT TIME ZONE 'Europe/Oslo')"
EXPIRES = "expire_consents(who int) RETURNS int LANGUAGE plpgsql"
TOLD = EXPIRE_CONSENTS.replace("BEGIN\n", f"BEGIN\n{RUNS_OUT.format(ends=ENDS)}", 1)


class Migration(migrations.Migration):
    dependencies = [
        ("sharing", "0023_legal_basis"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="AccessEnd",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(default=hjemvei.core.text.new_key, max_length=12, unique=True)),
                ("reference", models.CharField(max_length=12)),
                (
                    "reason",
                    models.CharField(
                        choices=[("withdrawn", "trukket"), ("expired", "utløpt")], max_length=10
                    ),
                ),
                ("ended_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField(blank=True, null=True)),
                (
                    "seen_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.unit",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(seen_at=None), fields=["unit"], name="access_end_unseen")
                ],
            },
        ),
        *rls.unit_rows("sharing_accessend", unit="unit_id"),
        rls.no_writes("sharing_accessend"),
        rls.run(
            ["GRANT UPDATE (seen_at, seen_by_id) ON sharing_accessend TO hjemvei_app"],
            ["REVOKE UPDATE (seen_at, seen_by_id) ON sharing_accessend FROM hjemvei_app"],
        ),
        rls.function("losing(in_consent bigint, keeps int[]) RETURNS int[] LANGUAGE sql STABLE", LOSING),
        rls.function(
            "tell_ended(in_consent bigint, keeps int[], at timestamptz) RETURNS void LANGUAGE plpgsql",
            TELL_ENDED,
        ),
        migrations.RunSQL(
            rls.function(EXPIRES, TOLD, execute="hjemvei_worker").sql,
            rls.function(EXPIRES, EXPIRE_CONSENTS, execute="hjemvei_worker").sql,
        ),
    ]
