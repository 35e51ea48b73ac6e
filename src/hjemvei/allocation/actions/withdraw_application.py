"""The person does not want to apply any more."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.allocation.models import Application, Offer
from hjemvei.allocation.policy import can_apply
from hjemvei.allocation.states import APPLICATION, OfferState
from hjemvei.cases.actions.record_event import record_event
from hjemvei.cases.actions.set_home_status import set_home_status
from hjemvei.cases.choices import HomeStage
from hjemvei.core.errors import RuleBroken
from hjemvei.core.states import move

WITHDRAWN = gettext_noop("Personen trakk søknaden om bolig")


def withdraw_application(*, actor: Actor, application: Application, at: dt.datetime) -> Application:
    """Raises RuleBroken while an offer on it is open: that is answered first."""
    rows = Application.objects.visible_to(actor).select_for_update(of=("self",))
    locked: Application = rows.get(pk=application.pk)
    can_apply(actor).require()
    offers = Offer.objects.visible_to(actor).filter(application=locked)
    if offers.filter(state__in=[OfferState.MADE, OfferState.ACCEPTED]).exists():
        raise RuleBroken(_("Svar på tilbudet først."), code="open_offer")
    move(locked, "withdraw", by=APPLICATION)
    locked.save(update_fields=["state"])
    record_event(
        actor=actor,
        case=locked.case,
        code="application_withdrawn",
        text=WITHDRAWN,
        info_class=InfoClass.HOUSING,
        at=at,
        milestone=True,
    )
    set_home_status(actor=actor, case=locked.case, status=HomeStage.NO_HOME, at=at)
    return locked
