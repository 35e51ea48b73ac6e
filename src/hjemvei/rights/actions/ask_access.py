"""Take down that somebody asks to see what is held about them; every controller gets its part."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.core.db import call
from hjemvei.core.errors import RuleBroken
from hjemvei.core.text import new_key
from hjemvei.rights.enums import PartState, RequestForm
from hjemvei.rights.models import AccessRequest, Part
from hjemvei.rights.policy import can_ask
from hjemvei.rights.rules import due_on
from hjemvei.sharing.models import Case, writing_unit


def ask_access(
    *, actor: Actor, case: Case, form: RequestForm, received_on: dt.date, at: dt.datetime
) -> AccessRequest:
    """Raises RuleBroken for a day to come, or while an earlier request waits for an answer."""
    can_ask(actor).require()
    if received_on > timezone.localdate(at):
        raise RuleBroken(_("Dagen har ikke vært ennå."), code="too_early", field="received_on")
    waiting = Part.objects.visible_to(actor).filter(case=case, state=PartState.ASKED)
    if waiting.exists():
        raise RuleBroken(_("Kravet er skrevet ned fra før og venter på svar."), code="asked_already")
    unit_id = writing_unit(actor, case)
    made = call("ask_access", new_key(), case.pk, unit_id, form.value, received_on, due_on(received_on))
    return AccessRequest.objects.get(pk=made)
