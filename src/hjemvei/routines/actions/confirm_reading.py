"""Confirm for oneself that a version is read and understood."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.core.errors import NotAllowed, RuleBroken
from hjemvei.routines.models import RoutineReading, RoutineVersion


def confirm_reading(
    *, actor: Actor, version: RoutineVersion, today: dt.date, at: dt.datetime
) -> RoutineReading:
    """Twice is once. Raises NotAllowed for the routine of others, RuleBroken where a newer one holds."""
    if version.controller_id != actor.controller_id or actor.own_cases is not None:
        raise NotAllowed(_("Rutinen gjelder en annen virksomhet. Dere har deres egne."))
    ended = version.ends_before is not None and version.ends_before <= today
    if version.approved_at is None or ended:
        raise RuleBroken(_("Denne versjonen gjelder ikke. Les den som gjelder nå."), code="not_in_force")
    earlier = RoutineReading.objects.visible_to(actor).filter(version=version).first()
    return earlier or RoutineReading.objects.create(
        version=version,
        controller_id=actor.controller_id,
        user_id=actor.user_id,
        unit_id=actor.unit_id,
        read_at=at,
    )
