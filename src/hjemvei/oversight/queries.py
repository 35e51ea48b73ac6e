"""The read log of one controller, for its privacy officer: figures by employee, people by reference."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Count, F, Q, QuerySet
from django.http import Http404
from django.utils.timezone import localtime

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import Purpose, Role
from hjemvei.accounts.models import Membership, User, UserKind
from hjemvei.audit import reads
from hjemvei.audit.models import ReadLog
from hjemvei.core.paging import Page, page
from hjemvei.oversight.choices import EXPLAINED, Pattern
from hjemvei.oversight.models import AccessFinding
from hjemvei.oversight.pages import in_plain_words
from hjemvei.oversight.rules import per_hour
from hjemvei.oversight.states import FindingState
from hjemvei.ui.parts import Text

NORWAY = ZoneInfo("Europe/Oslo")
OPEN = (FindingState.NEW, FindingState.LOOKED_INTO)
PEOPLE = """
SELECT r.user_id, count(DISTINCT p.id) FROM "audit_readlog" r, unnest(r.person_ids) AS p(id)
WHERE r.controller_id = %s AND r.at >= %s AND r.at < %s AND r.user_id = ANY (%s) GROUP BY r.user_id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Days, half-open, as Norwegian calendars have them."""

    first: dt.date
    before: dt.date

    @property
    def last(self) -> dt.date:
        """The last day of it, as people write periods."""
        return self.before - dt.timedelta(days=1)

    @property
    def moments(self) -> tuple[dt.datetime, dt.datetime]:
        start, end = (dt.datetime.combine(day, dt.time(), NORWAY) for day in (self.first, self.before))
        return start, end


@dataclass(frozen=True, slots=True, kw_only=True)
class EmployeeLine:
    """`people` counts everybody named on any page, lists too."""

    key: str
    name: str
    roles: str
    looks: int
    people: int
    empty: int
    odd: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Whom:
    """A person as the officer knows them: the case's reference and initials, or less where protected."""

    reference: str
    initials: str


NOBODY = Whom(reference="", initials="")


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingView:
    key: str
    user_key: str
    name: str
    pattern: Text
    why: Text
    whom: Whom
    count: int
    first_at: dt.datetime
    last_at: dt.datetime
    state: str
    state_label: Text
    note: str
    decided_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedLine:
    """One page: `others` is how many more people it named."""

    at: dt.datetime
    page: str
    purpose: Text
    whom: Whom
    others: int


def employees(actor: Actor, *, period: Period, pattern: str = "", cursor: str = "") -> Page[EmployeeLine]:
    """Those who have or had a role in the controller, by name; with `pattern`, those with such a finding."""
    users = User.objects.of_controller(actor.controller_id)
    if pattern:
        found = _findings(actor, period).filter(pattern=pattern)
        users = users.filter(pk__in=found.values("user_id"))
    rows = page(users.values("id", "key", "name"), by=("name", "id"), cursor=cursor)
    return Page(_lines(actor, rows.rows, period), rows.next_cursor, rows.previous_cursor)


def all_employees(actor: Actor, *, period: Period, most: int) -> list[EmployeeLine]:
    """For the spreadsheet."""
    users = User.objects.of_controller(actor.controller_id).order_by("name", "id")
    return _lines(actor, list(users.values("id", "key", "name")[:most]), period)


def _lines(actor: Actor, users: Sequence[Mapping[str, Any]], period: Period) -> list[EmployeeLine]:
    ids = [row["id"] for row in users]
    start, end = period.moments
    rows = ReadLog.objects.visible_to(actor).filter(at__gte=start, at__lt=end, user_id__in=ids)
    empty = Count("pk", filter=Q(person_ids__len=0) & ~Q(search_tokens__len=0))
    counted: dict[int, Mapping[str, Any]] = {
        row["user_id"]: row
        for row in rows.values("user_id").annotate(looks=Count("pk"), empty=empty).order_by("user_id")
    }
    with connection.cursor() as db:
        db.execute(PEOPLE, [actor.controller_id, start, end, ids])
        people = dict(db.fetchall())
    waiting = _findings(actor, period).filter(state__in=OPEN, user_id__in=ids)
    odd = dict(waiting.values_list("user_id").annotate(Count("pk")).order_by())
    roles = roles_of(actor, ids)
    return [
        EmployeeLine(
            key=row["key"],
            name=row["name"],
            roles=", ".join(str(Role(role).label) for role in sorted(roles.get(row["id"], ()))),
            looks=counted.get(row["id"], {}).get("looks", 0),
            people=people.get(row["id"], 0),
            empty=counted.get(row["id"], {}).get("empty", 0),
            odd=odd.get(row["id"], 0),
        )
        for row in users
    ]


def roles_of(actor: Actor, ids: Collection[int]) -> dict[int, set[str]]:
    """Every role that somebody has or had in the controller."""
    found: dict[int, set[str]] = {}
    seats = Membership.objects.filter(unit__controller_id=actor.controller_id, user_id__in=ids)
    for user_id, role in seats.order_by("id").values_list("user_id", "role"):
        found.setdefault(user_id, set()).add(role)
    return found


def find_employee(actor: Actor, key: str) -> User:
    """Raises Http404."""
    found = User.objects.of_controller(actor.controller_id).filter(key=key, kind=UserKind.PERSON).first()
    if found is None:
        raise Http404
    return found


def hours_of(actor: Actor, user: User, *, period: Period) -> list[int]:
    """Looks by the hour of the day, of which there are 24."""
    moments = _of(actor, user, period).order_by("id").values_list("at", flat=True)
    return per_hour(localtime(at, NORWAY) for at in moments)


def days_of(actor: Actor, user: User, *, period: Period) -> list[tuple[dt.date, int]]:
    counted: dict[dt.date, int] = {}
    for at in _of(actor, user, period).order_by("id").values_list("at", flat=True):
        day = localtime(at, NORWAY).date()
        counted[day] = counted.get(day, 0) + 1
    days = (period.before - period.first).days
    return [(day, counted.get(day, 0)) for day in (period.first + dt.timedelta(n) for n in range(days))]


def opened_by(actor: Actor, user: User, *, period: Period, cursor: str) -> Page[OpenedLine]:
    """What somebody opened, newest first."""
    rows = _of(actor, user, period).annotate(newest=-F("id"))
    found = page(
        rows.values("newest", "at", "page", "purpose", "person_ids", "case_ids"),
        by=("newest",),
        cursor=cursor,
    )
    known = Known(
        [person for row in found.rows for person in row["person_ids"]],
        [case for row in found.rows for case in row["case_ids"]],
    )
    lines = [
        OpenedLine(
            at=row["at"],
            page=in_plain_words(row["page"]),
            purpose=Purpose(row["purpose"]).label,
            whom=known(_single(row["person_ids"]), _single(row["case_ids"])),
            others=max(len(row["person_ids"]) - 1, 0),
        )
        for row in found.rows
    ]
    return Page(lines, found.next_cursor, found.previous_cursor)


def _single(ids: Sequence[int]) -> int | None:
    return ids[0] if len(ids) == 1 else None


def _of(actor: Actor, user: User, period: Period) -> QuerySet[ReadLog, ReadLog]:
    start, end = period.moments
    return ReadLog.objects.visible_to(actor).filter(user_id=user.pk, at__gte=start, at__lt=end)


def _findings(actor: Actor, period: Period) -> QuerySet[AccessFinding, AccessFinding]:
    return AccessFinding.objects.visible_to(actor).filter(on_day__gte=period.first, on_day__lt=period.before)


class Known:
    """Asks for people and cases once, and answers for each: reference and initials, nothing more."""

    def __init__(self, persons: Collection[int], cases: Collection[int]) -> None:
        with connection.cursor() as db:
            db.execute("SELECT id, initials FROM kernel.overseen_people(%s)", [list(set(persons))])
            self.people = dict(db.fetchall())
            db.execute("SELECT id, key FROM kernel.overseen_cases(%s)", [list(set(cases))])
            self.cases = dict(db.fetchall())
        reads.note(persons=self.people, cases=self.cases)

    def __call__(self, person_id: int | None, case_id: int | None) -> Whom:
        reference = self.cases.get(case_id, "") if case_id is not None else ""
        return Whom(reference=reference, initials=self.people.get(person_id or 0, ""))


def find_finding(actor: Actor, key: str) -> AccessFinding:
    """Raises Http404."""
    found = AccessFinding.objects.visible_to(actor).filter(key=key).first()
    if found is None:
        raise Http404
    return found


def findings_of(actor: Actor, user: User, *, period: Period) -> list[FindingView]:
    rows = _findings(actor, period).filter(user=user).order_by("-on_day", "-id")
    return _views(list(rows.select_related("user", "decided_by")))


def open_findings(actor: Actor, *, cursor: str = "") -> Page[FindingView]:
    """What waits for an answer, oldest first."""
    waiting = AccessFinding.objects.visible_to(actor).filter(state__in=OPEN)
    found = page(waiting.values("on_day", "id"), by=("on_day", "id"), cursor=cursor)
    rows = AccessFinding.objects.visible_to(actor).filter(pk__in=[row["id"] for row in found.rows])
    views = _views(list(rows.select_related("user", "decided_by").order_by("on_day", "id")))
    return Page(views, found.next_cursor, found.previous_cursor)


def open_count(actor: Actor) -> int:
    return AccessFinding.objects.visible_to(actor).filter(state__in=OPEN).count()


def shown(finding: AccessFinding) -> FindingView:
    return _views([finding])[0]


def _views(rows: Sequence[AccessFinding]) -> list[FindingView]:
    known = Known(
        [row.person_id for row in rows if row.person_id], [row.case_id for row in rows if row.case_id]
    )
    return [
        FindingView(
            key=row.key,
            user_key=row.user.key,
            name=row.user.name,
            pattern=Pattern(row.pattern).label,
            why=EXPLAINED[Pattern(row.pattern)],
            whom=known(row.person_id, row.case_id),
            count=row.count,
            first_at=row.first_at,
            last_at=row.last_at,
            state=row.state,
            state_label=FindingState(row.state).label,
            note=row.note,
            decided_by=row.decided_by.name if row.decided_by else "",
        )
        for row in rows
    ]
