"""Bodies of the kernel functions that keep a summary to the case's agreement and to consent."""

from __future__ import annotations

from hjemvei.deviations.migrations import _slips_sql as before

TODAY = "(now() AT TIME ZONE 'Europe/Oslo')::date"
# An agreement that applies to the case, and a consent in force: the same that counts ask for.
MAY_TELL = f"""
SELECT kernel.may_write(in_case)
  AND EXISTS (SELECT 1 FROM public.cases_appliedagreement x JOIN public.agreements_agreementversion v ON v.id = x.version_id
              WHERE x.case_id = in_case AND v.agreement_id = in_agreement)
  AND EXISTS (SELECT 1 FROM public.sharing_consent k WHERE k.case_id = in_case AND k.state = 'given'
              AND k.starts_on <= {TODAY} AND k.ends_before > {TODAY})
"""
BACK = f"""
WITH gone AS (
  UPDATE public.deviations_deviationsummary s SET state = 'taken_back'
  WHERE {{which}} AND s.state <> 'taken_back' RETURNING s.point_id)
UPDATE public.deviations_agendapoint p SET taken_back_month = date_trunc('month', {TODAY}::timestamp)::date
FROM gone g WHERE p.id = g.point_id AND p.taken_back_month IS NULL;
"""
# What was no deviation is no point either; and without any consent left nothing of the case is told.
WITHDRAWN = f"""
BEGIN
{BACK.format(which="s.deviation_id = new.id")}
RETURN NULL;
END
"""
NO_CONSENT = f"""
BEGIN
IF NOT EXISTS (SELECT 1 FROM public.sharing_consent k WHERE k.case_id = new.case_id AND k.state = 'given'
               AND k.id <> new.consent_id AND k.starts_on <= {TODAY} AND k.ends_before > {TODAY}) THEN
{BACK.format(which="s.case_id = new.case_id")}
END IF;
RETURN NULL;
END
"""
SYSTEM = """
  IF NOT EXISTS (SELECT 1 FROM public.accounts_user u WHERE u.kind = 'system'
                 AND u.id = nullif(current_setting('hjemvei.user', true), '')::int) THEN
    RAISE EXCEPTION 'only the system looks in all cases' USING ERRCODE = '42501';
  END IF;
"""


def by_system(body: str) -> str:
    return body.replace("BEGIN\n", "BEGIN" + SYSTEM, 1)


FIND, TAKE_BACK = by_system(before.FIND), by_system(before.TAKE_BACK)
