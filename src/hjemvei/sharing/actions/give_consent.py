"""Write down the person's yes: to whom, what, for what, how long. Nothing is handed over by it yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.core.errors import RuleBroken
from hjemvei.core.states import move
from hjemvei.sharing import events
from hjemvei.sharing.answers import add_scopes, answered
from hjemvei.sharing.models import Case, Consent
from hjemvei.sharing.policy import can_ask_consent
from hjemvei.sharing.states import CONSENT
from hjemvei.sharing.terms import Arrow, Terms, check_arrows, check_terms


def give_consent(
    *,
    actor: Actor,
    case: Case,
    terms: Terms,
    arrows: Sequence[Arrow],
    starts_on: dt.date,
    ends_before: dt.date,
    at: dt.datetime,
) -> Consent:
    """Answers the open question where there is one, else question and answer are one row.

    Raises RuleBroken for an empty period, no receiver, or a representative without a name.
    """
    can_ask_consent(actor, case).require()
    check_arrows(arrows)
    check_terms(terms)
    if ends_before <= starts_on:
        raise RuleBroken(
            _("Samtykket må gjelde til en dag etter at det starter."),
            code="empty_period",
            field="ends_before",
        )
    consent = answered(actor=actor, case=case, terms=terms, at=at)
    move(consent, "give", by=CONSENT)
    consent.starts_on, consent.ends_before = starts_on, ends_before
    consent.save()
    add_scopes(actor=actor, case=case, consent=consent, arrows=arrows, at=at)
    events.announce(actor=actor, case=case, consent=consent, change=events.Change.GIVEN, at=at)
    return consent
