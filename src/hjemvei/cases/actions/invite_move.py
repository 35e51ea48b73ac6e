"""The municipality of wish is invited, with consent, in no more classes than an invitation needs (R244)."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.cases.actions.record_event import record_event
from hjemvei.cases.actions.sync_caseload import sync_caseload
from hjemvei.cases.asked import ANSWER, ask_unit
from hjemvei.cases.models import MoveWish
from hjemvei.cases.policy.moves import can_invite_move
from hjemvei.cases.queries.cooperation import due_by
from hjemvei.cases.queries.moves import INVITATION, lock_move
from hjemvei.cases.states import MOVE
from hjemvei.core.errors import RuleBroken
from hjemvei.core.states import move
from hjemvei.parties.models import Unit
from hjemvei.sharing.actions.open_to_unit import open_to_unit
from hjemvei.sharing.models import Consent
from hjemvei.sharing.queries import consent_for, takes_part

INVITED = gettext_noop("%(municipality)s er invitert til å overta ansvaret")
HANDED = gettext_noop("Invitasjon om å overta ansvaret")


def invite_move(*, actor: Actor, wish: MoveWish, to_unit: Unit, today: dt.date, at: dt.datetime) -> MoveWish:
    """It does not wait for the original municipality's view: the person chooses where to live.

    Raises RuleBroken without consent, and for a unit of another municipality than the wished one.
    """
    row = lock_move(actor, wish)
    can_invite_move(actor, row).require()
    consent = _consent(actor, row, to_unit, today)
    move(row, "invite", by=MOVE)
    row.opened_case = not takes_part(row.case, to_unit.pk)
    if row.opened_case:
        open_to_unit(
            actor=actor, case=row.case, consent=consent, unit=to_unit, what=HANDED, only=INVITATION,
            today=today, at=at,
        )  # fmt: skip
    row.to_unit, row.consent, row.invited_at = to_unit, consent, at
    row.answer_by = due_by(actor, row.case, code="answer_move", counted_from=today)
    row.save(update_fields=["state", "opened_case", "to_unit", "consent", "invited_at", "answer_by"])
    ask_unit(actor, row.case, code=ANSWER, unit_id=to_unit.pk, due_on=row.answer_by, today=today, at=at)
    record_event(
        actor=actor, case=row.case, code="move_invited", text=INVITED, info_class=InfoClass.COORDINATION,
        at=at, milestone=True, municipality=row.to_municipality.name_norwegian,
    )  # fmt: skip
    sync_caseload(case_ids=[row.case_id])
    return row


def _consent(actor: Actor, row: MoveWish, to_unit: Unit, today: dt.date) -> Consent:
    if to_unit.controller.municipality_id != row.to_municipality_id:
        text = _("Velg en enhet i kommunen personen ønsker å flytte til.")
        raise RuleBroken(text, code="other_municipality", field="to_unit")
    consent = consent_for(actor, row.case, unit_id=to_unit.pk, classes=sorted(INVITATION), today=today)
    if consent is None:
        raise RuleBroken(
            _("%(unit)s er ikke nevnt i et samtykke som gjelder. Spør personen om samtykke først.")
            % {"unit": to_unit.name},
            code="no_consent",
            field="to_unit",
        )
    return consent
