"""The rows that an answer is written on: the consent and its arrows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from hjemvei.accounts.actor import Actor
from hjemvei.sharing.enums import ConsentState
from hjemvei.sharing.models import Case, Consent, ConsentScope, owned_by
from hjemvei.sharing.terms import Arrow, Terms


def answered(*, actor: Actor, case: Case, terms: Terms, at: dt.datetime) -> Consent:
    """The open question of this case, locked, else a new row; filled with the answer's form, not saved."""
    asked = (
        Consent.objects.visible_to(actor)
        .of(case)
        .filter(state=ConsentState.ASKED)
        .select_for_update(of=("self",))
        .order_by("id")
        .first()
    )
    consent = asked or Consent(**owned_by(actor, case, at=at))
    consent.form = terms.form
    consent.language = terms.language
    consent.interpreter_used = terms.interpreter_used
    consent.representation = terms.representation
    consent.representative_name = terms.representative_name.strip()
    consent.explained = terms.explained
    consent.answered_at = at
    return consent


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
