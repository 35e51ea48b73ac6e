"""A consent can be widened for a unit that already takes part: `give_access` adds the classes it lacks."""

from __future__ import annotations

from django.db import migrations

from hjemvei.core import rls
from hjemvei.sharing.migrations import _kernel_sql as sql

SIGNATURE = "give_access(in_consent bigint, to_unit int) RETURNS bigint LANGUAGE plpgsql"
EARLY = """  IF part_id IS NOT NULL THEN
    RETURN part_id;
  END IF;
  until := c.ends_before::timestamp AT TIME ZONE 'Europe/Oslo';
  SELECT u.controller_id INTO receiver FROM public.parties_unit u WHERE u.id = to_unit;
"""
MISSING = (
    "NOT EXISTS (SELECT 1 FROM public.sharing_grant g WHERE g.participation_id = part_id AND g.giver_id = {giver}"
    " AND g.ends_at > now() AND to_unit * 16 + s.info_class = ANY (g.keys))"
)
WIDENING = f"""  until := c.ends_before::timestamp AT TIME ZONE 'Europe/Oslo';
  SELECT u.controller_id INTO receiver FROM public.parties_unit u WHERE u.id = to_unit;
  IF part_id IS NOT NULL THEN
    INSERT INTO public.sharing_grant (participation_id, case_id, giver_id, unit_id, keys, starts_at, ends_at)
      SELECT part_id, c.case_id, s.giver_id, to_unit, array_agg(DISTINCT to_unit * 16 + s.info_class), now(), until
      FROM public.sharing_consentscope s WHERE s.consent_id = c.id AND s.receiver_unit_id = to_unit
        AND s.giver_id <> receiver AND {MISSING.format(giver="s.giver_id")}
      GROUP BY s.giver_id;
    INSERT INTO public.sharing_grant (participation_id, case_id, giver_id, unit_id, keys, starts_at, ends_at)
      SELECT part_id, c.case_id, receiver, to_unit, array_agg(DISTINCT to_unit * 16 + s.info_class), now(), until
      FROM public.sharing_consentscope s WHERE s.consent_id = c.id AND s.receiver_unit_id = to_unit
        AND {MISSING.format(giver="receiver")}
      HAVING count(*) > 0;
    RETURN part_id;
  END IF;
"""


def widening() -> str:
    """The body of 0002 with another early return. Raises where that text is no longer there."""
    if EARLY not in sql.GIVE_ACCESS:
        raise ValueError("give_access of 0002 has changed")
    return sql.GIVE_ACCESS.replace(EARLY, WIDENING)


class Migration(migrations.Migration):
    dependencies = [("sharing", "0002_kernel")]
    operations = [
        migrations.RunSQL(
            rls.function(SIGNATURE, widening()).sql, rls.function(SIGNATURE, sql.GIVE_ACCESS).sql
        )
    ]
