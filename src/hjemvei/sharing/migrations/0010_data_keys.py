"""Who gets the wrapped key of a person record, who may make one, and when it is destroyed (ADR-0018).

A key is given to whoever sees the record itself, to the person on their own page, and to units that take part in a case of that person and were given
or sent something by the record's controller. It tells nothing that the rows it opens do not.
"""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

from hjemvei.core import rls
from hjemvei.sharing.migrations import _kernel_sql as sql

earlier = import_module("hjemvei.sharing.migrations.0006_admit_sets")
replaced = import_module("hjemvei.sharing.migrations.0008_keeps").instead
NUMBERS = "blind_index, last_digits)"
ADMIT = earlier.ADMIT
for old, new in (
    (
        "ciphertext bytea, last_digits text,",
        "ciphertext bytea, key_id bigint, wrapped bytea, master smallint,",
    ),
    (
        "decode(k.ciphertext, 'hex'), k.last_digits,",
        "decode(k.ciphertext, 'hex'), k.key_id, decode(k.wrapped, 'hex'), k.master,",
    ),
    ("ciphertext text, last_digits text,", "ciphertext text, key_id bigint, wrapped text, master smallint,"),
    (
        f"  INSERT INTO public.persons_identifier (person_id, controller_id, kind, ciphertext, {NUMBERS}",
        """  INSERT INTO public.persons_datakey (id, person_id, wrapped, master)
    SELECT a.key_id, a.person_id, a.wrapped, a.master FROM pg_temp.kernel_admit a WHERE a.outcome = 'new';
  INSERT INTO public.persons_identifier (person_id, controller_id, kind, ciphertext, blind_index)""",
    ),
    ("a.ciphertext, a.blind_index, a.last_digits", "a.ciphertext, a.blind_index"),
):
    ADMIT = replaced(ADMIT, old, new)

# Something of this controller's in the case was addressed to one of the session's units: it keeps what it received.
SENT_TO = """
DECLARE
  held record;
  found boolean;
BEGIN
  FOR held IN
    SELECT t.relname AS name, r.attname AS receiver FROM pg_class t
    JOIN pg_attribute r ON r.attrelid = t.oid AND r.attname IN ('to_unit_id', 'receiver_unit_id') AND NOT r.attisdropped
    JOIN pg_attribute c ON c.attrelid = t.oid AND c.attname = 'case_id' AND NOT c.attisdropped
    JOIN pg_attribute o ON o.attrelid = t.oid AND o.attname = 'controller_id' AND NOT o.attisdropped
    WHERE t.relnamespace = 'public'::regnamespace AND t.relkind = 'r'
  LOOP
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM public.%I r WHERE r.case_id = $1 AND r.controller_id = $2'
                   ' AND r.%I = ANY ($3))', held.name, held.receiver)
      INTO found USING in_case, of_controller, units;
    IF found THEN
      RETURN true;
    END IF;
  END LOOP;
  RETURN false;
END
"""
MAY_OPEN = f"""
DECLARE
  shared record;
BEGIN
  IF current_setting('role') IN ('hjemvei_portal', 'hjemvei_deed') THEN
    RETURN EXISTS (SELECT 1 FROM public.sharing_participation q WHERE q.person_id = in_person
                   AND q.case_id = ANY (current_setting('hjemvei.cases')::bigint[]));
  END IF;
  FOR shared IN
    SELECT DISTINCT c.id, q.controller_id AS giver FROM public.sharing_participation q
    JOIN public.sharing_case c ON c.id = q.case_id
    WHERE q.person_id = in_person AND c.access_units && {sql.UNITS}
      AND c.protection <= current_setting('hjemvei.clearance')::int
      AND current_setting('hjemvei.user')::int <> ALL (c.blocked_users)
      AND EXISTS (SELECT 1 FROM public.sharing_participation p WHERE p.case_id = c.id AND p.unit_id = ANY ({sql.UNITS})
                  AND p.starts_at <= now() AND p.ends_at > now())
  LOOP
    IF EXISTS (SELECT 1 FROM public.sharing_grant g, generate_series(0, 15) class
               WHERE g.case_id = shared.id AND g.giver_id = shared.giver AND g.keys && kernel.keys_of(class::smallint)
                 AND g.starts_at <= now() AND g.ends_at > now())
       OR kernel.sent_to(shared.id, shared.giver, {sql.UNITS}) THEN
      RETURN true;
    END IF;
  END LOOP;
  RETURN false;
END
"""
SEEN = "EXISTS (SELECT 1 FROM persons_person x WHERE x.id = t.person_id) OR kernel.may_open(t.person_id)"

# By case and controller: whoever may write there, for the own record or one whose key is given anyway. By person: the
# own controller's. The offered key is taken where there is none; a destroyed one is never replaced.
HOLD_KEY = f"""
#variable_conflict use_column
DECLARE
  who bigint := in_person;
  own int := current_setting('hjemvei.controller')::int;
  taken int;
BEGIN
  IF in_case IS NOT NULL THEN
    SELECT q.person_id INTO who FROM public.sharing_participation q
      WHERE q.case_id = in_case AND q.controller_id = of_controller ORDER BY q.id DESC LIMIT 1;
    IF who IS NULL OR NOT kernel.may_write(in_case) OR NOT (of_controller = own OR kernel.may_open(who)) THEN
      {sql.REFUSED};
    END IF;
  ELSIF NOT EXISTS (SELECT 1 FROM public.sharing_participation q WHERE q.person_id = who AND q.controller_id = own
                    AND q.unit_id = ANY ({sql.UNITS}) AND q.can_write AND q.starts_at <= now() AND q.ends_at > now()) THEN
    {sql.REFUSED};
  END IF;
  INSERT INTO public.persons_datakey (id, person_id, wrapped, master)
    SELECT offered, who, in_wrapped, in_master WHERE NOT EXISTS
      (SELECT 1 FROM public.persons_datakey k WHERE k.person_id = who)
    ON CONFLICT DO NOTHING;
  GET DIAGNOSTICS taken = ROW_COUNT;
  RETURN QUERY SELECT k.id, k.wrapped, k.master, taken > 0 FROM public.persons_datakey k WHERE k.person_id = who;
END
"""

# kernel.md §4: never without an archive receipt or a disposal decision; never while the case is open, nor while another
# controller's units still hold what this key sealed: they archive or dispose of theirs first.
DESTROY_KEY = f"""
DECLARE
  own int := current_setting('hjemvei.controller')::int;
  wiped int;
BEGIN
  IF NOT EXISTS (SELECT 1 FROM public.persons_person x WHERE x.id = in_person AND x.controller_id = own)
     OR in_ground NOT IN ('archive_receipt', 'disposal_decision') OR btrim(in_reference) = ''
     OR EXISTS (SELECT 1 FROM public.sharing_participation q JOIN public.sharing_case c ON c.id = q.case_id
                WHERE q.person_id = in_person AND c.closed_at IS NULL) THEN
    {sql.REFUSED};
  END IF;
  IF EXISTS (SELECT 1 FROM public.sharing_participation q JOIN public.sharing_participation o ON o.case_id = q.case_id
             WHERE q.person_id = in_person AND o.controller_id <> own AND o.starts_at <= now() AND o.ends_at > now()
               AND (EXISTS (SELECT 1 FROM public.sharing_grant g WHERE g.case_id = q.case_id AND g.giver_id = own
                            AND g.unit_id = o.unit_id AND g.ends_at > now())
                    OR kernel.sent_to(q.case_id, own, ARRAY[o.unit_id]::int[]))) THEN
    RETURN false;
  END IF;
  UPDATE public.persons_datakey k SET wrapped = '', master = 0, destroyed_at = now()
    WHERE k.person_id = in_person AND k.destroyed_at IS NULL;
  GET DIAGNOSTICS wiped = ROW_COUNT;
  IF wiped > 0 THEN
    INSERT INTO public.persons_keydestruction (person_id, controller_id, ground, reference, decided_by_id, destroyed_at)
      VALUES (in_person, own, in_ground, btrim(in_reference), current_setting('hjemvei.user')::int, now());
  END IF;
  RETURN wiped > 0;
END
"""
KEY_COUNTS = """
SELECT k.master::int, count(*), count(*) FILTER (WHERE k.destroyed_at IS NOT NULL) FROM public.persons_datakey k
GROUP BY k.master
"""
KEYS_TO_WRAP = """
SELECT k.id, k.wrapped, k.master FROM public.persons_datakey k
WHERE k.master <> newest AND k.destroyed_at IS NULL ORDER BY k.id LIMIT most FOR UPDATE
"""
WRAP_AGAIN = """
DECLARE
  done int;
BEGIN
  UPDATE public.persons_datakey k SET wrapped = n.wrapped, master = newest
    FROM unnest(numbers, wraps) AS n(id, wrapped) WHERE k.id = n.id AND k.destroyed_at IS NULL;
  GET DIAGNOSTICS done = ROW_COUNT;
  RETURN done;
END
"""


class Migration(migrations.Migration):
    dependencies = [("sharing", "0009_person"), ("persons", "0003_data_keys")]
    operations = [
        rls.function(
            "sent_to(in_case bigint, of_controller bigint, units int[]) RETURNS boolean LANGUAGE plpgsql STABLE",
            SENT_TO,
            execute="",
        ),
        rls.function(
            "may_open(in_person bigint) RETURNS boolean LANGUAGE plpgsql STABLE",
            MAY_OPEN,
            execute="hjemvei_app, hjemvei_portal, hjemvei_deed",
        ),
        *rls.policies("persons_datakey", select=SEEN),
        rls.no_writes("persons_datakey"),
        migrations.RunSQL(
            [
                "REVOKE ALL ON persons_datakey FROM hjemvei_worker",
                "ALTER POLICY persons_datakey_select ON persons_datakey TO hjemvei_app",
                "GRANT SELECT ON persons_datakey TO hjemvei_portal, hjemvei_deed",
                "CREATE POLICY persons_datakey_own ON persons_datakey FOR SELECT TO hjemvei_portal, hjemvei_deed"
                " USING (kernel.may_open(person_id))",
            ],
            [
                "DROP POLICY persons_datakey_own ON persons_datakey",
                "REVOKE SELECT ON persons_datakey FROM hjemvei_portal, hjemvei_deed",
                "ALTER POLICY persons_datakey_select ON persons_datakey TO PUBLIC",
                "GRANT SELECT ON persons_datakey TO hjemvei_worker",
            ],
        ),
        *rls.policies(
            "persons_keydestruction", select="t.controller_id = current_setting('hjemvei.controller')::int"
        ),
        rls.no_writes("persons_keydestruction"),
        *rls.logged("persons_keydestruction"),
        rls.function(
            "hold_key(in_case bigint, of_controller int, in_person bigint, offered bigint, in_wrapped bytea,"
            " in_master smallint) RETURNS TABLE (id bigint, wrapped bytea, master smallint, is_made boolean)"
            " LANGUAGE plpgsql",
            HOLD_KEY,
            execute="hjemvei_app, hjemvei_deed",
        ),
        rls.function(
            "destroy_key(in_person bigint, in_ground text, in_reference text) RETURNS boolean LANGUAGE plpgsql",
            DESTROY_KEY,
            execute="hjemvei_app",
        ),
        rls.function(
            "key_counts() RETURNS TABLE (master int, keys bigint, destroyed bigint) LANGUAGE sql STABLE",
            KEY_COUNTS,
            execute="",
        ),
        rls.function(
            "keys_to_wrap(newest int, most int) RETURNS TABLE (id bigint, wrapped bytea, master smallint)"
            " LANGUAGE sql",
            KEYS_TO_WRAP,
            execute="",
        ),
        rls.function(
            "wrap_again(newest int, numbers bigint[], wraps bytea[]) RETURNS int LANGUAGE plpgsql",
            WRAP_AGAIN,
            execute="",
        ),
        migrations.RunSQL(
            rls.function(earlier.SIGNATURE, ADMIT).sql, rls.function(earlier.SIGNATURE, earlier.ADMIT).sql
        ),
    ]
