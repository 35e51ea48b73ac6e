"""Who may touch the ways in, and the doors that the kernel keeps."""

from __future__ import annotations

from django.db import migrations

from hjemvei.core import rls
from hjemvei.sharing.migrations import _kernel_sql as sql

STAFF_READS_PIN = (
    "id, key, case_id, controller_id, owner_unit_id, recorded_by_id, recorded_at, tries, ended_at"
)

# A session is found by the hash of its token alone, before anybody is known. Idle for ten minutes or half an hour old
# it is over; a closed case is closed for it too.
VISIT = """
#variable_conflict use_column
BEGIN
  UPDATE public.portal_visit v SET ended_at = at
    WHERE v.token_hash = in_token AND v.ended_at IS NULL
      AND (CASE WHEN v.started_at IS NULL THEN v.opens_before <= at
                ELSE v.seen_at + interval '10 minutes' <= at OR v.started_at + interval '30 minutes' <= at END
           OR NOT EXISTS (SELECT 1 FROM public.sharing_case c WHERE c.id = v.case_id AND c.closed_at IS NULL));
  UPDATE public.portal_visit v SET seen_at = at
    WHERE v.token_hash = in_token AND v.ended_at IS NULL AND v.seen_at < at - interval '30 seconds';
  RETURN QUERY
    SELECT v.id, v.case_id, ARRAY(SELECT c.id FROM public.sharing_case c WHERE c.id = ANY (v.cases) AND c.closed_at IS NULL
                                  ORDER BY c.id),
           v.owner_unit_id, v.controller_id, v.strength::text, v.language::text, v.started_at,
           (SELECT u.id FROM public.accounts_user u WHERE u.email = 'personen@hjemvei.invalid')
    FROM public.portal_visit v WHERE v.token_hash = in_token AND v.ended_at IS NULL;
END
"""

# A verified identity number opens the cases that are open about whoever has it, in whichever controller's register.
ENTER = """
DECLARE
  found bigint[];
  first public.sharing_case;
BEGIN
  SELECT array_agg(DISTINCT c.id) INTO found
    FROM public.persons_identifier i
    JOIN public.sharing_participation p ON p.person_id = i.person_id
    JOIN public.sharing_case c ON c.id = p.case_id AND c.closed_at IS NULL
    WHERE i.blind_index = ANY (in_indexes);
  IF found IS NULL THEN
    RETURN false;
  END IF;
  SELECT * INTO first FROM public.sharing_case c WHERE c.id = ANY (found) ORDER BY c.opened_at DESC, c.id DESC LIMIT 1;
  PERFORM set_config('hjemvei.user', u.id::text, true) FROM public.accounts_user u
    WHERE u.email = 'personen@hjemvei.invalid';
  INSERT INTO public.portal_visit (key, case_id, controller_id, owner_unit_id, recorded_by_id, recorded_at, token_hash,
         strength, how, cases, language, opens_before, started_at, seen_at)
    SELECT in_key, first.id, first.controller_id, first.opened_by_unit_id, u.id, at, in_token, 'id', '', found, in_language,
           at, at, at
    FROM public.accounts_user u WHERE u.email = 'personen@hjemvei.invalid';
  RETURN true;
END
"""

OWN = "in_case = ANY (current_setting('hjemvei.cases')::bigint[])"
PEOPLE = f"""
SELECT u.name::text, a.role::text, n.name::text, a.is_owner
FROM public.cases_assignment a JOIN public.accounts_user u ON u.id = a.to_user_id
JOIN public.parties_unit n ON n.id = a.to_unit_id
WHERE {OWN} AND a.case_id = in_case AND a.state = 'accepted' AND a.ended_at IS NULL ORDER BY a.is_owner DESC, a.id
"""
# For both roles of the person's: what the page writes is sealed, and the kernel asks this before it gives a key.
MAY_WRITE = f"""
SELECT CASE WHEN current_setting('role') IN ('hjemvei_deed', 'hjemvei_portal') THEN {OWN} ELSE ({sql.MAY_WRITE}) END
"""
UNITS = "current_setting('hjemvei.units')::int[]"
# As in sharing 0002, for the person's roles in their own cases alone.
PARTICIPANTS = f"""
SELECT p.unit_id, p.basis::text, p.starts_at, p.ends_at FROM public.sharing_participation p
WHERE p.case_id = in_case AND p.starts_at <= now() AND p.ends_at > now()
  AND CASE WHEN current_setting('role') IN ('hjemvei_deed', 'hjemvei_portal') THEN {OWN}
      ELSE EXISTS (SELECT 1 FROM public.sharing_participation q WHERE q.case_id = in_case AND q.unit_id = ANY ({UNITS})
                   AND q.starts_at <= now() AND q.ends_at > now()) END
"""
PARTICIPANTS_IS = (
    "participants(in_case bigint)"
    " RETURNS TABLE (unit_id int, basis text, starts_at timestamptz, ends_at timestamptz) LANGUAGE sql STABLE"
)


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0001_initial"),
        ("sharing", "0010_data_keys"),
        ("accounts", "0006_person"),
        ("audit", "0007_person"),
        ("cases", "0011_person"),
    ]
    operations = [
        *rls.case_child("portal_pack", info_class=8),
        *rls.case_child("portal_pin", info_class=8),
        *rls.case_child("portal_visit", info_class=8),
        *rls.case_child("portal_word", info_class=0),
        rls.in_case("portal_word"),
        rls.same_case("portal_word", "answers_id", "portal_word"),
        *[op for name in ("pack", "pin", "visit", "word") for op in rls.logged(f"portal_{name}")],
        rls.run(
            [
                "REVOKE SELECT, UPDATE ON portal_pin FROM hjemvei_app, hjemvei_worker",
                f"GRANT SELECT ({STAFF_READS_PIN}), UPDATE (ended_at) ON portal_pin TO hjemvei_app",
            ],
            ["GRANT SELECT, UPDATE ON portal_pin TO hjemvei_app"],
        ),
        rls.function(
            "portal_visit(in_token bytea, at timestamptz) RETURNS TABLE (id bigint, case_id bigint, cases bigint[],"
            " unit_id int, controller_id int, strength text, language text, started_at timestamptz, user_id int)"
            " LANGUAGE plpgsql",
            VISIT,
            execute="hjemvei_app",
        ),
        rls.function(
            "portal_enter(in_indexes bytea[], in_token bytea, in_key text, in_language text, at timestamptz)"
            " RETURNS boolean LANGUAGE plpgsql",
            ENTER,
            execute="hjemvei_app",
        ),
        rls.function(
            "portal_people(in_case bigint) RETURNS TABLE (name text, role text, unit text, is_owner boolean)"
            " LANGUAGE sql STABLE",
            PEOPLE,
            execute="",
        ),
        migrations.RunSQL(
            rls.function("may_write(in_case bigint) RETURNS boolean LANGUAGE sql STABLE", MAY_WRITE).sql,
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(rls.function(PARTICIPANTS_IS, PARTICIPANTS).sql, migrations.RunSQL.noop),
    ]
