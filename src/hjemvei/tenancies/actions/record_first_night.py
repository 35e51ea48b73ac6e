"""Where the first night after release was spent. Unknown is an answer, a correction is a new row."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.cases.actions.finish_task import finish_task
from hjemvei.cases.actions.record_event import record_event
from hjemvei.cases.actions.set_home_status import set_home_status
from hjemvei.cases.choices import HomeStage
from hjemvei.core.errors import RuleBroken
from hjemvei.sharing.models import Case, owned_by
from hjemvei.tenancies.choices import NightPlace
from hjemvei.tenancies.events import first_night_recorded
from hjemvei.tenancies.models import FirstNight, Lease
from hjemvei.tenancies.policy import can_record_night

RECORDED = gettext_noop("Skrevet ned hvor den første natten ble tilbrakt")
NOT_A_HOME = frozenset({NightPlace.ROUGH, NightPlace.TEMPORARY, NightPlace.VISITING_FLAT})
TASKS = ("first_night", "unplanned_first_night")


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
    place: NightPlace
    night_of: dt.date
    source: str
    detail: str = ""


def record_first_night(*, actor: Actor, case: Case, night: Night, at: dt.datetime) -> FirstNight:
    """Raises RuleBroken for a night that has not been."""
    can_record_night(actor).require()
    if night.night_of > localtime(at).date():
        raise RuleBroken(_("Natten har ikke vært ennå."), code="too_early", field="night_of")
    row = FirstNight.objects.create(
        **owned_by(actor, case, at=at),
        place=night.place,
        night_of=night.night_of,
        detail=night.detail,
        source=night.source,
    )
    record_event(
        actor=actor,
        case=case,
        code="first_night",
        text=RECORDED,
        info_class=InfoClass.HOUSING,
        at=at,
        milestone=True,
    )
    for code in TASKS:
        finish_task(actor=actor, case=case, code=code, at=at)
    if night.place in NOT_A_HOME and not _has_home(actor, case, night.night_of):
        set_home_status(actor=actor, case=case, status=HomeStage.NO_HOME, at=at)
    for tell in first_night_recorded:
        tell(actor, row, at)
    return row


def _has_home(actor: Actor, case: Case, day: dt.date) -> bool:
    leases = Lease.objects.visible_to(actor).of(case).filter(cancelled_at=None, starts_on__lte=day)
    return bool(leases.exclude(ends_before__lte=day).exists())
