"""The municipality says no. Both are named where the person allows it, and help goes on meanwhile."""

from __future__ import annotations

import datetime as dt

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.cases.actions.record_event import record_event
from hjemvei.cases.actions.sync_caseload import sync_caseload
from hjemvei.cases.asked import GROUND, ask_unit
from hjemvei.cases.models import Responsibility
from hjemvei.cases.policy.cooperation import can_answer_responsibility
from hjemvei.cases.queries.cooperation import due_by, lock_responsibility, receiver_in
from hjemvei.cases.states import RESPONSIBILITY
from hjemvei.core.errors import RuleBroken
from hjemvei.core.states import move
from hjemvei.parties.models import Municipality
from hjemvei.sharing.models import Case
from hjemvei.sharing.queries import names_municipality

SECOND = ("second_municipality", "second_unit", "second_answer", "second_answered_at")
DISPUTED = gettext_noop("%(municipality)s er ikke enig i at kommunen har ansvaret. Hjelpen fortsetter")


def raise_dispute(
    *,
    actor: Actor,
    responsibility: Responsibility,
    reason: str,
    second: Municipality | None,
    today: dt.date,
    at: dt.datetime,
) -> Responsibility:
    """`second` is the municipality meant instead; naming it needs a consent that names one of its units.

    Raises RuleBroken without a reason. The clock to the county governor runs from `answered_at`.
    """
    row = lock_responsibility(actor, responsibility)
    can_answer_responsibility(actor, row).require()
    if not reason.strip():
        raise RuleBroken(_("Skriv hvorfor kommunen ikke har ansvaret."), code="no_reason", field="reason")
    if second is not None:
        _check_second(actor, row, second, today)
    move(row, "dispute", by=RESPONSIBILITY)
    row.second_municipality, row.answered_at, row.answer = second, at, reason[:600]
    if second is not None:
        row.second_unit_id = receiver_in(actor, row.case, municipality=second.pk)
    row.second_answer, row.second_answered_at = "", None
    row.save(update_fields=["state", "answered_at", "answer", *SECOND])
    _tell(actor, row.case, row, at)
    if row.second_unit_id is not None:
        ask_second(actor, row, today=today, at=at)
    sync_caseload(case_ids=[row.case_id])
    return row


def ask_second(actor: Actor, row: Responsibility, *, today: dt.date, at: dt.datetime) -> None:
    """The other municipality has as long as the county governor waits."""
    since = localdate(row.answered_at) if row.answered_at else today
    due_on = due_by(actor, row.case, code="dispute_to_governor", counted_from=since)
    unit_id = row.second_unit_id
    assert unit_id is not None
    ask_unit(actor, row.case, code=GROUND, unit_id=unit_id, due_on=max(due_on, today), today=today, at=at)


def _check_second(actor: Actor, row: Responsibility, second: Municipality, today: dt.date) -> None:
    if second.pk == row.municipality_id:
        raise RuleBroken(_("Velg en annen kommune enn din egen."), code="same", field="second")
    if not names_municipality(actor, row.case, number=second.pk, today=today):
        raise RuleBroken(
            _("%(name)s kan ikke nevnes før personen har samtykket til det. Utvid samtykket først.")
            % {"name": second.name_norwegian},
            code="second_needs_consent",
            field="second",
        )


def _tell(actor: Actor, case: Case, row: Responsibility, at: dt.datetime) -> None:
    record_event(
        actor=actor,
        case=case,
        code="responsibility_disputed",
        text=DISPUTED,
        info_class=InfoClass.COORDINATION,
        at=at,
        milestone=True,
        municipality=row.municipality.name_norwegian,
    )
