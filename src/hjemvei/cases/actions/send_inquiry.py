"""Ask another unit without saying about whom: no case, no name, nothing that identifies."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.cases.models import Inquiry
from hjemvei.cases.policy.cooperation import can_send_inquiry
from hjemvei.cases.queries.cooperation import default_due_by
from hjemvei.cases.rules.anonymity import has_identity_number
from hjemvei.core.errors import RuleBroken
from hjemvei.parties.models import Unit


def send_inquiry(*, actor: Actor, to_unit: Unit, body: str, at: dt.datetime) -> Inquiry:
    """Raises RuleBroken for an empty text or one with an identity number; names are warned of in the form."""
    can_send_inquiry(actor).require()
    check_body(body)
    inquiry: Inquiry = Inquiry.objects.create(
        owner_unit_id=actor.unit_id,
        to_unit=to_unit,
        asked_by_id=actor.user_id,
        body=body.strip(),
        sent_at=at,
        answer_by=default_due_by(code="answer_inquiry", counted_from=timezone.localdate(at)),
    )
    return inquiry


def check_body(body: str) -> None:
    if not body.strip():
        raise RuleBroken(_("Skriv henvendelsen."), code="empty", field="body")
    if has_identity_number(body):
        raise RuleBroken(
            _("Teksten har et fødselsnummer. En henvendelse uten samtykke må ikke vise hvem det gjelder."),
            code="identifying",
            field="body",
        )
