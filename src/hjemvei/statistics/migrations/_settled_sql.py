"""Body of `count_figures` where two readings never differ by one to four people."""

from __future__ import annotations

from hjemvei.statistics.migrations._counts_sql import FACTS

SETTLES_DAYS = 14
MOVES = "abs({new} - {old}) >= 5"
BY_FIVE = " OR ".join(MOVES.format(new=f"t.{name}", old=f"o.{name}") for name in ("people", "low", "high"))

# A running year holds what is a fortnight old, in whole fives, and a figure is written anew only when its people are
# others by five. It is frozen as it stood, unless five have come since. Counted again, a frozen figure that moves by
# fewer than five stays. The middle is the mean of the three in the middle: no person's own number.
COUNT_FIGURES = f"""
#variable_conflict use_column
DECLARE
  starts date := make_date(in_year, 1, 1);
  is_over boolean := in_today >= make_date(in_year + 1, 1, 15);
  ends date := least(make_date(in_year + 1, 1, 1), in_today + 1 - {SETTLES_DAYS});
  written int;
BEGIN
IF in_today < starts OR in_today > (now() AT TIME ZONE 'Europe/Oslo')::date + 1 OR NOT EXISTS (
     SELECT 1 FROM public.agreements_agreementparty y
     WHERE y.agreement_id = in_agreement AND y.controller_id = current_setting('hjemvei.controller')::int) THEN
  RETURN 0;
END IF;
INSERT INTO public.statistics_figure
       (agreement_id, code, year, people, low, high, value, is_final, note, counted_at, counted_by_id)
{FACTS}numbered AS (
  SELECT f.*, row_number() OVER (PARTITION BY f.code ORDER BY f.day, f.case_id) AS place,
         count(*) OVER (PARTITION BY f.code) AS many
  FROM facts f),
settled AS (
  SELECT n.*, row_number() OVER (PARTITION BY n.code ORDER BY n.value, n.case_id) AS rising,
         count(*) OVER (PARTITION BY n.code) AS people
  FROM numbered n WHERE is_over OR n.place <= n.many - n.many % 5),
counted AS (
  SELECT s.code, count(*)::int AS people, count(*) FILTER (WHERE s.reached)::int AS reached,
         round(avg(s.value) FILTER (WHERE abs(2 * s.rising - s.people - 1) <= 2)) AS middle
  FROM settled s GROUP BY s.code),
told AS (
  SELECT m.code, c.people,
         CASE WHEN c.code IN ('good_offer', 'lead_days') THEN NULL WHEN c.reached = c.people THEN c.reached
              WHEN c.reached < 5 THEN 0 WHEN c.people - c.reached < 5 THEN c.people - 4 ELSE c.reached END AS low,
         CASE WHEN c.code IN ('good_offer', 'lead_days') THEN NULL WHEN c.reached = c.people THEN c.reached
              WHEN c.reached < 5 THEN least(4, c.people - 1) WHEN c.people - c.reached < 5 THEN c.people - 1
              ELSE c.reached END AS high,
         CASE c.code WHEN 'lead_days' THEN c.middle WHEN 'good_offer' THEN c.people END AS value
  FROM (VALUES ('good_offer'), ('housed'), ('temporary'), ('lead_days'), ('notice_in_time'), ('answer_in_time'))
       AS m(code)
  LEFT JOIN counted c ON c.code = m.code AND c.people >= 5),
newest AS (
  SELECT DISTINCT ON (f.code) f.code, f.people, f.low, f.high, f.value, f.is_final
  FROM public.statistics_figure f
  WHERE f.agreement_id = in_agreement AND f.year = in_year AND f.target_id IS NULL ORDER BY f.code, f.id DESC),
next AS (
  SELECT t.code, o.code IS NOT NULL AND NOT o.is_final AND ({MOVES.format(new="t.people", old="o.people")}) IS FALSE AS stays,
         o.people AS had, o.low AS had_low, o.high AS had_high, o.value AS had_value, t.people, t.low, t.high, t.value
  FROM told t LEFT JOIN newest o ON o.code = t.code
  WHERE CASE WHEN o.code IS NULL THEN t.people IS NOT NULL OR is_over
             WHEN NOT o.is_final THEN is_over OR t.people IS DISTINCT FROM o.people
             ELSE in_note <> '' AND ((o.people IS NULL) <> (t.people IS NULL) OR {BY_FIVE}) END)
SELECT in_agreement, n.code, in_year, CASE WHEN n.stays THEN n.had ELSE n.people END,
       CASE WHEN n.stays THEN n.had_low ELSE n.low END, CASE WHEN n.stays THEN n.had_high ELSE n.high END,
       CASE WHEN n.stays THEN n.had_value ELSE n.value END, is_over, in_note, in_at,
       CASE WHEN in_note <> '' THEN nullif(current_setting('hjemvei.user')::int, 0) END
FROM next n;
GET DIAGNOSTICS written = ROW_COUNT;
RETURN written;
END
"""
