"""Bodies of the kernel's functions about seats: who sits where now, who leads, what a calendar is told."""

from __future__ import annotations

TODAY = "(now() AT TIME ZONE 'Europe/Oslo')::date"
IN_FORCE = f"s.starts_on <= {TODAY} AND (s.ends_before IS NULL OR s.ends_before > {TODAY})"
WORKS = f"""EXISTS (SELECT 1 FROM public.accounts_membership m JOIN public.parties_unit n ON n.id = m.unit_id
  WHERE m.user_id = s.user_id AND n.controller_id = s.controller_id
    AND m.starts_on <= {TODAY} AND (m.ends_before IS NULL OR m.ends_before > {TODAY}))"""
LEADS = """(s.role IN ('chair', 'secretary') OR (s.role = 'member' AND f.chair_way = 'rotating')
  OR EXISTS (SELECT 1 FROM public.cooperation_seat d WHERE d.id = s.deputy_for_id AND d.role = 'chair'))"""
ME = "current_setting('hjemvei.user')::int"
OURS = "current_setting('hjemvei.controller')::int"

MY_SEATS = f"""
SELECT s.id, s.forum_id, {LEADS}, s.role <> 'observer'
FROM public.cooperation_seat s JOIN public.cooperation_forum f ON f.id = s.forum_id
WHERE s.user_id = {ME} AND s.controller_id = {OURS} AND {IN_FORCE} AND {WORKS}
"""

IS_LED = f"""
SELECT EXISTS (SELECT 1 FROM public.cooperation_seat s JOIN public.cooperation_forum f ON f.id = s.forum_id
               WHERE s.forum_id = in_forum AND {LEADS} AND {IN_FORCE} AND {WORKS})
"""

# A leader or coordinator, by the membership in force and not by what the session says.
MAY_FOUND = f"""
SELECT EXISTS (
  SELECT 1 FROM public.accounts_membership m JOIN public.parties_unit n ON n.id = m.unit_id
  JOIN public.accounts_user u ON u.id = m.user_id
  WHERE m.user_id = {ME} AND n.controller_id = {OURS} AND u.kind = 'person'
    AND m.role IN ('prison_leader', 'municipal_leader', 'reintegration_coordinator', 'municipal_coordinator')
    AND m.starts_on <= {TODAY} AND (m.ends_before IS NULL OR m.ends_before > {TODAY}))
"""

LED_FORUMS = f"""
SELECT coalesce(array_agg(DISTINCT x.forum_id), '{{}}') FROM (
  SELECT m.forum_id FROM kernel.my_seats() m WHERE m.leads
  UNION ALL
  SELECT f.id FROM public.cooperation_forum f
  WHERE f.controller_id = {OURS} AND kernel.may_found() AND NOT kernel.is_led(f.id)) x
"""

# Another system of a unit reads what the unit's members read.
FORUMS = f"""
SELECT coalesce(array_agg(DISTINCT x.forum_id), '{{}}') FROM (
  SELECT m.forum_id FROM kernel.my_seats() m
  UNION ALL SELECT unnest(kernel.led_forums())
  UNION ALL
  SELECT s.forum_id FROM public.cooperation_seat s
  WHERE s.unit_id = current_setting('hjemvei.unit')::int AND {IN_FORCE}
    AND EXISTS (SELECT 1 FROM public.accounts_user u WHERE u.id = {ME} AND u.kind = 'api')) x
"""

SPOKEN_FORUMS = """
SELECT coalesce(array_agg(DISTINCT m.forum_id), '{}') FROM kernel.my_seats() m WHERE m.speaks
"""

FEED_LIVES = """
SELECT EXISTS (SELECT 1 FROM public.cooperation_calendarfeed c JOIN public.accounts_user u ON u.id = c.user_id
               WHERE c.token_hash = in_hash AND c.revoked_at IS NULL AND u.is_active)
"""

# Whoever holds the address is shown meetings of the forums where its owner sits now: no agenda, no minutes.
MEETING_FEED = f"""
SELECT m.key, f.name, m.starts_at, m.ends_at, m.place, m.link, m.state, m.sequence, m.planned_at
FROM public.cooperation_calendarfeed c
JOIN public.cooperation_seat s ON s.user_id = c.user_id
JOIN public.cooperation_forum f ON f.id = s.forum_id
JOIN public.cooperation_meeting m ON m.forum_id = f.id
WHERE c.token_hash = in_hash AND c.revoked_at IS NULL AND {IN_FORCE} AND {WORKS}
  AND EXISTS (SELECT 1 FROM public.accounts_user u WHERE u.id = c.user_id AND u.is_active)
  AND m.starts_at > now() - interval '90 days'
ORDER BY m.starts_at, m.id LIMIT 500
"""

# For the night's reminder alone: whose forum should have met, by those who lead it and act for the unit's body.
FORUMS_OVERDUE = f"""
SELECT f.key, f.name, s.user_id
FROM public.cooperation_forum f JOIN public.cooperation_seat s ON s.forum_id = f.id
WHERE EXISTS (SELECT 1 FROM public.accounts_user u WHERE u.id = {ME} AND u.kind = 'system')
  AND s.controller_id = {OURS} AND f.closed_at IS NULL AND f.interval_days IS NOT NULL
  AND {LEADS} AND {IN_FORCE} AND {WORKS}
  AND NOT EXISTS (SELECT 1 FROM public.cooperation_meeting p WHERE p.forum_id = f.id AND p.state = 'planned')
  AND on_day > f.interval_days + coalesce(
    (SELECT max((h.starts_at AT TIME ZONE 'Europe/Oslo')::date) FROM public.cooperation_meeting h
     WHERE h.forum_id = f.id AND h.state IN ('held', 'approved')),
    (f.founded_at AT TIME ZONE 'Europe/Oslo')::date)
ORDER BY f.id, s.user_id
"""

# The same, by the version of the agreement that is in force: a committee may meet more often, never more seldom.
FORUMS_OVERDUE_AS_AGREED = f"""
SELECT f.key, f.name, s.user_id
FROM public.cooperation_forum f JOIN public.cooperation_seat s ON s.forum_id = f.id
CROSS JOIN LATERAL (SELECT coalesce(
    (SELECT max((h.starts_at AT TIME ZONE 'Europe/Oslo')::date) FROM public.cooperation_meeting h
     WHERE h.forum_id = f.id AND h.state IN ('held', 'approved')),
    (f.founded_at AT TIME ZONE 'Europe/Oslo')::date) AS met) since
LEFT JOIN LATERAL (SELECT v.committee_interval_months AS months FROM public.agreements_agreementversion v
    WHERE v.agreement_id = f.agreement_id AND v.state = 'signed' AND v.starts_on <= on_day
      AND (v.ends_before IS NULL OR v.ends_before > on_day) ORDER BY v.starts_on DESC LIMIT 1) agreed ON true
WHERE EXISTS (SELECT 1 FROM public.accounts_user u WHERE u.id = {ME} AND u.kind = 'system')
  AND s.controller_id = {OURS} AND f.closed_at IS NULL
  AND {LEADS} AND {IN_FORCE} AND {WORKS}
  AND NOT EXISTS (SELECT 1 FROM public.cooperation_meeting p WHERE p.forum_id = f.id AND p.state = 'planned')
  AND on_day > least(since.met + f.interval_days, (since.met + make_interval(months => agreed.months))::date)
ORDER BY f.id, s.user_id
"""

# For the target number of that name: how many, of committees that exist; nothing of what was said.
MEETINGS_HELD = """
SELECT f.agreement_id, count(m.id)::int
FROM public.cooperation_forum f
LEFT JOIN public.cooperation_meeting m ON m.forum_id = f.id AND m.state IN ('held', 'approved')
  AND (m.starts_at AT TIME ZONE 'Europe/Oslo')::date >= from_day
  AND (m.starts_at AT TIME ZONE 'Europe/Oslo')::date < before_day
WHERE f.agreement_id = ANY (in_agreements) GROUP BY 1
"""
