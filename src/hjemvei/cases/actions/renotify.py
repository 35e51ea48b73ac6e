"""One click: everybody who was told of the earlier date is told of the new one."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.cases.actions.notify_unit import notify_unit
from hjemvei.cases.models import Notice
from hjemvei.cases.policy.cooperation import can_send_notice
from hjemvei.cases.queries.cooperation import LIVE_NOTICE
from hjemvei.cases.queries.renotice import outdated_notices
from hjemvei.core.errors import RuleBroken
from hjemvei.sharing.models import Case


def renotify(*, actor: Actor, case: Case, today: dt.date, at: dt.datetime) -> list[Notice]:
    """Each outdated notice is replaced by one to the same unit, with the same note.

    Raises RuleBroken when everybody has the date that is known now, or a consent has ended; then nothing is
    sent to anybody.
    """
    can_send_notice(actor, case).require()
    _wait_for_others(actor, case)
    seen = outdated_notices(actor, case, today=today)
    outdated = [row for row in seen if row.notice.controller_id == actor.controller_id]
    if not outdated:
        raise RuleBroken(_("Kommunen har alt fått datoen som gjelder."), code="nothing_new")
    return [
        notify_unit(
            actor=actor, case=case, to_unit=row.notice.to_unit, note=row.notice.note, today=today, at=at
        )
        for row in outdated
    ]


def _wait_for_others(actor: Actor, case: Case) -> None:
    """A second click waits here for the first one's transaction, and then finds nothing to send."""
    mine = Notice.objects.visible_to(actor).of(case).filter(controller_id=actor.controller_id)
    list(mine.filter(state__in=LIVE_NOTICE).select_for_update(of=("self",)).order_by("id"))
