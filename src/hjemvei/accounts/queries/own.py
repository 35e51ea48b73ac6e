"""What users see about themselves, and whom they can ask."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from allauth.mfa.models import Authenticator

from hjemvei.accounts.enums import Role
from hjemvei.accounts.models import Identity, IdentityState, Membership, SavedView, User, UserKind


@dataclass(frozen=True, slots=True)
class Factors:
    has_app: bool
    keys: int
    has_recovery_codes: bool

    @property
    def any(self) -> bool:
        return self.has_app or self.keys > 0


@dataclass(frozen=True, slots=True)
class DemoSignIn:
    user_id: int
    email: str
    name: str
    roles: str


def factors_of(user_id: int) -> Factors:
    types = list(Authenticator.objects.filter(user_id=user_id).values_list("type", flat=True))
    kinds = Authenticator.Type
    return Factors(kinds.TOTP in types, types.count(kinds.WEBAUTHN), kinds.RECOVERY_CODES in types)


def bound_user(issuer: str, subject: str) -> User | None:
    """The one whose sign-in at a provider this is; nobody who has left, and no demo user outside of it."""
    found = Identity.objects.filter(issuer=issuer, subject=subject, state=IdentityState.BOUND)
    row = found.filter(user__is_active=True, user__kind=UserKind.PERSON).select_related("user").first()
    return row.user if row is not None and not row.user.is_demo else None


def views_of(user_id: int, *, page: str = "") -> list[SavedView]:
    rows = SavedView.objects.filter(user_id=user_id)
    return list((rows.filter(page=page) if page else rows).order_by("page", "name", "pk"))


def default_query(user_id: int, *, page: str) -> str:
    """The query string of the list that the user wants to see first; empty where none is chosen."""
    return (
        SavedView.objects.filter(user_id=user_id, page=page, is_default=True)
        .values_list("query", flat=True)
        .first()
        or ""
    )


def administrators_to_ask(user_id: int, *, today: dt.date) -> list[str]:
    """Names of administrators where the user last had a role; nobody for somebody who never had one."""
    last = (
        Membership.objects.filter(user_id=user_id)
        .order_by("-starts_on", "-pk")
        .select_related("unit")
        .first()
    )
    if last is None:
        return []
    seats = Membership.objects.in_force(today).filter(
        role=Role.ADMINISTRATOR, unit__controller_id=last.unit.controller_id, user__is_active=True
    )
    return sorted(set(seats.values_list("user__name", flat=True)))


def demo_sign_ins(*, today: dt.date) -> dict[str, list[DemoSignIn]]:
    """Unit name -> the demo staff there with their roles."""
    seats = Membership.objects.in_force(today).filter(
        user__is_demo=True, user__is_active=True, user__kind="person"
    )
    rows = seats.order_by("unit__name", "user__name", "role").values_list(
        "unit__name", "user_id", "user__email", "user__name", "role"
    )
    roles: dict[str, dict[tuple[int, str, str], list[str]]] = defaultdict(lambda: defaultdict(list))
    for unit, user_id, email, name, role in rows:
        roles[unit][user_id, email, name].append(str(Role(role).label))
    return {
        unit: [DemoSignIn(*who, ", ".join(found)) for who, found in people.items()]
        for unit, people in roles.items()
    }


def demo_user(user_id: int) -> User | None:
    return User.objects.filter(pk=user_id, is_demo=True, is_active=True).first()
