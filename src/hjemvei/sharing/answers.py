"""The rows that an answer is written on: the consent and its arrows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from hjemvei.accounts.actor import Actor
from hjemvei.core.errors import RuleBroken
from hjemvei.sharing.models import Case, Consent, ConsentScope, owned_by
from hjemvei.sharing.policy import can_write_down
from hjemvei.sharing.queries import lock_question
from hjemvei.sharing.terms import Arrow, Terms


def answered(*, actor: Actor, case: Case, terms: Terms, at: dt.datetime) -> Consent:
    """The open question of this case, locked, else a new row; filled with the answer's form, not saved."""
    asked = lock_question(actor, case)
    if asked is not None:
        asked.case = case
    consent = asked or Consent(**owned_by(actor, case, at=at))
    consent.form = terms.form
    consent.language = terms.language
    consent.interpreter_used = terms.interpreter_used
    consent.representation = terms.representation
    consent.representative_name = terms.representative_name.strip()
    consent.explained = terms.explained
    consent.answered_at = at
    return consent


def check_witness(actor: Actor, arrows: Sequence[Arrow], terms: Terms) -> None:
    """Raises RuleBroken where whoever gains by the yes is the only one who has heard it."""
    decision = can_write_down(actor, arrows, terms)
    if not decision:
        raise RuleBroken(str(decision.reason), code="no_witness", field="witness_name")


def add_scopes(
    *, actor: Actor, case: Case, consent: Consent, arrows: Sequence[Arrow], at: dt.datetime
) -> None:
    """One row an arrow; the same arrow twice counts once."""
    fields = owned_by(actor, case, at=at)
    ConsentScope.objects.bulk_create(
        [
            ConsentScope(
                **fields,
                consent=consent,
                giver_id=arrow.giver_id,
                receiver_unit_id=arrow.receiver_unit_id,
                info_class=arrow.info_class,
                purpose=arrow.purpose,
            )
            for arrow in dict.fromkeys(arrows)
        ]
    )
