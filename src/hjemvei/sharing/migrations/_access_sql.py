"""Bodies of the kernel functions of 0012; a later change is a new migration, this text stays."""

from __future__ import annotations

from importlib import import_module

from hjemvei.core import rls
from hjemvei.sharing.migrations import _kernel_sql as kernel

REFUSED, UNITS, FOREVER = kernel.REFUSED, kernel.UNITS, kernel.FOREVER
ME = "current_setting('hjemvei.user')::int"
MINE = "current_setting('hjemvei.controller')::int"
TODAY = "(now() AT TIME ZONE 'Europe/Oslo')::date"
EMERGENCY_ROLES = (
    "contact_officer,prison_social_worker,reintegration_coordinator,prison_leader,probation_officer,"
    "municipal_coordinator,social_caseworker,housing_officer,housing_consultant,health_worker,follow_up_worker"
)
LEADERS = "prison_leader,municipal_leader,municipal_coordinator"
NOW = "p.starts_at <= now() AND p.ends_at > now()"


def seat(roles: str, *, who: str = ME, also: str = "") -> str:
    """Somebody has one of these roles today in a unit of the session's controller."""
    return f"""EXISTS (SELECT 1 FROM public.accounts_membership m JOIN public.parties_unit u ON u.id = m.unit_id
      WHERE m.user_id = {who} AND u.controller_id = {MINE} AND m.role = ANY ('{{{roles}}}') {also}
        AND m.starts_on <= {TODAY} AND (m.ends_before IS NULL OR m.ends_before > {TODAY}))"""


OFFICER = seat("privacy_officer")

# A case that is open by break-glass is open to one user: among its units stands that user's number, negative.
DOOR = "coalesce(-b.user_id, p.unit_id)::int"
REFRESH = kernel.REFRESH.replace(
    "array_agg(DISTINCT p.unit_id ORDER BY p.unit_id)", f"array_agg(DISTINCT {DOOR} ORDER BY {DOOR})"
)
for joined in (
    "p.case_id = x.id AND p.starts_at <= now() AND p.ends_at > now()",
    "p.person_id = x.person_id AND p.starts_at <= now() AND p.ends_at > now()",
):
    REFRESH = REFRESH.replace(
        joined, f"{joined}\n        LEFT JOIN public.sharing_breakglass b ON b.participation_id = p.id"
    )

MAY_WRITE = import_module("hjemvei.sharing.migrations.0009_person").MAY_WRITE.replace(
    "c.protection <= current_setting('hjemvei.clearance')::int", rls.cleared("c.protection")
)
MAY_OPEN = import_module("hjemvei.sharing.migrations.0010_data_keys").MAY_OPEN.replace(
    "c.protection <= current_setting('hjemvei.clearance')::int", rls.cleared("c.protection")
)
PARTICIPANTS = kernel.PARTICIPANTS.replace(
    "WHERE p.case_id = in_case", "WHERE p.case_id = in_case AND p.basis <> 'break_glass'"
)

# Every case of the people in a case, in all controllers.
RELATED_CASES = """
SELECT coalesce(array_agg(DISTINCT q.case_id), '{}') FROM public.sharing_participation p
JOIN public.sharing_participation q ON q.person_id = p.person_id WHERE p.case_id = in_case
"""

# Who is blocked and how somebody is protected is the same in a case and in all records of its people; only added to.
SCREEN = """
DECLARE
  one bigint;
  people bigint[];
  blocked int[];
  grade int;
BEGIN
  FOREACH one IN ARRAY case_ids LOOP
    people := ARRAY(SELECT DISTINCT p.person_id FROM public.sharing_participation p WHERE p.case_id = one);
    blocked := ARRAY(
      SELECT unnest(c.blocked_users) FROM public.sharing_case c WHERE c.id = one
      UNION SELECT unnest(x.blocked_users) FROM public.persons_person x WHERE x.id = ANY (people)
      UNION SELECT r.user_id::int FROM public.sharing_relation r WHERE r.case_id = one AND r.lifted_at IS NULL
      UNION SELECT r.user_id::int FROM public.persons_identifier i
            JOIN public.sharing_relation r ON r.blind_index = i.blind_index AND r.lifted_at IS NULL
            WHERE i.person_id = ANY (people)
      ORDER BY 1);
    SELECT max(g.protection & 3) | max(g.protection & 4) INTO grade
      FROM (SELECT c.protection FROM public.sharing_case c WHERE c.id = one
            UNION ALL SELECT x.protection FROM public.persons_person x WHERE x.id = ANY (people)) g;
    UPDATE public.sharing_case c SET blocked_users = blocked, protection = grade
      WHERE c.id = one AND (c.blocked_users <> blocked OR c.protection <> grade);
    UPDATE public.persons_person x SET blocked_users = blocked, protection = grade
      WHERE x.id = ANY (people) AND (x.blocked_users <> blocked OR x.protection <> grade);
  END LOOP;
END
"""

# Somebody comes in, comes back, is let in elsewhere, or gets a number: what holds for the person holds there too.
SCREEN_NEW = """
DECLARE
  found bigint[];
BEGIN
  IF TG_TABLE_NAME = 'persons_identifier' THEN
    SELECT array_agg(DISTINCT p.case_id) INTO found FROM new_rows n
      JOIN public.sharing_relation r ON r.blind_index = n.blind_index AND r.lifted_at IS NULL
      JOIN public.sharing_participation p ON p.person_id = n.person_id;
  ELSE
    SELECT array_agg(DISTINCT n.case_id) INTO found FROM new_rows n
      JOIN public.persons_person x ON x.id = n.person_id
      JOIN public.sharing_case c ON c.id = n.case_id
      WHERE x.protection <> c.protection OR x.blocked_users <> c.blocked_users;
    IF EXISTS (SELECT 1 FROM public.sharing_relation r WHERE r.lifted_at IS NULL) THEN
      SELECT coalesce(found, '{}') || coalesce(array_agg(DISTINCT n.case_id), '{}') INTO found FROM new_rows n
        JOIN public.persons_identifier i ON i.person_id = n.person_id
        JOIN public.sharing_relation r ON r.blind_index = i.blind_index AND r.lifted_at IS NULL;
    END IF;
  END IF;
  IF cardinality(found) > 0 THEN
    PERFORM kernel.screen(found);
  END IF;
  RETURN NULL;
END
"""

# One's own relation is declared by oneself; for somebody else a leader does it.
DECLARE_RELATION = f"""
DECLARE
  made bigint;
  cases bigint[];
BEGIN
  IF (number IS NULL) = (in_case IS NULL) OR {ME} = 0
     OR (who <> {ME} AND (NOT {seat(LEADERS)} OR NOT {seat(LEADERS + ",administrator,privacy_officer,api_client," + EMERGENCY_ROLES + ",committee_member,voluntary_provider", who="who")}))
     OR (in_case IS NOT NULL AND NOT EXISTS (
           SELECT 1 FROM public.sharing_case c WHERE c.id = in_case AND c.access_units && {UNITS}
             AND {rls.cleared("c.protection")} AND {ME} <> ALL (c.blocked_users))) THEN
    {REFUSED};
  END IF;
  SELECT r.id INTO made FROM public.sharing_relation r WHERE r.user_id = who AND r.lifted_at IS NULL
    AND (r.blind_index = number OR r.case_id = in_case);
  IF made IS NOT NULL THEN
    RETURN made;
  END IF;
  INSERT INTO public.sharing_relation (key, user_id, controller_id, kind, blind_index, last_digits, case_id,
         recorded_by_id, recorded_at, lift_reason)
    VALUES (new_key, who, {MINE}, declare_relation.kind, number, digits, in_case, {ME}, now(), '')
    RETURNING id INTO made;
  IF in_case IS NOT NULL THEN
    cases := kernel.related_cases(in_case);
  ELSE
    SELECT array_agg(DISTINCT p.case_id) INTO cases FROM public.persons_identifier i
      JOIN public.sharing_participation p ON p.person_id = i.person_id WHERE i.blind_index = number;
  END IF;
  PERFORM kernel.screen(coalesce(in_case || cases, cases, '{{}}'));
  RETURN made;
END
"""

# Nobody lifts their own; the user is let out of every record, and stays where another relation still holds.
LIFT_RELATION = f"""
DECLARE
  r public.sharing_relation;
  cases bigint[];
BEGIN
  SELECT * INTO r FROM public.sharing_relation x WHERE x.id = in_relation FOR UPDATE;
  IF r.id IS NULL OR r.lifted_at IS NOT NULL OR r.user_id = {ME} OR r.controller_id <> {MINE} OR reason = ''
     OR NOT {seat(LEADERS)} THEN
    {REFUSED};
  END IF;
  UPDATE public.sharing_relation SET lifted_at = now(), lifted_by_id = {ME}, lift_reason = reason WHERE id = r.id;
  IF r.case_id IS NOT NULL THEN
    cases := kernel.related_cases(r.case_id);
  ELSE
    SELECT coalesce(array_agg(DISTINCT p.case_id), '{{}}') INTO cases FROM public.persons_identifier i
      JOIN public.sharing_participation p ON p.person_id = i.person_id WHERE i.blind_index = r.blind_index;
  END IF;
  UPDATE public.sharing_case c SET blocked_users = array_remove(c.blocked_users, r.user_id::int)
    WHERE c.id = ANY (cases) AND r.user_id = ANY (c.blocked_users);
  UPDATE public.persons_person x SET blocked_users = array_remove(x.blocked_users, r.user_id::int)
    FROM public.sharing_participation p WHERE p.case_id = ANY (cases) AND x.id = p.person_id
      AND r.user_id = ANY (x.blocked_users);
  PERFORM kernel.screen(cases);
END
"""

# A list of somebody else's may raise the grade of the address; it knows nothing of the shield.
SET_PROTECTION = f"""
BEGIN
  IF NOT kernel.may_write(in_case) OR grade NOT BETWEEN 0 AND 3 THEN
    {REFUSED};
  END IF;
  UPDATE public.sharing_case c SET protection = greatest(c.protection & 3, grade) | (c.protection & 4)
    WHERE c.id = in_case;
  PERFORM kernel.screen(kernel.related_cases(in_case));
END
"""

# Said by somebody, for a reason, on record; the whole value, so that it can be lifted too.
PROTECT = f"""
DECLARE
  before int;
  made bigint;
  cases bigint[] := kernel.related_cases(in_case);
BEGIN
  IF NOT kernel.may_write(in_case) OR value NOT BETWEEN 0 AND 7 OR reason = '' OR NOT in_unit = ANY ({UNITS}) THEN
    {REFUSED};
  END IF;
  SELECT c.protection INTO before FROM public.sharing_case c WHERE c.id = in_case FOR UPDATE;
  INSERT INTO public.sharing_protectionchange
         (key, case_id, controller_id, owner_unit_id, recorded_by_id, recorded_at, before, after, reason)
    VALUES (new_key, in_case, {MINE}, in_unit, {ME}, at, before, value, reason) RETURNING id INTO made;
  UPDATE public.sharing_case c SET protection = value WHERE c.id = ANY (cases);
  UPDATE public.persons_person x SET protection = value FROM public.sharing_participation p
    WHERE p.case_id = ANY (cases) AND x.id = p.person_id AND x.protection <> value;
  RETURN made;
END
"""

IN_SIGHT = f"{rls.cleared('c.protection')} AND {ME} <> ALL (c.blocked_users)"
HELD = f"""EXISTS (SELECT 1 FROM public.sharing_participation p WHERE p.case_id = c.id AND p.controller_id = {MINE}
             AND p.basis <> 'break_glass' AND {NOW})"""
TAKES_PART = f"""EXISTS (SELECT 1 FROM public.sharing_participation p WHERE p.case_id = c.id
             AND p.unit_id = ANY ({UNITS}) AND p.basis <> 'break_glass' AND {NOW})"""
PEOPLE = "SELECT p.person_id FROM public.sharing_participation p WHERE p.case_id = c.id"

# What the rules of access are applied to, for the session's user; no row where the controller never had a part and
# no consent names it. Codes and grades alone: no name, no unit.
ACCESS_FACTS = f"""
SELECT c.id, c.protection::int, {ME} = ANY (c.blocked_users),
       coalesce((SELECT r.kind::text FROM public.sharing_relation r
                 WHERE r.user_id = {ME} AND r.lifted_at IS NULL
                   AND (r.case_id = c.id OR r.blind_index IN (
                     SELECT i.blind_index FROM public.persons_identifier i WHERE i.person_id IN ({PEOPLE})))
                 ORDER BY array_position('{{own,parent_child,partner,sibling,common_child,near}}', r.kind::text)
                 LIMIT 1), ''),
       {TAKES_PART}, {HELD},
       EXISTS (SELECT 1 FROM public.sharing_breakglass b WHERE b.case_id = c.id AND b.user_id = {ME}
               AND b.starts_at <= now() AND b.ends_at > now()),
       coalesce((SELECT CASE WHEN k.state = 'withdrawn' THEN 'withdrawn' WHEN k.id IS NOT NULL THEN 'expired'
                             ELSE 'ended' END
                 FROM public.sharing_participation p LEFT JOIN public.sharing_consent k ON k.id = p.consent_id
                 WHERE p.case_id = c.id AND p.controller_id = {MINE} AND p.basis <> 'break_glass'
                 ORDER BY p.ends_at DESC, p.id DESC LIMIT 1), 'missing')
FROM public.sharing_case c
WHERE c.key = in_key
  AND (EXISTS (SELECT 1 FROM public.sharing_participation p WHERE p.case_id = c.id AND p.controller_id = {MINE})
       OR EXISTS (SELECT 1 FROM public.sharing_consentscope s JOIN public.parties_unit u ON u.id = s.receiver_unit_id
                  WHERE s.case_id = c.id AND u.controller_id = {MINE}))
"""

# Answers «in unit X», inside one's own controller, to the roles that may open it; nothing where a rule that is never
# set aside stands in the way.
FIND_ELSEWHERE = f"""
BEGIN
  IF NOT {seat(EMERGENCY_ROLES)} THEN
    {REFUSED};
  END IF;
  RETURN QUERY
    SELECT DISTINCT ON (c.id, p.unit_id) c.id, p.person_id, c.key::text, p.unit_id::int,
           p.unit_id = ANY ({UNITS})
    FROM public.sharing_participation p JOIN public.sharing_case c ON c.id = p.case_id
    WHERE p.controller_id = {MINE} AND p.basis <> 'break_glass' AND {NOW} AND {IN_SIGHT} AND c.closed_at IS NULL
      AND (c.key = in_key
           OR p.person_id IN (SELECT i.person_id FROM public.persons_identifier i
                              WHERE i.controller_id = {MINE} AND i.blind_index = number)
           OR (p.unit_id, c.id) IN (SELECT t.unit_id, t.case_id FROM public.sharing_searchtoken t
                                    WHERE t.token = reference AND t.unit_id = p.unit_id))
    ORDER BY c.id, p.unit_id;
END
"""

# The classes are those that the session's role may read, less what no emergency opens: the other unit's own notes (0),
# answers given in confidence (9), and health (5) for whoever is not a health worker. Own controller's rows alone.
BREAK_GLASS = f"""
DECLARE
  c public.sharing_case;
  record_id bigint;
  part_id bigint;
  made bigint;
  stop timestamptz := now() + make_interval(mins => minutes);
  opened int[];
BEGIN
  SELECT b.id INTO made FROM public.sharing_breakglass b
    WHERE b.case_id = in_case AND b.user_id = {ME} AND b.ends_at > now();
  IF made IS NOT NULL THEN
    RETURN made;
  END IF;
  SELECT * INTO c FROM public.sharing_case x WHERE x.id = in_case FOR UPDATE;
  SELECT p.person_id INTO record_id FROM public.sharing_participation p
    WHERE p.case_id = in_case AND p.controller_id = {MINE} AND p.basis <> 'break_glass' AND {NOW}
    ORDER BY p.id DESC LIMIT 1;
  IF c.id IS NULL OR record_id IS NULL OR c.closed_at IS NOT NULL OR NOT ({IN_SIGHT}) OR {TAKES_PART}
     OR minutes NOT BETWEEN 1 AND 60 OR length(btrim(why)) < 20 OR NOT in_unit = ANY ({UNITS})
     OR NOT {seat(EMERGENCY_ROLES, also="AND m.unit_id = in_unit")}
     OR EXISTS (SELECT 1 FROM public.sharing_breakglass b WHERE b.controller_id = {MINE} AND b.reviewed_at IS NULL
                AND b.review_by <= now() AND (b.user_id = {ME} OR b.person_id = record_id)) THEN
    {REFUSED};
  END IF;
  SELECT array_agg(DISTINCT k) INTO opened FROM unnest(classes) k
    WHERE k BETWEEN 1 AND 15 AND k <> 9 AND in_unit * 16 + k = ANY (kernel.keys_of(k::smallint))
      AND (k <> 5 OR {seat("health_worker", also="AND m.unit_id = in_unit")});
  IF opened IS NULL OR NOT 1 = ANY (opened) THEN
    {REFUSED};
  END IF;
  INSERT INTO public.sharing_participation (case_id, unit_id, controller_id, person_id, basis, can_write, starts_at, ends_at)
    VALUES (in_case, in_unit, {MINE}, record_id, 'break_glass', false, now(), stop) RETURNING id INTO part_id;
  INSERT INTO public.sharing_grant (participation_id, case_id, giver_id, unit_id, keys, starts_at, ends_at)
    VALUES (part_id, in_case, {MINE}, in_unit, ARRAY(SELECT -{ME} * 16 + k FROM unnest(opened) k), now(), stop);
  INSERT INTO public.sharing_breakglass (key, case_id, person_id, participation_id, controller_id, unit_id, user_id,
         category, reason, starts_at, ends_at, review_by, outcome, review_text)
    VALUES (new_key, in_case, record_id, part_id, {MINE}, in_unit, {ME}, break_glass.category, btrim(why), now(), stop,
            least(review_by, now() + interval '14 days'), '', '') RETURNING id INTO made;
  PERFORM kernel.refresh(ARRAY[in_case]);
  RETURN made;
END
"""

END_BREAK_GLASS = f"""
DECLARE
  b public.sharing_breakglass;
BEGIN
  SELECT * INTO b FROM public.sharing_breakglass x WHERE x.id = in_opening AND x.user_id = {ME} FOR UPDATE;
  IF b.id IS NULL THEN
    {REFUSED};
  END IF;
  IF b.ends_at > now() THEN
    UPDATE public.sharing_breakglass SET ends_at = now() WHERE id = b.id;
    UPDATE public.sharing_grant SET ends_at = now() WHERE participation_id = b.participation_id;
    UPDATE public.sharing_participation SET ends_at = now() WHERE id = b.participation_id;
    PERFORM kernel.refresh(ARRAY[b.case_id]);
  END IF;
END
"""

REVIEW_BREAK_GLASS = f"""
DECLARE
  b public.sharing_breakglass;
BEGIN
  SELECT * INTO b FROM public.sharing_breakglass x WHERE x.id = in_opening FOR UPDATE;
  IF b.id IS NULL OR b.reviewed_at IS NOT NULL OR b.controller_id <> {MINE} OR b.user_id = {ME} OR NOT {OFFICER} THEN
    {REFUSED};
  END IF;
  UPDATE public.sharing_breakglass SET reviewed_at = at, reviewed_by_id = {ME}, outcome = said, review_text = told
    WHERE id = b.id;
END
"""

# For the daily mail, which is written by the system in one unit: how many wait in its controller, and how many too long.
REVIEWS_DUE = f"""
SELECT count(*)::int, (count(*) FILTER (WHERE b.review_by <= now()))::int FROM public.sharing_breakglass b
WHERE b.controller_id = {MINE} AND b.reviewed_at IS NULL
"""
