"""Start the one plan of a case."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.cases.actions.finish_task import finish_task
from hjemvei.cases.actions.record_event import record_event
from hjemvei.core.errors import RuleBroken
from hjemvei.plans.models import Plan
from hjemvei.plans.policy import can_plan
from hjemvei.sharing.models import Case, owned_by

STARTED = gettext_noop("Plan startet")
ONE = "plan_one_a_case"
TASKS = ("future_plan", "plan_started")


def start_plan(
    *, actor: Actor, case: Case, own_words: str = "", review_on: dt.date | None = None, at: dt.datetime
) -> Plan:
    """One plan a person (FOR-2022-06-22-1110 § 9). Raises RuleBroken where there is one, seen or not."""
    can_plan(actor).require()
    today = localtime(at).date()
    if review_on is not None and review_on <= today:
        raise RuleBroken(_("Velg en dag fram i tid."), code="too_early", field="review_on")
    try:
        with transaction.atomic():
            plan = Plan.objects.create(
                **owned_by(actor, case, at=at), own_words=own_words, starts_on=today, review_on=review_on
            )
    except IntegrityError as error:
        if ONE not in str(error):
            raise
        raise RuleBroken(_("Planen kan ikke startes herfra nå."), code="one_plan") from error
    record_event(
        actor=actor,
        case=case,
        code="plan_started",
        text=STARTED,
        info_class=InfoClass.COORDINATION,
        at=at,
        milestone=True,
    )
    for code in TASKS:
        finish_task(actor=actor, case=case, code=code, at=at)
    return plan
