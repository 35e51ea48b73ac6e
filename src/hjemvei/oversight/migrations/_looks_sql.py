"""Bodies of the functions that read the read log."""

from __future__ import annotations

UNITS = "current_setting('hjemvei.units')::int[]"
MINE = "current_setting('hjemvei.cases', true)"
DAY = "(r.at AT TIME ZONE 'Europe/Oslo')::date"
ROLES = f"""
    ARRAY(SELECT DISTINCT m.role::text FROM public.accounts_membership m
          WHERE m.user_id = r.user_id AND m.unit_id = r.unit_id AND m.starts_on <= {DAY}
            AND (m.ends_before IS NULL OR m.ends_before > {DAY}) ORDER BY 1)"""
LOOKS = f"""
  SELECT r.id, r.at, u.name::text, u.kind <> 'person', {ROLES}, n.name::text, c.name::text, r.controller_id,
         r.purpose::text, r.page::text, r.channel::text
  FROM public.audit_readlog r
  LEFT JOIN public.accounts_user u ON u.id = r.user_id
  LEFT JOIN public.parties_unit n ON n.id = r.unit_id
  LEFT JOIN public.parties_controller c ON c.id = r.controller_id
  WHERE (r.case_ids @> ARRAY[in_case]
         OR r.person_ids && ARRAY(SELECT p.person_id FROM public.sharing_participation p WHERE p.case_id = in_case))
    AND r.id < before_id"""
SHOWN = (
    "RETURNS TABLE (id bigint, at timestamptz, who text, is_service boolean, roles text[], unit text,"
    " controller text, controller_id int, purpose text, page text, channel text)"
)

# For the person alone: every look at them, of all organisations. The case must be one of the session's own
# (`hjemvei.cases`, which the person's portal sets and nobody else); without it there is no row.
LOOKED_AT = f"""
#variable_conflict use_column
BEGIN
  IF in_case = ANY (coalesce(nullif({MINE}, ''), '{{}}')::bigint[]) THEN
    RETURN QUERY {LOOKS} ORDER BY r.id DESC LIMIT how_many;
  END IF;
END
"""

# For staff who print it for the person: looks of their own controller alone, in a case that they see and in which
# their role reads consents.
OWN_LOOKS = f"""
#variable_conflict use_column
BEGIN
  IF EXISTS (SELECT 1 FROM public.sharing_participation p JOIN public.sharing_case k ON k.id = p.case_id
             WHERE p.case_id = in_case AND p.unit_id = ANY ({UNITS}) AND p.starts_at <= now() AND p.ends_at > now()
               AND p.unit_id * 16 + 10 = ANY (current_setting('hjemvei.keys_10')::int[])
               AND k.protection <= current_setting('hjemvei.clearance')::int
               AND current_setting('hjemvei.user')::int <> ALL (k.blocked_users)) THEN
    RETURN QUERY {LOOKS} AND r.controller_id = current_setting('hjemvei.controller')::int
      ORDER BY r.id DESC LIMIT how_many;
  END IF;
END
"""

# The controllers that the session's user is privacy officer of today, among the one acted for.
OVERSEES = """
SELECT coalesce(array_agg(DISTINCT n.controller_id), '{}')
FROM public.accounts_membership m JOIN public.parties_unit n ON n.id = m.unit_id
WHERE m.user_id = current_setting('hjemvei.user')::int AND m.role = 'privacy_officer'
  AND n.controller_id = current_setting('hjemvei.controller')::int
  AND m.starts_on <= (now() AT TIME ZONE 'Europe/Oslo')::date
  AND (m.ends_before IS NULL OR m.ends_before > (now() AT TIME ZONE 'Europe/Oslo')::date)
"""

# People by initials, and by less where the address is protected beyond the officer's clearance.
OVERSEEN_PEOPLE = """
SELECT p.id, CASE WHEN p.protection > current_setting('hjemvei.clearance')::int THEN ''
                  ELSE left(p.given_name, 1) || left(p.family_name, 1) END
FROM public.persons_person p WHERE p.id = ANY (in_persons) AND p.controller_id = ANY (kernel.oversees())
"""

OVERSEEN_CASES = """
SELECT k.id, k.key::text FROM public.sharing_case k
WHERE k.id = ANY (in_cases) AND EXISTS (SELECT 1 FROM public.sharing_participation p
  WHERE p.case_id = k.id AND p.controller_id = ANY (kernel.oversees()))
"""

IS_SYSTEM = """
  EXISTS (SELECT 1 FROM public.accounts_user u
          WHERE u.id = current_setting('hjemvei.user')::int AND u.kind = 'system')
  AND in_controller = current_setting('hjemvei.controller')::int"""
ASSIGNED = """
    EXISTS (SELECT 1 FROM public.cases_assignment a
            WHERE a.case_id = ANY (r.case_ids) AND a.offered_at <= r.at AND (a.ended_at IS NULL OR a.ended_at > r.at)
              AND a.state <> 'declined'"""
AWAY = f"""
    SELECT 1 FROM public.accounts_absence b WHERE b.user_id = a.to_user_id
    AND b.starts_on <= {DAY} AND b.ends_before > {DAY}"""

# What the nightly rules need of one controller's looks at one person, and of searches that found nobody.
LOOK_FACTS = f"""
  SELECT r.at, r.user_id, r.unit_id, r.person_ids[1], r.case_ids[1], coalesce(p.family_name, '')::text,
    coalesce(p.protection, 0) > 0,
    cardinality(r.case_ids) = 0 OR EXISTS (SELECT 1 FROM public.sharing_participation t
      WHERE t.case_id = ANY (r.case_ids) AND t.unit_id = r.unit_id AND t.starts_at <= r.at + interval '1 minute'
        AND t.ends_at > r.at),
    {ASSIGNED} AND (a.to_user_id = r.user_id OR EXISTS ({AWAY} AND b.deputy_id = r.user_id)))
      OR EXISTS (SELECT 1 FROM public.cases_task k WHERE k.case_id = ANY (r.case_ids) AND k.to_user_id = r.user_id),
    {ASSIGNED} AND a.to_unit_id = r.unit_id AND a.to_user_id <> r.user_id AND NOT EXISTS ({AWAY}))
  FROM public.audit_readlog r
  LEFT JOIN public.persons_person p ON p.id = r.person_ids[1] AND p.controller_id = r.controller_id
  WHERE {IS_SYSTEM} AND r.controller_id = in_controller AND r.at >= from_at AND r.at < before_at AND r.channel = 'web'
    AND (cardinality(r.person_ids) = 1 OR cardinality(r.person_ids) = 0 AND cardinality(r.search_tokens) > 0)
  ORDER BY r.user_id, r.at, r.id
"""

# The median of the people opened in an hour in which any were.
LOOK_MEDIANS = f"""
  SELECT h.user_id, percentile_cont(0.5) WITHIN GROUP (ORDER BY h.people) FROM (
    SELECT r.user_id, date_trunc('hour', r.at) AS hour, count(DISTINCT r.person_ids[1])::float8 AS people
    FROM public.audit_readlog r
    WHERE {IS_SYSTEM} AND r.controller_id = in_controller AND r.at >= from_at AND r.at < before_at
      AND r.channel = 'web' AND cardinality(r.person_ids) = 1
    GROUP BY 1, 2) h GROUP BY h.user_id
"""
