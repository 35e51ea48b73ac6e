"""Somebody turns to the municipality on their own: its own case, whatever the prison holds."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_noop

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.cases.actions.record_event import record_event
from hjemvei.cases.actions.sync_caseload import sync_caseload
from hjemvei.cases.policy.cooperation import can_take_request
from hjemvei.sharing.actions.admit_people import Newcomer, admit_people
from hjemvei.sharing.enums import Basis
from hjemvei.sharing.models import Case

REQUESTED = gettext_noop("Personen tok selv kontakt med %(unit)s")


def take_request(*, actor: Actor, newcomer: Newcomer, at: dt.datetime) -> Case:
    """A person the municipality already has an open case for comes back to that case."""
    can_take_request(actor).require()
    admitted = admit_people(actor=actor, unit_id=actor.unit_id, basis=Basis.REQUEST, people=[newcomer])[0]
    case = Case.objects.visible_to(actor).get(pk=admitted.case_id)
    record_event(
        actor=actor,
        case=case,
        code="own_request",
        text=REQUESTED,
        info_class=InfoClass.COORDINATION,
        at=at,
        milestone=True,
        unit=actor.unit_name,
    )
    sync_caseload(case_ids=[case.pk])
    return case
