"""What the case page shows, in two statements: who it is about, and everything that stands below."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject, Now

from hjemvei.accounts.actor import Actor, Seer
from hjemvei.accounts.enums import InfoClass
from hjemvei.accounts.kept import Kept, columns, instance
from hjemvei.audit import reads
from hjemvei.cases.models import Assignment, Caseload, Custody, ReleaseDate, Task
from hjemvei.cases.states import AssignmentState
from hjemvei.core.slots import Ask
from hjemvei.persons.models import Identifier, Person
from hjemvei.routines.behind import NOTHING_BEHIND, Behind, ask_routines, behind_of
from hjemvei.sharing.access.refusal import refuse
from hjemvei.sharing.models import Case, Consent, Participation
from hjemvei.sharing.panels import CasePanel, Shown, read_rows
from hjemvei.sharing.queries import PersonView, view_of
from hjemvei.sharing.sealed import open_values

MOST_TASKS = 120
MOST_PEOPLE = 20
TASK = (
    *("key", "code", "title", "words", "clause", "source", "opens_on", "due_on", "done_at", "exempted_at"),
    *("to_unit__name", "to_unit_id", "to_user__name", "to_user_id"),
)
PART = ("to_user__name", "to_unit__name", "role", "state", "is_owner")
LOAD = {
    "sort_on": "sort_on",
    "certainty": "certainty",
    "released_on": "released_on",
    "risk": "risk",
    "status": "status",
    "prison": "prison_unit__name",
    "municipality": "municipality__name_norwegian",
    "owner": "owner__name",
}
DATE = {
    "expected_on": "expected_on",
    "kind": "kind",
    "certainty": "certainty",
    "source": "source",
}
CONSENT = {
    "state": "state",
    "ends_before": "ends_before",
    "answered_at": "answered_at",
    "withdrawn_at": "withdrawn_at",
    "recorded_at": "recorded_at",
}
CUSTODY = {"status": "status", "starts_on": "starts_on", "way_out": "way_out"}


@dataclass(frozen=True, slots=True)
class CaseHead:
    """One case as one of the actor's units sees it. None or empty is what the unit may not know."""

    case: Case
    person: PersonView
    unit_id: int
    basis: str
    ends_at: dt.datetime
    dates: Sequence[dict[str, Any]]
    released_on: dt.date | None
    consent: dict[str, Any] | None
    custody: dict[str, Any] | None
    load: dict[str, Any]

    @property
    def expected_on(self) -> dt.date | None:
        return day(self.dates[0]["expected_on"]) if self.dates else None


@dataclass(frozen=True, slots=True)
class TaskRow:
    key: str
    code: str
    title: str
    clause: str
    source: str
    opens_on: dt.date
    due_on: dt.date
    state: str
    unit: str
    unit_id: int
    user: str
    user_id: int | None


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody with a part in the case."""

    name: str
    unit: str
    role: str
    state: str
    is_owner: bool


def day(value: str | None) -> dt.date | None:
    return dt.date.fromisoformat(value[:10]) if value else None


def open_case(actor: Actor, key: str) -> CaseHead:
    """Find the case, disclose its person and note it. Raises NotAllowed or Http404 as `find_case` does."""
    found = sorted(
        PARTS(actor, None, key=key),
        key=lambda part: (part["unit_id"] != actor.unit_id, part["basis"] == "own", part["id"]),
    )
    if not found:
        refuse(actor, key)
    part = found[0]
    own = [other for other in found if other["unit_id"] == part["unit_id"]]
    reads.note(persons=[part["person_id"]], cases=[part["case_id"]])
    load = part["load"] or {}
    return CaseHead(
        case=instance(Case, part, "case__"),
        person=view_of(
            instance(Person, part, "person__"),
            has_number=part["has_number"],
            restricted=all(other["basis"] == "own" for other in own),
        ),
        unit_id=part["unit_id"],
        basis=part["basis"],
        ends_at=part["ends_at"],
        dates=part["dates"] or (),
        released_on=day(load.get("released_on")) if actor.may_read(InfoClass.CUSTODY) else None,
        consent=part["consent_newest"],
        custody=part["custody_newest"],
        load=load,
    )


def _parts(who: Seer, ask: Ask, _shape: None) -> QuerySet[Participation, Any]:
    """The actor's participations in the case, each with what its unit knows."""
    of_case = {"case_id": OuterRef("case_id")}
    load = Caseload.objects.visible_to(who).filter(**of_case, unit_id=OuterRef("unit_id"))
    dates = ReleaseDate.objects.visible_to(who).filter(**of_case).order_by("-known_at", "-id")
    consents = Consent.objects.visible_to(who).filter(**of_case).order_by("-recorded_at", "-id")
    custodies = Custody.objects.visible_to(who).filter(**of_case).order_by("-starts_on", "-id")
    numbers = Identifier.objects.filter(person_id=OuterRef("person_id"))
    rows: QuerySet[Any, Any] = (
        Participation.objects.visible_to(who)
        .filter(
            case__in=Case.objects.visible_to(who),
            case__key=ask.text("key"),
            unit_id__any=who.readers(InfoClass.IDENTITY),
            starts_at__lte=Now(),
            ends_at__gt=Now(),
        )
        .annotate(
            has_number=Exists(numbers),
            load=Subquery(load.values(row=JSONObject(**LOAD))[:1]),
            dates=ArraySubquery(dates.values(row=JSONObject(**DATE))[:2]),
            consent_newest=Subquery(consents.values(row=JSONObject(**CONSENT))[:1]),
            custody_newest=Subquery(custodies.values(row=JSONObject(**CUSTODY))[:1]),
        )
    )
    return rows.values(
        *("id", "unit_id", "case_id", "person_id", "basis", "ends_at"),
        *(f"case__{name}" for name in columns(Case)),
        *(f"person__{name}" for name in columns(Person)),
        *("has_number", "load", "dates", "consent_newest", "custody_newest"),
    )


@dataclass(frozen=True, slots=True)
class CaseBody:
    """What stands below the head: all that is agreed to be done, by due date; who has or is asked to take a
    part, the owner first; what the panels show, in their order; the routines behind the tasks.
    """

    tasks: Sequence[TaskRow]
    people: Sequence[Part]
    panels: Sequence[Shown]
    behind: Behind = NOTHING_BEHIND


def read_body(actor: Actor, case: Case, panels: Sequence[CasePanel], *, today: dt.date) -> CaseBody:
    """One statement, however many panels."""
    asked = [
        (TASKS, None),
        (PEOPLE, None),
        (ask_routines, None),
        *(one for panel in panels for one in panel.reads),
    ]
    tasks, people, routines, *rest = read_rows(asked, actor, case, today=today)
    rows = iter(rest)
    return CaseBody(
        [_task(row, today) for row in open_values(tasks, Task, "words")],
        [_part(row) for row in people],
        [panel.show(actor, case, today, [next(rows) for _one in panel.reads]) for panel in panels],
        behind_of(actor, routines),
    )


def _tasks(who: Seer, ask: Ask, _shape: None) -> QuerySet[Task, Any]:
    rows = Task.objects.visible_to(who).filter(case_id=ask.number("case"), lapsed_at__isnull=True)
    return rows.order_by("due_on", "id").values(*TASK)[:MOST_TASKS]


def _task(row: Mapping[str, Any], today: dt.date) -> TaskRow:
    return TaskRow(
        row["key"],
        row["code"],
        row["words"] or row["title"],
        row["clause"],
        row["source"],
        row["opens_on"],
        row["due_on"],
        _state(row, today),
        row["to_unit__name"],
        row["to_unit_id"],
        row["to_user__name"] or "",
        row["to_user_id"],
    )


def _state(row: Mapping[str, Any], today: dt.date) -> str:
    if row["done_at"] is not None:
        return "done"
    if row["exempted_at"] is not None:
        return "exempted"
    if row["due_on"] < today:
        return "overdue"
    return "open" if row["opens_on"] <= today else "upcoming"


def _part(row: Mapping[str, Any]) -> Part:
    return Part(
        row["to_user__name"] or row["to_unit__name"],
        row["to_unit__name"],
        row["role"],
        row["state"],
        row["is_owner"],
    )


def _people(who: Seer, ask: Ask, _shape: None) -> QuerySet[Assignment, Any]:
    taken = [AssignmentState.ACCEPTED, AssignmentState.OFFERED]
    rows = Assignment.objects.visible_to(who).filter(case_id=ask.number("case"), state__in=taken)
    return rows.order_by("-is_owner", "state", "id").values(*PART)[:MOST_PEOPLE]


PARTS, TASKS, PEOPLE = Kept(_parts), Kept(_tasks), Kept(_people)
