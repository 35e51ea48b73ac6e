"""One mail a user a day: how many things wait, never about whom. Written into the outbox, sent by a job."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hjemvei.accounts.actor import Actor, acting_as
from hjemvei.accounts.enums import CASEWORK_ROLES, InfoClass, Role
from hjemvei.accounts.models import Membership, User, UserKind
from hjemvei.accounts.queries.deputies import deputies_among
from hjemvei.agreements.register import reviews_due as agreement_reviews_due
from hjemvei.audit.models import Outbox, OutboxKind
from hjemvei.cases.models import Message, Notice, Task
from hjemvei.cases.queries.hands import handed_often
from hjemvei.cases.states import NoticeState
from hjemvei.cases.system_actor import system_actor
from hjemvei.sharing.access.queries import reviews_due
from hjemvei.sharing.models import AccessEnd

WEEK = dt.timedelta(days=7)
LEADERS = (Role.MUNICIPAL_COORDINATOR, Role.PRISON_LEADER)


@dataclass(frozen=True, slots=True)
class Counts:
    """What waits for one user; the sum over the user's units."""

    late: int = 0
    week: int = 0
    questions: int = 0
    notices: int = 0
    reviews: int = 0
    late_reviews: int = 0
    ended: int = 0
    handed: int = 0
    agreements: int = 0
    late_agreements: int = 0

    def __bool__(self) -> bool:
        own = self.late or self.week or self.questions or self.notices
        agreed = self.agreements or self.late_agreements
        return bool(own or self.reviews or self.ended or self.handed or agreed)

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.late + other.late,
            self.week + other.week,
            self.questions + other.questions,
            self.notices + other.notices,
            self.reviews + other.reviews,
            self.late_reviews + other.late_reviews,
            self.ended + other.ended,
            self.handed + other.handed,
            self.agreements + other.agreements,
            self.late_agreements + other.late_agreements,
        )


def members(*, today: dt.date) -> Mapping[int, set[int]]:
    """By unit: active people who work with cases there today."""
    found: dict[int, set[int]] = defaultdict(set)
    seats = Membership.objects.in_force(today).filter(
        role__in=CASEWORK_ROLES, user__is_active=True, user__kind=UserKind.PERSON
    )
    for unit_id, user_id in seats.values_list("unit_id", "user_id"):
        found[unit_id].add(user_id)
    return found


def officers(*, today: dt.date) -> Mapping[int, set[int]]:
    """By unit, one a controller: its privacy officers."""
    seats = Membership.objects.in_force(today).filter(
        role=Role.PRIVACY_OFFICER, user__is_active=True, user__kind=UserKind.PERSON
    )
    return _one_a_controller(seats)


def heads(*, today: dt.date) -> Mapping[int, set[int]]:
    """By unit: those who lead it without working with cases; they are told numbers alone."""
    seats = Membership.objects.in_force(today).filter(
        role=Role.MUNICIPAL_LEADER, user__is_active=True, user__kind=UserKind.PERSON
    )
    found: dict[int, set[int]] = defaultdict(set)
    for unit_id, user_id in seats.values_list("unit_id", "user_id"):
        found[unit_id].add(user_id)
    return found


def keepers(*, today: dt.date) -> Mapping[int, set[int]]:
    """By unit, one a controller: those who look after its agreements."""
    seats = Membership.objects.in_force(today).filter(
        role__in=(*LEADERS, Role.MUNICIPAL_LEADER), user__is_active=True, user__kind=UserKind.PERSON
    )
    return _one_a_controller(seats)


def _one_a_controller(seats: QuerySet[Membership]) -> Mapping[int, set[int]]:
    first: dict[int, int] = {}
    found: dict[int, set[int]] = defaultdict(set)
    rows = seats.order_by("unit_id").values_list("unit__controller_id", "unit_id", "user_id")
    for controller_id, unit_id, user_id in rows:
        found[first.setdefault(controller_id, unit_id)].add(user_id)
    return found


def handed_in(actor: Actor, users: Collection[int], *, today: dt.date) -> dict[int, Counts]:
    """For those who lead the unit and see no case."""
    counts = Counts(handed=len(handed_often(actor)))
    return dict.fromkeys(users, counts)


def agreements_of(actor: Actor, users: Collection[int], *, today: dt.date) -> dict[int, Counts]:
    """Days on which the organisation shall look at an agreement, until that is done."""
    due = agreement_reviews_due(actor, by=today + WEEK)
    late = sum(row.due_on < today for row in due)
    return dict.fromkeys(users, Counts(agreements=len(due) - late, late_agreements=late)) if due else {}


def reviews_of(actor: Actor, users: Collection[int], *, today: dt.date) -> dict[int, Counts]:
    """Emergency accesses of the session's controller that wait for its privacy officers."""
    waiting, late = reviews_due()
    return {user_id: Counts(reviews=waiting, late_reviews=late) for user_id in users if waiting}


def counts_in(actor: Actor, users: Collection[int], *, today: dt.date) -> dict[int, Counts]:
    """What each of the unit's users has waiting: their own and what is nobody's in particular.

    Of somebody away it is the deputy's, where the deputy works in the unit too.
    """
    if not actor.may_read(InfoClass.COORDINATION):
        return {}
    notices = (
        Notice.objects.visible_to(actor).filter(to_unit_id=actor.unit_id, state=NoticeState.SENT).count()
    )
    ended = AccessEnd.objects.visible_to(actor).unseen().filter(unit_id=actor.unit_id).count()
    handed = len(handed_often(actor))
    leads = leaders(actor.unit_id, today=today) if handed else set()
    late, soon, open_questions = _by_user(actor, today)
    deputies = deputies_among(set(users), today=today)

    def of(found: Mapping[int | None, int], user_id: int) -> int:
        mine = [user_id, *(away for away, deputy in deputies.items() if deputy == user_id)]
        return sum(found.get(one, 0) for one in mine) + found.get(None, 0)

    return {
        user_id: Counts(
            of(late, user_id),
            of(soon, user_id),
            of(open_questions, user_id),
            notices,
            ended=ended,
            handed=handed if user_id in leads else 0,
        )
        for user_id in users
        if user_id not in deputies
    }


def _by_user(actor: Actor, today: dt.date) -> tuple[dict[int | None, int], ...]:
    """Tasks past their day, tasks of the week, and questions, by whose they are; None for nobody's."""
    tasks = Task.objects.visible_to(actor).filter(
        to_unit_id=actor.unit_id,
        done_at__isnull=True,
        exempted_at__isnull=True,
        lapsed_at__isnull=True,
        opens_on__lte=today,
        due_on__lte=today + WEEK,
    )
    asked = Message.objects.visible_to(actor).filter(
        to_unit_id=actor.unit_id, answer_by__isnull=False, answered_at__isnull=True
    )
    by_user = tasks.order_by().values_list("to_user")
    return (
        dict(by_user.annotate(n=Count("pk", filter=Q(due_on__lt=today)))),
        dict(by_user.annotate(n=Count("pk", filter=Q(due_on__gte=today)))),
        dict(asked.order_by().values_list("to_user").annotate(n=Count("pk"))),
    )


def leaders(unit_id: int, *, today: dt.date) -> set[int]:
    """Coordinators and leaders of the unit: who is told that somebody is handed from one to the next."""
    seats = Membership.objects.in_force(today).filter(unit_id=unit_id, role__in=LEADERS)
    return set(seats.values_list("user_id", flat=True))


PARTS = (
    (members, counts_in),
    (heads, handed_in),
    (officers, reviews_of),
    (keepers, agreements_of),
)
"""Whom the mail is for, by unit, and what waits for them there."""


def write_digests(*, at: dt.datetime, today: dt.date) -> int:
    """Write the mails of the day; a second run of the day writes none. Returns how many were due."""
    total: dict[int, Counts] = {}
    first: dict[int, int] = {}
    for people, waiting_for in PARTS:
        for unit_id, users in sorted(people(today=today).items()):
            with acting_as(least(unit_id)) as actor:
                for user_id, counts in waiting_for(actor, users, today=today).items():
                    total[user_id] = total.get(user_id, Counts()) + counts
                    first.setdefault(user_id, unit_id)
    due = {user_id: counts for user_id, counts in total.items() if counts}
    by_unit: dict[int, list[Outbox]] = defaultdict(list)
    for user in User.objects.filter(pk__in=due).only("id", "language"):
        by_unit[first[user.pk]].append(_mail(user, due[user.pk], unit_id=first[user.pk], at=at, today=today))
    for unit_id, mails in by_unit.items():
        with acting_as(least(unit_id)):
            Outbox.objects.bulk_create(mails, ignore_conflicts=True)
    return len(due)


def least(unit_id: int) -> Actor:
    """The system in one unit without clearance: protected people are not even counted."""
    return replace(system_actor(unit_id), clearance=0)


def _mail(user: User, counts: Counts, *, unit_id: int, at: dt.datetime, today: dt.date) -> Outbox:
    with translation.override(user.language):
        return Outbox(
            kind=OutboxKind.DIGEST,
            owner_unit_id=unit_id,
            to_user_id=user.pk,
            subject=_("Hjemvei: dette venter på deg i dag"),
            body="\n".join([*lines(counts), "", settings.SITE_URL, "", _("E-posten inneholder aldri navn.")]),
            once=f"digest:{user.pk}:{today.isoformat()}",
            created_at=at,
        )


def lines(counts: Counts) -> list[str]:
    """The counts in words; what is nought is not said."""
    own = counts.late, counts.week, counts.questions, counts.notices
    reviews = counts.reviews, counts.late_reviews
    n = (*own, *reviews, counts.ended, counts.handed, counts.agreements, counts.late_agreements)
    said = (
        ngettext("%(n)s oppgave er over fristen.", "%(n)s oppgaver er over fristen.", n[0]),
        ngettext("%(n)s oppgave har frist innen en uke.", "%(n)s oppgaver har frist innen en uke.", n[1]),
        ngettext("%(n)s spørsmål venter på svar.", "%(n)s spørsmål venter på svar.", n[2]),
        ngettext("%(n)s varsel er ikke bekreftet mottatt.", "%(n)s varsler er ikke bekreftet mottatt.", n[3]),
        ngettext(
            "%(n)s nødtilgang venter på gjennomgang.", "%(n)s nødtilganger venter på gjennomgang.", n[4]
        ),
        ngettext(
            "%(n)s nødtilgang er over fristen for gjennomgang.",
            "%(n)s nødtilganger er over fristen for gjennomgang.",
            n[5],
        ),
        ngettext("%(n)s tilgang er avsluttet.", "%(n)s tilganger er avsluttet.", n[6]),
        ngettext(
            "%(n)s sak har skiftet hender tre ganger eller mer.",
            "%(n)s saker har skiftet hender tre ganger eller mer.",
            n[7],
        ),
        ngettext(
            "%(n)s avtale skal gjennomgås innen en uke.", "%(n)s avtaler skal gjennomgås innen en uke.", n[8]
        ),
        ngettext(
            "%(n)s gjennomgang av en avtale er over fristen.",
            "%(n)s gjennomganger av avtaler er over fristen.",
            n[9],
        ),
    )
    return [text % {"n": count} for text, count in zip(said, n, strict=True) if count]
