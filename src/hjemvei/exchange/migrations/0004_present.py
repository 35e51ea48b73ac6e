"""Who is inside in the units of a roll, for its comparison: one function that looks at each row once.

Under the tables' policies the same question asks for the case again behind every custody, place, date and fact, a
fifth of a second a thousand people. The conditions are those of the policies, word for word: the case's and the
person's units, protection, blocked users and period; the owner's key or a grant of class CUSTODY, and of class HOUSING
for what was said of the address. `tests/exchange/test_present.py` holds the two against each other for every role.
"""

from __future__ import annotations

from django.db import migrations

from hjemvei.core import rls

SIGNATURE = (
    "roll_present(in_units int[], said text) RETURNS TABLE (custody_id bigint, case_id bigint, reference text,"
    " status text, stay text, wished text, gone_since date, unit text, person_id bigint, family_name text,"
    " given_name text, name_search text, birth_date date, sex text, language text, protection smallint,"
    " expected_on date, kind text, certainty text, address text) LANGUAGE plpgsql STABLE"
)


def key_held(row: str, number: int, *, of: str = "") -> str:
    """The owner's key, or a grant by the row's controller to one of the session's units."""
    return f"""({row}.{of}owner * 16 + {number} = ANY (keys_{number})
         OR EXISTS (SELECT 1 FROM public.sharing_grant g WHERE g.case_id = {row}.case_id AND g.unit_id = ANY (units)
                    AND g.giver_id = {row}.{of}controller AND g.keys && keys_{number}
                    AND g.starts_at <= now() AND g.ends_at > now()))"""


def open_to_me(of: str, column: str) -> str:
    """What the policies of cases and of persons ask; `column` is how a participation names the row."""
    return f"""i.{of}_units && units AND i.{of}_protection <= grade AND me <> ALL (i.{of}_blocked)
    AND (i.{of}_until > now()
         OR EXISTS (SELECT 1 FROM public.sharing_participation q WHERE q.{column} = i.{column}
                    AND q.unit_id = ANY (units) AND q.starts_at <= now() AND q.ends_at > now()))"""


# The joins first and by themselves: conditions that look into other tables would lead the plan astray.
PRESENT = f"""
#variable_conflict use_column
DECLARE
  units constant int[] := {rls.UNITS};
  me constant int := {rls.USER};
  grade constant int := current_setting('hjemvei.clearance')::int;
  keys_2 constant int[] := current_setting('hjemvei.keys_2')::int[];
  keys_3 constant int[] := current_setting('hjemvei.keys_3')::int[];
BEGIN
  RETURN QUERY
  WITH inside AS MATERIALIZED (
    SELECT c.id AS custody_id, c.case_id, c.reference, c.status, c.municipality_of_stay_id, c.wished_municipality_id,
           c.gone_since, u.slug, k.person_id, x.family_name, x.given_name, x.name_search, x.birth_date, x.sex,
           x.language, x.protection AS person_protection, x.access_units AS person_units,
           x.visible_until AS person_until, x.blocked_users AS person_blocked, k.protection AS case_protection,
           k.access_units AS case_units, k.visible_until AS case_until, k.blocked_users AS case_blocked,
           c.owner_unit_id AS owner, c.controller_id AS controller,
           p.owner_unit_id AS place_owner, p.controller_id AS place_controller
    FROM public.cases_placement p
    JOIN public.cases_custody c ON c.id = p.custody_id AND c.ends_before IS NULL
    JOIN public.sharing_case k ON k.id = c.case_id AND k.closed_at IS NULL
    JOIN public.persons_person x ON x.id = k.person_id
    JOIN public.parties_unit u ON u.id = p.unit_id
    WHERE p.unit_id = ANY (in_units) AND p.ends_before IS NULL)
  SELECT i.custody_id, i.case_id, i.reference::text, i.status::text, coalesce(i.municipality_of_stay_id, '')::text,
         coalesce(i.wished_municipality_id, '')::text, i.gone_since, i.slug::text, i.person_id, i.family_name::text,
         i.given_name::text, i.name_search::text, i.birth_date, i.sex::text, i.language::text, i.person_protection,
         d.expected_on, d.kind::text, d.certainty::text, h.situation::text
  FROM inside i
  LEFT JOIN LATERAL (
    SELECT r.expected_on, r.kind, r.certainty
    FROM (SELECT y.*, y.owner_unit_id AS owner, y.controller_id AS controller FROM public.cases_releasedate y) r
    WHERE r.case_id = i.case_id AND r.custody_id = i.custody_id AND {key_held("r", 2)}
    ORDER BY r.known_at DESC, r.id DESC LIMIT 1) d ON true
  LEFT JOIN LATERAL (
    SELECT f.situation
    FROM (SELECT y.*, y.owner_unit_id AS owner, y.controller_id AS controller FROM public.needs_housingfact y) f
    WHERE f.case_id = i.case_id AND f.topic = 'before' AND f.source = roll_present.said AND f.info_class = 3
      AND {key_held("f", 3)}
    ORDER BY f.id DESC LIMIT 1) h ON true
  WHERE {open_to_me("case", "case_id")}
    AND {open_to_me("person", "person_id")}
    AND {key_held("i", 2)}
    AND {key_held("i", 2, of="place_")};
END
"""


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0003_staging"),
        ("cases", "0005_fewer_checks"),
        ("needs", "0002_locks"),
        ("sharing", "0006_admit_sets"),
    ]
    operations = [rls.function(SIGNATURE, PRESENT, execute="hjemvei_app")]
