"""`admit` for sets of thousands: one look-up of who is known, the moved looked for only where somebody moved.

The planner knows the size of the newcomers' table: without it, it compared every newcomer with every person inside.
"""

from __future__ import annotations

from django.db import migrations

from hjemvei.core import rls
from hjemvei.sharing.migrations import _kernel_sql as sql

SIGNATURE = (
    "admit(in_unit int, basis text, rows jsonb)"
    " RETURNS TABLE (n int, case_id bigint, person_id bigint, outcome text) LANGUAGE plpgsql"
)
ADMIT = f"""
#variable_conflict use_column
DECLARE
  who int := current_setting('hjemvei.controller')::int;
  forever constant timestamptz := {sql.FOREVER};
BEGIN
  IF NOT in_unit = ANY ({sql.UNITS}) OR admit.basis NOT IN ('custody', 'request')
     OR NOT EXISTS (SELECT 1 FROM public.parties_unit u WHERE u.id = in_unit AND u.controller_id = who) THEN
    {sql.REFUSED};
  END IF;
  DROP TABLE IF EXISTS pg_temp.kernel_admit;
  CREATE TEMP TABLE kernel_admit (
    n int, family_name text, given_name text, name_search text, sort_key text, birth_date date, sex text, language text,
    needs_interpreter boolean, protection int, blind_index bytea, number_kind text, ciphertext bytea, last_digits text,
    person_key text, case_key text, tokens bigint[], person_id bigint, case_id bigint, outcome text) ON COMMIT DROP;
  INSERT INTO pg_temp.kernel_admit
    SELECT k.n, k.family_name, k.given_name, k.name_search, k.sort_key, k.birth_date, k.sex, k.language,
           coalesce(k.needs_interpreter, false), coalesce(k.protection, 0), k.index, k.number_kind,
           decode(k.ciphertext, 'hex'), k.last_digits, k.person_key, k.case_key, k.tokens,
           coalesce(k.known, nextval('public.persons_person_id_seq')),
           coalesce(k.open_case, nextval('public.sharing_case_id_seq')),
           CASE WHEN k.known IS NULL THEN 'new' WHEN k.open_case IS NULL THEN 'back'
                WHEN k.units && ARRAY[in_unit] THEN 'here' ELSE 'moved' END
    FROM (SELECT r.*, decode(r.blind_index, 'hex') AS index, i.person_id AS known, c.id AS open_case,
                 c.access_units AS units
          FROM jsonb_to_recordset(admit.rows) AS r(n int, family_name text, given_name text, name_search text,
               sort_key text, birth_date date, sex text, language text, needs_interpreter boolean, protection int,
               blind_index text, number_kind text, ciphertext text, last_digits text, person_key text,
               case_key text, tokens bigint[])
          LEFT JOIN public.persons_identifier i ON i.controller_id = who AND i.blind_index = decode(r.blind_index, 'hex')
          LEFT JOIN public.sharing_case c ON c.person_id = i.person_id AND c.closed_at IS NULL) k;
  ANALYZE pg_temp.kernel_admit (case_id, outcome);
  INSERT INTO public.persons_person (id, key, controller_id, family_name, given_name, name_search, sort_key, birth_date, sex,
         language, needs_interpreter, protection, access_units, visible_until, blocked_users, recorded_at)
    SELECT a.person_id, a.person_key, who, a.family_name, a.given_name, a.name_search, a.sort_key, a.birth_date, a.sex,
           a.language, a.needs_interpreter, a.protection, ARRAY[in_unit], forever, '{{}}', now()
    FROM pg_temp.kernel_admit a WHERE a.outcome = 'new';
  INSERT INTO public.persons_identifier (person_id, controller_id, kind, ciphertext, blind_index, last_digits)
    SELECT a.person_id, who, a.number_kind, a.ciphertext, a.blind_index, a.last_digits
    FROM pg_temp.kernel_admit a WHERE a.outcome = 'new' AND a.blind_index IS NOT NULL;
  INSERT INTO public.sharing_case (id, key, person_id, controller_id, opened_by_unit_id, opened_at, close_reason,
         access_units, visible_until, protection, blocked_users)
    SELECT a.case_id, a.case_key, a.person_id, who, in_unit, now(), '', ARRAY[in_unit], forever, a.protection, '{{}}'
    FROM pg_temp.kernel_admit a WHERE a.outcome IN ('new', 'back');
  IF EXISTS (SELECT 1 FROM pg_temp.kernel_admit a WHERE a.outcome = 'moved') THEN
    UPDATE public.sharing_grant g SET ends_at = now() FROM pg_temp.kernel_admit a, public.sharing_participation p
      WHERE a.outcome = 'moved' AND p.case_id = a.case_id AND p.basis = 'custody' AND p.controller_id = who
        AND g.participation_id = p.id AND g.ends_at > now();
    UPDATE public.sharing_participation p SET ends_at = now() FROM pg_temp.kernel_admit a
      WHERE a.outcome = 'moved' AND p.case_id = a.case_id AND p.basis = 'custody' AND p.controller_id = who
        AND p.ends_at > now();
  END IF;
  WITH made AS (
    INSERT INTO public.sharing_participation
           (case_id, unit_id, controller_id, person_id, basis, can_write, starts_at, ends_at)
      SELECT a.case_id, in_unit, who, a.person_id, admit.basis, true, now(), forever
      FROM pg_temp.kernel_admit a WHERE a.outcome <> 'here'
      RETURNING id, case_id)
  INSERT INTO public.sharing_grant (participation_id, case_id, giver_id, unit_id, keys, starts_at, ends_at)
    SELECT m.id, m.case_id, who, in_unit, ARRAY(SELECT in_unit * 16 + k FROM unnest({sql.SHAREABLE}) k), now(), forever
    FROM made m;
  INSERT INTO public.sharing_searchtoken (unit_id, token, case_id)
    SELECT in_unit, x.token, a.case_id FROM pg_temp.kernel_admit a, unnest(a.tokens) AS x(token)
    WHERE a.outcome <> 'here' ON CONFLICT DO NOTHING;
  IF EXISTS (SELECT 1 FROM pg_temp.kernel_admit a WHERE a.outcome IN ('moved', 'back')) THEN
    PERFORM kernel.refresh(ARRAY(SELECT a.case_id FROM pg_temp.kernel_admit a WHERE a.outcome IN ('moved', 'back')));
  END IF;
  RETURN QUERY SELECT a.n, a.case_id, a.person_id, a.outcome FROM pg_temp.kernel_admit a ORDER BY a.n;
END
"""


class Migration(migrations.Migration):
    dependencies = [("sharing", "0005_expired_consents")]
    operations = [
        migrations.RunSQL(rls.function(SIGNATURE, ADMIT).sql, rls.function(SIGNATURE, sql.ADMIT).sql)
    ]
