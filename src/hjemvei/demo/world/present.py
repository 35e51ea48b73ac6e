"""When people are at work, who comes into the prison on which day, and a unit about to become another."""

from __future__ import annotations

import datetime as dt

from hjemvei.accounts.actor import Actor, acting_as
from hjemvei.accounts.models import User
from hjemvei.cases.models import Placement
from hjemvei.demo.world.road import World
from hjemvei.parties.enums import Weekday
from hjemvei.presence.actions.book_visit import book_visit
from hjemvei.presence.actions.change_visit_day import change_visit_day
from hjemvei.presence.actions.close_visit import close_visit
from hjemvei.presence.actions.save_contact_duty import save_contact_duty
from hjemvei.presence.actions.save_pattern import PatternValues, save_pattern
from hjemvei.presence.actions.save_visit_day import DayValues, save_visit_day
from hjemvei.presence.models import Booking, VisitDay
from hjemvei.presence.slots import free_slots
from hjemvei.reorganisation.actions.plan_reorganisation import plan_reorganisation
from hjemvei.reorganisation.choices import ReorganisationKind
from hjemvei.sharing.models import Case

DAYS = (Weekday.MONDAY, Weekday.TUESDAY, Weekday.WEDNESDAY, Weekday.THURSDAY, Weekday.FRIDAY)
SHIFTS = (
    # who, unit, weekdays, from, to, every so many weeks
    ("Tor", "trondheim", DAYS[:3], 7, 15, 1),
    ("Jon", "trondheim", DAYS[2:], 14, 22, 2),
    ("Eva", "trondheim", DAYS[3:], 7, 15, 1),
    ("Liv", "trondheim-leira", DAYS[1:4], 8, 16, 1),
    ("Siv", "trondheim", DAYS, 8, 16, 1),
    ("Ida", "tk-koordinering", DAYS, 8, 16, 1),
    ("Mona", "tk-boligkontor", DAYS[:4], 8, 15, 1),
    ("Nils", "tk-nav", DAYS[1:], 9, 15, 1),
)
CONSULTANT, BOOKER = "Mona", "Siv"
VISITS_SINCE, LAST, MOST = 180, 14, 3
ASKED = ("Søknad om bolig", "Tilbudet om leilighet", "Hva som skjer med depositumet")


def be_present(world: World) -> int:
    """How many shifts come back every week or other week."""
    calendar = world.calendar
    begun, at = calendar.day(400), calendar.moment(calendar.day(400))
    count = 0
    for name, unit, weekdays, begins, ends, every_weeks in SHIFTS:
        values = PatternValues(
            weekdays=tuple(weekdays),
            begins=dt.time(begins),
            ends=dt.time(ends),
            every_weeks=every_weeks,
            starts_on=begun,
        )
        with acting_as(world.staff[name]) as actor:
            user = User.objects.get(pk=actor.user_id)
            count += len(
                save_pattern(
                    actor=actor, unit=world.units[unit], user=user, values=values, at=at, today=begun
                )
            )
    _visit_day(world)
    _duties(world)
    return count


def _visit_day(world: World) -> None:
    """The housing consultant comes every Wednesday; the next but one is called off."""
    calendar = world.calendar
    begun, today = calendar.day(VISITS_SINCE), calendar.today
    with acting_as(world.staff[CONSULTANT]) as mona:
        values = DayValues(
            prison=world.units["trondheim"],
            user=User.objects.get(pk=mona.user_id),
            topic="Boligveiledning",
            place="Samtalerom 1",
            weekday=Weekday.WEDNESDAY,
            begins=dt.time(10),
            ends=dt.time(14),
            slot_minutes=30,
            every_weeks=1,
            starts_on=begun,
        )
        unit = world.units["tk-boligkontor"]
        day = save_visit_day(actor=mona, unit=unit, values=values, at=calendar.moment(begun), today=begun)
        wednesday = today + dt.timedelta(days=(2 - today.weekday()) % 7 + 14)
        change_visit_day(
            actor=mona, day=day, on=wednesday, begins=None, ends=None, reason="Kurs",
            at=calendar.moment(today, 7), today=today,
        )  # fmt: skip


def _duties(world: World) -> None:
    """Who is asked about what, and who steps in."""
    today, at = world.calendar.today, world.calendar.moment(world.calendar.today, 7)
    for admin, unit, topic, who, deputy in (
        ("Anne", "tk-koordinering", "Varsler fra fengselet", "Ida", "Eli"),
        ("Anne", "tk-boligkontor", "Veiledning om bolig i fengselet", "Mona", "Sara"),
        ("Alf", "trondheim", "Datoer og permisjoner", "Siv", "Tor"),
    ):
        with acting_as(world.staff[admin]) as actor:
            users = [User.objects.get(pk=world.staff[name].user_id) for name in (who, deputy)]
            save_contact_duty(
                actor=actor, unit=world.units[unit], topic=topic, user=users[0], deputy=users[1],
                towards=None, at=at, today=today,
            )  # fmt: skip


def book_visits(world: World) -> int:
    """Some that have been, and some to come; how many."""
    calendar = world.calendar
    with acting_as(world.staff[BOOKER]) as siv:
        day = VisitDay.objects.visible_to(siv).select_related("unit").prefetch_related("changes").get()
        cases = _shared_with(world, siv)
        for case, about in zip(cases, ASKED, strict=False):
            _book(siv, case, day, about, calendar.moment(calendar.today, 7))
        then = calendar.moment(calendar.day(LAST), 7)
        for number, case in enumerate(cases[:2]):
            visit = _book(siv, case, day, ASKED[number], then)
            if visit.starts_at < calendar.moment(calendar.today, 7):
                close_visit(
                    actor=siv, visit=visit, verb="finish", reason="", at=calendar.moment(calendar.today, 7)
                )
    return len(cases)


def _book(actor: Actor, case: Case, day: VisitDay, about: str, at: dt.datetime) -> Booking:
    """The first slot that is free."""
    slots = free_slots(day, at=at)
    return book_visit(actor=actor, case=case, day=day, starts_at=slots[0].starts_at, about=about, at=at)


def _shared_with(world: World, actor: Actor) -> list[Case]:
    """Cases of people who are there, in which the housing office takes part."""
    there = Placement.objects.visible_to(actor).filter(unit=world.units["trondheim"], ends_before=None)
    rows = Case.objects.visible_to(actor).open().filter(pk__in=there.values("case_id"))
    return list(rows.filter(access_units__contains=[world.units["tk-boligkontor"].pk]).order_by("id")[:MOST])


def plan_changes(world: World) -> None:
    """Planned and not carried out: everybody sees what would move."""
    calendar = world.calendar
    with acting_as(world.staff["Anne"]) as anne:
        plan_reorganisation(
            actor=anne,
            unit=world.units["tk-oppfolging"],
            kind=ReorganisationKind.MERGE,
            to_unit=world.units["tk-helse"],
            happens_on=calendar.day(-50),
            reason="Oppfølging og helse samles i én tjeneste.",
            at=calendar.moment(calendar.today, 7),
            today=calendar.today,
        )
