"""How long a municipality has to answer a wish to move is the parties' own number."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from hjemvei.accounts.actor import acting_as
from hjemvei.agreements.actions.make_version import make_version
from hjemvei.agreements.drafts import draft_of
from hjemvei.agreements.enums import OffsetUnit
from hjemvei.agreements.rules import Offset
from hjemvei.cases.actions.apply_agreement import apply_agreement
from hjemvei.core import clock
from tests.cases.factories import agree, all_sign
from tests.cases.test_moves_and_disputes import answered, invited, wished
from tests.world import World


def test_the_days_for_a_move_are_those_of_the_version_that_binds_the_case(world: World) -> None:
    """The parties change them where they change other deadlines."""
    first = agree(world)
    days = {"decide_move": Offset(7, OffsetUnit.DAYS), "answer_move": Offset(21, OffsetUnit.DAYS)}
    draft = draft_of(first)
    changed = replace(draft, starts_on=clock.today(), note="Møte 3", deadlines={**draft.deadlines, **days})
    with acting_as(world.actor("Ida")) as ida:
        made = make_version(
            actor=ida, agreement=first.agreement, draft=changed, today=clock.today(), at=clock.now()
        )
    all_sign(world, made)
    case, _consent = answered(world, "ok-koordinering")
    with acting_as(world.actor("Tor")) as tor:
        apply_agreement(actor=tor, case=case, municipality="5001", at=clock.now(), today=clock.today())
    wish = wished(world, case)
    assert wish.decide_by == clock.today() + dt.timedelta(days=7)
    assert invited(world, case, wish).answer_by == clock.today() + dt.timedelta(days=21)
