"""Forums and what is done in them. Everybody named here is staff or sits for an organisation."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import Channel
from hjemvei.accounts.models import Membership
from hjemvei.agreements.models import Agreement
from hjemvei.agreements.policy import MAKERS
from hjemvei.cooperation.enums import (
    AgendaSource,
    ChairWay,
    ForumKind,
    MeasureKind,
    Presence,
    SeatRole,
)
from hjemvei.cooperation.states import MeetingState, WorkState
from hjemvei.core import clock
from hjemvei.core.text import new_key
from hjemvei.parties.models import Controller, Unit

USER = settings.AUTH_USER_MODEL
LEADING = (SeatRole.CHAIR, SeatRole.SECRETARY)


def key_field() -> models.CharField[str, str]:
    return models.CharField(max_length=12, unique=True, default=new_key)


class ForumQuerySet(models.QuerySet["Forum"]):
    def visible_to(self, actor: Actor) -> ForumQuerySet:
        """Where the actor sits. One that nobody leads is open to those who may found one there, so that it
        can be taken up again.
        """
        mine = Q(pk__in=Seat.objects.held_by(actor).values("forum_id"))
        if actor.has(*MAKERS) and actor.channel != Channel.API:
            led = Seat.objects.live().leading().values("forum_id")
            mine |= Q(controller_id=actor.controller_id) & ~Q(pk__in=led)
        return self.filter(mine)


class Forum(models.Model):
    """A committee of an agreement, or a network across organisations. `controller` founded it and takes it
    up again where nobody leads it. `interval_days`: how often it shall meet.
    """

    key = key_field()
    kind = models.CharField(max_length=16, choices=ForumKind.choices)
    name = models.CharField(max_length=160)
    purpose = models.CharField(max_length=1000, blank=True, default="")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, null=True, related_name="+")
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+")
    chair_way = models.CharField(max_length=10, choices=ChairWay.choices, default=ChairWay.FIXED)
    interval_days = models.SmallIntegerField(null=True)
    founded_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    founded_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    objects = ForumQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="forum_named"),
            models.CheckConstraint(
                condition=Q(kind=ForumKind.COMMITTEE, agreement__isnull=False)
                | (~Q(kind=ForumKind.COMMITTEE) & Q(agreement__isnull=True)),
                name="forum_committee_has_agreement",
            ),
            models.CheckConstraint(
                condition=Q(interval_days__isnull=True) | Q(interval_days__range=(7, 400)),
                name="forum_interval",
            ),
            models.UniqueConstraint(
                fields=["agreement"], condition=Q(closed_at__isnull=True), name="forum_one_committee"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SeatQuerySet(models.QuerySet["Seat"]):
    def in_force(self, today: dt.date) -> SeatQuerySet:
        return self.filter(Q(ends_before__isnull=True) | Q(ends_before__gt=today), starts_on__lte=today)

    def live(self) -> SeatQuerySet:
        """In force, and held by somebody who still works for the organisation."""
        works = Membership.objects.in_force(clock.today()).filter(
            user_id=OuterRef("user_id"), unit__controller_id=OuterRef("controller_id")
        )
        return self.in_force(clock.today()).filter(Exists(works))

    def held_by(self, actor: Actor) -> SeatQuerySet:
        """Another system reads what its unit's members read; a person what their own seat opens."""
        if actor.channel == Channel.API:
            return self.in_force(clock.today()).filter(unit_id=actor.unit_id)
        return self.live().filter(user_id=actor.user_id, controller_id=actor.controller_id)

    def leading(self) -> SeatQuerySet:
        """The chair, the chair's deputy, the secretary; each member where the chair goes round."""
        return self.filter(
            Q(role__in=LEADING)
            | Q(deputy_for__role=SeatRole.CHAIR)
            | Q(role=SeatRole.MEMBER, forum__chair_way=ChairWay.ROTATING)
        )

    def visible_to(self, actor: Actor) -> SeatQuerySet:
        return self.filter(forum__in=Forum.objects.visible_to(actor))


class Seat(models.Model):
    """Who sits in a forum, for which unit, in which part, from when to when. `name` where they have no
    account.
    """

    key = key_field()
    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="seats")
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    user = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=120, blank=True, default="")
    title = models.CharField(max_length=120, blank=True, default="")
    role = models.CharField(max_length=10, choices=SeatRole.choices, default=SeatRole.MEMBER)
    deputy_for = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="deputies")
    starts_on = models.DateField()
    ends_before = models.DateField(null=True)
    added_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", db_index=False)
    added_at = models.DateTimeField()

    objects = SeatQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(user__isnull=False) | ~Q(name=""), name="seat_somebody"),
            models.CheckConstraint(
                condition=Q(ends_before__isnull=True) | Q(ends_before__gt=F("starts_on")), name="seat_period"
            ),
            models.CheckConstraint(
                condition=Q(deputy_for__isnull=True) | Q(role=SeatRole.DEPUTY), name="seat_deputy_for"
            ),
            models.UniqueConstraint(
                fields=["forum", "user"], condition=Q(ends_before__isnull=True), name="seat_once"
            ),
        ]

    def __str__(self) -> str:
        return f"seat {self.key}"

    @property
    def who(self) -> str:
        return self.user.name if self.user else self.name


class ForumRowQuerySet(models.QuerySet[Any]):
    """Rows of a forum: seen by whoever sees the forum."""

    def visible_to(self, actor: Actor) -> ForumRowQuerySet:
        return self.filter(forum__in=Forum.objects.visible_to(actor))


class Meeting(models.Model):
    """One meeting. `sequence` counts its moves, so that calendars follow; approved minutes never change."""

    key = key_field()
    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="meetings", db_index=False)
    number = models.SmallIntegerField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=160, blank=True, default="")
    link = models.URLField(max_length=300, blank=True, default="")
    state = models.CharField(max_length=10, choices=MeetingState.choices, default=MeetingState.PLANNED)
    sequence = models.SmallIntegerField(default=0)
    chair = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    cancel_reason = models.CharField(max_length=300, blank=True, default="")
    minutes = models.TextField(blank=True, default="")
    minutes_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    approved_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    approved_at = models.DateTimeField(null=True)
    planned_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", db_index=False)
    planned_at = models.DateTimeField()

    objects = ForumRowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["forum", "number"], name="meeting_number_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="meeting_period"),
            models.CheckConstraint(condition=~Q(place="") | ~Q(link=""), name="meeting_somewhere"),
            models.CheckConstraint(
                condition=~Q(state=MeetingState.CANCELLED) | ~Q(cancel_reason=""),
                name="meeting_cancelled_why",
            ),
            models.CheckConstraint(
                condition=~Q(state=MeetingState.APPROVED) | (~Q(minutes="") & Q(approved_at__isnull=False)),
                name="meeting_approved_minutes",
            ),
        ]
        indexes = [models.Index(fields=["forum", "starts_at"], name="meeting_of_forum")]

    def __str__(self) -> str:
        return f"meeting {self.key}"


class AgendaPoint(models.Model):
    """One point as it stood when the agenda was made. `ref` is the source's own mark, so that building the
    agenda again adds only what is new.
    """

    key = key_field()
    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="+", db_index=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="points")
    source = models.CharField(max_length=12, choices=AgendaSource.choices)
    ref = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    text = models.CharField(max_length=2000, blank=True, default="")
    added_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", db_index=False)
    added_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    objects = ForumRowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "source", "ref"], name="forum_point_once"),
            models.CheckConstraint(condition=~Q(title=""), name="forum_point_says_something"),
        ]

    def __str__(self) -> str:
        return f"point {self.key}"


class Attendance(models.Model):
    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="+", db_index=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendance")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    presence = models.CharField(max_length=8, choices=Presence.choices)

    objects = ForumRowQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "seat"], name="attendance_once")]

    def __str__(self) -> str:
        return f"{self.meeting_id}: {self.seat_id}"


class Decision(models.Model):
    """What a meeting decided; it comes back on the next agenda until it is closed."""

    key = key_field()
    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="decisions", db_index=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="decisions")
    text = models.CharField(max_length=1000)
    owner = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    state = models.CharField(max_length=8, choices=WorkState.choices, default=WorkState.OPEN)
    outcome = models.CharField(max_length=600, blank=True, default="")
    recorded_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", db_index=False)
    recorded_at = models.DateTimeField()
    closed_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    closed_at = models.DateTimeField(null=True)

    objects = ForumRowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="decision_says_something"),
            models.CheckConstraint(
                condition=Q(state=WorkState.OPEN, closed_at__isnull=True)
                | (~Q(state=WorkState.OPEN) & Q(closed_at__isnull=False) & ~Q(outcome="")),
                name="decision_closed_with_outcome",
            ),
        ]
        indexes = [models.Index(fields=["forum", "state", "due_on"], name="decision_open")]

    def __str__(self) -> str:
        return f"decision {self.key}"


class Improvement(models.Model):
    """A measure to make the cooperation better (R149-R152), and what came of it."""

    key = key_field()
    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="improvements")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, related_name="measures")
    kind = models.CharField(max_length=16, choices=MeasureKind.choices)
    text = models.CharField(max_length=1000)
    owner = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    state = models.CharField(max_length=8, choices=WorkState.choices, default=WorkState.OPEN)
    effect = models.CharField(max_length=600, blank=True, default="")
    recorded_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", db_index=False)
    recorded_at = models.DateTimeField()
    closed_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    closed_at = models.DateTimeField(null=True)

    objects = ForumRowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="improvement_says_something"),
            models.CheckConstraint(
                condition=Q(state=WorkState.OPEN, closed_at__isnull=True)
                | (~Q(state=WorkState.OPEN) & Q(closed_at__isnull=False) & ~Q(effect="")),
                name="improvement_closed_with_effect",
            ),
        ]

    def __str__(self) -> str:
        return f"improvement {self.key}"


class Post(models.Model):
    """A thread's first post (with a title), or an answer. Withdrawn, it keeps its place without words."""

    key = key_field()
    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="+", db_index=False)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="answers")
    title = models.CharField(max_length=160, blank=True, default="")
    body = models.CharField(max_length=4000, blank=True, default="")
    author = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    written_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    objects = ForumRowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(parent__isnull=True) ^ Q(title=""), name="post_title_of_thread"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) ^ Q(body=""), name="post_withdrawn_is_empty"
            ),
        ]
        indexes = [models.Index(fields=["forum", "written_at"], name="post_of_forum")]

    def __str__(self) -> str:
        return f"post {self.key}"


class CalendarFeedQuerySet(models.QuerySet["CalendarFeed"]):
    def visible_to(self, actor: Actor) -> CalendarFeedQuerySet:
        return self.filter(user_id=actor.user_id)


class CalendarFeed(models.Model):
    """The secret address of somebody's meetings; only its hash is kept, and a new one ends the old."""

    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(revoked_at__isnull=True), name="calendar_feed_one"
            )
        ]

    def __str__(self) -> str:
        return f"feed of user {self.user_id}"
