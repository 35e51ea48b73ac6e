"""The receipt: the municipality has seen the notice. How long it took is measured, in both directions."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_noop

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.cases.actions.finish_task import finish_task
from hjemvei.cases.actions.record_event import record_event
from hjemvei.cases.actions.sync_caseload import sync_caseload
from hjemvei.cases.models import Notice
from hjemvei.cases.policy.cooperation import can_acknowledge_notice
from hjemvei.cases.states import NOTICE
from hjemvei.core.states import move

ACKNOWLEDGED = gettext_noop("Varselet er bekreftet mottatt av %(unit)s")


def acknowledge_notice(*, actor: Actor, notice: Notice, at: dt.datetime) -> Notice:
    """Raises RuleBroken for a notice that is replaced, stopped, or acknowledged already."""
    notice = Notice.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=notice.pk)
    can_acknowledge_notice(actor, notice).require()
    move(notice, "acknowledge", by=NOTICE)
    notice.acknowledged_at, notice.acknowledged_by_id = at, actor.user_id
    notice.save(update_fields=["state", "acknowledged_at", "acknowledged_by"])
    record_event(
        actor=actor,
        case=notice.case,
        code="notice_acknowledged",
        text=ACKNOWLEDGED,
        info_class=InfoClass.COORDINATION,
        at=at,
        unit=notice.to_unit.name,
    )
    finish_task(actor=actor, case=notice.case, code="acknowledge_notice", at=at)
    sync_caseload(case_ids=[notice.case_id])
    return notice
