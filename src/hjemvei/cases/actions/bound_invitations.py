"""A municipality that is only invited sees no more for a notice or a changed consent than it did before."""

from __future__ import annotations

from hjemvei.accounts.actor import Actor
from hjemvei.cases.models import MoveWish
from hjemvei.cases.queries.moves import INVITATION
from hjemvei.cases.states import MoveState
from hjemvei.core.db import call
from hjemvei.sharing.enums import ConsentState
from hjemvei.sharing.models import Case, Consent


def bound_invitations(*, actor: Actor, case: Case, consent: Consent) -> None:
    """What the consent has just opened to an invited unit is narrowed to the invitation's classes, until it
    says yes; a consent that took the place of an earlier one carries the invitation on.
    """
    if consent.state != ConsentState.GIVEN:
        return
    rows = MoveWish.objects.visible_to(actor).of(case).filter(state=MoveState.INVITED, opened_case=True)
    for row in rows.order_by("id"):
        call("narrow_access", consent.pk, row.to_unit_id, sorted(INVITATION))
        if row.consent_id != consent.pk and (row.to_unit_id or 0) in case.access_units:
            row.consent = consent
            row.save(update_fields=["consent"])
