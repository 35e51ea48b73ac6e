"""Messages by statute, opened for those who may read them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.accounts.step_up import before_protected
from hjemvei.audit import reads
from hjemvei.sharing.models import Case, Disclosure, HiddenDisclosure, StatuteMessage
from hjemvei.sharing.policy import can_approve_hiding


@dataclass(frozen=True, slots=True)
class MessageView:
    key: str
    sender: str
    receiver: str
    basis: str
    classes: list[str]
    why: str
    body: str
    sent_at: dt.datetime
    sent_by: str
    read_at: dt.datetime | None
    is_ours_to_read: bool


@dataclass(frozen=True, slots=True)
class HiddenView:
    """A disclosure that somebody wants hidden from the person."""

    key: str
    what: str
    reason: str
    asked_by: str
    approved_by: str
    may_approve: bool


def open_message(actor: Actor, row: StatuteMessage) -> MessageView:
    """Noted as a look at the person it is about; who is protected is shown after a fresh factor."""
    before_protected(row.protection)
    reads.note(persons=[row.person_id])
    return MessageView(
        key=row.key,
        sender=row.owner_unit.name,
        receiver=row.to_unit.name,
        basis=row.get_basis_display(),
        classes=[str(InfoClass(number).label) for number in row.info_classes],
        why=row.reason,
        body=row.body or _("[Slettet]"),
        sent_at=row.sent_at,
        sent_by=row.sent_by.name,
        read_at=row.read_at,
        is_ours_to_read=row.to_unit_id in actor.units,
    )


def unread_messages(actor: Actor) -> list[StatuteMessage]:
    """To the unit acted for, oldest first; who they are about is said on their own page."""
    rows = StatuteMessage.objects.visible_to(actor).filter(to_unit_id=actor.unit_id, read_at=None)
    return list(rows.select_related("owner_unit").order_by("sent_at", "id"))


def hidden_disclosures(actor: Actor, case: Case) -> list[HiddenView]:
    rows = HiddenDisclosure.objects.visible_to(actor).of(case).order_by("-id")
    return [
        HiddenView(
            key=row.key,
            what=row.disclosure.what,
            reason=row.reason,
            asked_by=row.recorded_by.name,
            approved_by=row.approved_by.name if row.approved_by else "",
            may_approve=row.approved_at is None and bool(can_approve_hiding(actor, row)),
        )
        for row in rows.select_related("disclosure", "recorded_by", "approved_by", "case")
    ]


def told_to_others(actor: Actor, case: Case) -> list[Disclosure]:
    """What the person is shown of what was handed over: everything but reviewed exceptions."""
    rows = Disclosure.objects.visible_to(actor).of(case).shown_to_the_person()
    return list(rows.select_related("receiver_unit", "message").order_by("-id"))
