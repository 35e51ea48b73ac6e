"""The person says yes for longer: the same receivers and classes, a later day."""

from __future__ import annotations

import datetime as dt

from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.core.db import call
from hjemvei.core.errors import RuleBroken
from hjemvei.sharing import events
from hjemvei.sharing.answers import check_witness
from hjemvei.sharing.consent_log import write_event
from hjemvei.sharing.enums import ConsentEventKind
from hjemvei.sharing.models import Consent
from hjemvei.sharing.picture import named_in
from hjemvei.sharing.policy import can_answer_consent, is_in_force
from hjemvei.sharing.queries import lock_consent
from hjemvei.sharing.terms import Terms, check_terms


def extend_consent(
    *,
    actor: Actor,
    consent: Consent,
    terms: Terms,
    ends_before: dt.date,
    today: dt.date,
    at: dt.datetime,
) -> Consent:
    """Raises RuleBroken for a consent that has ended, which never revives, and for a day that is no later."""
    consent = lock_consent(actor, consent)
    can_answer_consent(actor, consent).require()
    check_terms(terms)
    if not is_in_force(consent, today=today):
        raise RuleBroken(_("Samtykket gjelder ikke nå. Spør personen på nytt."), code="not_in_force")
    if consent.ends_before is None or ends_before <= consent.ends_before:
        raise RuleBroken(
            _("Velg en dag etter den siste dagen samtykket gjelder nå."), code="not_later", field="last_day"
        )
    check_witness(actor, named_in(actor, consent).arrows, terms)
    try:
        with transaction.atomic():
            call("extend", consent.pk, ends_before)
    except DatabaseError as error:
        raise RuleBroken(
            _("Samtykket gjelder ikke nå. Last siden på nytt og se hva som er endret."), code="not_in_force"
        ) from error
    consent.refresh_from_db(fields=["ends_before"])
    write_event(actor=actor, consent=consent, kind=ConsentEventKind.EXTENDED, terms=terms, at=at)
    case = consent.case
    events.announce(actor=actor, case=case, consent=consent, change=events.Change.RENEWED, at=at)
    return consent
