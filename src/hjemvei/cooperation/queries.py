"""What the pages of a forum show. Everything here goes through `visible_to`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection
from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery
from django.http import Http404
from django.utils.timezone import localdate

from hjemvei.accounts.actor import Actor
from hjemvei.agreements.enums import OffsetUnit
from hjemvei.agreements.models import Agreement, AgreementParty, AgreementVersion
from hjemvei.agreements.words import length
from hjemvei.cooperation.models import (
    AgendaPoint,
    Attendance,
    CalendarFeed,
    Decision,
    Forum,
    Improvement,
    Meeting,
    Post,
    Seat,
)
from hjemvei.cooperation.rules import due_on, is_overdue
from hjemvei.cooperation.states import MeetingState, WorkState
from hjemvei.core.paging import Page, page
from hjemvei.routines.choices import Source
from hjemvei.routines.queries import lessons_from

HAS_BEEN = (MeetingState.HELD, MeetingState.APPROVED)


@dataclass(frozen=True, slots=True)
class ForumLine:
    """`due_on`: when it should meet at the latest, where an interval is agreed; `agreed`: how often the
    agreement's version in force says.
    """

    key: str
    name: str
    kind: str
    agreement: str
    next_at: dt.datetime | None
    next_key: str
    due_on: dt.date | None
    is_overdue: bool
    is_closed: bool
    agreed: str = ""


@dataclass(frozen=True, slots=True)
class WorkLine:
    """A decision or a measure; `is_late` while it is open. `lesson`: key of what the actor's organisation
    learned from it.
    """

    key: str
    forum_key: str
    forum: str
    text: str
    owner: str
    due_on: dt.date
    state: str
    state_label: str
    said: str
    meeting: int
    meeting_key: str
    is_late: bool
    kind: str = ""
    may_learn: bool = False
    lesson: str = ""


def find_forum(actor: Actor, key: str) -> Forum:
    """Raises Http404."""
    found = Forum.objects.visible_to(actor).select_related("agreement", "controller").filter(key=key).first()
    if found is None:
        raise Http404
    return found


def find_row(actor: Actor, model: type[Any], forum: str, key: str) -> Any:
    """A row of this forum with its forum. Raises Http404."""
    rows = model.objects.visible_to(actor).filter(forum__key=forum, key=key)
    found = rows.select_related("forum__agreement").first()
    if found is None:
        raise Http404
    return found


def find_agreement(actor: Actor, key: str) -> Agreement:
    """Raises Http404."""
    found = Agreement.objects.visible_to(actor).filter(key=key).first()
    if found is None:
        raise Http404
    return found


def committee_of(agreement: Agreement, actor: Actor) -> Forum | None:
    """The agreement's committee, where the actor sees it."""
    forums = Forum.objects.visible_to(actor).filter(agreement=agreement)
    return forums.order_by("closed_at", "-pk").first()


def sees_any() -> bool:
    """Whether the session sees a forum, by the second lock alone: most staff sit nowhere, and building the
    query for them took half of their dashboard's time.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM cooperation_forum)")
        row = cursor.fetchone()
    return bool(row and row[0])


def forum_lines(actor: Actor, *, at: dt.datetime) -> list[ForumLine]:
    coming = Meeting.objects.filter(forum=OuterRef("pk"), state=MeetingState.PLANNED, ends_at__gt=at)
    first = coming.order_by("starts_at")
    rows = (
        Forum.objects.visible_to(actor)
        .select_related("agreement")
        .annotate(
            agreed_months=_agreed_months(localdate(at)),
            next_at=Subquery(first.values("starts_at")[:1]),
            next_key=Subquery(first.values("key")[:1]),
            last_at=Max("meetings__starts_at", filter=Q(meetings__state__in=HAS_BEEN)),
        )
    )
    return [_line(row, today=localdate(at)) for row in rows.order_by("closed_at", "name", "pk")]


def line_of(actor: Actor, forum: Forum, *, at: dt.datetime) -> ForumLine:
    return next(line for line in forum_lines(actor, at=at) if line.key == forum.key)


def _line(row: Any, *, today: dt.date) -> ForumLine:
    due = _due_on(row)
    planned_on = localdate(row.next_at) if row.next_at else None
    closed = row.closed_at is not None
    return ForumLine(
        key=row.key,
        name=row.name,
        kind=str(row.get_kind_display()),
        agreement=row.agreement.name if row.agreement else "",
        next_at=row.next_at,
        next_key=row.next_key or "",
        due_on=due,
        is_overdue=not closed and is_overdue(due=due, planned_on=planned_on, today=today),
        is_closed=closed,
        agreed=length(row.agreed_months, OffsetUnit.MONTHS) if row.agreed_months else "",
    )


def _agreed_months(today: dt.date) -> Subquery:
    """Of the version that is in force for the committee's agreement."""
    versions = AgreementVersion.objects.in_force(today).filter(agreement_id=OuterRef("agreement_id"))
    return Subquery(versions.order_by("-starts_on").values("committee_interval_months")[:1])


def due_before(actor: Actor, meeting: Meeting) -> dt.date | None:
    """The last day on which this meeting would have been in time, by what is agreed on its day."""
    day = localdate(meeting.starts_at)
    earlier = Q(meetings__state__in=HAS_BEEN, meetings__number__lt=meeting.number)
    row = (
        Forum.objects.visible_to(actor)
        .annotate(agreed_months=_agreed_months(day), last_at=Max("meetings__starts_at", filter=earlier))
        .get(pk=meeting.forum_id)
    )
    return _due_on(row)


def _due_on(row: Any) -> dt.date | None:
    return due_on(
        interval_days=row.interval_days,
        agreed_months=row.agreed_months,
        last_on=localdate(row.last_at) if row.last_at else None,
        founded_on=localdate(row.founded_at),
    )


def seats_of(actor: Actor, forum: Forum) -> QuerySet[Seat]:
    rows = Seat.objects.visible_to(actor).filter(forum=forum)
    rows = rows.select_related("user", "unit", "controller", "deputy_for__user")
    return rows.order_by("controller__name", "starts_on", "pk")


def sitting(actor: Actor, forum: Forum, *, on: dt.date) -> QuerySet[Seat]:
    return seats_of(actor, forum).in_force(on)  # type: ignore[attr-defined,no-any-return]


def names_in(actor: Actor, forum: Forum) -> list[str]:
    return [seat.who for seat in seats_of(actor, forum)]


def meetings_of(actor: Actor, forum: Forum, *, cursor: str) -> Page[dict[str, Any]]:
    """Newest first."""
    rows = Meeting.objects.visible_to(actor).filter(forum=forum).annotate(order=F("number") * -1)
    rows = rows.annotate(
        present=Count("attendance", filter=Q(attendance__presence__in=["present", "deputy"]))
    )
    fields = ("order", "id", "key", "number", "starts_at", "place", "state", "present")
    return page(rows.values(*fields), by=("order", "id"), cursor=cursor)


def points_of(actor: Actor, meeting: Meeting) -> list[AgendaPoint]:
    rows = AgendaPoint.objects.visible_to(actor).filter(meeting=meeting, withdrawn_at__isnull=True)
    return list(rows.select_related("added_by").order_by("pk"))


def attendance_of(actor: Actor, meeting: Meeting) -> list[Attendance]:
    rows = Attendance.objects.visible_to(actor).filter(meeting=meeting)
    return list(
        rows.select_related("seat__user", "seat__controller").order_by("seat__controller__name", "pk")
    )


def decisions_of(actor: Actor, forum: Forum, *, meeting: Meeting | None = None) -> list[WorkLine]:
    """All of a meeting; else the forum's open ones, and those closed last."""
    rows = Decision.objects.visible_to(actor).filter(forum=forum)
    rows = rows.select_related("owner__user", "meeting", "forum")
    if meeting is not None:
        lines = [work_line(row) for row in rows.filter(meeting=meeting).order_by("pk")]
    else:
        lines = _open_first(rows)
    return _learned(actor, lines)


def _learned(actor: Actor, lines: list[WorkLine]) -> list[WorkLine]:
    """What has come of a decision can be learned from."""
    done = [line.key for line in lines if line.state != WorkState.OPEN]
    lessons = lessons_from(actor, Source.MEETING, done)
    return [replace(line, may_learn=line.key in done, lesson=lessons.get(line.key, "")) for line in lines]


def improvements_of(actor: Actor, forum: Forum) -> list[WorkLine]:
    rows = Improvement.objects.visible_to(actor).filter(forum=forum)
    return _open_first(rows.select_related("owner__user", "decision__meeting", "forum"))


SHOWN = 50


def _open_first(rows: QuerySet[Any]) -> list[WorkLine]:
    waiting = rows.filter(state=WorkState.OPEN).order_by("due_on", "pk")[: SHOWN * 4]
    closed = rows.exclude(state=WorkState.OPEN).order_by("-closed_at", "-pk")[:SHOWN]
    return [work_line(row) for row in [*waiting, *closed]]


def work_line(row: Decision | Improvement) -> WorkLine:
    is_decision = isinstance(row, Decision)
    decision = row if isinstance(row, Decision) else row.decision
    return WorkLine(
        key=row.key,
        forum_key=row.forum.key,
        forum=row.forum.name,
        text=row.text,
        owner=row.owner.who,
        due_on=row.due_on,
        state=row.state,
        state_label=str(row.get_state_display()),
        said=row.outcome if isinstance(row, Decision) else row.effect,
        meeting=decision.meeting.number if decision else 0,
        meeting_key=decision.meeting.key if decision else "",
        is_late=row.state == WorkState.OPEN and row.due_on < localdate(),
        kind="" if is_decision else str(row.get_kind_display()),  # type: ignore[union-attr]
    )


def my_work(actor: Actor) -> list[tuple[str, WorkLine]]:
    """Open decisions and measures that the actor owns, by due day; with the name of the page that closes."""
    mine = Seat.objects.held_by(actor).values("pk")
    found: list[tuple[str, WorkLine]] = []
    for model, name in ((Decision, "cooperation:close_decision"), (Improvement, "cooperation:close_measure")):
        rows: QuerySet[Any] = model.objects.visible_to(actor).filter(owner__in=mine, state=WorkState.OPEN)
        related = "meeting" if model is Decision else "decision__meeting"
        rows = rows.select_related("owner__user", "forum", related)
        found += [(name, work_line(row)) for row in rows.order_by("due_on", "pk")[:SHOWN]]
    return sorted(found, key=lambda pair: pair[1].due_on)


def threads_of(actor: Actor, forum: Forum, *, cursor: str) -> Page[dict[str, Any]]:
    """Newest first, with how many answers."""
    rows = Post.objects.visible_to(actor).filter(forum=forum, parent__isnull=True)
    rows = rows.annotate(order=F("pk") * -1, count=Count("answers"), last_at=Max("answers__written_at"))
    fields = ("order", "id", "key", "title", "written_at", "author__name", "unit__name", "count", "last_at")
    return page(rows.values(*fields), by=("order", "id"), cursor=cursor)


def posts_of(actor: Actor, thread: Post, *, cursor: str) -> Page[dict[str, Any]]:
    """The thread's first post and its answers, oldest first."""
    rows = Post.objects.visible_to(actor).filter(Q(pk=thread.pk) | Q(parent=thread))
    fields = ("id", "key", "body", "written_at", "withdrawn_at", "author_id", "author__name", "unit__name")
    return page(rows.values(*fields), by=("id",), cursor=cursor)


def has_feed(actor: Actor) -> CalendarFeed | None:
    return CalendarFeed.objects.visible_to(actor).filter(revoked_at__isnull=True).first()


def sits_anywhere(actor: Actor) -> bool:
    return Seat.objects.held_by(actor).exists()


MONTH = 30


def agreed_interval(agreements: Sequence[Agreement], key: str, *, today: dt.date) -> int:
    """How often the agreement says that its committee meets, in days; monthly for a network (R256)."""
    agreement = next((row for row in agreements if row.key == key), None)
    version = agreement.versions.in_force(today).first() if agreement else None
    return version.committee_interval_months * MONTH if version else MONTH


def agreements_without(actor: Actor) -> Sequence[Agreement]:
    """Agreements that the actor's organisation is party to, and that it sees no committee of."""
    seen = Forum.objects.visible_to(actor).filter(agreement__isnull=False, closed_at__isnull=True)
    rows = Agreement.objects.visible_to(actor).filter(parties__in=AgreementParty.objects.of(actor))
    return list(rows.exclude(pk__in=seen.values("agreement_id")).order_by("name", "pk").distinct())
