"""Deposit or municipal guarantee for a lease."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.cases.actions.finish_task import finish_task
from hjemvei.cases.actions.record_event import record_event
from hjemvei.core.db import call
from hjemvei.core.errors import RuleBroken
from hjemvei.sharing.models import owned_by
from hjemvei.tenancies.choices import SecurityKind
from hjemvei.tenancies.events import guarantee_issued
from hjemvei.tenancies.models import Guarantee, Lease
from hjemvei.tenancies.policy import can_secure
from hjemvei.tenancies.rules import security_left

ISSUED = gettext_noop("Sikkerhet for leien er på plass")


@dataclass(frozen=True, slots=True, kw_only=True)
class Security:
    """Whole kroner."""

    kind: SecurityKind
    amount: int
    issued_on: dt.date


def issue_guarantee(*, actor: Actor, lease: Lease, security: Security, at: dt.datetime) -> Guarantee:
    """Raises RuleBroken above six months' rent in all (husleieloven § 3-6) or on a lease that is over."""
    can_secure(actor).require()
    locked: Lease = Lease.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=lease.pk)
    if locked.cancelled_at is not None or locked.end_reason:
        raise RuleBroken(_("Leieforholdet er avsluttet."), code="wrong_state")
    left = security_left(rent=locked.rent, secured=int(call("secured_on", locked.pk)))
    if security.amount > left:
        text = _("Depositum og garanti kan til sammen være seks måneders leie. Det er %(left)s kr igjen.")
        raise RuleBroken(text % {"left": left}, code="six_months", field="amount")
    guarantee = Guarantee.objects.create(
        **owned_by(actor, locked.case, at=at),
        lease=locked,
        kind=security.kind,
        amount=security.amount,
        issued_on=security.issued_on,
    )
    record_event(
        actor=actor,
        case=locked.case,
        code="guarantee_issued",
        text=ISSUED,
        info_class=InfoClass.ECONOMY,
        at=at,
        milestone=True,
    )
    finish_task(actor=actor, case=locked.case, code="deposit_guarantee", at=at)
    for tell in guarantee_issued:
        tell(actor, guarantee, at)
    return guarantee
