"""Read models of the pages about routines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.http import Http404
from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import Role
from hjemvei.accounts.models import Membership, UserKind
from hjemvei.agreements.defaults import AGREEMENT_DEADLINES, CASE_DEADLINES
from hjemvei.core.paging import Page, page
from hjemvei.routines.behind import clause_title
from hjemvei.routines.choices import Covers, Source
from hjemvei.routines.models import (
    Improvement,
    Routine,
    RoutineQuerySet,
    RoutineReading,
    RoutineVersion,
)
from hjemvei.routines.policy import led_units
from hjemvei.routines.rules import Block, Duty, Share, blocks, shares
from hjemvei.routines.states import VersionState
from hjemvei.routines.texts import origin_of

LESSONS_SHOWN, MOST_EXPORTED, MOST_CHOICES = 20, 5_000, 300
TITLES = {rule.code: rule.title for rule in (*CASE_DEADLINES, *AGREEMENT_DEADLINES)}
MORE = ("number", "valid_from", "state", "has_draft", "is_read")
FIELDS = ("id", "key", "title", "covers", "review_on", "owner_unit__name", "controller__name")


@dataclass(frozen=True, slots=True)
class RoutineLine:
    """`state`: of the newest version; `number` and `valid_from` of the one that holds, if any."""

    key: str
    title: str
    owner: str
    controller: str
    covers: str
    number: int | None
    valid_from: dt.date | None
    state: str
    has_draft: bool
    review_on: dt.date | None
    is_read: bool


def list_routines(
    actor: Actor, *, others: bool, words: str, cursor: str, today: dt.date
) -> Page[RoutineLine]:
    """One's own organisation's, or what the others have in use, by title; one statement."""
    rows: Any = _lines(actor, today=today)
    own = Q(controller_id=actor.controller_id)
    rows = rows.exclude(own).filter(held_id__isnull=False) if others else rows.filter(own)
    for word in words.split()[:5]:
        rows = rows.filter(Q(title__icontains=word) | Q(owner_unit__name__icontains=word))
    found = page(rows.values(*FIELDS, *MORE), by=("title", "id"), cursor=cursor)
    lines = [_line(row) for row in found.rows]
    return Page(lines, found.next_cursor, found.previous_cursor)


def all_routines(actor: Actor, *, today: dt.date) -> list[RoutineLine]:
    """The organisation's own, for a spreadsheet."""
    rows = _lines(actor, today=today).filter(controller_id=actor.controller_id)
    return [_line(row) for row in rows.order_by("title", "id").values(*FIELDS, *MORE)[:MOST_EXPORTED]]


def own_routines(actor: Actor) -> list[Routine]:
    rows = Routine.objects.visible_to(actor).filter(controller_id=actor.controller_id)
    return list(rows.order_by("title", "id")[:MOST_CHOICES])


def _lines(actor: Actor, *, today: dt.date) -> RoutineQuerySet:
    held = RoutineVersion.objects.in_force(today).filter(routine_id=OuterRef("pk"))
    draft = RoutineVersion.objects.filter(routine_id=OuterRef("pk"), state=VersionState.DRAFT)
    newest = RoutineVersion.objects.filter(routine_id=OuterRef("pk")).order_by("-number")
    mine = RoutineReading.objects.visible_to(actor).filter(version_id=OuterRef("held_id"))
    return Routine.objects.visible_to(actor).annotate(
        held_id=Subquery(held.values("pk")[:1]),
        number=Subquery(held.values("number")[:1]),
        valid_from=Subquery(held.values("valid_from")[:1]),
        state=Subquery(newest.values("state")[:1]),
        has_draft=Exists(draft),
        is_read=Exists(mine),
    )


def _line(row: dict[str, object]) -> RoutineLine:
    values = {name: row[name] for name in ("key", "title", "number", "valid_from", "has_draft", "review_on")}
    return RoutineLine(
        **values,  # type: ignore[arg-type]
        owner=str(row["owner_unit__name"]),
        controller=str(row["controller__name"]),
        covers=str(Covers(str(row["covers"])).label),
        state=str(row["state"]),
        is_read=bool(row["is_read"]),
    )


def find_routine(actor: Actor, key: str) -> Routine:
    rows = Routine.objects.visible_to(actor).select_related("owner_unit", "controller")
    found = rows.filter(key=key).first()
    if found is None:
        raise Http404
    return found


def find_own_routine(actor: Actor, key: str) -> Routine:
    """Raises Http404 for the routine of others: there is nothing to do with it here."""
    found = find_routine(actor, key)
    if found.controller_id != actor.controller_id:
        raise Http404
    return found


def versions_of(actor: Actor, routine: Routine) -> list[RoutineVersion]:
    """Newest first."""
    rows = RoutineVersion.objects.visible_to(actor).filter(routine=routine)
    return list(rows.select_related("recorded_by", "approved_by").order_by("-number"))


def version_shown(
    versions: Sequence[RoutineVersion], *, number: int | None, today: dt.date
) -> RoutineVersion | None:
    """The one asked for; else what holds, what is to come, the newest."""
    if number is not None:
        return next((row for row in versions if row.number == number), None)
    now = [row for row in versions if holds(row, today)]
    coming = [row for row in versions if row.state == VersionState.APPROVED]
    return next(iter([*now, *coming, *versions]), None)


def holds(row: RoutineVersion, today: dt.date) -> bool:
    begun = row.approved_at is not None and row.valid_from is not None and row.valid_from <= today
    return begun and (row.ends_before is None or row.ends_before > today)


@dataclass(frozen=True, slots=True)
class VersionView:
    """One version in words."""

    number: int
    title: str
    language: str
    blocks: Sequence[Block]
    clauses: Sequence[str]
    deadlines: Sequence[str]
    roles: Sequence[str]


def shown(row: RoutineVersion) -> VersionView:
    return VersionView(
        number=row.number,
        title=row.title,
        language=row.language,
        blocks=list(blocks(row.steps)),
        clauses=[clause_title(code) for code in row.clauses],
        deadlines=[_(TITLES[code]) for code in row.rules],
        roles=[str(Role(code).label) for code in row.roles],
    )


def is_read(actor: Actor, version: RoutineVersion) -> bool:
    return RoutineReading.objects.visible_to(actor).filter(version=version).exists()


def must_read(actor: Actor, routine: Routine, version: RoutineVersion) -> bool:
    """Whether it concerns the actor by role."""
    whole = routine.covers == Covers.CONTROLLER
    units = actor.units if whole else [routine.owner_unit_id]
    return routine.controller_id == actor.controller_id and any(
        role in version.roles for unit in units for role in actor.unit_roles.get(unit, ())
    )


@dataclass(frozen=True, slots=True)
class ReaderShare:
    unit: str
    role: str
    read: int
    all: int
    names: Sequence[tuple[str, bool]]


def reader_shares(
    actor: Actor, routine: Routine, version: RoutineVersion, *, today: dt.date
) -> list[ReaderShare]:
    """By unit that the actor leads and role: who is to read the version, and who has. Two statements."""
    units = [u for u in led_units(actor) if _is_for(routine, u)]
    seats = Membership.objects.in_force(today).filter(
        unit_id__in=units, role__in=version.roles, user__is_active=True, user__kind=UserKind.PERSON
    )
    rows = list(
        seats.order_by("unit__name", "unit_id", "role", "user__name").values_list(
            "unit_id", "role", "user_id", "unit__name", "user__name"
        )
    )
    people = {row[2]: row[4] for row in rows}
    names = {row[0]: row[3] for row in rows}
    readers = frozenset(
        RoutineReading.objects.filter(version=version, user_id__in=people).values_list("user_id", flat=True)
    )
    duties = [Duty(unit_id, role, user_id) for unit_id, role, user_id, _unit, _name in rows]
    return [_share(share, duties, names, people, readers) for share in shares(duties, readers)]


def _is_for(routine: Routine, unit_id: int) -> bool:
    return routine.covers == Covers.CONTROLLER or routine.owner_unit_id == unit_id


def _share(
    share: Share,
    duties: Sequence[Duty],
    units: dict[int, str],
    people: dict[int, str],
    readers: frozenset[int],
) -> ReaderShare:
    here = {d.user_id for d in duties if (d.unit_id, d.role) == (share.unit_id, share.role)}
    names = sorted((people[user_id], user_id in readers) for user_id in here)
    return ReaderShare(units[share.unit_id], str(Role(share.role).label), share.read, share.all, names)


def lessons_of(actor: Actor, routine: Routine) -> list[Improvement]:
    rows = Improvement.objects.visible_to(actor).filter(routine=routine).select_related("version")
    return list(rows.order_by("-recorded_at", "-id")[:LESSONS_SHOWN])


def open_lessons(actor: Actor, routine: Routine) -> list[Improvement]:
    """What no version has taken in yet: of this routine, or of its unit and no routine."""
    of_unit = Q(routine__isnull=True, owner_unit_id=routine.owner_unit_id)
    rows = Improvement.objects.visible_to(actor).filter(Q(routine=routine) | of_unit, version__isnull=True)
    return list(rows.order_by("-recorded_at", "-id")[:LESSONS_SHOWN])


def list_lessons(actor: Actor, *, cursor: str) -> Page[Improvement]:
    """Newest first."""
    rows = Improvement.objects.visible_to(actor)
    newest = rows.annotate(place=0 - F("id")).values("place", "id")
    found = page(newest, by=("place",), cursor=cursor)
    whole = rows.select_related("routine", "version", "owner_unit").in_bulk([row["id"] for row in found.rows])
    return Page([whole[row["id"]] for row in found.rows], found.next_cursor, found.previous_cursor)


def find_lesson(actor: Actor, key: str) -> Improvement:
    rows = Improvement.objects.visible_to(actor).select_related("routine", "version", "owner_unit")
    found = rows.filter(key=key).first()
    if found is None:
        raise Http404
    return found


def lessons_from(actor: Actor, source: Source, keys: Iterable[str]) -> dict[str, str]:
    """Key of the lesson by key of the row it was written from; no statement where there are no rows."""
    by_origin = {origin_of(source, key): key for key in keys}
    if not by_origin:
        return {}
    rows = Improvement.objects.visible_to(actor).filter(origin__in=by_origin)
    return {by_origin[origin]: key for origin, key in rows.values_list("origin", "key")}


def routine_of_clause(actor: Actor, clause: str, *, today: dt.date) -> str:
    """Key of the routine that carries the clause out in the actor's unit, else in the organisation."""
    held = RoutineVersion.objects.visible_to(actor).in_force(today)
    rows = held.filter(controller_id=actor.controller_id, clauses__contains=[clause])
    ours = rows.select_related("routine").order_by("pk")
    found = sorted(ours, key=lambda row: row.routine.owner_unit_id != actor.unit_id)
    return found[0].routine.key if clause and found else ""


def taken_starters(actor: Actor) -> set[str]:
    own = Routine.objects.visible_to(actor).filter(owner_unit_id=actor.unit_id).exclude(starter="")
    return set(own.values_list("starter", flat=True))
