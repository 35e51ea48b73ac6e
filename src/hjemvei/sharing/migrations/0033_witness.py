"""Whoever gains by a yes does not write it down alone: somebody else has heard it, or the person wrote it themselves."""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

from hjemvei.core import rls
from hjemvei.sharing.migrations import _log_sql as sql
from hjemvei.sharing.migrations._kernel_sql import REFUSED

before = import_module("hjemvei.sharing.migrations.0031_sealed_consents")
LAST = "  RETURN fresh;\n"

# What the event has opened to the writer's own controller out of another's; more time opens anew all that stands. Who
# else heard it is sealed, so that there is one is said beside it.
GAINS = f"""
  IF terms ->> 'form' <> 'paper' AND NOT coalesce((terms ->> 'heard_by_other')::boolean, false)
     AND NOT EXISTS (SELECT 1 FROM public.accounts_user u WHERE u.id = who AND u.email = 'personen@hjemvei.invalid')
     AND EXISTS (
       SELECT 1 FROM public.sharing_consentscope s JOIN public.parties_unit u ON u.id = s.receiver_unit_id
       WHERE s.consent_id = c.id AND in_kind IN ('given', 'extended', 'narrowed')
         AND u.controller_id = current_setting('hjemvei.controller')::int AND s.giver_id <> u.controller_id
         AND (EXISTS (SELECT 1 FROM public.sharing_consentchange l
                      WHERE l.event_id = fresh AND l.change = 'added' AND {sql.SAME})
              OR in_kind = 'extended' AND NOT EXISTS (SELECT 1 FROM public.sharing_consentchange l
                                                      WHERE l.event_id = fresh AND l.change = 'added'))) THEN
    {REFUSED};
  END IF;
"""
BEFORE = before.sealed(sql.WRITE_CONSENT_EVENT)
WITNESSED = before.replaced(BEFORE, LAST, GAINS + LAST)


class Migration(migrations.Migration):
    dependencies = [("sharing", "0032_told_follows")]
    operations = [
        migrations.RunSQL(
            rls.function(before.WRITES, WITNESSED).sql,
            rls.function(before.WRITES, BEFORE).sql,
        ),
    ]
