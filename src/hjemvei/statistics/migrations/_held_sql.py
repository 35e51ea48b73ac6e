"""Body of `count_figures` that also counts whether the date of release held (R237)."""

from __future__ import annotations

from hjemvei.statistics.migrations._settled_sql import COUNT_FIGURES as BEFORE

# The date as it was known a fortnight before the release, within three days. Who had none by then had nothing to
# plan by: it did not hold.
HELD = """  UNION ALL
  SELECT 'date_held', r.case_id, r.day, coalesce(abs(d.expected_on - r.day) <= 3, false), NULL
  FROM released r LEFT JOIN LATERAL (
    SELECT e.expected_on FROM public.cases_releasedate e
    WHERE e.case_id = r.case_id AND (e.known_at AT TIME ZONE 'Europe/Oslo')::date <= r.day - 14
    ORDER BY e.known_at DESC, e.id DESC LIMIT 1) d ON true
"""
FIRST = "  UNION ALL\n  SELECT 'housed'"
LAST = "('answer_in_time'))"

assert BEFORE.count(FIRST) == 1 and BEFORE.count(LAST) == 1
COUNT_FIGURES = BEFORE.replace(FIRST, HELD + FIRST).replace(LAST, "('answer_in_time'), ('date_held'))")
