"""A dwelling offered on a granted application."""

from __future__ import annotations

import datetime as dt

from ninja import Query, Schema

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.api import ApiRequest
from hjemvei.allocation.actions.answer_offer import answer_offer
from hjemvei.allocation.actions.make_offer import Proposal, make_offer, not_free
from hjemvei.allocation.actions.withdraw_offer import withdraw_offer
from hjemvei.allocation.models import Application, Offer
from hjemvei.core import clock
from hjemvei.core.api import (
    Body,
    Day,
    Key,
    Line,
    Listed,
    OptionalLine,
    Paging,
    Routes,
    YesNo,
    must_match,
    page_of,
)
from hjemvei.homes.models import Dwelling
from hjemvei.sharing.api.shown import rows_shown, shown_case, shown_row

offers = Routes("offers")
ROWS = Offer.objects.select_related("application", "dwelling")


class OfferOut(Schema):
    """`dwelling` is null for others than the organisation that disposes of it."""

    key: str
    case: str
    application: str
    dwelling: str | None
    state: str
    available_from: dt.date
    answer_by: dt.date
    made_at: dt.datetime
    answered_at: dt.datetime | None
    reason: str


class OfferIn(Body):
    dwelling: Key
    available_from: Day
    answer_by: Day


class AnswerIn(Body):
    """A no needs its reason; it costs the person nothing."""

    accepts: YesNo
    reason: OptionalLine = ""


class ReasonIn(Body):
    reason: Line


@offers.read("/cases/{key}/offers", Listed[OfferOut])
def list_offers_of_case(request: ApiRequest, key: Key, paging: Query[Paging]) -> Listed[OfferOut]:
    actor = request.actor
    case = shown_case(actor, key)
    found = page_of(Offer.objects.visible_to(actor).of(case).values("id"), paging, by=("id",))
    items = [_out(actor, row) for row in rows_shown(actor, ROWS, [row["id"] for row in found.rows])]
    return Listed[OfferOut](items=items, next_cursor=found.next_cursor)


@offers.read("/offers/{key}", OfferOut, single=True)
def read_offer(request: ApiRequest, key: Key) -> OfferOut:
    return _out(request.actor, shown_row(request.actor, ROWS, key))


@offers.write("/applications/{key}/offers", OfferOut, status=201)
def create_offer(request: ApiRequest, key: Key, body: OfferIn) -> OfferOut:
    """409 where the dwelling is not free; who has it is never said."""
    actor = request.actor
    application = shown_row(actor, Application.objects.all(), key)
    dwelling = Dwelling.objects.visible_to(actor).filter(key=body.dwelling).first()
    if dwelling is None:
        raise not_free()
    proposal = Proposal(dwelling=dwelling, available_from=body.available_from, answer_by=body.answer_by)
    offer = make_offer(actor=actor, application=application, proposal=proposal, at=clock.now())
    return _out(actor, offer)


@offers.write("/offers/{key}/answer", OfferOut, updates=True)
def create_answer(request: ApiRequest, key: Key, body: AnswerIn) -> OfferOut:
    offer = _matching(request, key)
    answered = answer_offer(
        actor=request.actor, offer=offer, accepts=body.accepts, reason=body.reason, at=clock.now()
    )
    return _out(request.actor, answered)


@offers.write("/offers/{key}/withdrawal", OfferOut, updates=True)
def end_offer(request: ApiRequest, key: Key, body: ReasonIn) -> OfferOut:
    offer = _matching(request, key)
    ended = withdraw_offer(actor=request.actor, offer=offer, reason=body.reason, at=clock.now())
    return _out(request.actor, ended)


def _matching(request: ApiRequest, key: str) -> Offer:
    offer: Offer = shown_row(request.actor, ROWS, key, lock=True)
    must_match(request, _out(request.actor, offer))
    return offer


def _out(actor: Actor, row: Offer) -> OfferOut:
    own = row.dwelling.controller_id == actor.controller_id
    return OfferOut(
        key=row.key,
        case=row.case.key,
        application=row.application.key,
        dwelling=row.dwelling.key if own else None,
        state=row.state,
        available_from=row.available_from,
        answer_by=row.answer_by,
        made_at=row.made_at,
        answered_at=row.answered_at,
        reason=row.reason,
    )
