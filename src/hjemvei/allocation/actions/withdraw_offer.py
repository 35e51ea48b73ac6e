"""Take an offer back, with a reason; the dwelling is free again."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.allocation.models import Offer
from hjemvei.allocation.policy import can_withdraw_offer
from hjemvei.allocation.states import OFFER
from hjemvei.cases.actions.record_event import record_event
from hjemvei.cases.actions.set_home_status import set_home_status
from hjemvei.cases.actions.sync_caseload import sync_caseload
from hjemvei.cases.choices import HomeStage
from hjemvei.core.errors import RuleBroken
from hjemvei.core.states import move

WITHDRAWN = gettext_noop("Tilbudet om bolig er trukket tilbake")


def withdraw_offer(*, actor: Actor, offer: Offer, reason: str, at: dt.datetime) -> Offer:
    """Raises RuleBroken without a reason, or when the offer is answered with a no or has become a lease."""
    rows = Offer.objects.visible_to(actor).select_for_update(of=("self",))
    locked: Offer = rows.get(pk=offer.pk)
    can_withdraw_offer(actor, locked).require()
    if not reason.strip():
        raise RuleBroken(_("Skriv hvorfor tilbudet trekkes."), code="reason", field="reason")
    move(locked, "withdraw", by=OFFER)
    locked.reason = reason
    locked.save(update_fields=["state", "reason"])
    record_event(
        actor=actor,
        case=locked.case,
        code="offer_withdrawn",
        text=WITHDRAWN,
        info_class=InfoClass.HOUSING,
        at=at,
        milestone=True,
    )
    set_home_status(actor=actor, case=locked.case, status=HomeStage.GRANTED, at=at)
    sync_caseload(case_ids=[locked.case_id])
    return locked
