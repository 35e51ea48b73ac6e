"""Bodies of the kernel functions of 0010: an account is nobody's alone while several have seats for it."""

from __future__ import annotations

REFUSED = "RAISE EXCEPTION 'not allowed' USING ERRCODE = 'insufficient_privilege'"
ME = "coalesce(nullif(current_setting('hjemvei.user', true), ''), '0')::int"
MINE = "coalesce(nullif(current_setting('hjemvei.controller', true), ''), '0')::int"
TODAY = "(now() AT TIME ZONE 'Europe/Oslo')::date"

ELSEWHERE = f"""
SELECT EXISTS (
  SELECT 1 FROM public.accounts_membership m JOIN public.parties_unit u ON u.id = m.unit_id
  WHERE m.user_id = who AND u.controller_id <> here AND (m.ends_before IS NULL OR m.ends_before > {TODAY}))
"""

# Whoever acts gives somebody else's colleague no seat; only they themselves do, by an offer that they took.
SEAT = f"""
DECLARE
  here int;
BEGIN
  SELECT u.controller_id INTO here FROM public.parties_unit u WHERE u.id = NEW.unit_id;
  IF {ME} <= 0 THEN
    RETURN NEW;
  END IF;
  IF {ME} = NEW.user_id THEN
    IF NOT EXISTS (SELECT 1 FROM public.accounts_seatoffer o WHERE o.user_id = NEW.user_id AND o.is_taken
                   AND o.unit_id = NEW.unit_id AND o.role = NEW.role) THEN
      {REFUSED};
    END IF;
  ELSIF kernel.seats_elsewhere(NEW.user_id, here) AND NOT EXISTS (
      SELECT 1 FROM public.accounts_membership m JOIN public.parties_unit u ON u.id = m.unit_id
      WHERE m.user_id = NEW.user_id AND u.controller_id = here
        AND (m.ends_before IS NULL OR m.ends_before > {TODAY})) THEN
    {REFUSED};
  END IF;
  RETURN NEW;
END
"""

FACTOR = f"""
BEGIN
  IF {ME} > 0 AND {ME} <> OLD.user_id AND kernel.seats_elsewhere(OLD.user_id, {MINE}) THEN
    {REFUSED};
  END IF;
  RETURN OLD;
END
"""

IDENTITY = f"""
BEGIN
  IF NEW.state = 'bound' AND {ME} > 0 AND {ME} <> NEW.user_id AND kernel.seats_elsewhere(NEW.user_id, {MINE}) THEN
    {REFUSED};
  END IF;
  RETURN NEW;
END
"""
