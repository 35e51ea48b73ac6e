"""What the date forms are filled with beforehand."""

from __future__ import annotations

from typing import Any

from hjemvei.accounts.actor import Actor
from hjemvei.cases import rows
from hjemvei.parties.enums import UnitKind
from hjemvei.parties.models import Unit
from hjemvei.sharing.models import Case


def other_prisons(actor: Actor) -> list[Unit]:
    """Prisons of the same controller that the actor does not work in."""
    found = Unit.objects.filter(kind=UnitKind.PRISON, controller_id=actor.controller_id)
    return list(found.exclude(pk__in=actor.units).order_by("name", "id"))


def newest_date(actor: Actor, case: Case) -> dict[str, Any]:
    """The date in force as the form's first values."""
    newest = rows.newest_dates(actor, [case.pk]).get(case.pk)
    if newest is None:
        return {"certainty": "likely"}
    return {"expected_on": newest.expected_on, "kind": newest.kind, "certainty": newest.certainty}
