"""Figures are counted for a party that has joined and not left; who is only asked writes none."""

from __future__ import annotations

from django.db import migrations

from hjemvei.core import rls
from hjemvei.statistics.migrations import _held_sql as before

SIGNATURE = (
    "count_figures(in_agreement bigint, in_year int, in_today date, in_at timestamptz, in_note text)"
    " RETURNS int LANGUAGE plpgsql"
)
NAMED = """NOT EXISTS (
     SELECT 1 FROM public.agreements_agreementparty y
     WHERE y.agreement_id = in_agreement AND y.controller_id = current_setting('hjemvei.controller')::int)"""
PARTY = "NOT in_agreement = ANY (kernel.party_to())"

assert before.COUNT_FIGURES.count(NAMED) == 1
COUNT_FIGURES = before.COUNT_FIGURES.replace(NAMED, PARTY)


class Migration(migrations.Migration):
    dependencies = [("statistics", "0005_date_held"), ("agreements", "0010_drafts_are_the_parties")]
    operations = [
        migrations.RunSQL(
            rls.function(SIGNATURE, COUNT_FIGURES).sql, rls.function(SIGNATURE, before.COUNT_FIGURES).sql
        )
    ]
