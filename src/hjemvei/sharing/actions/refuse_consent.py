"""Write down the person's no, which is an answer as good as a yes: the prison still plans."""

from __future__ import annotations

import datetime as dt

from hjemvei.accounts.actor import Actor
from hjemvei.core.states import move
from hjemvei.sharing import events
from hjemvei.sharing.answers import answered
from hjemvei.sharing.consent_log import write_event
from hjemvei.sharing.enums import ConsentEventKind
from hjemvei.sharing.models import Case, Consent
from hjemvei.sharing.policy import can_ask_consent
from hjemvei.sharing.states import CONSENT
from hjemvei.sharing.terms import Terms, check_terms


def refuse_consent(*, actor: Actor, case: Case, terms: Terms, at: dt.datetime) -> Consent:
    """Raises RuleBroken for a representative without a name. Why somebody says no is never asked for."""
    can_ask_consent(actor, case).require()
    check_terms(terms)
    consent = answered(actor=actor, case=case, terms=terms, at=at)
    move(consent, "refuse", by=CONSENT)
    consent.save()
    write_event(actor=actor, consent=consent, kind=ConsentEventKind.REFUSED, terms=terms, at=at)
    events.announce(actor=actor, case=case, consent=consent, change=events.Change.REFUSED, at=at)
    return consent
