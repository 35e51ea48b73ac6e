"""Where the agreed slipped, and what was done about it."""

from __future__ import annotations

from hjemvei.demo.world.road import Play, Stop
from hjemvei.demo.world.steps.notices import COORDINATOR
from hjemvei.deviations.actions.close_deviation import Closing, close_deviation
from hjemvei.deviations.actions.report_deviation import Slip, report_deviation
from hjemvei.deviations.choices import Cause, DeviationKind, Effect
from hjemvei.deviations.models import Deviation
from hjemvei.deviations.states import LIVE

KINDS = {
    "no_home": (DeviationKind.NO_HOME_AT_RELEASE, "Ingen bolig var klar på løslatelsesdagen."),
    "no_owner": (DeviationKind.NO_OWNER_AT_RELEASE, "Ingen i ordinær tjeneste hadde saken den dagen."),
}
LEARNT = "Boligkontoret får saken senest to måneder før, og koordinatoren sjekker hver fredag."


def report(stop: Stop) -> None:
    """Once: what the system has found by itself is not reported again."""
    kind, note = KINDS[stop.step.value]
    with stop.acting(COORDINATOR) as (actor, case):
        if Deviation.objects.visible_to(actor).of(case).filter(kind=kind).exists():
            return
        slip = Slip(
            kind=kind,
            happened_on=stop.today,
            to_unit_id=stop.world.units["tk-koordinering"].pk,
            note=note,
        )
        report_deviation(actor=actor, case=case, slip=slip, at=stop.at)


def close(stop: Stop) -> None:
    with stop.acting(COORDINATOR) as (actor, case):
        waiting = Deviation.objects.visible_to(actor).of(case).filter(state__in=LIVE)
        for deviation in waiting.filter(to_unit_id__in=actor.units).order_by("id"):
            closing = Closing(cause=Cause.NO_HOME, measure=LEARNT, effect=Effect.WORKED)
            close_deviation(actor=actor, deviation=deviation, closing=closing, at=stop.at)


PLAYS: dict[str, Play] = {"deviation": report, "deviation_closed": close}
