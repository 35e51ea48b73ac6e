"""The wish to live elsewhere, and two municipalities that each mean the other."""

from __future__ import annotations

from hjemvei.cases.actions.acknowledge_notice import acknowledge_notice
from hjemvei.cases.actions.decide_move import decide_move
from hjemvei.cases.actions.ground_dispute import ground_dispute
from hjemvei.cases.actions.invite_move import invite_move
from hjemvei.cases.actions.raise_dispute import raise_dispute
from hjemvei.cases.actions.send_notice import send_notice
from hjemvei.cases.actions.wish_move import wish_move
from hjemvei.cases.enums import MoveView
from hjemvei.cases.models import MoveWish
from hjemvei.demo.world.road import Play, Stop
from hjemvei.demo.world.steps.cooperation import in_force
from hjemvei.demo.world.steps.notices import COORDINATOR, waiting
from hjemvei.parties.models import Municipality

OTHER, OTHER_UNIT, OTHER_NUMBER = "Aksel", "bk-koordinering", "4601"
WHY = "Søsteren min bor der, og jeg har jobb på verkstedet."
SUPPORTED = "Personen har familie og arbeid i Bergen."
NOT_OURS = "Personen bodde i Bergen i fjor, og hadde leilighet der."
NOT_THEIRS = "Oppholdet i Bergen var kort. Personen hadde fastlege og NAV-sak i Trondheim hele tiden."


def tell_other(stop: Stop) -> None:
    with stop.acting(stop.prison()) as (actor, case):
        unit = stop.world.units[OTHER_UNIT]
        send_notice(actor=actor, case=case, to_unit=unit, today=stop.today, at=stop.at)
    with stop.acting(OTHER) as (actor, case):
        acknowledge_notice(actor=actor, notice=waiting(actor, case), at=stop.at)
    stop.sync()


def dispute_with(stop: Stop) -> None:
    with stop.acting(COORDINATOR) as (actor, case):
        raise_dispute(
            actor=actor,
            responsibility=in_force(actor, case),
            reason=NOT_OURS,
            second=Municipality.objects.get(pk=OTHER_NUMBER),
            today=stop.today,
            at=stop.at,
        )


def ground(stop: Stop) -> None:
    with stop.acting(OTHER) as (actor, case):
        ground_dispute(actor=actor, responsibility=in_force(actor, case), reason=NOT_THEIRS, at=stop.at)


def wish(stop: Stop) -> None:
    with stop.acting(stop.prison()) as (actor, case):
        wish_move(
            actor=actor,
            case=case,
            to_municipality=Municipality.objects.get(pk=OTHER_NUMBER),
            why=WHY,
            wished_on=stop.today,
            today=stop.today,
            at=stop.at,
        )


def decide(stop: Stop) -> None:
    with stop.acting(COORDINATOR) as (actor, case):
        row = MoveWish.objects.visible_to(actor).of(case).get()
        decide_move(actor=actor, wish=row, view=MoveView.SUPPORTS, reason=SUPPORTED, at=stop.at)


def invite(stop: Stop) -> None:
    with stop.acting(stop.prison()) as (actor, case):
        row = MoveWish.objects.visible_to(actor).of(case).get()
        unit = stop.world.units[OTHER_UNIT]
        invite_move(actor=actor, wish=row, to_unit=unit, today=stop.today, at=stop.at)


PLAYS: dict[str, Play] = {
    "tell_other": tell_other,
    "dispute_with": dispute_with,
    "ground": ground,
    "wish": wish,
    "decide": decide,
    "invite": invite,
}
