"""An administrator writes down what shall happen to a unit, before anything does."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.core.errors import RuleBroken
from hjemvei.parties.models import Unit
from hjemvei.reorganisation.choices import ReorganisationKind
from hjemvei.reorganisation.models import Reorganisation
from hjemvei.reorganisation.policy import OTHERS_NEED_A_YES, can_reorganise


def plan_reorganisation(
    *,
    actor: Actor,
    unit: Unit,
    kind: ReorganisationKind,
    to_unit: Unit | None,
    happens_on: dt.date,
    reason: str,
    at: dt.datetime,
    today: dt.date,
) -> Reorganisation:
    """Sent twice it is one. Raises NotAllowed and RuleBroken."""
    can_reorganise(actor, unit).require()
    heir = None if kind == ReorganisationKind.CLOSE else to_unit
    _check(unit, heir, kind, happens_on, today)
    waiting = Reorganisation.objects.filter(
        from_unit=unit, carried_out_at__isnull=True, cancelled_at__isnull=True
    ).first()
    if waiting is not None:
        if (waiting.kind, waiting.to_unit_id) == (kind, heir.pk if heir else None):
            return waiting
        raise RuleBroken(_("En omorganisering av enheten er planlagt alt. Avlys den først."), field="kind")
    return Reorganisation.objects.create(
        controller_id=unit.controller_id,
        kind=kind,
        from_unit=unit,
        to_unit=heir,
        happens_on=happens_on,
        reason=reason.strip(),
        recorded_by_id=actor.user_id,
        recorded_at=at,
    )


def _check(
    unit: Unit, heir: Unit | None, kind: ReorganisationKind, happens_on: dt.date, today: dt.date
) -> None:
    if unit.ends_before is not None and unit.ends_before <= today:
        raise RuleBroken(_("Enheten er lagt ned alt."), field="kind")
    if happens_on < today:
        raise RuleBroken(_("Velg i dag eller en dag som kommer."), field="happens_on")
    if happens_on <= unit.starts_on:
        raise RuleBroken(_("Enheten begynner ikke før den dagen."), field="happens_on")
    if kind == ReorganisationKind.CLOSE:
        return
    if heir is None or heir.pk == unit.pk:
        raise RuleBroken(_("Velg enheten som tar over."), field="to_unit")
    if heir.controller_id != unit.controller_id:
        raise RuleBroken(str(OTHERS_NEED_A_YES), field="to_unit")
    if heir.ends_before is not None or heir.starts_on > happens_on:
        raise RuleBroken(_("Enheten som tar over, er ikke i drift den dagen."), field="to_unit")
