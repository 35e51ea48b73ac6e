"""Bodies of the kernel functions of deviations: one statement finds what slipped in every case, one takes back."""

from __future__ import annotations

FAR = "'9999-12-31'::date"
LOOK_BACK = 31
WITHOUT_OWNER = 14
NOT_HOUSED = "CASE {place} WHEN 'rough' THEN 'no_home_at_release' WHEN 'temporary' THEN 'temporary_at_release' WHEN 'visiting_flat' THEN 'visiting_flat_used' ELSE '' END"
NO_BREACH = "('consent_renewal', 'consent_asked_again', 'acknowledge_notice', 'answer_inquiry')"
LASTING = "('rented_private', 'rented_municipal', 'owned', 'family_permanent')"
LIVE = "('open', 'planned', 'done')"

# Deadlines are those of the unit that has the task. A unit's own reminders, and the question whether a consent is
# renewed, were agreed with nobody; what waits for an answer is found from the question and from the notice themselves.
DEADLINES = f"""
SELECT CASE WHEN t.code IN ('first_notice', 'renotify') THEN 'notice_late' ELSE 'deadline_passed' END AS kind,
       t.info_class::int AS info_class, t.case_id, u.controller_id::int AS controller_id, t.to_unit_id::int AS owner_unit_id,
       t.to_unit_id::int AS to_unit_id, t.due_on AS happened_on, t.key::text AS found_in
FROM public.cases_task t
JOIN public.parties_unit u ON u.id = t.to_unit_id
JOIN public.sharing_case c ON c.id = t.case_id AND c.closed_at IS NULL AND t.to_unit_id = ANY (c.access_units)
WHERE t.done_at IS NULL AND t.exempted_at IS NULL AND t.lapsed_at IS NULL AND t.due_on < in_today
  AND t.code NOT LIKE 'own\\_%' AND t.code NOT IN {NO_BREACH}
"""
QUESTIONS = """
SELECT 'inquiry_unanswered', 8, m.case_id, m.controller_id::int, m.owner_unit_id::int, m.to_unit_id::int, m.answer_by,
       m.key::text
FROM public.cases_message m
JOIN public.sharing_case c ON c.id = m.case_id AND c.closed_at IS NULL AND m.owner_unit_id = ANY (c.access_units)
  AND m.to_unit_id = ANY (c.access_units)
WHERE m.answer_by IS NOT NULL AND m.answered_at IS NULL AND m.answer_by < in_today
"""
NOTICES = """
SELECT 'inquiry_unanswered', 8, n.case_id, n.controller_id::int, n.owner_unit_id::int, n.to_unit_id::int, n.acknowledge_by,
       n.key::text
FROM public.cases_notice n
JOIN public.sharing_case c ON c.id = n.case_id AND c.closed_at IS NULL AND n.owner_unit_id = ANY (c.access_units)
  AND n.to_unit_id = ANY (c.access_units)
WHERE n.state = 'sent' AND n.acknowledge_by < in_today
"""
# Without consent nothing was agreed with a municipality; the prison's own visiting flat is no home either way.
NIGHTS = f"""
SELECT {NOT_HOUSED.format(place="n.place")}, 3, n.case_id, n.controller_id::int, n.owner_unit_id::int, n.owner_unit_id::int,
       n.night_of, 'night'
FROM (SELECT DISTINCT ON (f.case_id, f.controller_id) f.* FROM public.tenancies_firstnight f
      WHERE f.night_of >= in_today - {LOOK_BACK} ORDER BY f.case_id, f.controller_id, f.id DESC) n
JOIN public.sharing_case c ON c.id = n.case_id AND c.closed_at IS NULL AND n.owner_unit_id = ANY (c.access_units)
WHERE n.place IN ('rough', 'temporary', 'visiting_flat')
  AND (n.place = 'visiting_flat' OR EXISTS (
       SELECT 1 FROM public.sharing_consent k WHERE k.case_id = n.case_id AND k.state = 'given'
       AND k.starts_on <= n.night_of + 1 AND k.ends_before > n.night_of))
"""
# The list of a unit holds the release only where the unit may read it; one municipal unit answers, the coordinator first.
NO_OWNER_AT_RELEASE = f"""
(SELECT DISTINCT ON (u.controller_id, l.case_id) 'no_owner_at_release', 8, l.case_id, u.controller_id::int, l.unit_id::int,
       l.unit_id::int, l.released_on, 'owner'
FROM public.cases_caseload l
JOIN public.parties_unit u ON u.id = l.unit_id
JOIN public.parties_controller o ON o.id = u.controller_id AND o.kind = 'municipality'
WHERE l.is_open AND l.has_consent AND NOT l.is_restricted
  AND l.released_on >= in_today - {LOOK_BACK} AND l.released_on < in_today
  AND EXISTS (SELECT 1 FROM public.cases_custody x WHERE x.case_id = l.case_id AND x.ends_before = l.released_on
              AND x.way_out IN ('release', 'probation_release', 'acquittal'))
  AND NOT EXISTS (SELECT 1 FROM public.cases_assignment a JOIN public.parties_unit w ON w.id = a.to_unit_id
                  WHERE a.case_id = l.case_id AND a.is_owner AND a.state = 'accepted'
                  AND w.kind IN ('housing_office', 'social_service', 'city_district', 'health', 'follow_up'))
ORDER BY u.controller_id, l.case_id, (u.kind = 'coordination') DESC, l.unit_id)
"""
NO_OWNER = f"""
(SELECT DISTINCT ON (u.controller_id, n.case_id) 'no_owner', 8, n.case_id, u.controller_id::int, n.to_unit_id::int,
       n.to_unit_id::int, (n.acknowledged_at AT TIME ZONE 'Europe/Oslo')::date + {WITHOUT_OWNER}, 'owner'
FROM public.cases_notice n
JOIN public.parties_unit u ON u.id = n.to_unit_id
JOIN public.sharing_case c ON c.id = n.case_id AND c.closed_at IS NULL AND n.to_unit_id = ANY (c.access_units)
WHERE n.state = 'acknowledged' AND (n.acknowledged_at AT TIME ZONE 'Europe/Oslo')::date + {WITHOUT_OWNER} < in_today
  AND NOT EXISTS (SELECT 1 FROM public.cases_assignment a JOIN public.parties_unit w ON w.id = a.to_unit_id
                  WHERE a.case_id = n.case_id AND a.is_owner AND a.state = 'accepted'
                  AND w.controller_id = u.controller_id)
ORDER BY u.controller_id, n.case_id, n.acknowledged_at)
"""
# Without any guarantee the rule can't know that the lease needs one; the task tells where it is agreed.
SECURED = """
LATERAL (SELECT min(g.issued_on) AS on_day FROM public.tenancies_guarantee g
         WHERE g.lease_id = le.id AND g.controller_id = le.controller_id) s
"""
GUARANTEES = f"""
(SELECT DISTINCT ON (le.controller_id, le.case_id) 'guarantee_late', 4, le.case_id, le.controller_id::int,
       le.owner_unit_id::int, le.owner_unit_id::int, l.sort_on - 2, 'guarantee'
FROM public.tenancies_lease le
JOIN public.cases_caseload l ON l.unit_id = le.owner_unit_id AND l.case_id = le.case_id AND l.is_open
CROSS JOIN {SECURED}
WHERE le.cancelled_at IS NULL AND le.signed_on <= l.sort_on AND le.starts_on <= l.sort_on + 14 AND l.sort_on <> {FAR}
  AND l.sort_on - 2 < in_today AND l.sort_on >= in_today - {LOOK_BACK}
  AND (s.on_day > l.sort_on - 2 OR s.on_day IS NULL AND EXISTS (
       SELECT 1 FROM public.cases_task t WHERE t.case_id = le.case_id AND t.code = 'deposit_guarantee'
       AND t.done_at IS NULL AND t.exempted_at IS NULL AND t.lapsed_at IS NULL))
ORDER BY le.controller_id, le.case_id, le.id)
"""
STAYS = f"""
SELECT 'temporary_too_long', 3, n.case_id, n.controller_id::int, n.owner_unit_id::int, n.owner_unit_id::int,
       (n.night_of + interval '3 months')::date, 'stay'
FROM (SELECT DISTINCT ON (f.case_id, f.controller_id) f.* FROM public.tenancies_firstnight f
      WHERE f.night_of >= in_today - interval '3 months' - interval '{LOOK_BACK} days'
      ORDER BY f.case_id, f.controller_id, f.id DESC) n
JOIN public.sharing_case c ON c.id = n.case_id AND c.closed_at IS NULL AND n.owner_unit_id = ANY (c.access_units)
WHERE n.place = 'temporary' AND n.night_of + interval '3 months' < in_today AND NOT kernel.moved_in(n.case_id, n.controller_id, n.night_of)
"""
LOST = f"""
SELECT 'home_lost', 3, h.case_id, h.controller_id::int, h.owner_unit_id::int, h.owner_unit_id::int, h.as_of, 'home'
FROM public.needs_housingfact h
JOIN public.sharing_case c ON c.id = h.case_id AND c.closed_at IS NULL AND h.owner_unit_id = ANY (c.access_units)
WHERE h.topic = 'during' AND h.standing = 'lost' AND h.info_class = 3 AND h.as_of >= in_today - {3 * LOOK_BACK}
  AND h.as_of < in_today + 1
  AND NOT EXISTS (SELECT 1 FROM public.needs_housingfact n WHERE n.case_id = h.case_id AND n.topic = h.topic
                  AND n.controller_id = h.controller_id AND n.info_class = 3
                  AND (n.as_of, n.id) > (h.as_of, h.id))
  AND NOT EXISTS (SELECT 1 FROM public.needs_housingfact n WHERE n.corrects_id = h.id)
"""
# A lasting home within the three months, by what the same controller has written.
MOVED_IN = f"""
SELECT EXISTS (SELECT 1 FROM public.needs_housingfact h WHERE h.case_id = in_case AND h.controller_id = in_controller
               AND h.topic = 'after' AND h.info_class = 3 AND h.situation IN {LASTING} AND h.standing IN ('agreed', 'kept')
               AND h.as_of >= since AND h.as_of <= since + interval '3 months')
    OR EXISTS (SELECT 1 FROM public.tenancies_lease le WHERE le.case_id = in_case AND le.controller_id = in_controller
               AND le.cancelled_at IS NULL AND le.keys_handed_at IS NOT NULL
               AND (le.keys_handed_at AT TIME ZONE 'Europe/Oslo')::date <= since + interval '3 months')
"""
PARTS = (DEADLINES, QUESTIONS, NOTICES, NIGHTS, NO_OWNER_AT_RELEASE, NO_OWNER, GUARANTEES, STAYS, LOST)

# What people have reported within a week of it is the same breach. One that was closed is opened again by a later day,
# one that was none after all by any.
FIND = f"""
DECLARE
  done int;
BEGIN
  INSERT INTO public.deviations_deviation AS d (key, case_id, controller_id, owner_unit_id, recorded_by_id, recorded_at,
         info_class, kind, happened_on, to_unit_id, state, found_in, times, cause, cause_note, note, measure, effect,
         withdrawn_why)
  SELECT left(translate(encode(uuid_send(gen_random_uuid()), 'hex'), '01', 'gh'), 12), f.case_id, f.controller_id,
         f.owner_unit_id, in_who, at, f.info_class, f.kind, f.happened_on, f.to_unit_id, 'open', f.found_in, 1, '', '', '',
         '', '', ''
  FROM ({" UNION ALL ".join(PARTS)}) f
  WHERE NOT EXISTS (
    SELECT 1 FROM public.deviations_deviation x
    WHERE x.case_id = f.case_id AND x.kind = f.kind AND x.controller_id = f.controller_id
      AND CASE WHEN x.found_in = f.found_in
               THEN x.state NOT IN ('withdrawn', 'closed') OR x.withdrawn_why = 'reported'
                    OR x.state = 'closed' AND f.happened_on <= x.happened_on
               ELSE x.found_in = '' AND x.state <> 'withdrawn' AND f.kind <> 'deadline_passed'
                    AND abs(f.happened_on - x.happened_on) <= 7 END)
  ORDER BY f.case_id, f.kind
  ON CONFLICT (controller_id, case_id, kind, found_in) WHERE NOT (found_in = '') DO UPDATE
    SET state = 'open', happened_on = EXCLUDED.happened_on, times = d.times + 1, closed_at = NULL, withdrawn_at = NULL,
        withdrawn_why = '', due_on = NULL, done_at = NULL, follow_up_on = NULL, effect = '';
  GET DIAGNOSTICS done = ROW_COUNT;
  RETURN done;
END
"""

TAKE_BACK = f"""
DECLARE
  done int;
BEGIN
  UPDATE public.deviations_deviation d SET state = 'withdrawn', withdrawn_at = at, withdrawn_why = w.why
  FROM (
    SELECT x.id, CASE WHEN t.due_on > x.happened_on THEN 'moved' ELSE 'corrected' END AS why
    FROM public.deviations_deviation x JOIN public.cases_task t ON t.key = x.found_in AND t.case_id = x.case_id
    WHERE x.state IN {LIVE} AND x.kind IN ('deadline_passed', 'notice_late')
      AND (t.due_on > x.happened_on OR (t.done_at AT TIME ZONE 'Europe/Oslo')::date <= x.happened_on)
    UNION ALL
    SELECT x.id, 'corrected'
    FROM public.deviations_deviation x
    JOIN LATERAL (SELECT f.place, f.night_of FROM public.tenancies_firstnight f
                  WHERE f.case_id = x.case_id AND f.controller_id = x.controller_id ORDER BY f.id DESC LIMIT 1) n ON true
    WHERE x.state IN {LIVE} AND x.found_in IN ('night', 'stay')
      AND CASE WHEN x.found_in = 'stay' THEN n.place <> 'temporary' OR kernel.moved_in(x.case_id, x.controller_id, n.night_of)
               ELSE {NOT_HOUSED.format(place="n.place")} <> x.kind END
      AND abs(n.night_of - CASE WHEN x.found_in = 'stay' THEN (x.happened_on - interval '3 months')::date
                                ELSE x.happened_on END) <= 7
    UNION ALL
    SELECT x.id, 'corrected'
    FROM public.deviations_deviation x
    WHERE x.state IN {LIVE} AND x.kind = 'no_owner_at_release' AND x.found_in = 'owner'
      AND NOT EXISTS (SELECT 1 FROM public.cases_custody k WHERE k.case_id = x.case_id AND k.ends_before = x.happened_on
                      AND k.way_out IN ('release', 'probation_release', 'acquittal'))
    UNION ALL
    SELECT x.id, CASE WHEN l.sort_on - 2 > x.happened_on THEN 'moved' ELSE 'corrected' END
    FROM public.deviations_deviation x
    JOIN public.cases_caseload l ON l.unit_id = x.owner_unit_id AND l.case_id = x.case_id
    JOIN public.tenancies_lease le ON le.case_id = x.case_id AND le.controller_id = x.controller_id
    CROSS JOIN {SECURED}
    WHERE x.state IN {LIVE} AND x.kind = 'guarantee_late' AND x.found_in = 'guarantee'
      AND (s.on_day <= l.sort_on - 2 OR l.sort_on - 2 >= in_today OR le.cancelled_at IS NOT NULL)
    UNION ALL
    SELECT x.id, 'corrected'
    FROM public.deviations_deviation x
    JOIN public.needs_housingfact h ON h.case_id = x.case_id AND h.controller_id = x.controller_id AND h.topic = 'during'
      AND h.standing = 'lost' AND h.as_of = x.happened_on
    JOIN public.needs_housingfact n ON n.corrects_id = h.id AND n.standing <> 'lost'
    WHERE x.state IN {LIVE} AND x.kind = 'home_lost' AND x.found_in = 'home'
  ) w
  WHERE d.id = w.id;
  GET DIAGNOSTICS done = ROW_COUNT;
  RETURN done;
END
"""

# One row a person, by the first of each: every table tells the same people apart. A case counts under the agreement that
# was applied to it last, so that two agreements never count the same one; without consent in the period it counts nowhere.
CELLS = """
WITH people AS (
  SELECT a.case_id FROM (SELECT DISTINCT ON (x.case_id) x.case_id, v.agreement_id
                         FROM public.cases_appliedagreement x JOIN public.agreements_agreementversion v ON v.id = x.version_id
                         ORDER BY x.case_id, x.id DESC) a
  WHERE a.agreement_id = in_agreement
    AND EXISTS (SELECT 1 FROM public.sharing_consent k WHERE k.case_id = a.case_id AND k.state IN ('given', 'withdrawn')
                AND k.starts_on < before AND k.ends_before > since)),
said AS (
  SELECT d.case_id, d.kind, d.cause, d.happened_on, d.id, d.kind LIKE 'well\\_%' AS well
  FROM public.deviations_deviation d JOIN people p ON p.case_id = d.case_id
  WHERE d.happened_on >= since AND d.happened_on < before AND d.state <> 'withdrawn'),
slipped AS (SELECT DISTINCT ON (s.case_id) s.* FROM said s WHERE NOT s.well ORDER BY s.case_id, s.happened_on, s.id),
explained AS (SELECT DISTINCT ON (s.case_id) s.case_id, s.cause FROM said s WHERE NOT s.well
              ORDER BY s.case_id, s.cause = '', s.happened_on, s.id),
went_well AS (SELECT DISTINCT ON (s.case_id) s.* FROM said s WHERE s.well ORDER BY s.case_id, s.happened_on, s.id)
SELECT 'all', 'base', count(*) FROM people
UNION ALL SELECT 'all', 'slipped', count(*) FROM slipped
UNION ALL SELECT 'kind', s.kind::text, count(*) FROM slipped s GROUP BY s.kind
UNION ALL SELECT 'cause', coalesce(nullif(e.cause, ''), 'unknown')::text, count(*) FROM explained e GROUP BY e.cause
UNION ALL SELECT 'month', to_char(s.happened_on, 'YYYY-MM'), count(*) FROM slipped s GROUP BY to_char(s.happened_on, 'YYYY-MM')
UNION ALL SELECT 'well', w.kind::text, count(*) FROM went_well w GROUP BY w.kind
"""
