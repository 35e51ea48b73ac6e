"""What an administrator sees of the people who use the system: those of the own controller, and nobody
else.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Q
from django.http import Http404

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import Role
from hjemvei.accounts.models import (
    Absence,
    AccountEvent,
    ApiToken,
    Identity,
    IdentityState,
    Membership,
    User,
)
from hjemvei.accounts.policy import ROLES_OF
from hjemvei.accounts.queries.overview import at_work, lacking
from hjemvei.core.paging import Page, page
from hjemvei.parties.models import Controller, Unit


@dataclass(frozen=True, slots=True)
class SeatRow:
    pk: int
    user_id: int
    unit_name: str
    code: str
    role: str
    starts_on: dt.date
    ends_before: dt.date | None
    in_force: bool

    @property
    def last_day(self) -> dt.date | None:
        return self.ends_before - dt.timedelta(days=1) if self.ends_before else None


@dataclass(frozen=True, slots=True)
class UserRow:
    key: str
    name: str
    email: str
    seats: Sequence[SeatRow]
    has_factor: bool
    has_entered: bool
    may_be_reset: bool = False
    signs_in_at: str = ""

    @property
    def current(self) -> list[SeatRow]:
        return [seat for seat in self.seats if seat.in_force]


@dataclass(frozen=True, slots=True)
class EventRow:
    kind: str
    by: str
    reason: str
    at: dt.datetime


def choices(actor: Actor, *, today: dt.date) -> dict[str, Any]:
    """What the administrator's forms offer: the controller's units in force and the roles of its kind."""
    units = Unit.objects.in_force(today).filter(controller_id=actor.controller_id)
    kind = Controller.objects.get(pk=actor.controller_id).kind
    return {"units": units.select_related("controller").order_by("name", "pk"), "roles": ROLES_OF[kind]}


def find_user(actor: Actor, key: str) -> User:
    """A user of the actor's controller; anybody else is as if they were not there."""
    found = User.objects.of_controller(actor.controller_id).filter(key=key).first()
    if found is None:
        raise Http404
    return found


def find_seat(actor: Actor, user: User, number: str) -> Membership:
    seats = Membership.objects.select_related("unit").filter(
        unit__controller_id=actor.controller_id, user=user
    )
    found = seats.filter(pk=_number(number)).first()
    if found is None:
        raise Http404
    return found


def find_token(actor: Actor, number: str) -> ApiToken:
    found = (
        ApiToken.objects.select_related("unit")
        .filter(controller_id=actor.controller_id, pk=_number(number))
        .first()
    )
    if found is None:
        raise Http404
    return found


def _number(text: str) -> int:
    """A row's number as a form posts it; 0, which no row has, for anything else."""
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def users(actor: Actor, *, words: str, cursor: str, today: dt.date, lacks: str = "") -> Page[UserRow]:
    """Twenty-five by name; `words` narrows by name or address, `lacks` to those at work who lack it."""
    rows = User.objects.of_controller(actor.controller_id)
    if lacks:
        rows = lacking(at_work(actor, today=today), lacks)
    if words:
        rows = rows.filter(Q(name__icontains=words) | Q(email__icontains=words))
    found = page(rows.values("id", "key", "name", "email", "password"), by=("name", "id"), cursor=cursor)
    return Page(_user_rows(actor, found.rows, today), found.next_cursor, found.previous_cursor)


def user_row(actor: Actor, user: User, *, today: dt.date) -> UserRow:
    return user_rows(actor, [user], today=today)[0]


def user_rows(actor: Actor, users: Sequence[User], *, today: dt.date) -> list[UserRow]:
    values = [
        {"id": user.pk, "key": user.key, "name": user.name, "email": user.email, "password": user.password}
        for user in users
    ]
    return _user_rows(actor, values, today)


def _user_rows(actor: Actor, rows: Sequence[dict[str, object]], today: dt.date) -> list[UserRow]:
    ids = [int(str(row["id"])) for row in rows]
    seats = _seats(actor, ids, today)
    factors = set(
        Authenticator.objects.filter(user_id__in=ids)
        .exclude(type=Authenticator.Type.RECOVERY_CODES)
        .values_list("user_id", flat=True)
    )
    bound = _bound(ids)
    return [
        UserRow(
            key=str(row["key"]),
            name=str(row["name"]),
            email=str(row["email"]),
            seats=[seat for seat in seats if seat.user_id == row["id"]],
            has_factor=row["id"] in factors,
            has_entered=not str(row["password"]).startswith("!") or row["id"] in bound,
            signs_in_at=", ".join(bound.get(ids[place], [])),
            may_be_reset=row["id"] != actor.user_id,
        )
        for place, row in enumerate(rows)
    ]


def _bound(user_ids: Sequence[int]) -> dict[int, list[str]]:
    """The providers at which each of them signs in."""
    found: dict[int, list[str]] = {}
    rows = Identity.objects.filter(user_id__in=user_ids, state=IdentityState.BOUND).order_by("provider", "pk")
    for user_id, provider in rows.values_list("user_id", "provider"):
        found.setdefault(user_id, []).append(provider)
    return found


def waiting_identities(user: User) -> list[Identity]:
    rows = Identity.objects.filter(user=user, state=IdentityState.ASKED)
    return list(rows.order_by("asked_at", "pk"))


def find_identity(user: User, number: str) -> Identity:
    found = Identity.objects.filter(user=user, pk=_number(number)).first()
    if found is None:
        raise Http404
    return found


def _seats(actor: Actor, user_ids: Sequence[int], today: dt.date) -> list[SeatRow]:
    found = Membership.objects.filter(user_id__in=user_ids, unit__controller_id=actor.controller_id)
    names = ("pk", "user_id", "unit__name", "role", "starts_on", "ends_before")
    return [
        SeatRow(
            pk,
            user_id,
            unit,
            role,
            str(Role(role).label),
            starts,
            ends,
            starts <= today and (not ends or ends > today),
        )
        for pk, user_id, unit, role, starts, ends in found.order_by(
            "unit__name", "role", "-starts_on"
        ).values_list(*names)
    ]


def events_of(user: User) -> list[EventRow]:
    """Newest first, at most fifty; row-level security leaves out those of other controllers."""
    rows = AccountEvent.objects.filter(user=user).select_related("by_user").order_by("-at", "-pk")[:50]
    return [
        EventRow(row.get_kind_display(), row.by_user.name if row.by_user else "", row.reason, row.at)
        for row in rows
    ]


def absences_of(user_id: int, *, today: dt.date) -> list[Absence]:
    rows = Absence.objects.filter(user_id=user_id, ends_before__gt=today).select_related("deputy")
    return list(rows.order_by("starts_on", "pk"))


def colleagues(actor: Actor, *, today: dt.date, but: int) -> list[int]:
    seats = Membership.objects.in_force(today).filter(unit__controller_id=actor.controller_id)
    return sorted(set(seats.exclude(user_id=but).values_list("user_id", flat=True)))
