"""What `deviations` does when a lower app has news."""

from __future__ import annotations

import datetime as dt

from hjemvei.accounts.actor import Actor
from hjemvei.deviations.actions.find_deviations import write_found
from hjemvei.deviations.choices import DeviationKind
from hjemvei.deviations.find import Found
from hjemvei.tenancies.choices import NightPlace
from hjemvei.tenancies.events import first_night_recorded
from hjemvei.tenancies.models import FirstNight


def on_first_night(actor: Actor, night: FirstNight, at: dt.datetime) -> None:
    """The prison's visiting flat is no home; using it as one is a deviation, with consent or without."""
    if night.place == NightPlace.VISITING_FLAT:
        found = [Found(night.case_id, DeviationKind.VISITING_FLAT_USED, night.night_of, None)]
        write_found(actor=actor, found=found, at=at)


def register() -> None:
    if on_first_night not in first_night_recorded:
        first_night_recorded.append(on_first_night)
