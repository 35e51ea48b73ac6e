"""Somebody says that what is written about them is wrong: on their own page, or to staff."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.agreements.enums import PartyCode
from hjemvei.cases.actions.sync_caseload import sync_caseload
from hjemvei.cases.task_sql import FreshTask, TaskKind, write_tasks
from hjemvei.core.errors import RuleBroken
from hjemvei.parties.enums import UnitKind
from hjemvei.parties.models import Unit
from hjemvei.rights.enums import RequestForm
from hjemvei.rights.models import Correction
from hjemvei.rights.policy import can_take_down_correction
from hjemvei.rights.rules import due_on
from hjemvei.sharing.models import Case, owned_by

TITLE = gettext_noop("Rett det personen sier er feil, eller si hvorfor ikke")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """`about` is what stands written, `said` what the person says is right; the class is that of what is
    written. `table_name` and `row_id` point at the row, where one is known.
    """

    info_class: InfoClass
    about: str
    said: str
    table_name: str = ""
    row_id: int | None = None


def take_down_correction(
    *, actor: Actor, case: Case, said: Said, to_unit: Unit, form: RequestForm, at: dt.datetime
) -> Correction:
    """`to_unit` wrote what is said to be wrong and answers within a month. Raises RuleBroken where one of the
    two texts is missing.
    """
    can_take_down_correction(actor, said.info_class).require()
    for field, value in (("about", said.about), ("said", said.said)):
        if not value.strip():
            raise RuleBroken(_("Skriv både hva som står, og hva som er riktig."), code="empty", field=field)
    today = localdate(at)
    row = Correction.objects.create(
        **owned_by(actor, case, at=at), to_unit=to_unit, info_class=said.info_class, form=form,
        about=said.about.strip(), said=said.said.strip(), table_name=said.table_name, row_id=said.row_id,
        due_on=due_on(today),
    )  # fmt: skip
    party = PartyCode.PRISON if to_unit.kind == UnitKind.PRISON else PartyCode.MUNICIPALITY
    with override("nb"):
        title = _(TITLE)
    task = TaskKind(InfoClass.OWN.value, task_code(row), title, "", "", party, "", False)
    fresh = FreshTask(case.pk, row.owner_unit_id, to_unit.pk, task, today, row.due_on)
    write_tasks(actor=actor, tasks=[fresh], at=at)
    sync_caseload(case_ids=[case.pk])
    return row


def task_code(row: Correction) -> str:
    return f"correction_{row.key}"
