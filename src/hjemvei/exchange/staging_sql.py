"""The set-based half of staging: what a roll says against what stands in the actor's own units.

Temporary tables live for the transaction; everything else is read and written under the actor's row-level
security. Matching order: reference, identity number, then name and birth date, which a human decides.
"""

from __future__ import annotations

# What few rows share (unit, codes, municipalities) stands once in `roll_kinds`; a row names its kind.
INCOMING = """
CREATE TEMP TABLE roll_incoming (
  line int, reference text, number bigint, family_name text, given_name text,
  birth_date date, release_on date, kind int) ON COMMIT DROP;
CREATE TEMP TABLE roll_kinds (
  kind int, sex text, unit text, status text, release_kind text, certainty text, stay text, wished text,
  language text, protection text, address text) ON COMMIT DROP
"""
COPY_INCOMING = "COPY pg_temp.roll_incoming FROM STDIN (FORMAT text, NULL '')"
ADD_KINDS = """
INSERT INTO roll_kinds SELECT * FROM jsonb_to_recordset(%s::jsonb)
  AS k(kind int, sex text, unit text, status text, release_kind text, certainty text, stay text, wished text,
       language text, protection text, address text)
"""
# Everybody in an open custody in the roll's units, with the newest date known: of them the actor's own,
# which the kernel's function sees to as the policies would (tests/exchange/test_present.py).
PRESENT = """
CREATE TEMP TABLE roll_present ON COMMIT DROP AS
SELECT * FROM kernel.roll_present(%(units)s::int[], %(said)s)
"""
# Eight bytes of the keyed index are enough to find the few that may match (one false hit in 10^9 rolls
# of 100,000).
NUMBERS = """
CREATE TEMP TABLE roll_numbers ON COMMIT DROP AS
SELECT ('x' || encode(substring(i.blind_index FROM 1 FOR 8), 'hex'))::bit(64)::bigint AS number,
       p.case_id, p.person_id
FROM roll_present p
JOIN persons_identifier i ON i.person_id = p.person_id
"""
MATCHES = """
CREATE TEMP TABLE roll_match ON COMMIT DROP AS
SELECT DISTINCT ON (r.line) r.line, a.case_id AS by_reference, n.case_id AS by_number,
       r.number IS NOT NULL AS has_number,
       EXISTS (SELECT 1 FROM roll_numbers o WHERE o.case_id = a.case_id) AS number_known
FROM roll_incoming r
LEFT JOIN roll_present a ON a.reference = r.reference
LEFT JOIN roll_numbers n ON n.number = r.number
WHERE a.case_id IS NOT NULL OR n.case_id IS NOT NULL
ORDER BY r.line, a.custody_id
"""
# Matches that a human must decide: (line, code, candidate case).
DOUBTS = """
CREATE TEMP TABLE roll_doubt ON COMMIT DROP AS
SELECT m.line, 'number_elsewhere' AS code, m.by_reference AS case_id, NULL::bigint AS person_id,
       NULL::int AS other_line
FROM roll_match m
WHERE m.by_reference <> m.by_number
UNION ALL
SELECT m.line, 'number_differs', m.by_reference, NULL, NULL FROM roll_match m
WHERE m.by_reference IS NOT NULL AND m.by_number IS NULL AND m.has_number AND m.number_known
UNION ALL
SELECT m.line, 'two_rows', m.by_number, NULL, o.line FROM roll_match m
JOIN roll_match o ON o.by_reference = m.by_number
WHERE m.by_reference IS NULL
"""
SAME_NUMBER = """
WITH later AS (SELECT x.first, x.line FROM unnest(%s::int[], %s::int[]) AS x(first, line)),
     gone AS (DELETE FROM roll_doubt d USING later l WHERE d.line = l.line)
INSERT INTO roll_doubt (line, code, case_id, other_line)
SELECT l.line, 'two_rows', m.by_reference, l.first FROM later l LEFT JOIN roll_match m ON m.line = l.line
"""
# People of the same birth date whom no row speaks of: those inside, then those known here without an
# open custody.
NAMESAKES = """
WITH open_rows AS (
  SELECT r.line, r.family_name, r.given_name, r.birth_date, r.number FROM roll_incoming r
  WHERE r.birth_date IS NOT NULL AND NOT EXISTS (SELECT 1 FROM roll_match m WHERE m.line = r.line)
    AND NOT EXISTS (SELECT 1 FROM roll_doubt d WHERE d.line = r.line))
SELECT r.line, r.family_name, r.given_name, p.case_id, p.person_id, p.name_search
FROM open_rows r
JOIN roll_present p ON p.birth_date = r.birth_date
WHERE NOT EXISTS (SELECT 1 FROM roll_match m WHERE m.by_reference = p.case_id OR m.by_number = p.case_id)
UNION ALL
SELECT r.line, r.family_name, r.given_name, NULL, x.id, x.name_search
FROM open_rows r
JOIN persons_person x ON x.birth_date = r.birth_date
WHERE x.controller_id = current_setting('hjemvei.controller')::int
  AND NOT EXISTS (SELECT 1 FROM roll_present p WHERE p.person_id = x.id)
  AND NOT EXISTS (SELECT 1 FROM persons_identifier i WHERE i.person_id = x.id
    AND ('x' || encode(substring(i.blind_index FROM 1 FOR 8), 'hex'))::bit(64)::bigint = r.number)
"""
ADD_DOUBTS = """
INSERT INTO roll_doubt (line, code, case_id, person_id)
SELECT DISTINCT ON (x.line) x.line, 'same_name', x.case_id, x.person_id
FROM unnest(%s::int[], %s::bigint[], %s::bigint[]) AS x(line, case_id, person_id)
ORDER BY x.line, x.case_id NULLS LAST, x.person_id
"""
SAID = "CASE k.address WHEN 'family' THEN 'other' ELSE k.address END"


def moved(name: str, before: str, after: str, condition: str) -> str:
    return f"'{name}', CASE WHEN {condition} THEN jsonb_build_object('from', {before}, 'to', {after}) END"


PROTECTION = (
    "CASE k.protection WHEN 'strictly_confidential' THEN 2 WHEN 'confidential' THEN 1 ELSE 0 END::smallint"
)
LANGUAGE = "CASE WHEN length(k.language) <= 8 THEN k.language ELSE split_part(k.language, '-', 1) END"
CERTAINTY = "CASE WHEN r.release_on IS NULL THEN 'unknown' ELSE k.certainty END"
FAMILY, GIVEN = "coalesce(r.family_name, '')", "coalesce(r.given_name, '')"
CHANGES = ", ".join(
    [
        "'release', CASE WHEN p.expected_on IS DISTINCT FROM r.release_on THEN jsonb_build_object("
        "'from', p.expected_on, 'to', r.release_on, 'days', r.release_on - p.expected_on) END",
        moved("unit", "p.unit", "k.unit", "p.unit <> k.unit"),
        moved("status", "p.status", "k.status", "p.status <> k.status"),
        moved("kind", "p.kind", "k.release_kind", "p.kind IS DISTINCT FROM k.release_kind"),
        moved("certainty", "p.certainty", CERTAINTY, f"p.certainty IS DISTINCT FROM {CERTAINTY}"),
        moved("stay", "p.stay", "k.stay", "k.stay <> '' AND p.stay <> k.stay"),
        moved("wished", "p.wished", "k.wished", "p.wished <> k.wished"),
        moved("family_name", "p.family_name", FAMILY, f"p.family_name <> {FAMILY}"),
        moved("given_name", "p.given_name", GIVEN, f"p.given_name <> {GIVEN}"),
        moved(
            "birth_date",
            "p.birth_date",
            "r.birth_date",
            "r.birth_date <> coalesce(p.birth_date, '0001-01-01')",
        ),
        moved("sex", "p.sex", "k.sex", "k.sex <> 'u' AND p.sex <> k.sex"),
        moved("language", "p.language", LANGUAGE, f"k.language <> '' AND p.language <> {LANGUAGE}"),
        moved("protection", "p.protection", PROTECTION, f"(p.protection & 3) < {PROTECTION}"),
        moved("address", "p.address", SAID, f"k.address <> '' AND p.address IS DISTINCT FROM {SAID}"),
        moved("reference", "p.reference", "r.reference", "p.reference <> r.reference"),
        # Two look-ups, since one with OR between them reads every number for every row.
        "'number', CASE WHEN r.number IS NOT NULL"
        " AND NOT EXISTS (SELECT 1 FROM roll_numbers o WHERE o.case_id = p.case_id)"
        " AND NOT EXISTS (SELECT 1 FROM roll_numbers o WHERE o.number = r.number) THEN 'true'::jsonb END",
        "'back', CASE WHEN p.gone_since IS NOT NULL THEN to_jsonb(p.gone_since) END",
    ]
)
INSERT_ROWS = f"""
INSERT INTO exchange_rollrow
  (roll_id, owner_unit_id, line, fate, reference, family_name, given_name, birth_date, unit,
   expected_release_on, protection, problems, changes, case_id, person_id)
SELECT %(roll)s, %(unit)s, s.line,
       CASE WHEN s.code IS NOT NULL THEN 'undecided' WHEN s.case_id IS NULL THEN 'new' ELSE 'changed' END,
       s.reference, s.family_name, s.given_name, s.birth_date, s.unit, s.release_on, s.protection,
       CASE WHEN s.code IS NULL THEN '[]'::jsonb
            ELSE jsonb_build_array(jsonb_strip_nulls(
              jsonb_build_object('code', s.code, 'line', s.other_line))) END,
       s.changes, s.case_id, coalesce(s.person_id, s.namesake)
FROM (SELECT r.line, r.reference, coalesce(r.family_name, '') AS family_name,
             coalesce(r.given_name, '') AS given_name, r.birth_date, k.unit, r.release_on, d.code,
             d.other_line, p.case_id, p.person_id, d.person_id AS namesake,
             (greatest({PROTECTION}, p.protection & 3) | coalesce(p.protection & 4, 0))::smallint AS protection,
             CASE WHEN p.case_id IS NULL THEN '{{}}'::jsonb
                  ELSE jsonb_strip_nulls(jsonb_build_object({CHANGES})) END AS changes
      FROM roll_incoming r
      JOIN roll_kinds k ON k.kind = r.kind
      LEFT JOIN roll_match m ON m.line = r.line
      LEFT JOIN roll_doubt d ON d.line = r.line
      LEFT JOIN roll_present p
             ON p.case_id = CASE WHEN d.line IS NULL THEN coalesce(m.by_reference, m.by_number)
                              ELSE d.case_id END) s
WHERE s.code IS NOT NULL OR s.case_id IS NULL OR s.changes <> '{{}}'::jsonb
"""
INSERT_FAULTY = """
INSERT INTO exchange_rollrow
  (roll_id, owner_unit_id, line, fate, reference, family_name, given_name, unit, protection, problems, changes)
SELECT %(roll)s, %(unit)s, f.line, 'faulty', f.reference, f.family_name, f.given_name, f.unit, f.protection,
       f.problems, '{}'::jsonb
FROM jsonb_to_recordset(%(rows)s::jsonb)
  AS f(line int, reference text, family_name text, given_name text, unit text, protection smallint, problems jsonb)
"""
# Neither a row, nor a doubt, nor a faulty row speaks of them. Asked about once: who is gone already is left
# alone.
INSERT_GONE = """
INSERT INTO exchange_rollrow
  (roll_id, owner_unit_id, line, fate, reference, family_name, given_name, birth_date, unit,
   expected_release_on, protection, problems, changes, case_id, person_id)
SELECT %(roll)s, %(unit)s, -row_number() OVER (ORDER BY p.reference, p.case_id), 'gone', p.reference,
       p.family_name, p.given_name, p.birth_date, p.unit, p.expected_on, p.protection, '[]'::jsonb, '{}'::jsonb,
       p.case_id, p.person_id
FROM roll_present p
WHERE p.gone_since IS NULL AND p.reference <> ALL (%(faulty)s)
  AND NOT EXISTS (SELECT 1 FROM roll_match m WHERE coalesce(m.by_reference, m.by_number) = p.case_id)
  AND NOT EXISTS (SELECT 1 FROM roll_match m WHERE m.by_number = p.case_id)
  AND NOT EXISTS (SELECT 1 FROM roll_doubt d WHERE d.case_id = p.case_id)
"""
COUNTS = """
SELECT fate, count(*) FROM exchange_rollrow
WHERE roll_id = %s AND fate IN ('changed', 'undecided')
GROUP BY fate
"""
STATISTICS = ("roll_present (case_id, reference, person_id, birth_date)", "roll_numbers", "roll_kinds (kind)")
TABLES = ("roll_incoming", "roll_kinds", "roll_present", "roll_numbers", "roll_match", "roll_doubt")
DROP = f"DROP TABLE IF EXISTS {', '.join(f'pg_temp.{name}' for name in TABLES)}"
