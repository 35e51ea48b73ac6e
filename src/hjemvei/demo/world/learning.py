"""What the night has found in the demo world, and what the coordinator and a colleague have done about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from hjemvei.accounts.actor import Actor, acting_as
from hjemvei.cases.actions.rate_notice import rate_notice
from hjemvei.cases.models import Notice
from hjemvei.cases.system_actor import system_actor, system_user
from hjemvei.demo.world.road import World
from hjemvei.demo.world.steps.notices import COORDINATOR
from hjemvei.deviations.actions.close_deviation import Closing, close_deviation
from hjemvei.deviations.actions.find_deviations import find_deviations
from hjemvei.deviations.actions.plan_deviation import Plan, plan_deviation
from hjemvei.deviations.actions.release_summary import release_summary
from hjemvei.deviations.actions.report_deviation import Slip, report_deviation
from hjemvei.deviations.actions.write_summary import write_summary
from hjemvei.deviations.choices import Cause, DeviationKind, Effect
from hjemvei.deviations.models import Deviation, DeviationSummary
from hjemvei.deviations.states import LIVE
from hjemvei.deviations.telling import agreements_of, can_tell

SECOND, RATED, EARLY_DAYS = "Eli", 24, 60
MEASURES = (
    (Cause.COMMUNICATION, "Innboksen leses hver morgen, også i ferier."),
    (Cause.RESOURCES, "To deler vakten de siste ukene før løslatelse."),
    (Cause.ROUTINES, "Sjekklisten henger ved telefonen."),
)
RED = "Svaret ble liggende da vakten byttet. Nå leses innboksen ved hvert vaktskifte."


def learn(world: World) -> None:
    """One night's look; then a third is closed, a third has a measure, and the rest waits."""
    today, at = world.calendar.today, world.calendar.moment(world.calendar.today, 7)
    coordinator = world.staff[COORDINATOR]
    with acting_as(system_actor(coordinator.unit_id)):
        find_deviations(by=system_user().pk, today=today, at=at)
    with acting_as(coordinator) as actor:
        rows = Deviation.objects.visible_to(actor).filter(state__in=LIVE, to_unit_id__in=actor.units)
        found = list(rows.select_related("case").order_by("id")[: 2 * len(MEASURES)])
        _answer(actor, found, today, at)
        _praise(actor, found, today, at)
        told = _tell(actor, found[1], at)
        _rate(actor, at)
    if told:
        _release(world, told, at)


def _answer(actor: Actor, found: Sequence[Deviation], today: dt.date, at: dt.datetime) -> None:
    for number, (deviation, (cause, measure)) in enumerate(zip(found, MEASURES, strict=False)):
        if number:
            due_on = today + dt.timedelta(days=7 * number)
            plan = Plan(to_user_id=actor.user_id, measure=measure, due_on=due_on)
            plan_deviation(actor=actor, deviation=deviation, plan=plan, at=at)
        else:
            closing = Closing(cause=cause, measure=measure, effect=Effect.WORKED)
            close_deviation(actor=actor, deviation=deviation, closing=closing, at=at)
            _tell(actor, deviation, at)


def _tell(actor: Actor, deviation: Deviation, at: dt.datetime) -> str:
    """It waits for a colleague; its key, empty where the case follows no agreement or lacks consent."""
    mine = agreements_of(actor, deviation.case).first()
    if mine is None or not can_tell(actor, deviation.case, mine).allowed:
        return ""
    return write_summary(actor=actor, deviation=deviation, agreement=mine, text=RED, at=at).key


def _rate(actor: Actor, at: dt.datetime) -> None:
    """Early and complete enough? What the coordinator says of notices of the last months."""
    seen = Notice.objects.visible_to(actor).filter(to_unit_id=actor.unit_id, lead_days__isnull=False)
    confirmed = seen.filter(acknowledged_at__isnull=False).select_related("case").order_by("-sent_at", "id")
    for number, notice in enumerate(confirmed[:RATED]):
        early = notice.lead_days >= EARLY_DAYS
        rate_notice(actor=actor, notice=notice, is_early=early, is_complete=number % 4 != 0, at=at)


def _release(world: World, key: str, at: dt.datetime) -> None:
    """The second person lets it out."""
    with acting_as(world.staff[SECOND]) as eli:
        release_summary(actor=eli, summary=DeviationSummary.objects.visible_to(eli).get(key=key), at=at)


def _praise(actor: Actor, found: Sequence[Deviation], today: dt.date, at: dt.datetime) -> None:
    kinds = (DeviationKind.WELL_EARLY, DeviationKind.WELL_ANSWERED)
    for deviation, kind in zip(found, kinds, strict=False):
        slip = Slip(kind=kind, cause=Cause.ROUTINES, happened_on=today, to_unit_id=deviation.to_unit_id)
        report_deviation(actor=actor, case=deviation.case, slip=slip, at=at)
