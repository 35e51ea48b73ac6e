"""The person asks on their own page to see everything; the same request as when staff take it down."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from hjemvei.core.errors import RuleBroken
from hjemvei.portal.deeds import acting
from hjemvei.portal.here import Here
from hjemvei.portal.models import Visit
from hjemvei.rights.actions.ask_access import ask_access
from hjemvei.rights.enums import PartState, RequestForm
from hjemvei.rights.models import AccessRequest, Part
from hjemvei.sharing.models import Case


def ask_to_see(*, here: Here, at: dt.datetime) -> list[AccessRequest]:
    """In each case that the session opens, where nothing waits. Raises RuleBroken where everything does.

    The visit is locked: whoever presses twice has asked once.
    """
    Visit.objects.select_for_update().get(pk=here.visit_id)
    waiting = Part.objects.filter(case_id__in=here.cases, state=PartState.ASKED).values_list("case_id")
    left = sorted(set(here.cases) - {case_id for (case_id,) in waiting})
    if not left:
        raise RuleBroken(_("Du har bedt om det før. De har ikke svart ennå."), code="asked_already")
    return [_ask(replace(here, case_id=case_id, cases=(case_id,)), at) for case_id in left]


def _ask(here: Here, at: dt.datetime) -> AccessRequest:
    with acting(here) as actor:
        case = Case.objects.visible_to(actor).get(pk=here.case_id)
        return ask_access(actor=actor, case=case, form=RequestForm.PORTAL, received_on=localdate(at), at=at)
