"""A lease on an accepted offer, its keys and its end."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from ninja import Query, Schema
from pydantic import Field, Strict

from hjemvei.accounts.api import ApiRequest
from hjemvei.allocation.models import Offer
from hjemvei.core import clock
from hjemvei.core.api import Body, Day, Key, Line, Listed, Paging, Routes, must_match, not_after, page_of
from hjemvei.sharing.api.shown import rows_shown, shown_case, shown_row
from hjemvei.tenancies.actions.end_lease import end_lease
from hjemvei.tenancies.actions.hand_keys import hand_keys
from hjemvei.tenancies.actions.sign_lease import Terms, sign_lease
from hjemvei.tenancies.models import Lease

leases = Routes("leases")
ROWS = Lease.objects.select_related("offer")


class LeaseOut(Schema):
    """Rent in whole kroner a month; no `ends_before` means until somebody ends it."""

    key: str
    case: str
    offer: str
    rent: int
    signed_on: dt.date | None
    starts_on: dt.date
    ends_before: dt.date | None
    keys_handed_at: dt.datetime | None
    cancelled_at: dt.datetime | None
    end_reason: str


class LeaseIn(Body):
    rent: Annotated[int, Strict(), Field(ge=0, le=200_000)]
    signed_on: Day
    starts_on: Day
    ends_before: Day | None = None


class LeaseEndIn(Body):
    """`ends_before` null cancels a lease whose keys were never handed out."""

    ends_before: Day | None
    reason: Annotated[Line, Field(max_length=200)]


@leases.read("/cases/{key}/leases", Listed[LeaseOut])
def list_leases_of_case(request: ApiRequest, key: Key, paging: Query[Paging]) -> Listed[LeaseOut]:
    case = shown_case(request.actor, key)
    found = page_of(Lease.objects.visible_to(request.actor).of(case).values("id"), paging, by=("id",))
    items = [_out(row) for row in rows_shown(request.actor, ROWS, [row["id"] for row in found.rows])]
    return Listed[LeaseOut](items=items, next_cursor=found.next_cursor)


@leases.read("/leases/{key}", LeaseOut, single=True)
def read_lease(request: ApiRequest, key: Key) -> LeaseOut:
    return _out(shown_row(request.actor, ROWS, key))


@leases.write("/offers/{key}/lease", LeaseOut, status=201)
def create_lease(request: ApiRequest, key: Key, body: LeaseIn) -> LeaseOut:
    """409 where somebody else has the dwelling in the period."""
    offer = shown_row(request.actor, Offer.objects.all(), key)
    not_after(body.signed_on, clock.today(), field="signed_on")
    terms = Terms(
        rent=body.rent, signed_on=body.signed_on, starts_on=body.starts_on, ends_before=body.ends_before
    )
    return _out(sign_lease(actor=request.actor, offer=offer, terms=terms, at=clock.now()))


@leases.write("/leases/{key}/keys", LeaseOut, updates=True)
def hand_out_keys(request: ApiRequest, key: Key) -> LeaseOut:
    lease = _matching(request, key)
    return _out(hand_keys(actor=request.actor, lease=lease, at=clock.now()))


@leases.write("/leases/{key}/end", LeaseOut, updates=True)
def create_lease_end(request: ApiRequest, key: Key, body: LeaseEndIn) -> LeaseOut:
    lease = _matching(request, key)
    return _out(
        end_lease(
            actor=request.actor,
            lease=lease,
            ends_before=body.ends_before,
            reason=body.reason,
            at=clock.now(),
        )
    )


def _matching(request: ApiRequest, key: str) -> Lease:
    lease: Lease = shown_row(request.actor, ROWS, key, lock=True)
    must_match(request, _out(lease))
    return lease


def _out(row: Lease) -> LeaseOut:
    return LeaseOut(
        key=row.key,
        case=row.case.key,
        offer=row.offer.key,
        rent=row.rent,
        signed_on=row.signed_on,
        starts_on=row.starts_on,
        ends_before=row.ends_before,
        keys_handed_at=row.keys_handed_at,
        cancelled_at=row.cancelled_at,
        end_reason=row.end_reason,
    )
