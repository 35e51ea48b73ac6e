"""A transfer to another prison: the custody, the case and its history go along, the old access ends."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hjemvei.accounts.actor import Actor, acting_as
from hjemvei.accounts.enums import InfoClass
from hjemvei.cases import events, rows
from hjemvei.cases.actions.record_event import record_event
from hjemvei.cases.actions.sync_tasks import sync_tasks_now
from hjemvei.cases.enums import WayOut
from hjemvei.cases.models import Placement
from hjemvei.cases.policy.inside import can_answer_gone
from hjemvei.cases.rules.ways_out import consequence
from hjemvei.cases.stay import check_day, finish_question, lock_custody, open_next_actions
from hjemvei.cases.system_actor import system_actor
from hjemvei.core.db import call
from hjemvei.core.errors import RuleBroken
from hjemvei.parties.enums import UnitKind
from hjemvei.parties.models import Unit
from hjemvei.sharing.models import Case, owned_by

MOVED = gettext_noop("Overført til %(unit)s")


def transfer_to(
    *, actor: Actor, case: Case, to_unit: Unit, on: dt.date, at: dt.datetime, today: dt.date
) -> None:
    """All is written before access is handed over; the new prison's tasks are made as the system there."""
    can_answer_gone(actor, case).require()
    custody = lock_custody(actor, case)
    check_day(custody, on, today=today)
    old = rows.open_placements(actor, [case.pk]).get(case.pk)
    if old is None or old.unit_id not in actor.units or old.unit_id == to_unit.pk:
        raise RuleBroken(_("Personen er allerede flyttet."), field="to_unit", code="moved")
    if to_unit.kind != UnitKind.PRISON or to_unit.controller_id != actor.controller_id:
        raise RuleBroken(_("Velg et fengsel i kriminalomsorgen."), field="to_unit")
    finish_question(actor, case, at=at)
    custody.gone_since = None
    custody.save(update_fields=["gone_since"])
    rows.leave_unit(actor, [case.pk], to_units={case.pk: to_unit.pk}, at=at)
    old.ends_before = max(on, old.starts_on)
    old.save(update_fields=["ends_before"])
    Placement.objects.create(
        **owned_by(actor, case, at=at), custody=custody, unit=to_unit, starts_on=old.ends_before
    )
    record_event(
        actor=actor,
        case=case,
        code="transferred",
        text=MOVED,
        info_class=InfoClass.CUSTODY,
        at=at,
        milestone=True,
        unit=to_unit.name,
    )
    after = consequence(WayOut.TRANSFER)
    open_next_actions(actor, case, after, way_out="transfer", unit_id=to_unit.pk, on=on, at=at)
    events.person_transferred.tell(actor=actor, case_ids=[case.pk], at=at)
    call("hand_over", case.pk, old.unit_id, to_unit.pk)
    with acting_as(system_actor(to_unit.pk)) as system:
        sync_tasks_now(actor=system, case_ids=[case.pk], at=at, today=today)
