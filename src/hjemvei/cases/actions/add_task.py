"""A task of the unit's own, beside those that follow from the agreement."""

from __future__ import annotations

import datetime as dt
import secrets

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.agreements.enums import PartyCode
from hjemvei.cases.actions.sync_caseload import sync_caseload
from hjemvei.cases.models import Task
from hjemvei.cases.policy.inside import can_add_task
from hjemvei.core.errors import RuleBroken
from hjemvei.parties.enums import UnitKind
from hjemvei.parties.models import Unit
from hjemvei.sharing.models import Case, owned_by, writing_unit

OWN_TASK = gettext_noop("Egen oppgave")


def add_task(
    *, actor: Actor, case: Case, title: str, due_on: dt.date, at: dt.datetime, today: dt.date, code: str = ""
) -> Task:
    """Only the unit itself sees it (class OWN, or custody in a unit whose role reads no own notes).

    Raises RuleBroken for an empty title or a day that has passed.
    """
    can_add_task(actor, case).require()
    if not title.strip():
        raise RuleBroken(_("Skriv hva som skal gjøres."), field="title")
    if due_on < today:
        raise RuleBroken(_("Fristen kan ikke være før i dag."), field="due_on")
    unit = Unit.objects.get(pk=writing_unit(actor, case))
    task: Task = Task.objects.create(
        **owned_by(actor, case, at=at),
        info_class=InfoClass.OWN,
        code=code or f"own_{secrets.token_hex(6)}",
        title=OWN_TASK,
        words=title.strip()[:200],
        party=PartyCode.PRISON if unit.kind == UnitKind.PRISON else PartyCode.MUNICIPALITY,
        to_unit=unit,
        opens_on=today,
        due_on=due_on,
        first_due_on=due_on,
    )
    sync_caseload(case_ids=[case.pk])
    return task
