"""What `deviations` does when a lower app has news."""

from __future__ import annotations

import datetime as dt

from hjemvei.accounts.actor import Actor
from hjemvei.deviations.actions.find_deviations import note_visiting_flat
from hjemvei.deviations.choices import Cause
from hjemvei.routines.choices import Source
from hjemvei.routines.kinds import KINDS
from hjemvei.tenancies.choices import NightPlace
from hjemvei.tenancies.events import first_night_recorded
from hjemvei.tenancies.models import FirstNight


def on_first_night(actor: Actor, night: FirstNight, at: dt.datetime) -> None:
    """The prison's visiting flat is no home; using it as one is a deviation, with consent or without."""
    if night.place == NightPlace.VISITING_FLAT:
        note_visiting_flat(actor=actor, night=night, at=at)


def register() -> None:
    KINDS[Source.DEVIATION] = {cause.value: cause.label for cause in Cause}
    if on_first_night not in first_night_recorded:
        first_night_recorded.append(on_first_night)
