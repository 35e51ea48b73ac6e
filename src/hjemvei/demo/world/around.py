"""What belongs to nobody's road: the stock of homes, questions without a name, the rounds of tasks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

from hjemvei.accounts.actor import acting_as
from hjemvei.cases.actions.answer_inquiry import answer_inquiry
from hjemvei.cases.actions.send_inquiry import send_inquiry
from hjemvei.cases.actions.sync_tasks_for import sync_tasks_for
from hjemvei.cases.models import Inquiry
from hjemvei.cases.system_actor import system_actor
from hjemvei.demo.world.duties import do_duties
from hjemvei.demo.world.road import Course, World
from hjemvei.demo.world.tables import rows
from hjemvei.homes.actions.add_dwelling import DwellingFacts, add_dwelling
from hjemvei.sharing.models import Case

ROUND_HOUR = 17
LATE_DAYS = 70
FORTNIGHT, SEASON = 14, 100
ROUNDS_FROM = 4 * 365
KEEPERS = ("Siv", "Berit", "Ida")
LANDLORD = "Sara"
ANSWERERS = {"tk-koordinering": "Ida", "trondheim": "Tor", "tk-nav": "Grete"}
TRONDHEIM = "5001"


def add_dwellings(world: World) -> None:
    """All of the stock; those that are free in its order are offered first."""
    with acting_as(world.staff[LANDLORD]) as actor:
        for row in rows("dwellings"):
            day = world.calendar.day(int(row["available_days_ago"]))
            facts = DwellingFacts(
                name=row["name"],
                address=row["address"],
                postal_code=row["postal_code"],
                municipality_id=TRONDHEIM,
                kind=row["kind"],
                ownership=row["ownership"],
                rooms=int(row["rooms"]),
                area=int(row["area"]),
                rent=int(row["rent"]),
                is_step_free=bool(row["step_free"]),
                house_rules=row["house_rules"],
                available_from=day,
            )
            at = world.calendar.moment(min(day, world.calendar.day(1)))
            dwelling = add_dwelling(actor=actor, facts=facts, at=at)
            world.free_homes.append(dwelling.pk)


def add_inquiries(course: Course, world: World) -> None:
    for row in rows("inquiries"):
        day = world.calendar.day(int(row["days_ago"]))
        asked: list[str] = []
        course.add(world.calendar.moment(day, 13), _ask(world, row, day, asked))
        if row["answered_days_ago"]:
            later = world.calendar.day(int(row["answered_days_ago"]))
            course.add(world.calendar.moment(later, 14), _answer(world, row, later, asked))


def _ask(world: World, row: dict[str, str], day: dt.date, asked: list[str]) -> Callable[[], None]:
    def do() -> None:
        with acting_as(world.staff[row["from"]]) as actor:
            inquiry = send_inquiry(
                actor=actor,
                to_unit=world.units[row["to"]],
                body=row["text"],
                at=world.calendar.moment(day, 13),
            )
        asked.append(inquiry.key)

    return do


def _answer(world: World, row: dict[str, str], day: dt.date, asked: list[str]) -> Callable[[], None]:
    def do() -> None:
        with acting_as(world.staff[ANSWERERS[row["to"]]]) as actor:
            answer_inquiry(
                actor=actor,
                inquiry=Inquiry.objects.visible_to(actor).get(key=asked[0]),
                body=row["answer"],
                at=world.calendar.moment(day, 14),
            )

    return do


def add_rounds(course: Course, world: World) -> None:
    """The nightly job, thinned out: a few times a year in the years behind, every other week of late."""
    days_ago = ROUNDS_FROM
    while days_ago > 0:
        day = world.calendar.day(days_ago)
        course.add(world.calendar.moment(day, ROUND_HOUR), lambda day=day: _round(world, day))  # type: ignore[misc]
        days_ago -= SEASON if days_ago > LATE_DAYS + SEASON else FORTNIGHT


def _round(world: World, day: dt.date) -> None:
    waiting = set(world.unsynced)
    world.unsynced.clear()
    _sync(world, day, waiting)
    do_duties(world, day)


def sync_all(world: World) -> None:
    """The tasks of every case as they stand this morning: unit by unit, as the nightly job does."""
    today, at = world.calendar.today, world.calendar.moment(world.calendar.today, 6)
    for unit_id in sorted(unit.pk for unit in world.units.values()):
        with acting_as(system_actor(unit_id)) as actor:
            seen = Case.objects.visible_to(actor).open().filter(pk__in=world.cases.values())
            case_ids = list(seen.order_by("id").values_list("id", flat=True))
            if case_ids:
                sync_tasks_for(actor=actor, unit_id=unit_id, case_ids=case_ids, at=at, today=today)


def _sync(world: World, day: dt.date, waiting: Iterable[int]) -> None:
    """Each case by the first keeper who sees it: the prison while it takes part, else the municipality."""
    left = set(waiting)
    for name in KEEPERS:
        if not left:
            return
        with acting_as(world.staff[name]) as actor:
            visible = Case.objects.visible_to(actor).open().filter(pk__in=left)
            mine = list(visible.order_by("id").values_list("id", flat=True))
            if mine:
                sync_tasks_for(
                    actor=actor,
                    unit_id=actor.unit_id,
                    case_ids=mine,
                    at=world.calendar.moment(day, ROUND_HOUR if day < world.calendar.today else 6),
                    today=day,
                )
            left.difference_update(mine)
