"""Somebody is no longer the one to turn to."""

from __future__ import annotations

import datetime as dt

from hjemvei.accounts.actor import Actor
from hjemvei.parties.policy import can_edit_unit
from hjemvei.presence.models import ContactDuty


def end_contact_duty(*, actor: Actor, duty: ContactDuty, today: dt.date) -> None:
    can_edit_unit(actor, duty.unit).require()
    if duty.ends_before is None or duty.ends_before > today:
        duty.ends_before = max(today, duty.starts_on)
        duty.save(update_fields=["ends_before"])
