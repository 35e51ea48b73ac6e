"""The prison tells, the municipality confirms."""

from __future__ import annotations

from hjemvei.accounts.actor import Actor
from hjemvei.cases.actions.acknowledge_notice import acknowledge_notice
from hjemvei.cases.actions.finish_task import finish_task
from hjemvei.cases.actions.remind_notices import remind_notices
from hjemvei.cases.actions.send_notice import send_notice
from hjemvei.cases.models import Notice
from hjemvei.cases.states import NoticeState
from hjemvei.demo.world.road import Play, Stop
from hjemvei.demo.world.steps.consent import given
from hjemvei.sharing.actions.open_to_unit import open_to_unit
from hjemvei.sharing.models import Case

COORDINATOR = "Ida"
SHARED_BACK = "Hva kommunen gjør med bolig og oppfølging"


def done(stop: Stop) -> None:
    """The prison has done the task of this code, where it is open."""
    with stop.acting(stop.prison()) as (actor, case):
        finish_task(actor=actor, case=case, code=stop.step.value, at=stop.at)


def notify(stop: Stop) -> None:
    with stop.acting(stop.prison()) as (actor, case):
        unit = stop.world.units["tk-koordinering"]
        send_notice(actor=actor, case=case, to_unit=unit, note=stop.step.value, today=stop.today, at=stop.at)
    stop.sync()


def remind(stop: Stop) -> None:
    with stop.acting(stop.prison()) as (actor, _case):
        remind_notices(actor=actor, today=stop.today, at=stop.at)


def acknowledge(stop: Stop) -> None:
    """With the receipt the municipality tells the prison what it does, as the person has agreed to.

    Not for people of earlier years: the prison's access by this consent would outlast their release.
    """
    with stop.acting(COORDINATOR) as (actor, case):
        acknowledge_notice(actor=actor, notice=waiting(actor, case), at=stop.at)
        if not stop.who.person.is_inside:
            return
        open_to_unit(
            actor=actor,
            case=case,
            consent=given(actor, case),
            unit=stop.world.units[stop.who.unit],
            what=SHARED_BACK,
            today=stop.today,
            at=stop.at,
        )


def waiting(actor: Actor, case: Case) -> Notice:
    rows = Notice.objects.visible_to(actor).of(case).filter(state=NoticeState.SENT)
    found = rows.order_by("-id").first()
    if not isinstance(found, Notice):
        raise LookupError("no notice waits")
    return found


PLAYS: dict[str, Play] = {
    "done": done,
    "notify": notify,
    "remind": remind,
    "acknowledge": acknowledge,
}
