"""Target numbers off the mark come to the agenda."""

from __future__ import annotations

from decimal import Decimal

from hjemvei.accounts.actor import acting_as
from hjemvei.agreements.models import Agreement
from hjemvei.cooperation.actions.build_agenda import build_agenda
from hjemvei.cooperation.models import AgendaPoint
from hjemvei.statistics.actions.record_actual import record_actual
from hjemvei.statistics.actions.set_aim import set_aim
from hjemvei.statistics.actions.set_target import set_target
from hjemvei.statistics.choices import Kind, Measure, Way
from hjemvei.statistics.drafts import Aim, TargetDraft
from tests.cooperation.factories import AT, TODAY, committee, meeting
from tests.world import World


def short_of(world: World, agreement: Agreement) -> None:
    """Evictions of the year are far above what was wanted."""
    own = TargetDraft(code=Measure.OWN, name="Begjæringer om utkastelse", kind=Kind.TIMES, way=Way.DOWN)
    with acting_as(world.actor("Ida")) as ida:
        target = set_target(actor=ida, agreement=agreement, draft=own, at=AT)
        aim = Aim(year=TODAY.year, goal=Decimal(10))
        set_aim(actor=ida, target=target, aim=aim, today=TODAY, at=AT)
        record_actual(
            actor=ida,
            target=target,
            year=TODAY.year,
            value=Decimal(60),
            note="Namsfogden",
            today=TODAY,
            at=AT,
        )


def test_a_target_that_is_not_reached_comes_to_the_agenda_once(world: World) -> None:
    forum = committee(world)
    assert forum.agreement is not None
    short_of(world, forum.agreement)
    planned = meeting(world, forum)
    with acting_as(world.actor("Ida")) as ida:
        build_agenda(actor=ida, meeting=planned, at=AT)
        build_agenda(actor=ida, meeting=planned, at=AT)
        (point,) = AgendaPoint.objects.filter(meeting=planned, ref__startswith="target:")
    assert point.title == "Begjæringer om utkastelse"
    assert "60 ganger" in point.text and "ikke nådd" in point.text
