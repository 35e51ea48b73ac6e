"""Write down the person's yes: to whom, what, for what, how long.

Nothing is handed over by it to anybody new; who takes part already goes on.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.core.errors import RuleBroken
from hjemvei.core.states import move
from hjemvei.parties.models import Unit
from hjemvei.sharing import events
from hjemvei.sharing.actions.open_to_unit import open_to_unit
from hjemvei.sharing.answers import add_scopes, answered, check_witness
from hjemvei.sharing.consent_log import write_event
from hjemvei.sharing.enums import Basis, ConsentEventKind
from hjemvei.sharing.models import Case, Consent
from hjemvei.sharing.policy import can_ask_consent, is_in_force
from hjemvei.sharing.queries import participants
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
    replaces: Consent | None = None,
) -> Consent:
    """Answers the open question where there is one, else question and answer are one row.

    `replaces` is a wider consent that this one takes the place of, withdrawn in the same breath.
    Raises RuleBroken for an empty period, no receiver, or a representative without a name.
    """
    can_ask_consent(actor, case).require()
    check_arrows(arrows)
    check_terms(terms)
    if replaces is None:
        check_witness(actor, arrows, terms)
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
    kind = ConsentEventKind.NARROWED if replaces else ConsentEventKind.GIVEN
    write_event(actor=actor, consent=consent, kind=kind, terms=terms, at=at, replaces=replaces)
    events.announce(actor=actor, case=case, consent=consent, change=events.Change.GIVEN, at=at)
    if is_in_force(consent, today=timezone.localdate(at)):
        _carry_on(actor, case, consent, {arrow.receiver_unit_id for arrow in arrows}, at)
    return consent


def _carry_on(actor: Actor, case: Case, consent: Consent, named: set[int], at: dt.datetime) -> None:
    """Who takes part by an earlier consent and is named again, goes on by this one: a yes that is renewed."""
    here = {part.unit_id for part in participants(case) if part.basis == Basis.CONSENT}
    what, today = _("Samtykket er fornyet"), timezone.localdate(at)
    for unit in Unit.objects.filter(pk__in=(here & named) - set(actor.units)).order_by("id"):
        try:
            with transaction.atomic():
                open_to_unit(
                    actor=actor, case=case, consent=consent, unit=unit, what=what, today=today, at=at
                )
        except RuleBroken:  # written down late: the period it was given for is over already
            continue
