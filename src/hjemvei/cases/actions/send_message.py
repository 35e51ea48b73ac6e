"""Write to another party in the case. A question has a day for its answer; contact officers work shifts."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.agreements.enums import EventCode
from hjemvei.cases.actions.record_event import record_event
from hjemvei.cases.actions.sync_tasks import sync_tasks
from hjemvei.cases.models import Message
from hjemvei.cases.policy.cooperation import can_send_message
from hjemvei.cases.queries.cooperation import due_by
from hjemvei.core.errors import RuleBroken
from hjemvei.parties.enums import UnitKind
from hjemvei.parties.models import Unit
from hjemvei.sharing.models import Case, owned_by, writing_unit
from hjemvei.sharing.queries import takes_part

ASKED = gettext_noop("Spørsmål sendt til %(unit)s")


def send_message(
    *, actor: Actor, case: Case, to_unit: Unit, body: str, is_question: bool = False, at: dt.datetime
) -> Message:
    """Raises RuleBroken for an empty text, or where consent no longer lets the units talk of the person."""
    can_send_message(actor, case).require()
    if not body.strip():
        raise RuleBroken(_("Skriv meldingen."), code="empty", field="body")
    if not takes_part(case, writing_unit(actor, case)) or not takes_part(case, to_unit.pk):
        raise RuleBroken(
            _("%(unit)s tar ikke del i saken nå. Det trengs et samtykke før dere kan skrive om personen.")
            % {"unit": to_unit.name},
            code="no_consent",
            field="to_unit",
        )
    today = timezone.localdate(at)
    message: Message = Message.objects.create(
        **owned_by(actor, case, at=at),
        to_unit=to_unit,
        body=body.strip(),
        sent_at=at,
        answer_by=due_by(actor, case, code="answer_inquiry", counted_from=today) if is_question else None,
    )
    if is_question:
        _tell(actor, case, to_unit, at)
    return message


def _tell(actor: Actor, case: Case, to_unit: Unit, at: dt.datetime) -> None:
    """A question to the municipality is a duty with a deadline there; the prison's stand in its dashboard."""
    if to_unit.controller_id == actor.controller_id or to_unit.kind == UnitKind.PRISON:
        return
    record_event(
        actor=actor,
        case=case,
        code=EventCode.INQUIRY_RECEIVED,
        text=ASKED,
        info_class=InfoClass.COORDINATION,
        at=at,
        unit=to_unit.name,
    )
    sync_tasks(actor=actor, case=case, at=at, today=timezone.localdate(at))
