"""A party takes its signature back, while another party has not signed."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.agreements.models import Agreement, Signature
from hjemvei.agreements.policy_sign import can_withdraw
from hjemvei.agreements.states import VersionState
from hjemvei.core.errors import RuleBroken


def withdraw_signature(*, actor: Actor, signature: Signature, at: dt.datetime) -> Signature:
    """Doing it twice does it once. Raises NotAllowed for another party's, RuleBroken once all have signed."""
    can_withdraw(actor, signature).require()
    Agreement.objects.select_for_update().get(pk=signature.version.agreement_id)
    row = Signature.objects.select_related("version", "party").get(pk=signature.pk)
    if row.version.state != VersionState.DRAFT:
        raise RuleBroken(_("Alle har undertegnet. Avtalen må sies opp eller avløses."), code="signed")
    if row.withdrawn_at is None:
        row.withdrawn_at, row.withdrawn_by_id = at, actor.user_id
        row.save(update_fields=["withdrawn_at", "withdrawn_by"])
    return row
