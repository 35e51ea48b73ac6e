"""What stands around an agreement on the stage: its committee, who is there when, a unit about to merge, a
routine with something learned, and a target number.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from hjemvei.accounts.actor import Actor, acting_as
from hjemvei.accounts.models import User
from hjemvei.agreements.models import Agreement
from hjemvei.cooperation.actions.add_seat import Seating, add_seat
from hjemvei.cooperation.actions.build_agenda import add_point
from hjemvei.cooperation.actions.found_forum import ForumFacts, found_forum
from hjemvei.cooperation.actions.plan_meeting import Slot, plan_meeting
from hjemvei.cooperation.actions.record_decision import Work, add_improvement, record_decision
from hjemvei.cooperation.actions.write_post import start_thread
from hjemvei.cooperation.enums import ForumKind, MeasureKind, SeatRole
from hjemvei.cooperation.models import Forum, Meeting, Seat
from hjemvei.core import clock
from hjemvei.presence.actions.book_visit import book_visit
from hjemvei.presence.actions.save_contact_duty import save_contact_duty
from hjemvei.presence.actions.save_pattern import PatternValues, save_pattern
from hjemvei.presence.actions.save_visit_day import DayValues, save_visit_day
from hjemvei.presence.slots import free_slots
from hjemvei.reorganisation.actions.plan_reorganisation import plan_reorganisation
from hjemvei.reorganisation.choices import ReorganisationKind
from hjemvei.routines.actions.approve_version import approve_version
from hjemvei.routines.actions.log_improvement import log_improvement
from hjemvei.routines.actions.write_draft import start_routine, write_draft
from hjemvei.routines.choices import Covers, Source
from hjemvei.routines.models import RoutineVersion
from hjemvei.routines.texts import Lesson
from hjemvei.sharing.models import Case
from hjemvei.statistics.actions.set_target import set_target
from hjemvei.statistics.choices import Measure
from hjemvei.statistics.drafts import TargetDraft
from tests.routines.factories import text

if TYPE_CHECKING:
    from tests.robustness.stage import Stage

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


def build_agreed(made: Stage, agreement: Agreement) -> None:
    for place in ("statistics.key", "cooperation.key"):
        made.put(place, agreement.key)
    _committee(made, agreement)
    _shifts(made)
    _visits(made)
    _reorganisation(made)
    _routines(made)
    with acting_as(made.world.actor("Ida")) as ida:
        target = set_target(
            actor=ida, agreement=agreement, draft=TargetDraft(code=Measure.OWN, name="Nei"), at=clock.now()
        )
    made.put("statistics.target", target.key)


def _committee(made: Stage, agreement: Agreement) -> None:
    """Ida is its secretary; one meeting has been, and one is called."""
    at, unit = clock.now(), made.world.unit("tk-koordinering")
    with acting_as(made.world.actor("Ida")) as ida:
        forum = found_forum(
            actor=ida,
            kind=ForumKind.COMMITTEE,
            facts=ForumFacts(name="Utvalget", interval_days=90),
            agreement=agreement,
            at=at - 9 * DAY,
        )
        seating = Seating(unit=unit, email="kari@example.test", role=SeatRole.MEMBER, starts_on=clock.today())
        kari = add_seat(actor=ida, forum=forum, seating=seating, at=at)
        been = _meeting(ida, forum, at - 5 * DAY)
        _work(made, ida, forum, been)
        called = _meeting(ida, forum, at + 5 * DAY)
        point = add_point(actor=ida, meeting=called, title="Nøkler", text="", at=at)
        post = start_thread(actor=ida, forum=forum, title="Nøkler", body="Hvem har dem?", at=at)
    made.keys["cooperation"]["key"].insert(0, forum.key)
    made.put("cooperation.meeting", been.key, called.key)
    made.put("cooperation.seat", kari.key)
    made.put("cooperation.point", point.key)
    made.put("cooperation.post", post.key)
    made.put("cooperation.token", "feil")


def _meeting(ida: Actor, forum: Forum, starts_at: dt.datetime) -> Meeting:
    slot = Slot(starts_at=starts_at, ends_at=starts_at + HOUR, place="Rom 3")
    return plan_meeting(actor=ida, forum=forum, slot=slot, at=starts_at - DAY)


def _work(made: Stage, ida: Actor, forum: Forum, meeting: Meeting) -> None:
    at = clock.now()
    owner = Seat.objects.visible_to(ida).get(forum=forum, user_id=ida.user_id)
    work = Work(text="Felles skjema", owner=owner, due_on=clock.today() + 30 * DAY)
    decision = record_decision(actor=ida, meeting=meeting, work=work, at=at)
    measure = add_improvement(
        actor=ida, forum=forum, kind=MeasureKind.CALM, work=work, decision=decision, at=at
    )
    made.put("cooperation.decision", decision.key)
    made.put("cooperation.measure", measure.key)


def _user(made: Stage, who: str) -> User:
    return User.objects.get(pk=made.world.actor(who).user_id)


def _shifts(made: Stage) -> None:
    world, at, today = made.world, clock.now(), clock.today()
    values = PatternValues(
        weekdays=("1",), begins=dt.time(8), ends=dt.time(16), every_weeks=1, starts_on=today
    )
    with acting_as(world.actor("Leif")) as leif:
        unit, tor = world.unit("trondheim"), _user(made, "Tor")
        (pattern,) = save_pattern(actor=leif, unit=unit, user=tor, values=values, at=at, today=today)
    with acting_as(world.actor("Anne")) as anne:
        duty = save_contact_duty(
            actor=anne,
            unit=world.unit("tk-boligkontor"),
            topic="Nøkler",
            user=_user(made, "Sara"),
            deputy=None,
            towards=None,
            at=at,
            today=today,
        )
    made.put("presence.slug", "tk-boligkontor", "trondheim")
    made.put("presence.pattern", pattern.key)
    made.put("presence.duty", duty.key)


def _visits(made: Stage) -> None:
    """The housing office comes every day of the week that tomorrow is, and the first has a time there."""
    world, at, tomorrow = made.world, clock.now(), clock.today() + DAY
    values = DayValues(
        prison=world.unit("trondheim"),
        user=_user(made, "Sara"),
        topic="Bolig",
        place="Rom 2",
        weekday=str(tomorrow.isoweekday()),
        begins=dt.time(9),
        ends=dt.time(11),
        slot_minutes=30,
        every_weeks=1,
        starts_on=clock.today(),
    )
    with acting_as(world.actor("Anne")) as anne:
        unit = world.unit("tk-boligkontor")
        day = save_visit_day(actor=anne, unit=unit, values=values, at=at, today=clock.today())
    with acting_as(world.actor("Tor")) as tor:
        slot = free_slots(day, at=at, weeks=3)[0]
        case = Case.objects.get(pk=made.cases[0].pk)
        visit = book_visit(actor=tor, case=case, day=day, starts_at=slot.starts_at, about="Nøkler", at=at)
    made.put("presence.day", day.key)
    made.put("presence.booking", visit.key)


def _reorganisation(made: Stage) -> None:
    world, today = made.world, clock.today()
    with acting_as(world.actor("Anne")) as anne:
        plan = plan_reorganisation(
            actor=anne,
            unit=world.unit("tk-oppfolging"),
            kind=ReorganisationKind.SPLIT,
            to_unit=world.unit("tk-boligkontor"),
            happens_on=today,
            reason="Én dør",
            at=clock.now(),
            today=today,
        )
    made.put("reorganisation.slug", "tk-oppfolging")
    made.put("reorganisation.key", plan.key)


def _routines(made: Stage) -> None:
    """One is in its second version, changed by what was learned, and has a third in draft; one is new."""
    at = clock.now()
    with acting_as(made.world.actor("Leif")) as leif:
        first = start_routine(actor=leif, text=text(), covers=Covers.UNIT, starter="", at=at)
        routine = first.routine
        _approved(leif, first, clock.today() - 9 * DAY)
        learned = Lesson(source=Source.DEVIATION, learned="Ring først", reference="Avvik 1")
        lesson = log_improvement(actor=leif, lesson=learned, routine=routine, at=at)
        second = write_draft(
            actor=leif, routine=routine, text=text(change_note="Ring"), improvement=lesson, at=at
        )
        _approved(leif, second, clock.today())
        write_draft(actor=leif, routine=routine, text=text(steps="1. Ring."), improvement=None, at=at)
        new = start_routine(actor=leif, text=text(title="Ny"), covers=Covers.UNIT, starter="", at=at)
    made.put("routines.key", routine.key, lesson.key, new.routine.key)
    made.put("routines.number", 2)


def _approved(leif: Actor, version: RoutineVersion, day: dt.date) -> None:
    approve_version(
        actor=leif, version=version, valid_from=day, review_on=day + 365 * DAY, today=day, at=clock.now()
    )
