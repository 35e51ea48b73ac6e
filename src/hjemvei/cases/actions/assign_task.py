"""Give a task to somebody in the unit that it rests on."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.models import Membership, User
from hjemvei.cases.models import Task
from hjemvei.cases.policy.inside import WRITERS, can_assign_task
from hjemvei.cases.queries.tasks import lock_task
from hjemvei.core.errors import RuleBroken


def assign_task(*, actor: Actor, task: Task, to_user: User | None, at: dt.datetime) -> Task:
    """None takes it back to the whole unit. Raises RuleBroken for somebody who does not work there."""
    task = lock_task(actor, task)
    can_assign_task(actor, task).require()
    if to_user is not None:
        works = Membership.objects.in_force(timezone.localdate(at)).filter(
            user=to_user, unit_id=task.to_unit_id, role__in=WRITERS, user__is_active=True
        )
        if not works.exists():
            raise RuleBroken(_("Velg noen som arbeider med saker i enheten."), field="to_user")
    task.to_user = to_user
    task.save(update_fields=["to_user"])
    return task
