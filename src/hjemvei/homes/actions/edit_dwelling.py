"""Change what is written about a dwelling."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.core.errors import RuleBroken
from hjemvei.homes.actions.add_dwelling import DwellingFacts, save_facts
from hjemvei.homes.models import Dwelling
from hjemvei.homes.policy import can_change_dwelling


def edit_dwelling(*, actor: Actor, dwelling: Dwelling, facts: DwellingFacts, at: dt.datetime) -> Dwelling:
    """Raises RuleBroken where the dwelling is out of use or the name is taken."""
    locked = Dwelling.objects.visible_to(actor).select_for_update().get(pk=dwelling.pk)
    can_change_dwelling(actor, locked).require()
    if locked.ends_before is not None:
        raise RuleBroken(_("Boligen er tatt ut av bruk og kan ikke endres."), code="ended")
    locked.recorded_at = at
    return save_facts(locked, facts)
