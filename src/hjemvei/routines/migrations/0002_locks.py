"""Who writes and reads routines, and that what was approved stays as it is: locks of the database (ADR-0034)."""

from __future__ import annotations

from django.db import migrations

from hjemvei.core import rls

CONTROLLER = "current_setting('hjemvei.controller')::int"
WRITERS = (
    "ARRAY['prison_leader', 'municipal_leader', 'municipal_coordinator', 'reintegration_coordinator',"
    " 'prison_social_worker', 'housing_consultant']"
)
LEADERS = "ARRAY['prison_leader', 'municipal_leader']"
SEATED = f"""
SELECT coalesce(array_agg(DISTINCT m.unit_id), '{{}}')
FROM public.accounts_membership m JOIN public.parties_unit n ON n.id = m.unit_id
WHERE m.user_id = {rls.USER} AND m.role = ANY (in_roles) AND n.controller_id = {CONTROLLER}
  AND m.starts_on <= (now() AT TIME ZONE 'Europe/Oslo')::date
  AND (m.ends_before IS NULL OR m.ends_before > (now() AT TIME ZONE 'Europe/Oslo')::date)
"""
"""The units of the session's controller in which the user has one of the roles today."""

KEPT = """
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.approved_at IS NULL THEN
      RETURN OLD;
    END IF;
  ELSIF OLD.approved_at IS NULL
     OR ((to_jsonb(NEW) - 'ends_before' - 'state') = (to_jsonb(OLD) - 'ends_before' - 'state')
         AND (OLD.ends_before IS NULL OR NEW.ends_before <= OLD.ends_before)) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'an approved version of a routine is never changed'
    USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'routine_version_kept';
END
"""
"""An approved version may end, and end earlier; nothing else."""

FORGOTTEN = """
DECLARE
  found bigint;
BEGIN
  DELETE FROM public.routines_routinereading WHERE read_at < now() - interval '36 months';
  GET DIAGNOSTICS found = ROW_COUNT;
  RETURN found;
END
"""
WRITES = f"ANY ((SELECT kernel.routine_units({WRITERS}))::int[])"
LEADS = f"ANY ((SELECT kernel.routine_units({LEADERS}))::int[])"
OWN = f"t.controller_id = {CONTROLLER}"
APPROVED = (
    "EXISTS (SELECT 1 FROM routines_routineversion v WHERE v.routine_id = t.id AND v.approved_at IS NOT NULL)"
)
OF_OWN_UNIT = (
    "EXISTS (SELECT 1 FROM routines_routine r WHERE r.id = t.routine_id"
    f" AND r.controller_id = t.controller_id AND r.owner_unit_id = {WRITES})"
)
MINE = f"t.user_id = {rls.USER}"
COLLEAGUE = f"{OWN} AND EXISTS (SELECT 1 FROM accounts_membership m WHERE m.user_id = t.user_id AND m.unit_id = {LEADS})"
READABLE = (
    "EXISTS (SELECT 1 FROM routines_routineversion v WHERE v.id = t.version_id"
    " AND v.controller_id = t.controller_id AND v.approved_at IS NOT NULL)"
)
OPEN = "t.approved_at IS NOT NULL"


class Migration(migrations.Migration):
    dependencies = [
        ("routines", "0001_initial"),
        ("audit", "0005_changed_columns"),
        ("sharing", "0002_kernel"),
    ]

    operations = [
        rls.function("routine_units(in_roles text[]) RETURNS int[] LANGUAGE sql STABLE", SEATED),
        rls.function("keep_routine() RETURNS trigger LANGUAGE plpgsql", KEPT, execute=""),
        rls.function(
            "forget_readings() RETURNS bigint LANGUAGE plpgsql", FORGOTTEN, execute="hjemvei_worker"
        ),
        rls.run(
            [
                "CREATE TRIGGER routines_routineversion_keep BEFORE UPDATE OR DELETE ON routines_routineversion"
                " FOR EACH ROW EXECUTE FUNCTION kernel.keep_routine()"
            ],
            ["DROP TRIGGER routines_routineversion_keep ON routines_routineversion"],
        ),
        *rls.policies(
            "routines_routine",
            select=f"{OWN} OR {APPROVED}",
            insert=f"{OWN} AND t.owner_unit_id = {WRITES}",
            update=f"{OWN} AND t.owner_unit_id = {WRITES}",
        ),
        *rls.policies(
            "routines_routineversion",
            select=f"{OWN} OR {OPEN}",
            insert=f"{OWN} AND {OF_OWN_UNIT}",
            update=f"{OWN} AND {OF_OWN_UNIT}",
        ),
        *rls.policies(
            "routines_routinereading",
            select=f"{MINE} OR ({COLLEAGUE})",
            insert=f"{MINE} AND {OWN} AND {READABLE}",
        ),
        *rls.policies(
            "routines_improvement",
            select=OWN,
            insert=f"{OWN} AND t.recorded_by_id = {rls.USER}",
            update=f"{OWN} AND t.owner_unit_id = {WRITES}",
        ),
        *rls.logged("routines_routine"),
        *rls.logged("routines_routineversion"),
        *rls.logged("routines_routinereading"),
        *rls.logged("routines_improvement"),
    ]
