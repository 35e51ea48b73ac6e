"""The person's own deeds: staff's actions, by the hands of a unit that takes part, in own cases alone.

Under `hjemvei_deed` the actions and what listens to them write as they always do; every policy is bound to
the cases of the session (ADR-0019).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.core.db import session
from hjemvei.core.errors import RuleBroken
from hjemvei.parties.models import Unit
from hjemvei.portal.here import Here, actor_of
from hjemvei.portal.locks import DEED
from hjemvei.sharing.enums import Basis
from hjemvei.sharing.models import Participation

FIRST = (Basis.CUSTODY, Basis.REQUEST, Basis.CONSENT)


def units_of(here: Here, *, writing: bool = False) -> list[Unit]:
    """Units that take part now, those that hold the person or were asked for help first."""
    rows = Participation.objects.filter(
        Q(can_write=True) if writing else Q(), case_id__in=here.cases, starts_at__lte=Now(), ends_at__gt=Now()
    ).values_list("unit_id", "basis")
    ranked = sorted(rows, key=lambda row: (FIRST.index(row[1]) if row[1] in FIRST else len(FIRST), row[0]))
    units = Unit.objects.select_related("controller").in_bulk([unit_id for unit_id, _basis in ranked])
    return list(dict.fromkeys(units[unit_id] for unit_id, _basis in ranked))


@contextmanager
def acting(here: Here, *, by: int = 0) -> Iterator[Actor]:
    """Act by the unit `by` where it still takes part, else by the one that is nearest.

    Raises RuleBroken where nobody is left to act through.
    """
    units = list(units_of(here, writing=True))
    if not units:
        raise RuleBroken(_("Ingen følger opp saken nå. Snakk med en ansatt."), code="nobody")
    unit = next((unit for unit in units if unit.pk == by), units[0])
    actor = actor_of(here, unit)
    with session(actor.session_values(), role=DEED):
        yield actor
