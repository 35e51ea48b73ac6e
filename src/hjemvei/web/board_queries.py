"""What waits for the actor, from the actor's own rows; one statement a kind of thing, never one a row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from hjemvei.accounts.actor import Actor, Seer
from hjemvei.accounts.enums import InfoClass
from hjemvei.accounts.kept import Kept
from hjemvei.allocation.models import Application, Offer
from hjemvei.allocation.states import ApplicationState, OfferState
from hjemvei.audit import reads
from hjemvei.cases.models import Assignment, Caseload, Message, Notice, Task
from hjemvei.cases.states import AssignmentState, NoticeState
from hjemvei.core.slots import Ask
from hjemvei.homes.models import Dwelling
from hjemvei.parties.models import Unit
from hjemvei.tenancies.choices import ContactOutcome
from hjemvei.tenancies.models import FollowUp, Lease
from hjemvei.web.case_filters import CaseFilters, classes, permitted
from hjemvei.web.case_list import COUNTED, FIELDS, CountUpTo
from hjemvei.web.case_narrow import Narrowing, narrowing, rows, values
from hjemvei.web.case_rows import CaseLine, line_of

SHOWN = 8
MOST_TASKS = 40


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something in one case that waits: what it is is known to the section that shows it."""

    case_id: int
    key: str
    text: str
    due_on: dt.date | None
    code: str = ""
    note: str = ""
    clause: str = ""
    unit_id: int = 0


@dataclass(frozen=True, slots=True)
class Who:
    key: str
    name: str


def names_of(actor: Actor, case_ids: Iterable[int]) -> dict[int, Who]:
    """Names by case, noted as shown. A case that the role may not identify is left out."""
    units = [held // 16 for held in actor.keys(InfoClass.IDENTITY)]
    wanted = set(case_ids)
    if not wanted:
        return {}
    found = Caseload.objects.visible_to(actor).filter(case_id__in=wanted, unit_id__in=units)
    names = found.values_list(
        "case_id", "case__key", "person_id", "person__given_name", "person__family_name"
    )
    shown: dict[int, Who] = {}
    for case_id, key, person_id, given, family in names:
        reads.note(persons=[person_id], cases=[case_id])
        shown[case_id] = Who(key, f"{given} {family}".strip())
    return shown


def cases_where(
    actor: Actor, *, unit_id: int, wanted: Q, by: Sequence[str], today: dt.date, most: int = SHOWN
) -> list[CaseLine]:
    """Open cases of the unit's list, as lines, noted as shown."""
    mine = Caseload.objects.visible_to(actor).filter(wanted, unit_id=unit_id, is_open=True)
    found = list(mine.order_by(*by).values(*FIELDS)[:most])
    reads.note(persons=[row["person_id"] for row in found], cases=[row["case_id"] for row in found])
    return [line_of(row, readable=classes(actor, unit_id), today=today) for row in found]


def counts(actor: Actor, *, unit_id: int, today: dt.date, wanted: dict[str, CaseFilters]) -> dict[str, int]:
    """Several capped counts of the unit's list in one statement, each as the list itself would count it."""
    readable = classes(actor, unit_id)
    same = {name: filters for name, filters in wanted.items() if permitted(filters, readable) == filters}
    if not same:
        return {}
    shape = tuple((name, narrowing(filters, prefix=f"{name} ")) for name, filters in same.items())
    slots: dict[str, Any] = {}
    for name, filters in same.items():
        slots.update(values(actor, filters, unit_id=unit_id, today=today, prefix=f"{name} "))
    found = COUNTS(actor, shape, **slots)
    return found[0] if found else {}


def _counts(who: Seer, ask: Ask, shape: tuple[tuple[str, Narrowing], ...]) -> QuerySet[Unit, Any]:
    found = {name: CountUpTo(rows(who, ask, narrow).values("pk")[: COUNTED + 1]) for name, narrow in shape}
    units: QuerySet[Any, Any] = Unit.objects.filter(pk=ask.number("unit")).annotate(**found)
    return units.values(*found)


COUNTS = Kept(_counts)


def tasks_for(actor: Actor, *, today: dt.date) -> list[Waiting]:
    """Open tasks of the actor's units that are the actor's own or nobody's, by due date."""
    open_tasks = Task.objects.visible_to(actor).filter(
        Q(to_user__isnull=True) | Q(to_user_id=actor.user_id),
        to_unit_id__in=actor.case_units(),
        done_at__isnull=True,
        exempted_at__isnull=True,
        lapsed_at__isnull=True,
        opens_on__lte=today,
    )
    found = open_tasks.order_by("due_on", "id").values_list(
        "case_id", "key", "title", "due_on", "code", "source", "clause", "to_unit_id"
    )
    return [Waiting(*row) for row in found[:MOST_TASKS]]


def pressing_kinds(actor: Actor, *, until: dt.date, today: dt.date) -> list[tuple[str, int, int]]:
    """Open tasks of the actor's units due by `until`, by title: how many, and how many are late.

    What somebody wrote in their own words is left out: it may name a person.
    """
    due = Task.objects.visible_to(actor).filter(
        ~Q(code__startswith="own_"),
        to_unit_id__in=actor.case_units(),
        done_at__isnull=True,
        exempted_at__isnull=True,
        lapsed_at__isnull=True,
        opens_on__lte=today,
        due_on__lte=until,
    )
    kinds = due.values("title").annotate(n=Count("pk"), late=Count("pk", filter=Q(due_on__lt=today)))
    rows = kinds.order_by("-late", "-n", "title").values_list("title", "n", "late")
    return [(title, n, late) for title, n, late in rows[:SHOWN]]


def questions_for(actor: Actor) -> list[Waiting]:
    """Messages to the actor or the unit that ask for an answer and have none."""
    asked = Message.objects.visible_to(actor).filter(
        Q(to_user__isnull=True) | Q(to_user_id=actor.user_id),
        to_unit_id__in=actor.case_units(),
        answer_by__isnull=False,
        answered_at__isnull=True,
    )
    found = asked.order_by("answer_by", "id").values_list(
        "case_id", "key", "body", "answer_by", "owner_unit__name"
    )
    return [Waiting(case, key, body, due, note=unit) for case, key, body, due, unit in found[:SHOWN]]


def notices_for(actor: Actor) -> list[Waiting]:
    """Notices that the unit has not acknowledged; a note where the date has moved since the last one."""
    sent = Notice.objects.visible_to(actor).filter(to_unit_id__in=actor.case_units(), state=NoticeState.SENT)
    found = sent.order_by("acknowledge_by", "id").values_list(
        "case_id", "key", "owner_unit__name", "acknowledge_by", "replaces_id"
    )
    return [
        Waiting(case, key, unit, due, note="moved" if replaces else "")
        for case, key, unit, due, replaces in found[:SHOWN]
    ]


def offered_for(actor: Actor) -> list[Waiting]:
    """Parts that the actor, or the unit as a whole, is asked to take."""
    asked = Assignment.objects.visible_to(actor).filter(
        Q(to_user__isnull=True) | Q(to_user_id=actor.user_id),
        to_unit_id__in=actor.case_units(),
        state=AssignmentState.OFFERED,
    )
    found = asked.order_by("offered_at", "id").values_list("case_id", "key", "owner_unit__name")
    return [Waiting(case, key, "", None, note=unit) for case, key, unit in found[:SHOWN]]


def declined_for(actor: Actor) -> list[Waiting]:
    """Parts that somebody said no to, in cases where nobody has the part now."""
    taken = Assignment.objects.filter(
        case_id=OuterRef("case_id"),
        role=OuterRef("role"),
        state__in=[AssignmentState.OFFERED, AssignmentState.ACCEPTED],
    )
    no = Assignment.objects.visible_to(actor).filter(
        ~Exists(taken), state=AssignmentState.DECLINED, owner_unit_id__in=actor.case_units()
    )
    found = no.order_by("-answered_at", "-id").values_list("case_id", "key", "reason", "to_unit__name")
    return [Waiting(case, key, reason, None, note=unit) for case, key, reason, unit in found[:SHOWN]]


def workload(actor: Actor) -> list[tuple[str, int]]:
    """How many cases each colleague in the actor's units answers for, most first."""
    owned = Caseload.objects.visible_to(actor).filter(
        unit_id=actor.unit_id, is_open=True, owner__isnull=False
    )
    found = owned.values("owner__name").annotate(n=Count("pk")).order_by("-n", "owner__name")
    return [(row["owner__name"], row["n"]) for row in found[:12]]


def applications_for(actor: Actor) -> list[Waiting]:
    """Applications to the unit that are not decided, oldest first."""
    received = Application.objects.visible_to(actor).filter(
        to_unit_id__in=actor.case_units(), state=ApplicationState.RECEIVED
    )
    found = received.order_by("received_on", "id").values_list("case_id", "key", "received_on")
    return [Waiting(case, key, "", day) for case, key, day in found[:SHOWN]]


def offers_for(actor: Actor, *, today: dt.date) -> list[Waiting]:
    """Offers without an answer two days before their last day, or after it."""
    made = Offer.objects.visible_to(actor).filter(
        owner_unit_id__in=actor.case_units(),
        state=OfferState.MADE,
        answer_by__lte=today + dt.timedelta(days=2),
    )
    found = made.order_by("answer_by", "id").values_list("case_id", "key", "dwelling__name", "answer_by")
    return [Waiting(*row) for row in found[:SHOWN]]


def visits_for(actor: Actor, *, today: dt.date) -> list[Waiting]:
    """The first contact of each person that was planned until tomorrow and is not yet reported."""
    planned = FollowUp.objects.visible_to(actor).filter(
        Q(to_user__isnull=True) | Q(to_user_id=actor.user_id),
        to_unit_id__in=actor.case_units(),
        outcome="",
        planned_on__lte=today + dt.timedelta(days=1),
    )
    first = planned.order_by("case_id", "planned_on", "id").distinct("case_id").values("id")
    rows = FollowUp.objects.visible_to(actor).filter(id__in=first).order_by("planned_on", "id")
    found = rows.values_list("case_id", "key", "planned_on", "person_agreed")
    return [
        Waiting(case, key, "", day, note="" if agreed else "ask") for case, key, day, agreed in found[:SHOWN]
    ]


def missed_for(actor: Actor, *, today: dt.date) -> list[Waiting]:
    """Contacts of the last fortnight in which nobody was reached."""
    missed = FollowUp.objects.visible_to(actor).filter(
        to_unit_id__in=actor.case_units(),
        outcome=ContactOutcome.MISSED,
        happened_on__gt=today - dt.timedelta(days=14),
    )
    found = missed.order_by("-happened_on", "-id").values_list("case_id", "key", "happened_on")
    return [Waiting(case, key, "", day) for case, key, day in found[:SHOWN]]


def vacancies(actor: Actor, *, today: dt.date) -> list[tuple[str, str, dt.date, int]]:
    """Dwellings that are or will soon be free: key, name, from when, rent."""
    held = Lease.objects.filter(
        Q(ends_before__isnull=True) | Q(ends_before__gt=today),
        dwelling_id=OuterRef("pk"),
        cancelled_at__isnull=True,
    )
    offered = Offer.objects.filter(
        dwelling_id=OuterRef("pk"), state__in=[OfferState.MADE, OfferState.ACCEPTED]
    )
    free: Any = Dwelling.objects.visible_to(actor).filter(
        ~Exists(held),
        ~Exists(offered),
        Q(ends_before__isnull=True) | Q(ends_before__gt=today),
        available_from__lte=today + dt.timedelta(days=30),
    )
    return list(
        free.order_by("available_from", "name").values_list("key", "name", "available_from", "rent")[:SHOWN]
    )
