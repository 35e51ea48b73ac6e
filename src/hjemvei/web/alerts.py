"""What is too red for the daily digest: told at once, at most once an hour of each kind, never about whom.

Listens to `cases` and `sharing`; runs in the transaction of what happened.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import Role
from hjemvei.accounts.models import Membership, User, UserKind
from hjemvei.accounts.queries.deputies import deputies_among
from hjemvei.audit.models import Outbox, OutboxKind
from hjemvei.cases.models import Custody, ReleaseDate
from hjemvei.sharing.events import Change, SharingChanged
from hjemvei.ui.parts import Text

SOON_DAYS = 14
TOLD = (
    Role.PRISON_SOCIAL_WORKER,
    Role.REINTEGRATION_COORDINATOR,
    Role.MUNICIPAL_COORDINATOR,
    Role.SOCIAL_CASEWORKER,
    Role.HOUSING_OFFICER,
    Role.FOLLOW_UP_WORKER,
    Role.VOLUNTARY_PROVIDER,
)
TEXTS: dict[str, tuple[Text, Text]] = {
    "date_moved": (
        gettext_lazy("Hjemvei haster: en løslatelse er nær"),
        gettext_lazy("En løslatelsesdato er flyttet til innen 14 dager i en sak enheten din har del i."),
    ),
    "unplanned": (
        gettext_lazy("Hjemvei haster: en løslatelse som ikke var planlagt"),
        gettext_lazy("Noen er løslatt tidligere enn ventet i en sak enheten din har del i."),
    ),
    "withdrawn": (
        gettext_lazy("Hjemvei: et samtykke er trukket"),
        gettext_lazy("Et samtykke er trukket. Det som var delt, er ikke lenger synlig for dem det gjaldt."),
    ),
    "expired": (
        gettext_lazy("Hjemvei: et samtykke er gått ut"),
        gettext_lazy("Et samtykke er gått ut. Det som var delt, er ikke lenger synlig for dem det gjaldt."),
    ),
}


def on_date_moved(*, actor: Actor, case_ids: Sequence[int], at: dt.datetime) -> None:
    """Red when the date in force is within a fortnight, also for one case among thousands of a roll."""
    newest = _newest_date("pk")
    moved = ReleaseDate.objects.visible_to(actor).filter(
        pk=Subquery(newest),
        case_id__in=case_ids,
        expected_on__gte=localdate(at),
        expected_on__lte=localdate(at) + dt.timedelta(days=SOON_DAYS),
    )
    ids = list(moved.values_list("case_id", flat=True))
    tell(actor, "date_moved", units_of(ids), at=at, about=_only(ids))


def on_released(*, actor: Actor, case_ids: Sequence[int], at: dt.datetime) -> None:
    """Red when nobody expected it, or not so early."""
    expected = Custody.objects.visible_to(actor).filter(case_id__in=case_ids, ends_before__isnull=False)
    expected = expected.annotate(expected_on=Subquery(_newest_date("expected_on")))
    early = expected.filter(Q(expected_on__isnull=True) | Q(expected_on__gt=F("ends_before")))
    recent = early.filter(ends_before__gte=localdate(at) - dt.timedelta(days=SOON_DAYS))
    ids = list(recent.values_list("case_id", flat=True))
    tell(actor, "unplanned", units_of(ids), at=at, about=_only(ids))


def on_sharing_changed(news: SharingChanged) -> None:
    """A withdrawal while access still stands, so that those who lose it can be named."""
    if news.change is Change.WITHDRAWING:
        tell(news.actor, "withdrawn", units_of([news.case.pk]) - news.keeps, at=news.at)
    elif news.change is Change.EXPIRED and news.loses:
        tell(news.actor, "expired", units_of([news.case.pk]) | news.loses, at=news.at)


def _only(case_ids: Sequence[int]) -> int | None:
    return case_ids[0] if len(set(case_ids)) == 1 else None


def _newest_date(field: str) -> QuerySet[Any, Any]:
    newest = ReleaseDate.objects.filter(case_id=OuterRef("case_id")).order_by("-known_at", "-id")
    return newest.values(field)[:1]


def units_of(case_ids: Iterable[int]) -> set[int]:
    """The units that take part in any of the cases now."""
    ids = sorted(set(case_ids))
    if not ids:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT p.unit_id FROM unnest(%s) AS c(id), kernel.participants(c.id) p", [ids]
        )
        return {row[0] for row in cursor.fetchall()}


def tell(actor: Actor, kind: str, units: Iterable[int], *, at: dt.datetime, about: int | None = None) -> None:
    """A mail to those who coordinate in the units, but not to the one who did it.

    `about` is the case where it is one alone: should the unit lose it first, the mail is not sent.
    """
    seats = Membership.objects.in_force(localdate(at)).filter(unit_id__in=set(units), role__in=TOLD)
    away = deputies_among(set(seats.values_list("user_id", flat=True)), today=localdate(at))
    people = seats.exclude(user_id__in=away).values("user_id")
    users = User.objects.filter(pk__in=people, is_active=True, kind=UserKind.PERSON)
    told = users.exclude(pk=actor.user_id).only("pk", "language")
    of_user = dict(seats.order_by("-unit_id").values_list("user_id", "unit_id"))
    mails = [
        _mail(user, kind, unit_id=actor.unit_id, about=about, to_unit=of_user[user.pk], at=at)
        for user in told
    ]
    if mails:
        Outbox.objects.bulk_create(mails, ignore_conflicts=True)


def _mail(user: User, kind: str, *, unit_id: int, about: int | None, to_unit: int, at: dt.datetime) -> Outbox:
    subject, text = TEXTS[kind]
    with translation.override(user.language):
        return Outbox(
            kind=OutboxKind.ALERT,
            owner_unit_id=unit_id,
            to_user_id=user.pk,
            subject=str(subject),
            body="\n".join([str(text), "", _("Logg inn for å se hva som må gjøres:"), settings.SITE_URL]),
            once=f"alert:{kind}:{user.pk}:{at:%Y%m%d%H}",
            created_at=at,
            case_id=about,
            to_unit_id=to_unit if about else None,
        )
