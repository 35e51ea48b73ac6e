"""Take over what a roll says about where people lived, for many cases at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import connection
from django.utils.timezone import localdate

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.core.text import new_keys
from hjemvei.needs.choices import Situation, Standing, Topic
from hjemvei.needs.models import HousingFact
from hjemvei.persons.keys import expect_cases
from hjemvei.sharing.models import Case
from hjemvei.sharing.sealed import seal_text

SOURCE = "Fengselets liste"
WRITE = """
INSERT INTO needs_housingfact (key, case_id, owner_unit_id, situation, detail, controller_id, recorded_by_id,
       recorded_at, info_class, topic, standing, as_of, is_verified, source)
SELECT f.*, v.*
FROM (SELECT %s::int, %s::int, %s::timestamptz, %s::smallint, %s, %s, %s::date, false, %s) v,
     unnest(%s::text[], %s::bigint[], %s::int[], %s::text[], %s::bytea[]) f
"""
FROM_ROLL: Mapping[str, tuple[Situation, str]] = {
    "none": (Situation.NONE, ""),
    "rented_private": (Situation.RENTED_PRIVATE, ""),
    "rented_municipal": (Situation.RENTED_MUNICIPAL, ""),
    "owned": (Situation.OWNED, ""),
    "family": (Situation.OTHER, "Hos familie; ikke avklart om det var fast eller midlertidig"),
}
"""The roll's codes. `family` does not say whether for good, and the difference decides who is homeless."""


@dataclass(frozen=True, slots=True)
class SaidAddress:
    """`situation` is a code of the roll's column `address_before`, or a `Situation`."""

    case_id: int
    situation: str


def record_said_address(*, actor: Actor, rows: Sequence[SaidAddress], at: dt.datetime) -> int:
    """Record what is new since the last roll, and how many that was: the same roll twice adds nothing.

    What is said changes no risk (R80), so no list has to be brought up to date. Three statements for any
    number of rows. Rows of cases that the actor does not see, and codes that nobody knows, are passed over.
    """
    wanted = {row.case_id: FROM_ROLL.get(row.situation, (row.situation, "")) for row in rows}
    units = dict(
        Case.objects.visible_to(actor).filter(pk__in=wanted).values_list("pk", "access_units").order_by("pk")
    )
    earlier = _last_said(actor, units)
    known = frozenset(Situation.values)
    fresh = [
        (case_id, _owner(actor, units[case_id]), situation, detail)
        for case_id, (situation, detail) in wanted.items()
        if case_id in units and situation in known and earlier.get(case_id) != situation
    ]
    if fresh:
        _write(actor, fresh, at=at)
    return len(fresh)


def _write(actor: Actor, fresh: Sequence[tuple[int, int, str, str]], *, at: dt.datetime) -> None:
    """One statement, under row-level security like any other."""
    keys, sealed = new_keys(len(fresh)), []
    expect_cases([case_id for case_id, _unit, _situation, detail in fresh if detail], actor.controller_id)
    for key, (case_id, _unit, _situation, detail) in zip(keys, fresh, strict=True):
        row = HousingFact(key=key, case_id=case_id, controller_id=actor.controller_id)
        sealed.append(seal_text(row, "detail", detail))
    fixed = (actor.controller_id, actor.user_id, at, InfoClass.HOUSING, Topic.BEFORE, Standing.UNKNOWN)
    columns = (keys, *(list(column) for column in zip(*(row[:3] for row in fresh), strict=True)), sealed)
    with connection.cursor() as cursor:
        cursor.execute(WRITE, [*fixed, localdate(at), SOURCE, *columns])


def _owner(actor: Actor, access_units: Iterable[int]) -> int:
    takes_part = set(access_units).intersection(actor.units)
    return actor.unit_id if actor.unit_id in takes_part else min(takes_part)


def _last_said(actor: Actor, case_ids: Iterable[int]) -> dict[int, str]:
    """The newest answer from a roll, by case."""
    said = HousingFact.objects.visible_to(actor).filter(topic=Topic.BEFORE, source=SOURCE)
    rows = said.filter(case_id__in=list(case_ids), info_class=InfoClass.HOUSING)
    return dict(rows.order_by("case_id", "id").values_list("case_id", "situation"))
