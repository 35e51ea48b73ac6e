"""Write down whether the person wants to be followed up."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_noop

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.cases.actions.record_event import record_event
from hjemvei.sharing.models import Case
from hjemvei.tenancies.models import FollowUp
from hjemvei.tenancies.policy import can_plan_follow_up

YES_SAID = gettext_noop("Personen har sagt ja til oppfølging")
NO_SAID = gettext_noop("Personen ønsker ikke oppfølging nå")


def agree_follow_up(*, actor: Actor, case: Case, person_agreed: bool, at: dt.datetime) -> int:
    """For all contacts that have not happened; how many that were. A no is no deviation."""
    can_plan_follow_up(actor).require()
    rows = FollowUp.objects.visible_to(actor).of(case).filter(outcome="")
    changed: int = rows.exclude(person_agreed=person_agreed).update(person_agreed=person_agreed)
    record_event(
        actor=actor,
        case=case,
        code="follow_up_agreed",
        text=YES_SAID if person_agreed else NO_SAID,
        info_class=InfoClass.COORDINATION,
        at=at,
        milestone=True,
    )
    return changed
