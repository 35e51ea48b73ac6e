"""Target numbers of the agreement, for last year and this, and what was counted of them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from hjemvei.accounts.actor import acting_as
from hjemvei.agreements.models import Agreement
from hjemvei.demo.world.parties import AGREEMENT
from hjemvei.demo.world.road import World
from hjemvei.statistics.actions.count_figures import count_figures
from hjemvei.statistics.actions.record_actual import record_actual
from hjemvei.statistics.actions.set_aim import set_aim
from hjemvei.statistics.actions.set_target import set_target
from hjemvei.statistics.choices import Kind, Measure, Side, Way
from hjemvei.statistics.drafts import Aim, TargetDraft
from hjemvei.statistics.models import Target

BY = "Ida"
AIMS = {
    Measure.GOOD_OFFER: (20, 10),
    Measure.HOUSED: (90, 55),
    Measure.TEMPORARY: (0, 30),
    Measure.LEAD_DAYS: (60, 21),
    Measure.NOTICE_IN_TIME: (90, 50),
    Measure.ANSWER_IN_TIME: (95, 70),
    Measure.DATE_HELD: (80, 45),
}
"""Goal and baseline of each year."""
EVICTIONS = TargetDraft(
    code=Measure.OWN,
    name="Begjæringer om utkastelse",
    kind=Kind.TIMES,
    way=Way.DOWN,
    side=Side.MUNICIPALITY,
)


def set_figures(world: World) -> int:
    """How many figures were counted; last year is frozen by now if today is after 15 January."""
    today, at = world.calendar.today, world.calendar.moment(world.calendar.today, 7)
    with acting_as(world.staff[BY]) as actor:
        agreement = Agreement.objects.get(name=AGREEMENT)
        for code, (goal, baseline) in AIMS.items():
            target = set_target(actor=actor, agreement=agreement, draft=TargetDraft(code=code), at=at)
            _aim(world, target, goal=goal, baseline=baseline)
        own = set_target(actor=actor, agreement=agreement, draft=EVICTIONS, at=at)
        _aim(world, own, goal=40, baseline=80)
        record_actual(
            actor=actor, target=own, year=today.year, value=Decimal(46), note="Namsfogden", today=today, at=at
        )
        return sum(
            count_figures(actor=actor, agreement=agreement, year=year, today=today, at=at)
            for year in (today.year - 1, today.year)
        )


def _aim(world: World, target: Target, *, goal: int, baseline: int) -> None:
    now = world.calendar.today
    for day in (dt.date(now.year - 1, 2, 1), now):
        aim = Aim(year=day.year, goal=Decimal(goal), baseline=Decimal(baseline))
        set_aim(actor=world.staff[BY], target=target, aim=aim, today=day, at=world.calendar.moment(now, 7))
