"""Somebody is the one to turn to for something."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.models import Membership, User
from hjemvei.core.errors import RuleBroken
from hjemvei.parties.models import Unit
from hjemvei.parties.policy import can_edit_unit
from hjemvei.presence.models import ContactDuty


def save_contact_duty(
    *,
    actor: Actor,
    unit: Unit,
    topic: str,
    user: User,
    deputy: User | None,
    towards: Unit | None,
    at: dt.datetime,
    today: dt.date,
) -> ContactDuty:
    """Sent twice it is one. Raises NotAllowed, and RuleBroken for people who do not work in the unit."""
    can_edit_unit(actor, unit).require()
    staff = set(Membership.objects.in_force(today).filter(unit=unit).values_list("user_id", flat=True))
    for person, field in ((user, "user"), (deputy, "deputy")):
        if person is not None and person.pk not in staff:
            text = _("%(name)s arbeider ikke i %(unit)s.")
            raise RuleBroken(text % {"name": person.name, "unit": unit.name}, field=field)
    if deputy is not None and deputy.pk == user.pk:
        raise RuleBroken(_("Stedfortrederen må være en annen."), field="deputy")
    row, _made = ContactDuty.objects.get_or_create(
        unit=unit,
        user=user,
        deputy=deputy,
        topic=topic.strip(),
        towards=towards,
        ends_before=None,
        defaults={
            "controller_id": unit.controller_id,
            "starts_on": today,
            "recorded_by_id": actor.user_id,
            "recorded_at": at,
        },
    )
    return row
