"""Take a dwelling into the stock."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.core.errors import RuleBroken
from hjemvei.homes.models import Dwelling
from hjemvei.homes.policy import can_manage_dwellings

NAME_CONSTRAINT = "dwelling_name_once"


@dataclass(frozen=True, slots=True, kw_only=True)
class DwellingFacts:
    """Rent in whole kroner a month, area in square metres."""

    name: str
    address: str
    postal_code: str
    municipality_id: str
    kind: str
    ownership: str
    rooms: int
    area: int | None
    rent: int
    is_step_free: bool
    house_rules: str
    available_from: dt.date


def add_dwelling(*, actor: Actor, facts: DwellingFacts, at: dt.datetime) -> Dwelling:
    """Raises RuleBroken when another of the controller's dwellings has the name."""
    can_manage_dwellings(actor).require()
    dwelling = Dwelling(controller_id=actor.controller_id, owner_unit_id=actor.unit_id, recorded_at=at)
    return save_facts(dwelling, facts)


def save_facts(dwelling: Dwelling, facts: DwellingFacts) -> Dwelling:
    for name in DwellingFacts.__dataclass_fields__:
        setattr(dwelling, name, getattr(facts, name))
    try:
        with transaction.atomic():
            dwelling.save()
    except IntegrityError as error:
        if NAME_CONSTRAINT not in str(error):
            raise
        text = _("En annen bolig har allerede dette navnet. Velg et annet.")
        raise RuleBroken(text, code="name_taken", field="name") from error
    return dwelling
