"""One statement that writes custody, place, date and milestone of people, under row-level security."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from django.db import connection

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.core.text import new_keys

OWNED = "case_id, controller_id, owner_unit_id, recorded_by_id, recorded_at"
OWNER = "l.case_id, %(controller)s, %(unit)s, %(user)s, %(at)s"
ENTER = f"""
WITH l AS MATERIALIZED (
  SELECT r.*, nextval(pg_get_serial_sequence('cases_custody', 'id')) AS custody_id
  FROM unnest(%(case_id)s::bigint[], %(status)s::text[], %(reference)s::text[], %(starts_on)s::date[],
              %(stay)s::text[], %(wished)s::text[], %(expected_on)s::date[], %(kind)s::text[],
              %(certainty)s::text[], %(text)s::text[],
              %(key1)s::text[], %(key2)s::text[], %(key3)s::text[], %(key4)s::text[])
    AS r(case_id, status, reference, starts_on, stay, wished, expected_on, kind, certainty, text,
         key1, key2, key3, key4)
), custody AS (
  INSERT INTO cases_custody (id, key, {OWNED}, status, reference, starts_on, way_out, municipality_of_stay_id,
                             wished_municipality_id)
  SELECT l.custody_id, l.key1, {OWNER}, l.status, l.reference, l.starts_on, '', nullif(l.stay, ''),
         nullif(l.wished, '')
  FROM l
), placement AS (
  INSERT INTO cases_placement (key, {OWNED}, custody_id, unit_id, starts_on)
  SELECT l.key2, {OWNER}, l.custody_id, %(unit)s, l.starts_on FROM l
), release_date AS (
  INSERT INTO cases_releasedate (key, {OWNED}, custody_id, expected_on, kind, certainty, source, reason,
                                 known_at)
  SELECT l.key3, {OWNER}, l.custody_id, l.expected_on, l.kind, l.certainty, %(source)s, '', %(at)s FROM l
)
INSERT INTO cases_event (key, {OWNED}, info_class, code, text, values, is_milestone, happened_at)
SELECT l.key4, {OWNER}, %(info_class)s, 'admitted', l.text,
       jsonb_build_object('unit', %(unit_name)s::text), true, %(at)s
FROM l
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One person who comes inside. Municipalities are numbers or empty; `text` is a message id."""

    case_id: int
    status: str
    reference: str
    starts_on: dt.date
    stay: str
    wished: str
    expected_on: dt.date | None
    kind: str
    certainty: str
    text: str


def write_entries(
    *, actor: Actor, entries: Sequence[Entry], unit_id: int, unit_name: str, source: str, at: dt.datetime
) -> None:
    """Raises IntegrityError where a case has a custody in the same period already."""
    if not entries:
        return
    columns: dict[str, Any] = {
        field.name: [getattr(entry, field.name) for entry in entries] for field in fields(Entry)
    }
    columns |= {f"key{number}": new_keys(len(entries)) for number in (1, 2, 3, 4)}
    columns |= {"controller": actor.controller_id, "unit": unit_id, "user": actor.user_id, "at": at}
    columns |= {"unit_name": unit_name, "source": source, "info_class": InfoClass.CUSTODY.value}
    with connection.cursor() as cursor:
        cursor.execute(ENTER, columns)
