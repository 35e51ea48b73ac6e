"""Tell that the application is received and why the decision takes time."""

from __future__ import annotations

import datetime as dt

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.allocation.events import provisional_reply_sent
from hjemvei.allocation.models import Application
from hjemvei.allocation.policy import can_decide
from hjemvei.allocation.states import ApplicationState
from hjemvei.cases.actions.record_event import record_event
from hjemvei.core.errors import RuleBroken

REPLIED = gettext_noop("Foreløpig svar på søknaden om bolig er gitt")


def send_provisional_reply(*, actor: Actor, application: Application, at: dt.datetime) -> Application:
    """Once for an application that waits. Raises RuleBroken when it is decided or the reply is given."""
    rows = Application.objects.visible_to(actor).select_for_update(of=("self",))
    locked: Application = rows.get(pk=application.pk)
    can_decide(actor, locked).require()
    if locked.state != ApplicationState.RECEIVED or locked.provisional_reply_on is not None:
        raise RuleBroken(_("Søknaden er avgjort eller har fått foreløpig svar."), code="wrong_state")
    locked.provisional_reply_on = localtime(at).date()
    locked.save(update_fields=["provisional_reply_on"])
    record_event(
        actor=actor,
        case=locked.case,
        code="provisional_reply",
        text=REPLIED,
        info_class=InfoClass.HOUSING,
        at=at,
    )
    for tell in provisional_reply_sent:
        tell(actor, locked, at)
    return locked
