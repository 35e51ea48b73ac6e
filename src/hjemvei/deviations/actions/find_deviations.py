"""The nightly look for deviations in all cases: one pass in the database, whatever their number."""

from __future__ import annotations

import datetime as dt

from hjemvei.accounts.actor import Actor
from hjemvei.core.db import call
from hjemvei.deviations.choices import DeviationKind, class_of
from hjemvei.deviations.models import Deviation
from hjemvei.sharing.models import Case, owned_by
from hjemvei.tenancies.models import FirstNight

NIGHT = "night"


def find_deviations(*, by: int, today: dt.date, at: dt.datetime) -> int:
    """How many are new or have happened again; `by` is the system's user.

    First those that were mistaken are taken back, as their facts were corrected. Each is found once for the
    fact it stands in, however often this runs, by the unit that owns the fact and from no more than it sees.
    """
    call("take_back_slips", today, at)
    return int(call("find_slips", by, today, at))


def note_visiting_flat(*, actor: Actor, night: FirstNight, at: dt.datetime) -> None:
    """At once, not only by night: the prison's visiting flat is no home. The nightly look knows it again."""
    kind = DeviationKind.VISITING_FLAT_USED
    case: Case = Case.objects.visible_to(actor).get(pk=night.case_id)
    rows = Deviation.objects.visible_to(actor).of(case)
    if rows.filter(kind=kind, controller_id=actor.controller_id, found_in=NIGHT).exists():
        return
    fields = owned_by(actor, case, at=at)
    row = Deviation(
        **fields,
        kind=kind,
        info_class=class_of(kind),
        happened_on=night.night_of,
        to_unit_id=fields["owner_unit_id"],
        found_in=NIGHT,
    )
    Deviation.objects.bulk_create([row], ignore_conflicts=True)
