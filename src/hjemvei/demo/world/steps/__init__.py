"""The words that a scenario may use, each one real action by somebody who may take it."""

from __future__ import annotations

from hjemvei.demo.world.road import Play
from hjemvei.demo.world.steps import (
    consent,
    cooperation,
    custody,
    homes,
    moves,
    needs,
    notices,
    plans,
    slips,
    tenancies,
)

PLAYS: dict[str, Play] = {
    **consent.PLAYS,
    **cooperation.PLAYS,
    **custody.PLAYS,
    **homes.PLAYS,
    **moves.PLAYS,
    **needs.PLAYS,
    **notices.PLAYS,
    **plans.PLAYS,
    **slips.PLAYS,
    **tenancies.PLAYS,
}
