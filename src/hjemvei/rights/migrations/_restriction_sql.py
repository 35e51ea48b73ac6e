"""Bodies of the kernel functions of 0003; a later change is a new migration, this text stays."""

from __future__ import annotations

from hjemvei.core.rls import UNITS, USER
from hjemvei.rights.migrations import _kernel_sql as rights
from hjemvei.rights.migrations._kernel_sql import CLEARED, OWN, REFUSED
from hjemvei.sharing.migrations import _access_sql as access

RESTRICTED = (
    "EXISTS (SELECT 1 FROM public.rights_restriction z WHERE z.case_id = p.case_id"
    " AND z.controller_id = p.controller_id AND z.lifted_at IS NULL)"
)


def replaced(body: str, *changes: tuple[str, str]) -> str:
    """Raises ValueError where the text is no longer there once."""
    for old, new in changes:
        if body.count(old) != 1:
            raise ValueError(f"no longer there once: {old}")
        body = body.replace(old, new)
    return body


# A restricted controller's units are no doors: both locks read these lists.
REFRESH = replaced(
    access.REFRESH,
    (
        "p.case_id = x.id AND p.starts_at <= now() AND p.ends_at > now()",
        f"p.case_id = x.id AND p.starts_at <= now() AND p.ends_at > now() AND NOT {RESTRICTED}",
    ),
    (
        "p.person_id = x.person_id AND p.starts_at <= now() AND p.ends_at > now()",
        f"p.person_id = x.person_id AND p.starts_at <= now() AND p.ends_at > now() AND NOT {RESTRICTED}",
    ),
)
OWN_CASE = "in_case = ANY (current_setting('hjemvei.cases')::bigint[])"
# The person's page writes and seals under both of its roles (portal 0002); staff as sharing 0012 has it.
MAY_WRITE = replaced(
    access.MAY_WRITE,
    ("WHEN 'hjemvei_portal' THEN false", f"WHEN 'hjemvei_portal' THEN {OWN_CASE}"),
    ("AND p.can_write", f"AND p.can_write AND NOT {RESTRICTED}"),
)

ERASE_RECORDS = replaced(
    rights.ERASE_RECORDS,
    (
        "  UPDATE public.rights_hold h SET",
        "  UPDATE public.rights_restriction z SET reason = '[Slettet]' WHERE z.person_id = ANY (people);\n"
        "  UPDATE public.rights_hold h SET",
    ),
)

# Both at once: the person's roles of portal 0002, and no emergency access among the participants (sharing 0012).
PARTICIPANTS = f"""
SELECT p.unit_id, p.basis::text, p.starts_at, p.ends_at FROM public.sharing_participation p
WHERE p.case_id = in_case AND p.basis <> 'break_glass' AND p.starts_at <= now() AND p.ends_at > now()
  AND CASE WHEN current_setting('role') IN ('hjemvei_deed', 'hjemvei_portal') THEN {OWN_CASE}
      ELSE EXISTS (SELECT 1 FROM public.sharing_participation q WHERE q.case_id = in_case AND q.unit_id = ANY ({UNITS})
                   AND q.starts_at <= now() AND q.ends_at > now()) END
"""

# Every case of the record; what has been decided stands, and what is restricted already stays so.
RESTRICT_RECORD = """
DECLARE
  cases bigint[];
BEGIN
  SELECT coalesce(array_agg(DISTINCT q.case_id), '{}') INTO cases FROM public.sharing_participation q
    WHERE q.person_id = in_person AND q.controller_id = of_controller;
  INSERT INTO public.rights_restriction
         (key, case_id, person_id, controller_id, reason, set_by_id, set_at, lift_reason)
    SELECT left(translate(encode(uuid_send(gen_random_uuid()), 'hex'), '01', 'gh'), 12), c, in_person, of_controller,
           in_reason, in_who, now(), ''
    FROM unnest(cases) c ON CONFLICT DO NOTHING;
  PERFORM kernel.refresh(cases);
END
"""
RESTRICT = f"""
DECLARE
  d public.rights_disposal;
BEGIN
  SELECT * INTO d FROM public.rights_disposal x WHERE x.id = in_disposal FOR UPDATE;
  IF d.id IS NULL OR NOT kernel.answers_for(d.controller_id) OR d.state <> 'proposed' OR d.outcome <> 'restrict'
     OR d.proposed_by_id = {USER}
     OR NOT EXISTS (SELECT 1 FROM public.persons_person x WHERE x.id = d.person_id AND {CLEARED}) THEN
    {REFUSED};
  END IF;
  UPDATE public.rights_disposal x SET state = 'carried_out', decided_by_id = {USER}, decided_at = now()
    WHERE x.id = d.id;
  PERFORM kernel.restrict_record(d.person_id, d.controller_id, d.reason, {USER});
END
"""
LIFT = f"""
DECLARE
  z public.rights_restriction;
BEGIN
  SELECT * INTO z FROM public.rights_restriction x WHERE x.id = in_restriction FOR UPDATE;
  IF z.id IS NULL OR NOT kernel.answers_for(z.controller_id) OR z.lifted_at IS NOT NULL OR btrim(in_reason) = ''
     OR NOT EXISTS (SELECT 1 FROM public.persons_person x WHERE x.id = z.person_id AND {CLEARED}) THEN
    {REFUSED};
  END IF;
  UPDATE public.rights_restriction x SET lifted_by_id = {USER}, lifted_at = now(), lift_reason = btrim(in_reason)
    WHERE x.person_id = z.person_id AND x.controller_id = {OWN} AND x.lifted_at IS NULL;
  PERFORM kernel.refresh(ARRAY(SELECT x.case_id FROM public.rights_restriction x
                               WHERE x.person_id = z.person_id AND x.controller_id = {OWN}));
END
"""

# Retention of closed cases, by the rule of the record (`persons`): counted from the day its last case was closed. What
# is due is restricted at once; that something be erased is only proposed, to a human. With `dry` it is only counted.
RETAIN = """
DECLARE
  due record;
  n_restricted int := 0;
  n_proposed int := 0;
BEGIN
  FOR due IN
    SELECT q.person_id, q.controller_id, max(c.closed_at) AS left_at,
           bool_and(EXISTS (SELECT 1 FROM public.rights_restriction z WHERE z.case_id = q.case_id
                            AND z.controller_id = q.controller_id AND z.lifted_at IS NULL)) AS is_restricted
    FROM public.sharing_participation q JOIN public.sharing_case c ON c.id = q.case_id
    JOIN public.persons_person x ON x.id = q.person_id
    WHERE NOT EXISTS (SELECT 1 FROM public.rights_disposal d WHERE d.person_id = q.person_id
                      AND d.state = 'carried_out' AND d.outcome IN ('delete', 'archive'))
    GROUP BY q.person_id, q.controller_id
    HAVING bool_and(c.closed_at IS NOT NULL)
    ORDER BY q.person_id
  LOOP
    IF NOT due.is_restricted AND (due.left_at AT TIME ZONE 'Europe/Oslo')::date + make_interval(months => restrict_months)
       <= today THEN
      n_restricted := n_restricted + 1;
      IF NOT dry THEN
        PERFORM kernel.restrict_record(due.person_id, due.controller_id, 'Oppbevaringstiden er ute', NULL);
      END IF;
    END IF;
    IF (due.left_at AT TIME ZONE 'Europe/Oslo')::date + make_interval(months => end_months) <= today
       AND NOT EXISTS (SELECT 1 FROM public.rights_disposal d WHERE d.person_id = due.person_id
                       AND d.controller_id = due.controller_id AND d.state = 'proposed')
       AND NOT EXISTS (SELECT 1 FROM public.rights_hold h WHERE h.person_id = due.person_id AND h.lifted_at IS NULL)
    THEN
      n_proposed := n_proposed + 1;
      IF NOT dry THEN
        INSERT INTO public.rights_disposal
               (key, person_id, controller_id, outcome, state, reason, proposed_by_id, proposed_at, ground, reference)
          VALUES (left(translate(encode(uuid_send(gen_random_uuid()), 'hex'), '01', 'gh'), 12), due.person_id,
                  due.controller_id, in_outcome, 'proposed', 'Oppbevaringstiden er ute', in_who, now(), '', '');
      END IF;
    END IF;
  END LOOP;
  restricted := n_restricted;
  proposed := n_proposed;
  RETURN NEXT;
END
"""
