"""Go through what must be in place on release day; the round is written down and its task is done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hjemvei.accounts.actor import Actor
from hjemvei.cases.actions.finish_task import finish_task
from hjemvei.cases.actions.record_event import record_event
from hjemvei.cases.actions.sync_caseload import sync_caseload
from hjemvei.cases.enums import Answer
from hjemvei.core.errors import RuleBroken
from hjemvei.sharing.models import Case
from hjemvei.tenancies.policy import can_check_readiness
from hjemvei.tenancies.readiness import ITEMS, TASKS

CHECKED = gettext_noop("Gjennomgang før løslatelse: %(met)s av %(count)s på plass")


def check_readiness(
    *, actor: Actor, case: Case, task: str, answers: Mapping[str, Answer], at: dt.datetime
) -> None:
    """One line of the timeline for each class, so that health and money stay with those who may see.

    Raises RuleBroken for an unknown round, or where nothing that the actor may see is answered.
    """
    can_check_readiness(actor).require()
    seen = [item for item in ITEMS if item.code in answers and actor.may_read(item.info_class)]
    if task not in TASKS or not seen:
        raise RuleBroken(_("Velg hva du har gått gjennom."), code="nothing", field="task")
    for info_class in sorted({item.info_class for item in seen}):
        codes = [item.code for item in seen if item.info_class == info_class]
        said: dict[str, Any] = {f"item_{code}": answers[code].value for code in codes}
        record_event(
            actor=actor,
            case=case,
            code="readiness",
            text=CHECKED,
            info_class=info_class,
            at=at,
            round=task,
            met=sum(answers[code] is Answer.YES for code in codes),
            count=len(codes),
            **said,
        )
    finish_task(actor=actor, case=case, code=task, at=at)
    sync_caseload(case_ids=[case.pk])
