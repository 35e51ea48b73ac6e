"""An invitation opens less than the consent allows, and a unit that has said no is let go while the consent goes on."""

from __future__ import annotations

from django.db import migrations

from hjemvei.core import rls
from hjemvei.sharing.migrations._kernel_sql import REFUSED

# Only what this transaction has opened: nobody takes from others what they had before.
NARROW = f"""
DECLARE
  of_case bigint;
BEGIN
  SELECT c.case_id INTO of_case FROM public.sharing_consent c WHERE c.id = in_consent FOR UPDATE;
  IF of_case IS NULL OR NOT kernel.may_write(of_case) THEN
    {REFUSED};
  END IF;
  UPDATE public.sharing_grant g SET keys = s.keys, ends_at = CASE WHEN s.keys = '{{}}' THEN now() ELSE g.ends_at END
  FROM (SELECT x.id, coalesce(array_agg(k.key ORDER BY k.key) FILTER (WHERE k.key - in_unit * 16 = ANY (classes)), '{{}}') AS keys
        FROM public.sharing_participation p JOIN public.sharing_grant x ON x.participation_id = p.id
        CROSS JOIN LATERAL unnest(x.keys) AS k(key)
        WHERE p.consent_id = in_consent AND p.unit_id = in_unit AND x.starts_at = now() AND x.ends_at > now()
        GROUP BY x.id) s
  WHERE g.id = s.id AND g.keys <> s.keys;
END
"""
# By the unit itself, or by whoever may write in the case. It keeps nothing: what it was shown was an invitation.
LET_GO = f"""
DECLARE
  of_case bigint;
  ended int;
BEGIN
  SELECT c.case_id INTO of_case FROM public.sharing_consent c WHERE c.id = in_consent FOR UPDATE;
  IF of_case IS NULL OR NOT kernel.may_write(of_case) THEN
    {REFUSED};
  END IF;
  UPDATE public.sharing_disclosure SET ended_at = now()
    WHERE consent_id = in_consent AND receiver_unit_id = in_unit AND ended_at IS NULL;
  UPDATE public.sharing_grant g SET ends_at = now() FROM public.sharing_participation p
    WHERE p.consent_id = in_consent AND p.unit_id = in_unit AND g.participation_id = p.id AND g.ends_at > now();
  UPDATE public.sharing_participation p SET ends_at = now()
    WHERE p.consent_id = in_consent AND p.unit_id = in_unit AND p.ends_at > now();
  GET DIAGNOSTICS ended = ROW_COUNT;
  PERFORM kernel.refresh(ARRAY[of_case]);
  RETURN ended;
END
"""


class Migration(migrations.Migration):
    dependencies = [("sharing", "0034_left_by_all")]
    operations = [
        rls.function(
            "narrow_access(in_consent bigint, in_unit int, classes int[]) RETURNS void LANGUAGE plpgsql",
            NARROW,
        ),
        rls.function("let_go(in_consent bigint, in_unit int) RETURNS int LANGUAGE plpgsql", LET_GO),
    ]
