"""A case that is done is closed with a reason, by the municipality that has followed it up; or by the prison
that was alone with it, when the person has left.
"""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.cases import events
from hjemvei.cases.actions.record_event import record_event
from hjemvei.cases.actions.sync_caseload import sync_caseload
from hjemvei.cases.models import Task
from hjemvei.cases.policy.cooperation import can_close_case
from hjemvei.cases.queries.alone import left_alone
from hjemvei.core.db import call
from hjemvei.core.errors import RuleBroken
from hjemvei.parties.enums import UnitKind
from hjemvei.parties.models import Unit
from hjemvei.sharing.enums import CloseReason
from hjemvei.sharing.models import Case

CLOSED = gettext_noop("Saken er avsluttet")


def close_case(*, actor: Actor, case: Case, reason: CloseReason, at: dt.datetime) -> None:
    """What is still to be done lapses. Raises RuleBroken while a prison takes part with others."""
    found = Case.objects.visible_to(actor).get(pk=case.pk)
    alone = left_alone(actor, found)
    can_close_case(actor, found, prison_alone=alone).require()
    if not alone and Unit.objects.filter(pk__in=found.access_units, kind=UnitKind.PRISON).exists():
        raise RuleBroken(_("Fengselet deltar fortsatt i saken. Den kan avsluttes når tilgangen er slutt."))
    waiting = {"done_at": None, "exempted_at": None, "lapsed_at": None}
    Task.objects.visible_to(actor).filter(case=found, **waiting).update(lapsed_at=at)
    record_event(
        actor=actor,
        case=found,
        code="case_closed",
        text=CLOSED,
        info_class=InfoClass.COORDINATION,
        at=at,
        milestone=True,
    )
    call("close_case", found.pk, reason.value)
    events.case_closed.tell(actor=actor, case_ids=[found.pk], at=at)
    sync_caseload(case_ids=[found.pk])
