"""Notices from prison to municipality, with receipt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Literal

from django.http import Http404
from ninja import Query, Schema

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.api import ApiRequest
from hjemvei.cases.actions.acknowledge_notice import acknowledge_notice
from hjemvei.cases.actions.send_notice import send_notice
from hjemvei.cases.models import Notice
from hjemvei.core import clock
from hjemvei.core.api import Body, Key, Listed, Paging, Paragraph, Routes, Slug, must_match, page_of
from hjemvei.sharing.api.shown import note_cases, shown_case, unit_named
from hjemvei.sharing.queries import disclose

notifications = Routes("notifications")


class NotificationOut(Schema):
    """`lead_days` is from the notice to the release it tells of."""

    key: str
    case: str
    from_unit: str
    to_unit: str
    state: str
    expected_release_on: dt.date | None
    certainty: str
    lead_days: int | None
    note: str
    sent_at: dt.datetime
    acknowledge_by: dt.date
    acknowledged_at: dt.datetime | None


class NotificationIn(Body):
    to_unit: Slug
    note: Paragraph = ""


class NotificationQuery(Paging):
    """`direction` received: to the token's units; sent: from its organisation."""

    direction: Literal["received", "sent"] = "received"
    state: Literal["sent", "acknowledged", "replaced", "cancelled", "all"] = "all"


@notifications.read("/notifications", Listed[NotificationOut])
def list_notifications(request: ApiRequest, paging: Query[NotificationQuery]) -> Listed[NotificationOut]:
    actor = request.actor
    rows = Notice.objects.visible_to(actor)
    if paging.direction == "received":
        rows = rows.filter(to_unit_id__in=actor.case_units())
    else:
        rows = rows.filter(controller_id=actor.controller_id)
    if paging.state != "all":
        rows = rows.filter(state=paging.state)
    found = page_of(rows.values("id"), paging, by=("id",))
    items = _by_id(actor, [row["id"] for row in found.rows])
    return Listed[NotificationOut](items=items, next_cursor=found.next_cursor)


@notifications.read("/cases/{key}/notifications", Listed[NotificationOut])
def list_notifications_of_case(
    request: ApiRequest, key: Key, paging: Query[Paging]
) -> Listed[NotificationOut]:
    case = shown_case(request.actor, key)
    rows = Notice.objects.visible_to(request.actor).of(case).values("id")
    found = page_of(rows, paging, by=("id",))
    items = _by_id(request.actor, [row["id"] for row in found.rows])
    return Listed[NotificationOut](items=items, next_cursor=found.next_cursor)


@notifications.read("/notifications/{key}", NotificationOut, single=True)
def read_notification(request: ApiRequest, key: Key) -> NotificationOut:
    return _out(_notice(request.actor, key))


@notifications.write("/cases/{key}/notifications", NotificationOut, status=201)
def send_notification(request: ApiRequest, key: Key, body: NotificationIn) -> NotificationOut:
    actor, today = request.actor, clock.today()
    case = shown_case(actor, key)
    unit = unit_named(body.to_unit, field="to_unit", today=today)
    notice = send_notice(actor=actor, case=case, to_unit=unit, note=body.note, today=today, at=clock.now())
    return _out(_notice(actor, notice.key))


@notifications.write("/notifications/{key}/acknowledgement", NotificationOut, updates=True)
def acknowledge_notification(request: ApiRequest, key: Key) -> NotificationOut:
    actor = request.actor
    notice = _notice(actor, key, lock=True)
    must_match(request, _out(notice))
    acknowledge_notice(actor=actor, notice=notice, at=clock.now())
    return _out(_notice(actor, key))


def _notice(actor: Actor, key: str, *, lock: bool = False) -> Notice:
    rows = Notice.objects.visible_to(actor).select_related("case", "to_unit", "owner_unit").filter(key=key)
    found: Notice | None = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if found is None:
        raise Http404
    disclose(actor, found.case)
    return found


def _by_id(actor: Actor, ids: Iterable[int]) -> list[NotificationOut]:
    rows = Notice.objects.visible_to(actor).select_related("case", "to_unit", "owner_unit").in_bulk(list(ids))
    note_cases(actor, [row.case_id for row in rows.values()])
    return [_out(rows[pk]) for pk in ids]


def _out(row: Notice) -> NotificationOut:
    return NotificationOut(
        key=row.key,
        case=row.case.key,
        from_unit=row.owner_unit.slug,
        to_unit=row.to_unit.slug,
        state=row.state,
        expected_release_on=row.expected_release_on,
        certainty=row.certainty,
        lead_days=row.lead_days,
        note=row.note,
        sent_at=row.sent_at,
        acknowledge_by=row.acknowledge_by,
        acknowledged_at=row.acknowledged_at,
    )
