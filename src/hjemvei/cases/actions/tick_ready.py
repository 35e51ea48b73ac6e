"""Tick off something that is in place for release day."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.agreements.enums import PartyCode
from hjemvei.cases.models import Task
from hjemvei.cases.policy.inside import can_add_task
from hjemvei.cases.queries.readiness import ITEMS, PREFIX
from hjemvei.core.errors import RuleBroken
from hjemvei.sharing.models import Case, owned_by, writing_unit


def tick_ready(*, actor: Actor, case: Case, item: str, at: dt.datetime) -> None:
    """Twice is once. Raises RuleBroken for something that is not on the list."""
    can_add_task(actor, case).require()
    if item not in ITEMS:
        raise RuleBroken(_("Dette står ikke på listen."), code="unknown_item")
    code, on = PREFIX + item, timezone.localdate(at)
    if Task.objects.visible_to(actor).filter(case=case, code=code, done_at__isnull=False).exists():
        return
    Task.objects.create(
        **owned_by(actor, case, at=at),
        info_class=InfoClass.CUSTODY,
        code=code,
        title=str(ITEMS[item]),
        party=PartyCode.PRISON,
        to_unit_id=writing_unit(actor, case),
        opens_on=on,
        due_on=on,
        first_due_on=on,
        done_at=at,
        done_by_id=actor.user_id,
    )
