"""The nightly look for deviations in the cases of one unit."""

from __future__ import annotations

import datetime as dt

from hjemvei.accounts.actor import Actor
from hjemvei.deviations.find import Found, around_release, passed_deadlines
from hjemvei.deviations.models import Deviation
from hjemvei.sharing.models import Case, owned_by


def find_deviations(*, actor: Actor, today: dt.date, at: dt.datetime) -> int:
    """How many are new. Each is found once for its case, kind and day, however often this runs."""
    return write_found(
        actor=actor, found=[*passed_deadlines(actor, today=today), *around_release(actor, today=today)], at=at
    )


def write_found(*, actor: Actor, found: list[Found], at: dt.datetime) -> int:
    """Two statements for any number; what is known already is passed over."""
    cases = Case.objects.visible_to(actor).in_bulk({item.case_id for item in found})
    known = set(
        Deviation.objects.visible_to(actor)
        .filter(case_id__in=cases)
        .values_list("case_id", "kind", "happened_on")
        .order_by("id")
    )
    fresh = {
        (item.case_id, item.kind.value, item.happened_on): item
        for item in found
        if item.case_id in cases and (item.case_id, item.kind.value, item.happened_on) not in known
    }
    rows = []
    for item in fresh.values():
        fields = owned_by(actor, cases[item.case_id], at=at)
        to_unit_id = item.to_unit_id or fields["owner_unit_id"]
        rows.append(Deviation(**fields, kind=item.kind, happened_on=item.happened_on, to_unit_id=to_unit_id))
    Deviation.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
    return len(rows)
