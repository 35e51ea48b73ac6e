"""The dashboard: sections by role, each saying what needs me, why, by when, with one click to do it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import Role
from hjemvei.accounts.together import together
from hjemvei.routines.behind import AHEAD, WAITING, waiting_of
from hjemvei.routines.behind import Waiting as Waits
from hjemvei.ui.parts import Link, Task, Text, Tile
from hjemvei.web import board_lists as lists
from hjemvei.web import board_queries as q
from hjemvei.web.board_lists import Who
from hjemvei.web.board_queries import Waiting
from hjemvei.web.case_filters import CaseFilters
from hjemvei.web.case_list import COUNTED
from hjemvei.web.registry import address


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """`empty` teaches what will stand here. `answers` are questions with a box to answer in.

    `counted`: the items are what waits; else they are places to go.
    """

    title: Text
    items: Sequence[Task] = ()
    empty: Text = ""
    more: Link | None = None
    answers: Sequence[Question] = ()
    rows: Sequence[tuple[Text, Text]] = ()
    counted: bool = True

    @property
    def note(self) -> str:
        """How many wait; where the section is full there may be more than it shows."""
        count = len(self.answers) or (len(self.items) if self.counted else 0)
        if count == lists.SHOWN:
            return _("de %(count)s første") % {"count": count}
        return str(count or "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    name: str
    unit: str
    text: str
    due_on: dt.date | None
    url: str
    answer_url: str
    late: bool


@dataclass(slots=True)
class Gathered:
    """What several sections share, read once."""

    actor: Actor
    unit_id: int
    today: dt.date
    tasks: Sequence[Waiting] = ()
    lists: dict[str, Sequence[Waiting]] = field(default_factory=dict)
    names: dict[int, Who] = field(default_factory=dict)
    routines: Waits = field(default_factory=Waits)

    def who(self, row: Waiting) -> Who | None:
        return self.names.get(row.case_id)


READS: dict[str, Callable[[Actor, dt.date], Sequence[Waiting]]] = {
    "questions": lambda actor, today: q.questions_for(actor),
    "notices": lambda actor, today: q.notices_for(actor),
    "unanswered": lambda actor, today: q.unanswered_for(actor, today=today),
    "offered": lambda actor, today: q.offered_for(actor),
    "declined": lambda actor, today: q.declined_for(actor),
    "applications": lambda actor, today: q.applications_for(actor),
    "offers": lambda actor, today: q.offers_for(actor, today=today),
    "visits": lambda actor, today: q.visits_for(actor, today=today),
    "missed": lambda actor, today: q.missed_for(actor, today=today),
    "followed": lambda actor, today: q.followed_for(actor),
}
COORDINATOR = ("offered", "notices", "declined", "questions", "followed")
NEEDED: dict[Role, tuple[str, ...]] = {
    Role.CONTACT_OFFICER: ("questions",),
    Role.PRISON_SOCIAL_WORKER: ("questions", "unanswered", "followed"),
    Role.REINTEGRATION_COORDINATOR: ("questions", "unanswered", "followed"),
    Role.PROBATION_OFFICER: ("questions",),
    Role.MUNICIPAL_COORDINATOR: COORDINATOR,
    Role.SOCIAL_CASEWORKER: ("offered", "notices", "questions"),
    Role.HOUSING_OFFICER: ("offered", "applications", "offers", "questions"),
    Role.HOUSING_CONSULTANT: ("offered", "applications", "offers", "questions"),
    Role.HEALTH_WORKER: ("offered", "questions"),
    Role.FOLLOW_UP_WORKER: ("offered", "visits", "missed", "questions"),
    Role.VOLUNTARY_PROVIDER: ("offered", "visits", "missed", "questions"),
}


def gather(actor: Actor, *, unit_id: int, today: dt.date) -> Gathered:
    """Read what the roles' sections need, and in one statement for all of them the names, the routines behind
    the tasks and those that wait.
    """
    wanted = dict.fromkeys(name for role in NEEDED if role in actor.roles for name in NEEDED[role])
    found = Gathered(actor, unit_id, today)
    if any(role in NEEDED for role in actor.roles):
        found.tasks = q.tasks_for(actor, today=today)
    found.lists = {name: READS[name](actor, today) for name in wanted}
    rows = [*found.tasks, *(row for listed in found.lists.values() for row in listed)]
    cases = sorted({row.case_id for row in rows})
    asked = ((lists.ask_names, None), *WAITING)
    names, *waiting = together(actor, asked, cases=cases, today=today, until=today + AHEAD)
    found.names, found.routines = lists.shown_names(names), waiting_of(actor, waiting)
    return found


TILES = {
    "risk": CaseFilters(risiko="yes", innen="60"),
    "late": CaseFilters(frist="over"),
    "week": CaseFilters(frist="uke"),
    "nobody": CaseFilters(ansvarlig="ingen"),
}


def tiles(actor: Actor, *, unit_id: int, today: dt.date) -> list[Tile]:
    """Counts that lead to the list they count; an empty one is calm."""
    found = lists.counts(actor, unit_id=unit_id, today=today, wanted=TILES)
    labels = {
        "risk": (_("løslates innen 60 dager og kan stå uten bolig"), "danger"),
        "late": (_("har en frist som er passert"), "warning"),
        "week": (_("har en frist denne uken"), "info"),
        "nobody": (_("har ingen ansvarlig hos dere"), "warning"),
    }
    return [
        Tile(
            value=f"{COUNTED}+" if found[name] > COUNTED else str(found[name]),
            label=label,
            url=TILES[name].address(address("web:cases")),
            tone=tone if found[name] else "neutral",  # type: ignore[arg-type]
        )
        for name, (label, tone) in labels.items()
        if name in found
    ]
