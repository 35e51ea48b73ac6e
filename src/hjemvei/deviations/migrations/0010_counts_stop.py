"""A committee's counts leave out whoever has withdrawn since, and whose address is protected: as figures do."""

from __future__ import annotations

from django.db import migrations

from hjemvei.core import rls
from hjemvei.deviations.migrations import _slips_sql as before

SIGNATURE = (
    "slip_cells(in_agreement bigint, since date, before date)"
    " RETURNS TABLE (dimension text, code text, people bigint) LANGUAGE sql STABLE"
)
WHOSE = "  WHERE a.agreement_id = in_agreement\n"
# Who has narrowed a consent has a withdrawn one of that time, and another that is given.
STANDS = (
    WHOSE
    + """    AND EXISTS (SELECT 1 FROM public.sharing_case c WHERE c.id = a.case_id AND (c.protection & 3) = 0)
    AND EXISTS (SELECT 1 FROM public.sharing_consent n WHERE n.case_id = a.case_id AND n.state = 'given')
"""
)

assert before.CELLS.count(WHOSE) == 1
CELLS = before.CELLS.replace(WHOSE, STANDS)


class Migration(migrations.Migration):
    dependencies = [("deviations", "0009_by_party_today"), ("sharing", "0034_left_by_all")]
    operations = [
        migrations.RunSQL(
            rls.function(SIGNATURE, CELLS, execute="hjemvei_worker").sql,
            rls.function(SIGNATURE, before.CELLS, execute="hjemvei_worker").sql,
        )
    ]
