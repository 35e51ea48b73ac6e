"""Applications and offers of a case, and the housing office's queue."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.timezone import localtime

from hjemvei.accounts.actor import Actor, Seer
from hjemvei.accounts.kept import Kept, Rows, columns, instance
from hjemvei.allocation.models import Application, Offer
from hjemvei.allocation.rules import is_stalled, reply_deadline
from hjemvei.allocation.states import ApplicationState, OfferState
from hjemvei.cases.models import Task
from hjemvei.core.slots import Ask
from hjemvei.homes.models import Dwelling
from hjemvei.homes.queries import free_dwellings
from hjemvei.needs.queries import people_in
from hjemvei.sharing.models import Case
from hjemvei.sharing.queries import find_row
from hjemvei.sharing.sealed import open_values

LIMIT = 50
OFFER = (
    *("application_id", "key", "state", "available_from", "answer_by", "reason"),
    "dwelling_name",
)
GUARANTEE = "deposit_guarantee"


@dataclass(frozen=True, slots=True)
class OfferView:
    key: str
    dwelling: str
    state: str
    state_label: str
    available_from: dt.date
    answer_by: dt.date
    reason: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class ApplicationView:
    key: str
    state: str
    state_label: str
    received_on: dt.date
    wishes: str
    household_size: int
    decided_on: dt.date | None
    reasons: str
    help_given: str
    appeal_by: dt.date | None
    reply_by: dt.date
    provisional_reply_on: dt.date | None
    to_unit: str
    offers: tuple[OfferView, ...]

    @property
    def has_open_offer(self) -> bool:
        return any(offer.is_open or offer.state == OfferState.LEASED for offer in self.offers)


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One thing that waits. `due_on` is the day it should be done by."""

    case_key: str
    name: str
    key: str
    what: str
    since: dt.date
    due_on: dt.date | None


@dataclass(frozen=True, slots=True)
class Queue:
    waiting: tuple[QueueRow, ...]
    homeless_grants: tuple[QueueRow, ...]
    stalled: tuple[QueueRow, ...]
    guarantees: tuple[QueueRow, ...]
    free: tuple[Dwelling, ...]


def find_application(actor: Actor, case: Case, key: str) -> Application:
    """Raises Http404."""
    return find_row(actor, Application, case=case, key=key)


def find_offer(actor: Actor, case: Case, key: str) -> Offer:
    """Raises Http404."""
    return find_row(actor, Offer, case=case, key=key)


def views_of(rows: Sequence[Rows]) -> tuple[ApplicationView, ...]:
    """Newest first, each with its offers; from the rows of `READS`."""
    applications, offers = rows
    open_values(offers, Offer, "reason")
    return tuple(
        _application(row, [offer for offer in offers if offer["application_id"] == row["id"]])
        for row in applications
    )


@Kept
def ask_applications(who: Seer, ask: Ask, _shape: None) -> QuerySet[Any, Any]:
    rows: QuerySet[Any, Any] = Application.objects.visible_to(who).filter(case_id=ask.number("case"))
    return rows.order_by("-id").values(*columns(Application), "to_unit__name")


@Kept
def ask_offers(who: Seer, ask: Ask, _shape: None) -> QuerySet[Any, Any]:
    rows: Any = Offer.objects.visible_to(who).filter(case_id=ask.number("case"))
    # A dwelling's name shows to its own controller.
    named = Dwelling.objects.visible_to(who).filter(pk=OuterRef("dwelling_id")).values("name")
    offers: QuerySet[Any, Any] = rows.annotate(dwelling_name=Subquery(named)).order_by("-id").values(*OFFER)
    return offers


READS = ((ask_applications, None), (ask_offers, None))


def housing_queue(actor: Actor, *, today: dt.date) -> Queue:
    """What waits for the actor's units; names are written down as read."""
    units = actor.case_units()
    applications, offers = _undecided_or_granted(actor, units), _open_offers(actor, units)
    tasks = _guarantee_tasks(actor, units, today=today)
    names = people_in(actor, {row.case_id for row in (*applications, *offers, *tasks)})
    received = [row for row in applications if row.state == ApplicationState.RECEIVED]
    late = [
        row
        for row in offers
        if is_stalled(answer_by=row.answer_by, answered_on=_day(row.answered_at), today=today)
    ]
    return Queue(
        waiting=tuple(_row(r, names, "", r.received_on, reply_deadline(r.received_on)) for r in received),
        homeless_grants=tuple(
            _row(r, names, "", r.decided_on or r.received_on, None)
            for r in _without_home(actor, applications, offers)
        ),
        stalled=tuple(
            _row(o, names, str(OfferState(o.state).label), localtime(o.made_at).date(), o.answer_by)
            for o in late
        ),
        guarantees=tuple(_row(t, names, t.title, t.opens_on, t.due_on) for t in tasks),
        free=tuple(free_dwellings(actor, on=today)[:LIMIT]),
    )


def _undecided_or_granted(actor: Actor, units: Sequence[int]) -> list[Application]:
    rows = Application.objects.visible_to(actor).filter(
        to_unit_id__in=units, state__in=[ApplicationState.RECEIVED, ApplicationState.GRANTED]
    )
    return list(rows.select_related("case").order_by("received_on", "id")[: LIMIT * 2])


def _open_offers(actor: Actor, units: Sequence[int]) -> list[Offer]:
    rows = Offer.objects.visible_to(actor).filter(
        owner_unit_id__in=units, state__in=[OfferState.MADE, OfferState.ACCEPTED]
    )
    return list(rows.select_related("case").order_by("answer_by", "id")[:LIMIT])


def _guarantee_tasks(actor: Actor, units: Sequence[int], *, today: dt.date) -> list[Task]:
    rows = Task.objects.visible_to(actor).filter(
        to_unit_id__in=units,
        code=GUARANTEE,
        done_at=None,
        exempted_at=None,
        lapsed_at=None,
        opens_on__lte=today,
    )
    return list(rows.select_related("case").order_by("due_on", "id")[:LIMIT])


def _without_home(
    actor: Actor, applications: Sequence[Application], offers: Sequence[Offer]
) -> list[Application]:
    """Granted, and neither offered a home now nor moved into one."""
    offered = {offer.application_id for offer in offers}
    granted = [row for row in applications if row.state == ApplicationState.GRANTED and row.pk not in offered]
    leased = _with_lease(actor, granted)
    return [row for row in granted if row.pk not in leased]


def _with_lease(actor: Actor, applications: list[Application]) -> set[int]:
    rows = Offer.objects.visible_to(actor).filter(
        application_id__in=[row.pk for row in applications], state=OfferState.LEASED
    )
    return set(rows.values_list("application_id", flat=True).order_by("application_id"))


def _day(moment: dt.datetime | None) -> dt.date | None:
    return localtime(moment).date() if moment else None


def _row(
    row: Application | Offer | Task, names: dict[int, str], what: str, since: dt.date, due_on: dt.date | None
) -> QueueRow:
    return QueueRow(row.case.key, names.get(row.case_id, ""), row.key, what, since, due_on)


def _application(found: Mapping[str, Any], offers: Sequence[Mapping[str, Any]]) -> ApplicationView:
    row = instance(Application, found)
    return ApplicationView(
        key=row.key,
        state=row.state,
        state_label=str(ApplicationState(row.state).label),
        received_on=row.received_on,
        wishes=row.wishes,
        household_size=row.household_size,
        decided_on=row.decided_on,
        reasons=row.reasons,
        help_given=row.help_given,
        appeal_by=row.appeal_by,
        reply_by=reply_deadline(row.received_on),
        provisional_reply_on=row.provisional_reply_on,
        to_unit=found["to_unit__name"],
        offers=tuple(_offer(offer) for offer in offers),
    )


def _offer(row: Mapping[str, Any]) -> OfferView:
    return OfferView(
        key=row["key"],
        dwelling=row["dwelling_name"] or "",
        state=row["state"],
        state_label=str(OfferState(row["state"]).label),
        available_from=row["available_from"],
        answer_by=row["answer_by"],
        reason=row["reason"],
        is_open=row["state"] in (OfferState.MADE, OfferState.ACCEPTED),
    )
