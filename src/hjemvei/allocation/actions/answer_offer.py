"""What the person answers to an offer. A no costs nothing by itself."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.allocation.models import Offer
from hjemvei.allocation.policy import can_answer
from hjemvei.allocation.states import OFFER
from hjemvei.cases.actions.record_event import record_event
from hjemvei.cases.actions.set_home_status import set_home_status
from hjemvei.cases.actions.sync_caseload import sync_caseload
from hjemvei.cases.choices import HomeStage
from hjemvei.core.errors import RuleBroken
from hjemvei.core.states import move

ACCEPTED = gettext_noop("Personen takket ja til boligen")
DECLINED = gettext_noop("Personen takket nei til boligen. Søknaden gjelder fortsatt.")


def answer_offer(*, actor: Actor, offer: Offer, accepts: bool, reason: str = "", at: dt.datetime) -> Offer:
    """A no needs its reason, so that the next offer fits better; the application stays granted."""
    rows = Offer.objects.visible_to(actor).select_for_update(of=("self",))
    locked: Offer = rows.get(pk=offer.pk)
    can_answer(actor, locked).require()
    if not accepts and not reason.strip():
        text = _("Skriv hvorfor personen takker nei, så neste tilbud passer bedre.")
        raise RuleBroken(text, code="reason", field="reason")
    move(locked, "accept" if accepts else "decline", by=OFFER)
    locked.answered_at, locked.reason = at, reason
    locked.save(update_fields=["state", "answered_at", "reason"])
    record_event(
        actor=actor,
        case=locked.case,
        code="offer_accepted" if accepts else "offer_declined",
        text=ACCEPTED if accepts else DECLINED,
        info_class=InfoClass.HOUSING,
        at=at,
        milestone=True,
    )
    status = HomeStage.ACCEPTED if accepts else HomeStage.GRANTED
    set_home_status(actor=actor, case=locked.case, status=status, at=at)
    sync_caseload(case_ids=[locked.case_id])
    return locked
