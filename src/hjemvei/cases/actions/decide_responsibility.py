"""The county governor has decided who answers."""

from __future__ import annotations

import datetime as dt

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.cases.actions.accept_responsibility import PARTIES, change_sides
from hjemvei.cases.actions.finish_task import finish_task
from hjemvei.cases.actions.record_event import record_event
from hjemvei.cases.actions.sync_caseload import sync_caseload
from hjemvei.cases.asked import GROUND, lapse_asked
from hjemvei.cases.hands import note_hand
from hjemvei.cases.models import Responsibility
from hjemvei.cases.policy.cooperation import can_record_governor
from hjemvei.cases.queries.cooperation import lock_responsibility
from hjemvei.cases.states import RESPONSIBILITY
from hjemvei.core.errors import RuleBroken
from hjemvei.core.states import move
from hjemvei.parties.models import Municipality

DECIDED = gettext_noop("Statsforvalteren har avgjort at %(municipality)s har ansvaret")


def decide_responsibility(
    *,
    actor: Actor,
    responsibility: Responsibility,
    municipality: Municipality,
    answer: str,
    decided_on: dt.date | None = None,
    at: dt.datetime,
) -> Responsibility:
    """One of the two that were named; the grounds of both stay beside the decision (L9).

    Raises RuleBroken for a third, and for a day that has not come.
    """
    row = lock_responsibility(actor, responsibility)
    can_record_governor(actor, row).require()
    if municipality.pk not in (row.municipality_id, row.second_municipality_id):
        raise RuleBroken(
            _("Velg en av de to kommunene som er nevnt i uenigheten."), code="third", field="municipality"
        )
    today = localdate(at)
    if decided_on is not None and decided_on > today:
        raise RuleBroken(_("Datoen kan ikke være fram i tid."), code="future", field="decided_on")
    move(row, "decide", by=RESPONSIBILITY)
    row.governor_decided_on, row.governor_decision = decided_on or today, answer[:600]
    if municipality.pk == row.second_municipality_id:
        change_sides(row)
    row.save(update_fields=["state", "governor_decided_on", "governor_decision", *PARTIES])
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
    note_hand(actor, row.case, municipality=municipality, at=at)
    lapse_asked(actor, row.case, GROUND, at=at)
    finish_task(actor=actor, case=row.case, code="dispute_to_governor", at=at)
    sync_caseload(case_ids=[row.case_id])
    return row
