"""The person says on their own page that something is wrong; the same row as when staff write it down."""

from __future__ import annotations

import datetime as dt

from hjemvei.parties.models import Unit
from hjemvei.portal.deeds import acting
from hjemvei.portal.here import Here
from hjemvei.rights.actions.take_down_correction import Said, take_down_correction
from hjemvei.rights.enums import RequestForm
from hjemvei.rights.models import Correction
from hjemvei.sharing.models import Case


def say_wrong(*, here: Here, said: Said, to_unit: Unit, at: dt.datetime) -> Correction:
    """Raises RuleBroken where nobody is left to write by the hands of."""
    with acting(here, by=to_unit.pk) as actor:
        case = Case(pk=here.case_id, access_units=[actor.unit_id])
        return take_down_correction(
            actor=actor, case=case, said=said, to_unit=to_unit, form=RequestForm.PORTAL, at=at
        )
