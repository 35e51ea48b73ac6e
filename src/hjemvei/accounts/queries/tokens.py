"""Keys of other systems, and whether whoever saw them in plain text has left."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.models import AccountEvent, AccountEventKind, ApiToken, Membership, User
from hjemvei.accounts.queries.overview import live_tokens


@dataclass(frozen=True, slots=True)
class TokenRow:
    """`maker_left`: somebody who no longer works here may have it still."""

    pk: int
    name: str
    unit_name: str
    scopes: list[str]
    created_at: dt.datetime
    expires_at: dt.datetime
    revoked_at: dt.datetime | None
    is_live: bool
    maker_left: bool


def tokens_made_by(actor: Actor, user: User, *, at: dt.datetime) -> QuerySet[ApiToken]:
    """Those that somebody has seen in plain text and that still open something in our controller."""
    made = AccountEvent.objects.filter(by_user=user, kind=AccountEventKind.TOKEN_MADE)
    return live_tokens(actor, at=at).filter(user_id__in=made.values("user_id")).order_by("name", "pk")


def made_by_leavers(actor: Actor, tokens: Iterable[ApiToken], *, today: dt.date) -> set[int]:
    """The tokens whose maker has no role with us any more."""
    users = {token.user_id: token.pk for token in tokens}
    made = AccountEvent.objects.filter(
        controller_id=actor.controller_id, kind=AccountEventKind.TOKEN_MADE, user_id__in=users
    )
    makers = dict(made.exclude(by_user=None).values_list("user_id", "by_user_id"))
    here = Membership.objects.filter(user_id__in=makers.values(), unit__controller_id=actor.controller_id)
    open_here = here.filter(Q(ends_before__isnull=True) | Q(ends_before__gt=today))
    still = set(open_here.values_list("user_id", flat=True))
    return {users[user_id] for user_id, maker_id in makers.items() if maker_id not in still}


def to_replace(actor: Actor, *, today: dt.date, at: dt.datetime) -> list[ApiToken]:
    """Live tokens whose maker has left, the first to end first."""
    live = list(live_tokens(actor, at=at).order_by("expires_at", "pk"))
    left = made_by_leavers(actor, live, today=today)
    return [token for token in live if token.pk in left]


def tokens(actor: Actor, *, today: dt.date, at: dt.datetime) -> list[TokenRow]:
    rows = ApiToken.objects.filter(controller_id=actor.controller_id).select_related("unit")
    found = list(rows.order_by("-created_at", "-pk")[:100])
    left = made_by_leavers(actor, found, today=today)
    return [
        TokenRow(
            row.pk,
            row.name,
            row.unit.name,
            row.scopes.split(),
            row.created_at,
            row.expires_at,
            row.revoked_at,
            row.revoked_at is None and row.expires_at > at,
            row.pk in left,
        )
        for row in found
    ]
