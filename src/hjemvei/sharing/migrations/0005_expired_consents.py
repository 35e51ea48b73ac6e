"""A consent that runs out leaves each receiver its own rows, as a withdrawal does; the hand-over is ended on record."""

from __future__ import annotations

from django.db import migrations

from hjemvei.core import rls

FOREVER = "'9999-12-31 00:00:00+00'::timestamptz"
ENDS = "(c.ends_before::timestamp AT TIME ZONE 'Europe/Oslo')"
OVER = f"c.state = 'given' AND {ENDS} <= now()"

# Only access that lasted as long as the consent: what was ended earlier stays ended. Twice is as good as once.
EXPIRE = f"""
DECLARE
  kept int := 0;
  part public.sharing_participation;
  fresh bigint;
BEGIN
  UPDATE public.sharing_disclosure d SET ended_at = {ENDS}
    FROM public.sharing_consent c
    WHERE d.case_id = ANY (case_ids) AND d.ended_at IS NULL AND c.id = d.consent_id AND {OVER};
  FOR part IN
    SELECT DISTINCT ON (p.case_id, p.unit_id) p.* FROM public.sharing_participation p
    JOIN public.sharing_consent c ON c.id = p.consent_id
    WHERE p.case_id = ANY (case_ids) AND p.basis = 'consent' AND {OVER} AND p.ends_at = {ENDS}
      AND EXISTS (SELECT 1 FROM public.sharing_disclosure d
                  WHERE d.case_id = p.case_id AND d.receiver_unit_id = p.unit_id)
      AND NOT EXISTS (SELECT 1 FROM public.sharing_participation o WHERE o.case_id = p.case_id
                      AND o.unit_id = p.unit_id AND o.starts_at <= now() AND o.ends_at > now())
    ORDER BY p.case_id, p.unit_id, p.id DESC
  LOOP
    INSERT INTO public.sharing_participation
           (case_id, unit_id, controller_id, person_id, basis, can_write, starts_at, ends_at)
      VALUES (part.case_id, part.unit_id, part.controller_id, part.person_id, 'own', true, now(), {FOREVER})
      RETURNING id INTO fresh;
    INSERT INTO public.sharing_grant (participation_id, case_id, giver_id, unit_id, keys, starts_at, ends_at)
      SELECT fresh, g.case_id, g.giver_id, g.unit_id, g.keys, now(), {FOREVER} FROM public.sharing_grant g
      WHERE g.participation_id = part.id AND g.giver_id = part.controller_id;
    kept := kept + 1;
  END LOOP;
  PERFORM kernel.refresh(case_ids);
  RETURN kept;
END
"""


class Migration(migrations.Migration):
    dependencies = [("sharing", "0004_prison_leaves")]
    operations = [
        rls.function(
            "expire(case_ids bigint[]) RETURNS int LANGUAGE plpgsql", EXPIRE, execute="hjemvei_worker"
        ),
    ]
