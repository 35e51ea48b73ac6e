"""Measures that a plan gave a unit are not its to do when the person has taken its access back."""

from __future__ import annotations

from django.db import migrations

from hjemvei.core import rls
from hjemvei.sharing.migrations._kernel_sql import REFUSED

DROP_MEASURES = f"""
DECLARE
  dropped int;
BEGIN
  IF NOT kernel.may_write(in_case) THEN
    {REFUSED};
  END IF;
  UPDATE public.plans_measure t SET state = 'dropped' FROM public.parties_unit u
    WHERE t.case_id = in_case AND t.to_unit_id = ANY (units) AND u.id = t.to_unit_id
      AND u.controller_id <> t.controller_id AND t.state IN ('planned', 'started');
  GET DIAGNOSTICS dropped = ROW_COUNT;
  RETURN dropped;
END
"""


class Migration(migrations.Migration):
    dependencies = [("plans", "0003_sealed_texts")]
    operations = [
        rls.function(
            "drop_measures(in_case bigint, units int[]) RETURNS int LANGUAGE plpgsql", DROP_MEASURES
        ),
    ]
