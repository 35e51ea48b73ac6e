"""The committee of the agreement, and a professional network: a year of meetings, and what is left to do."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from hjemvei.accounts.actor import acting_as
from hjemvei.agreements.models import Agreement
from hjemvei.cooperation.actions.add_seat import Seating, add_seat
from hjemvei.cooperation.actions.build_agenda import add_point, build_agenda
from hjemvei.cooperation.actions.found_forum import ForumFacts, found_forum
from hjemvei.cooperation.actions.plan_meeting import Slot, plan_meeting
from hjemvei.cooperation.actions.record_decision import (
    Work,
    add_improvement,
    close_decision,
    record_decision,
)
from hjemvei.cooperation.actions.write_minutes import approve_minutes, write_minutes
from hjemvei.cooperation.actions.write_post import answer_post, start_thread
from hjemvei.cooperation.enums import ForumKind, MeasureKind, Presence, SeatRole
from hjemvei.cooperation.models import Decision, Forum, Meeting, Seat
from hjemvei.cooperation.states import MeetingState
from hjemvei.demo.world.road import World
from hjemvei.demo.world.staff import DOMAIN

FOUNDER, CHAIR = "Ida", "Leif"
FOUNDED, HOUR, LEAD, FRIDAY = 400, dt.timedelta(hours=1), 21, 4
MEMBER = SeatRole.MEMBER
COMMITTEE = (
    *((CHAIR, SeatRole.CHAIR), ("Bodil", MEMBER), ("Kari", MEMBER)),
    ("Vera", SeatRole.OBSERVER),
)
NETWORK = (("Siv", SeatRole.CHAIR), ("Oda", MEMBER), ("Aksel", MEMBER), ("Mona", MEMBER))


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """So many days `ago`; the decision is due after `days`, and open without an outcome. `away`: who sent
    word that they could not come.
    """

    ago: int
    minutes: str
    text: str
    owner: str
    days: int
    outcome: str = ""
    away: str = ""


HELD = (
    Held(
        ago=290,
        minutes="Vi gikk gjennom varslene. Fredager er vanskelige.",
        text="Felles mal for varsel",
        owner=CHAIR,
        days=60,
        outcome="Malen er i bruk.",
    ),
    Held(
        ago=200,
        minutes="Nøkler og førstenattsutstyr må hentes før helgen.",
        text="Nøkler hentes senest torsdag",
        owner="Bodil",
        days=30,
        outcome="Torsdag er blitt fast.",
    ),
    Held(
        ago=110,
        minutes="Vakttelefonen er ny. Kontaktpunktene er oppdatert.",
        text="Gå gjennom kontaktpunktene hvert kvartal",
        owner="Kari",
        days=100,
    ),
)
NETWORK_HELD = (
    Held(
        ago=55,
        minutes="Hver by fortalte hvordan depositum blir ordnet før løslatelse.",
        text="Samle malene for garanti på ett sted",
        owner="Mona",
        days=25,
        outcome="Malene er delt med alle.",
        away="Oda",
    ),
    Held(
        ago=25,
        minutes="Førstenattsutstyr: hva som må ligge klart, og hvem som henter det.",
        text="Lage en liste over førstenattsutstyr",
        owner="Aksel",
        days=45,
        away="Mona",
    ),
)
NEXT = 12


def meet(world: World, agreement: Agreement) -> int:
    """How many meetings were held."""
    name, purpose = "Samarbeidsutvalget for Trondheim", "Følger med på avtalen."
    facts = ForumFacts(name=name, purpose=purpose, interval_days=90)
    committee = _found(world, ForumKind.COMMITTEE, facts, COMMITTEE, agreement)
    held = [_hold(world, committee, row) for row in HELD]
    seat = _seat(world, committee, "Bodil")
    with acting_as(world.staff[CHAIR]) as leif:
        work = Work(
            text="Halvårlig møte mellom vaktlag og boligkontor", owner=seat, due_on=world.calendar.day(-20)
        )
        decision = Decision.objects.filter(forum=committee, state="open").first()
        at = world.calendar.moment(world.calendar.day(100))
        add_improvement(
            actor=leif, forum=committee, kind=MeasureKind.ANCHORING, work=work, decision=decision, at=at
        )
    coming = _plan(world, committee, ago=-NEXT, called=9)
    with acting_as(world.staff["Kari"]) as kari:
        at = world.calendar.moment(world.calendar.day(3))
        add_point(actor=kari, meeting=coming, title="Løslatelser på fredager", text="Hva gjør vi?", at=at)
    _network(world)
    return len(held)


def prepare_next(world: World) -> int:
    """The agenda of the meetings to come, when all that belongs on it has happened; how many points."""
    at = world.calendar.moment(world.calendar.today, 7)
    with acting_as(world.staff[FOUNDER]) as ida:
        planned = Meeting.objects.filter(state=MeetingState.PLANNED, forum__in=Forum.objects.visible_to(ida))
        coming = list(planned.select_related("forum__agreement").order_by("pk"))
        return sum(build_agenda(actor=ida, meeting=meeting, at=at) for meeting in coming)


def _network(world: World) -> None:
    facts = ForumFacts(name="Fagnettverk bolig og løslatelse", interval_days=30)
    network = _found(world, ForumKind.PROFESSIONAL, facts, NETWORK, None)
    for held in NETWORK_HELD:
        _hold(world, network, held)
    _plan(world, network, ago=-5, called=8)
    at = world.calendar.moment(world.calendar.day(6))
    with acting_as(world.staff["Aksel"]) as aksel:
        title, body = "Depositum før løslatelse", "Hvor tidlig søker dere om garanti?"
        thread = start_thread(actor=aksel, forum=network, title=title, body=body, at=at)
    with acting_as(world.staff["Siv"]) as siv:
        answer_post(actor=siv, thread=thread, body="Vi prøver fire uker før.", at=at + HOUR)


def _found(
    world: World,
    kind: ForumKind,
    facts: ForumFacts,
    members: tuple[tuple[str, SeatRole], ...],
    agreement: Agreement | None,
) -> Forum:
    day = world.calendar.day(FOUNDED)
    at = world.calendar.moment(day)
    units = {unit.pk: unit for unit in world.units.values()}
    with acting_as(world.staff[FOUNDER]) as ida:
        forum = found_forum(actor=ida, kind=kind, facts=facts, agreement=agreement, at=at)
        for name, role in members:
            unit, email = units[world.staff[name].unit_id], f"{name.lower()}@{DOMAIN}"
            seating = Seating(unit=unit, email=email, role=role, starts_on=day)
            add_seat(actor=ida, forum=forum, seating=seating, at=at)
    return forum


def _plan(world: World, forum: Forum, *, ago: int, called: int) -> Meeting:
    day = world.calendar.day(ago)
    starts = world.calendar.moment(day - dt.timedelta(days=max(day.weekday() - FRIDAY, 0)), 13)
    slot = Slot(starts_at=starts, ends_at=starts + HOUR, place="Trondheim fengsel, møterom 2")
    with acting_as(world.staff[FOUNDER]) as ida:
        at = world.calendar.moment(world.calendar.day(called))
        return plan_meeting(actor=ida, forum=forum, slot=slot, at=at)


def _hold(world: World, forum: Forum, one: Held) -> Meeting:
    calendar = world.calendar
    meeting = _plan(world, forum, ago=one.ago, called=one.ago + LEAD)
    at, due_on = calendar.moment(calendar.day(one.ago - 1)), calendar.day(one.ago - one.days)
    seat = _seat(world, forum, one.owner)
    away = {_seat(world, forum, one.away).pk: Presence.EXCUSED} if one.away else {}
    with acting_as(world.staff[FOUNDER]) as ida:
        seats = Seat.objects.filter(forum=forum).order_by("pk")
        attended = {row.pk: Presence.PRESENT for row in seats} | away
        write_minutes(actor=ida, meeting=meeting, minutes=one.minutes, attended=attended, at=at)
        work = Work(text=one.text, owner=seat, due_on=due_on)
        decision = record_decision(actor=ida, meeting=meeting, work=work, at=at)
        approve_minutes(actor=ida, meeting=meeting, at=at + HOUR)
    if one.outcome:
        done = calendar.moment(due_on)
        with acting_as(world.staff[one.owner]) as actor:
            close_decision(actor=actor, decision=decision, verb="finish", outcome=one.outcome, at=done)
    return meeting


def _seat(world: World, forum: Forum, name: str) -> Seat:
    with acting_as(world.staff[FOUNDER]):
        return Seat.objects.get(forum=forum, user_id=world.staff[name].user_id)
