"""The agreement that a person's case is worked by: its parties, dates and numbers, and its summary, for the person.
Drafts and other agreements stay shut, and so do the names of those who wrote and checked a text.
"""

from __future__ import annotations

from django.db import migrations

from hjemvei.core import rls

OWN = "in_case = ANY (current_setting('hjemvei.cases')::bigint[])"
# The decision which agreement applies is of the class COORDINATION.
OPENED = "8 = ANY (current_setting('hjemvei.own_classes')::int[])"
# The newest version of each agreement that was decided for the case.
BINDING = f"""
public.cases_appliedagreement x
JOIN public.agreements_agreementversion v ON v.id = x.version_id AND v.state = 'signed'
JOIN public.agreements_agreement a ON a.id = v.agreement_id
WHERE {OWN} AND {OPENED} AND x.case_id = in_case
  AND NOT EXISTS (SELECT 1 FROM public.cases_appliedagreement y
                  JOIN public.agreements_agreementversion w ON w.id = y.version_id
                  WHERE y.case_id = x.case_id AND y.id > x.id AND w.agreement_id = v.agreement_id)
"""
AGREEMENTS = f"""
SELECT a.key::text, a.name::text, v.number::int, a.signed_on, v.starts_on, v.ends_before,
       v.contact_interval_count::int, v.contact_interval_unit::text,
       ARRAY(SELECT c.name::text FROM public.agreements_agreementparty p
             JOIN public.parties_controller c ON c.id = p.controller_id
             WHERE p.agreement_id = a.id AND (p.joins_on IS NULL OR p.joins_on <= in_day)
               AND (p.leaves_before IS NULL OR p.leaves_before > in_day) ORDER BY p.id),
       ARRAY(SELECT d.code::text FROM public.agreements_deadlinechange d WHERE d.version_id = v.id ORDER BY d.id),
       ARRAY(SELECT d.count::int FROM public.agreements_deadlinechange d WHERE d.version_id = v.id ORDER BY d.id),
       ARRAY(SELECT d.unit::text FROM public.agreements_deadlinechange d WHERE d.version_id = v.id ORDER BY d.id)
FROM {BINDING}
ORDER BY x.id DESC
"""
SUMMARIES = f"""
SELECT a.key::text, s.language::text, s.title::text, s.body, s.status::text, s.is_machine_made, s.source_hash::text,
       w.number::int
FROM public.agreements_summarytranslation s JOIN public.agreements_agreementversion w ON w.id = s.version_id
JOIN (SELECT a.id, a.key, v.number FROM {BINDING}) a ON a.id = w.agreement_id AND w.number <= a.number
WHERE w.state = 'signed'
ORDER BY w.number, s.id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0008_two_people"),
        ("agreements", "0008_signed_in"),
        ("cases", "0011_person"),
    ]
    operations = [
        rls.function(
            "portal_agreements(in_case bigint, in_day date) RETURNS TABLE (key text, name text, number int,"
            " signed_on date, starts_on date, ends_before date, interval_count int, interval_unit text, parties text[],"
            " codes text[], counts int[], units text[]) LANGUAGE sql STABLE",
            AGREEMENTS,
            execute="",
        ),
        rls.function(
            "portal_summaries(in_case bigint) RETURNS TABLE (agreement text, language text, title text, body text,"
            " status text, is_machine_made boolean, source_hash text, number int) LANGUAGE sql STABLE",
            SUMMARIES,
            execute="",
        ),
    ]
