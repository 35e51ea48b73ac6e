"""The county governor has decided who answers."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.cases.actions.record_event import record_event
from hjemvei.cases.actions.sync_caseload import sync_caseload
from hjemvei.cases.models import Responsibility
from hjemvei.cases.policy.cooperation import can_record_governor
from hjemvei.cases.queries.cooperation import lock_responsibility
from hjemvei.cases.states import RESPONSIBILITY
from hjemvei.core.errors import RuleBroken
from hjemvei.core.states import move
from hjemvei.parties.models import Municipality

DECIDED = gettext_noop("Statsforvalteren har avgjort at %(municipality)s har ansvaret")


def decide_responsibility(
    *, actor: Actor, responsibility: Responsibility, municipality: Municipality, answer: str, at: dt.datetime
) -> Responsibility:
    """One of the two that were named. Raises RuleBroken for a third, and where nobody disagrees."""
    row = lock_responsibility(actor, responsibility)
    can_record_governor(actor, row).require()
    if municipality.pk not in (row.municipality_id, row.second_municipality_id):
        raise RuleBroken(
            _("Velg en av de to kommunene som er nevnt i uenigheten."), code="third", field="municipality"
        )
    move(row, "decide", by=RESPONSIBILITY)
    row.municipality, row.answer = municipality, answer[:600]
    row.save(update_fields=["state", "municipality", "answer"])
    record_event(
        actor=actor,
        case=row.case,
        code="responsibility_decided",
        text=DECIDED,
        info_class=InfoClass.COORDINATION,
        at=at,
        milestone=True,
        municipality=municipality.name_norwegian,
    )
    sync_caseload(case_ids=[row.case_id])
    return row
