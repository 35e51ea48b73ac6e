"""Bodies of the kernel functions of 0009: four eyes, whatever the application does."""

from __future__ import annotations

REFUSED = "RAISE EXCEPTION 'not allowed' USING ERRCODE = 'insufficient_privilege'"
ME = "current_setting('hjemvei.user')::int"
MINE = "current_setting('hjemvei.controller')::int"
TODAY = "(now() AT TIME ZONE 'Europe/Oslo')::date"


def seat(who: str, also: str = "") -> str:
    """Somebody has a role today in the session's controller."""
    return f"""EXISTS (SELECT 1 FROM public.accounts_membership m JOIN public.parties_unit u ON u.id = m.unit_id
      WHERE m.user_id = {who} AND u.controller_id = {MINE} {also}
        AND m.starts_on <= {TODAY} AND (m.ends_before IS NULL OR m.ends_before > {TODAY}))"""


ADMINISTRATOR = seat(ME, "AND m.role = 'administrator'")

ASK = f"""
DECLARE
  made int;
BEGIN
  IF who = {ME} OR NOT {ADMINISTRATOR} OR NOT {seat("who")} OR value NOT BETWEEN 1 AND 7 OR btrim(why) = ''
     OR until <= {TODAY} OR until > {TODAY} + 366 THEN
    {REFUSED};
  END IF;
  INSERT INTO public.accounts_clearance (key, user_id, controller_id, value, reason, ends_before, asked_by_id, asked_at,
         is_given, end_reason)
    VALUES (new_key, who, {MINE}, ask_clearance.value, btrim(why), until, {ME}, at, false, '') RETURNING id INTO made;
  RETURN made;
END
"""

ANSWER = f"""
DECLARE
  c public.accounts_clearance;
BEGIN
  SELECT * INTO c FROM public.accounts_clearance x WHERE x.id = in_clearance FOR UPDATE;
  IF c.id IS NULL OR c.controller_id <> {MINE} OR c.answered_at IS NOT NULL OR c.ended_at IS NOT NULL
     OR c.user_id = {ME} OR c.asked_by_id = {ME} OR NOT {ADMINISTRATOR}
     OR (give AND (c.ends_before <= {TODAY} OR NOT {seat("c.user_id")})) THEN
    {REFUSED};
  END IF;
  UPDATE public.accounts_clearance x SET is_given = give, answered_by_id = {ME}, answered_at = at WHERE x.id = c.id;
END
"""

# It only takes away, so the employer's directory may do it too, which is no administrator here.
END = f"""
BEGIN
  UPDATE public.accounts_clearance x SET ended_by_id = {ME}, ended_at = at, end_reason = btrim(why)
    WHERE x.id = in_clearance AND x.controller_id = {MINE} AND x.ended_at IS NULL AND btrim(why) <> '';
  IF NOT FOUND THEN
    {REFUSED};
  END IF;
END
"""

KEPT = """
INSERT INTO accounts_clearance (key, user_id, controller_id, value, reason, ends_before, asked_at, is_given,
       answered_at, end_reason)
SELECT substr(translate(md5(u.id::text || n.controller_id::text || clock_timestamp()::text), '01', 'xz'), 1, 12),
       u.id, n.controller_id, u.clearance, 'Gitt før klareringer ble ført her', current_date + 90, now(), true, now(), ''
FROM accounts_user u JOIN (
  SELECT DISTINCT m.user_id, t.controller_id FROM accounts_membership m JOIN parties_unit t ON t.id = m.unit_id
  WHERE m.ends_before IS NULL OR m.ends_before > current_date) n ON n.user_id = u.id
WHERE u.clearance > 0
"""
BACK = """
UPDATE accounts_user u SET clearance = k.value FROM (
  SELECT c.user_id, max(c.value & 3) | max(c.value & 4) AS value FROM accounts_clearance c
  WHERE c.is_given AND c.ended_at IS NULL AND c.ends_before > current_date GROUP BY c.user_id) k
WHERE k.user_id = u.id
"""
