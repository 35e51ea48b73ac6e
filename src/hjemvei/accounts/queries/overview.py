"""Figures about accounts for whoever keeps an eye on them: counts within the own controller, no names."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import Role
from hjemvei.accounts.models import (
    Absence,
    AccountEvent,
    AccountEventKind,
    ApiToken,
    Identity,
    IdentityState,
    Membership,
    User,
    UserKind,
)

UNUSABLE = "!"
"""What Django puts in front of the password of somebody who has not yet chosen one."""
NOT_INVITED, NO_FACTOR = "invitasjon", "totrinn"
"""What somebody lacks, as the address of the list of users says it."""


@dataclass(frozen=True, slots=True)
class UnitStaff:
    name: str
    people: int
    away: int


def lacking(users: QuerySet[User], what: str) -> QuerySet[User]:
    """Those who have not taken their invitation, or have and lack a second factor. The demo world's own
    sign-ins and those who sign in at a provider need neither.
    """
    bound = Identity.objects.filter(user_id=OuterRef("pk"), state=IdentityState.BOUND)
    users = users.filter(~Exists(bound), is_demo=False)
    if what == NOT_INVITED:
        return users.filter(password__startswith=UNUSABLE)
    factors = Authenticator.objects.filter(user_id=OuterRef("pk"))
    factor = factors.exclude(type=Authenticator.Type.RECOVERY_CODES)
    return users.filter(~Q(password__startswith=UNUSABLE), ~Exists(factor))


def at_work(actor: Actor, *, today: dt.date) -> QuerySet[User]:
    """People with a role in force in the actor's controller."""
    seats = Membership.objects.in_force(today).filter(unit__controller_id=actor.controller_id)
    return User.objects.filter(kind=UserKind.PERSON, is_active=True, pk__in=seats.values("user_id"))


def lacking_counts(actor: Actor, *, today: dt.date) -> dict[str, int]:
    users = at_work(actor, today=today)
    return {what: lacking(users, what).count() for what in (NOT_INVITED, NO_FACTOR)}


def live_tokens(actor: Actor, *, at: dt.datetime) -> QuerySet[ApiToken]:
    return ApiToken.objects.filter(
        controller_id=actor.controller_id, revoked_at__isnull=True, expires_at__gt=at
    )


def people_by_role(actor: Actor, *, today: dt.date) -> list[tuple[Role, int]]:
    """How many people hold each role today, most first."""
    seats = Membership.objects.in_force(today).filter(
        unit__controller_id=actor.controller_id, user__kind=UserKind.PERSON, user__is_active=True
    )
    found = seats.values("role").annotate(n=Count("user_id", distinct=True)).order_by("-n", "role")
    return [(Role(row["role"]), row["n"]) for row in found]


def account_changes(actor: Actor, *, since: dt.datetime) -> list[tuple[AccountEventKind, int]]:
    """What was done to accounts since then, by kind; row-level security keeps it within the controller."""
    events = AccountEvent.objects.filter(controller_id=actor.controller_id, at__gte=since)
    found = events.values("kind").annotate(n=Count("pk")).order_by("-n", "kind")
    return [(AccountEventKind(row["kind"]), row["n"]) for row in found]


def staff_by_unit(actor: Actor, *, today: dt.date) -> list[UnitStaff]:
    """How many work in each unit of the controller, and how many of them are away today."""
    away = Absence.objects.filter(user_id=OuterRef("user_id"), starts_on__lte=today, ends_before__gt=today)
    seats = Membership.objects.in_force(today).filter(
        unit__controller_id=actor.controller_id, user__kind=UserKind.PERSON, user__is_active=True
    )
    found = seats.annotate(is_away=Exists(away)).values("unit__name")
    people = Count("user_id", distinct=True)
    gone = Count("user_id", distinct=True, filter=Q(is_away=True))
    return [
        UnitStaff(row["unit__name"], row["n"], row["gone"])
        for row in found.annotate(n=people, gone=gone).order_by("unit__name")
    ]
