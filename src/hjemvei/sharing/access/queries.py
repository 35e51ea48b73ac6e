"""Read models of emergency access, relations and protection."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.models import Membership, User, UserKind
from hjemvei.audit import reads
from hjemvei.parties.models import Unit
from hjemvei.persons.crypto import blind_index, search_token
from hjemvei.persons.models import Protection
from hjemvei.persons.rules import IdNumber, classify_number
from hjemvei.sharing.enums import EmergencyCategory, RelationKind, ReviewOutcome
from hjemvei.sharing.models import BreakGlass, Case, ProtectionChange, Relation
from hjemvei.sharing.sealed import unlock


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A case in one's own controller: its key and the unit that has it; nothing of the person."""

    key: str
    unit: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class OpeningView:
    """One emergency access. Its key is the reference by which officer and unit speak of it: nothing names
    the person.
    """

    key: str
    who: str
    unit: str
    category: str
    reason: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    review_by: dt.datetime
    reviewed_at: dt.datetime | None
    outcome: str
    review_text: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class RelationView:
    key: str
    who: str
    what: str
    kind: str
    recorded_at: dt.datetime
    lifted_at: dt.datetime | None
    may_lift: bool


@dataclass(frozen=True, slots=True)
class ChangeView:
    before: str
    after: str
    reason: str
    who: str
    at: dt.datetime


def find_elsewhere(actor: Actor, text: str) -> list[Elsewhere]:
    """By exact identity number, the unit's own reference, or the case's key. Noted, found or not."""
    wanted = "".join(text.split())
    number = classify_number(wanted)
    index = blind_index(number.number) if isinstance(number, IdNumber) else None
    token = search_token(f"ref:{wanted.casefold()}", controller_id=actor.controller_id)
    reads.note(tokens=[token])
    return _elsewhere(index, token, wanted)


def elsewhere(actor: Actor, key: str) -> list[Elsewhere]:
    """The units that have the case with this key."""
    return _elsewhere(None, None, key)


def _elsewhere(index: bytes | None, token: int | None, key: str) -> list[Elsewhere]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM kernel.find_elsewhere(%s, %s, %s)", [index, token, key])
        rows = cursor.fetchall()
    names = dict(Unit.objects.filter(pk__in=[row[3] for row in rows]).values_list("pk", "name"))
    reads.note(cases=[row[0] for row in rows], persons=[row[1] for row in rows])
    return [Elsewhere(row[2], names[row[3]], row[4]) for row in rows]


def openings(actor: Actor, *, case: Case | None = None, at: dt.datetime) -> list[OpeningView]:
    """Those that wait for review first, the oldest of them on top; then the newest."""
    about = Q(case=case) if case is not None else Q(controller_id=actor.controller_id)
    found = BreakGlass.objects.visible_to(actor).filter(about).select_related("unit", "user")
    rows = [opening_view(row, at=at) for row in unlock(found.order_by("-starts_at", "-id")[:200])]
    waiting = [row for row in rows if row.reviewed_at is None]
    return [*reversed(waiting), *(row for row in rows if row.reviewed_at is not None)]


def opening_view(row: BreakGlass, *, at: dt.datetime) -> OpeningView:
    return OpeningView(
        key=row.key,
        who=row.user.name,
        unit=row.unit.name,
        category=str(EmergencyCategory(row.category).label),
        reason=row.reason,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        review_by=row.review_by - dt.timedelta(minutes=1),
        reviewed_at=row.reviewed_at,
        outcome=str(ReviewOutcome(row.outcome).label) if row.outcome else "",
        review_text=row.review_text,
        is_late=row.reviewed_at is None and row.review_by <= at,
    )


def reviews_due() -> tuple[int, int]:
    """How many wait in the session's controller, and how many of them too long."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT waiting, late FROM kernel.reviews_due()")
        waiting, late = cursor.fetchone()
    return waiting, late


def own_relations(actor: Actor) -> list[RelationView]:
    found = Relation.objects.filter(user_id=actor.user_id).select_related("user")
    return [_relation(row, may_lift=False) for row in found.order_by("lifted_at", "-id")]


def relations_on(actor: Actor, case: Case, *, is_leader: bool) -> list[RelationView]:
    """Those said of the case itself; a number is told to nobody but the one it concerns."""
    found = Relation.objects.visible_to(actor).filter(case=case).select_related("user").order_by("-id")
    return [_relation(row, may_lift=is_leader and row.user_id != actor.user_id) for row in found]


def _relation(row: Relation, *, may_lift: bool) -> RelationView:
    what = gettext("nummer som slutter på %(digits)s") % {"digits": row.last_digits}
    return RelationView(
        key=row.key,
        who=row.user.name,
        what=what if row.last_digits else gettext("en sak"),
        kind=str(RelationKind(row.kind).label),
        recorded_at=row.recorded_at,
        lifted_at=row.lifted_at,
        may_lift=may_lift and row.lifted_at is None,
    )


def changes_on(actor: Actor, case: Case) -> list[ChangeView]:
    found = ProtectionChange.objects.visible_to(actor).of(case).select_related("recorded_by")
    return [
        ChangeView(
            str(Protection(row.before).label),
            str(Protection(row.after).label),
            row.reason,
            row.recorded_by.name,
            row.recorded_at,
        )
        for row in unlock(found.order_by("-id"))
    ]


def staff_of(actor: Actor, case: Case, *, today: dt.date) -> list[User]:
    """Staff of the actor's units that take part: whom a leader may say it of."""
    units = set(case.access_units).intersection(actor.units)
    seats = Membership.objects.in_force(today).filter(unit_id__in=units)
    users = User.objects.filter(pk__in=seats.values("user_id"), is_active=True, kind=UserKind.PERSON)
    return list(users.order_by("name", "id"))
