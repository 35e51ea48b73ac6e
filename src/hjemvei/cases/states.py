"""State machines of a case's rows."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hjemvei.core.states import machine


class NoticeState(TextChoices):
    SENT = "sent", _("sendt")
    ACKNOWLEDGED = "acknowledged", _("mottak bekreftet")
    REPLACED = "replaced", _("erstattet av nytt varsel")
    CANCELLED = "cancelled", _("stanset da samtykket ble trukket")


NOTICE = machine(
    "notice",
    initial=NoticeState.SENT,
    moves=[
        ("acknowledge", [NoticeState.SENT], NoticeState.ACKNOWLEDGED),
        ("replace", [NoticeState.SENT, NoticeState.ACKNOWLEDGED], NoticeState.REPLACED),
        ("cancel", [NoticeState.SENT], NoticeState.CANCELLED),
    ],
)


class AssignmentState(TextChoices):
    OFFERED = "offered", _("venter på svar")
    ACCEPTED = "accepted", _("tatt imot")
    DECLINED = "declined", _("sagt nei til")
    ENDED = "ended", _("avsluttet")


ASSIGNMENT = machine(
    "assignment",
    initial=AssignmentState.OFFERED,
    moves=[
        ("accept", [AssignmentState.OFFERED], AssignmentState.ACCEPTED),
        ("decline", [AssignmentState.OFFERED], AssignmentState.DECLINED),
        ("end", [AssignmentState.OFFERED, AssignmentState.ACCEPTED], AssignmentState.ENDED),
    ],
)


class ResponsibilityState(TextChoices):
    PROPOSED = "proposed", _("foreslått")
    ACCEPTED = "accepted", _("bekreftet av kommunen")
    DISPUTED = "disputed", _("uenighet mellom kommuner")
    DECIDED = "decided", _("avgjort av statsforvalteren")


RESPONSIBILITY = machine(
    "responsibility",
    initial=ResponsibilityState.PROPOSED,
    moves=[
        (
            "accept",
            [ResponsibilityState.PROPOSED, ResponsibilityState.DISPUTED],
            ResponsibilityState.ACCEPTED,
        ),
        (
            "dispute",
            [ResponsibilityState.PROPOSED, ResponsibilityState.ACCEPTED],
            ResponsibilityState.DISPUTED,
        ),
        ("decide", [ResponsibilityState.DISPUTED], ResponsibilityState.DECIDED),
    ],
)


class MoveState(TextChoices):
    WISHED = "wished", _("ønsket")
    INVITED = "invited", _("kommunen er invitert")
    ACCEPTED = "accepted", _("kommunen har sagt ja")
    REFUSED = "refused", _("kommunen har sagt nei")
    WITHDRAWN = "withdrawn", _("personen vil ikke flytte likevel")


MOVE = machine(
    "move_wish",
    initial=MoveState.WISHED,
    moves=[
        ("invite", [MoveState.WISHED], MoveState.INVITED),
        ("recall", [MoveState.INVITED], MoveState.WISHED),
        ("accept", [MoveState.INVITED], MoveState.ACCEPTED),
        ("refuse", [MoveState.INVITED], MoveState.REFUSED),
        ("withdraw", [MoveState.WISHED, MoveState.INVITED], MoveState.WITHDRAWN),
    ],
)


class ScanState(TextChoices):
    """Of a document's content; what a unit has written itself is never scanned."""

    NOT_SCANNED = "not_scanned", _("ikke kontrollert for virus")
    WAITING = "waiting", _("venter på viruskontroll")
    CLEAN = "clean", _("kontrollert for virus")
    INFECTED = "infected", _("virus funnet")


SCAN = machine(
    "scan",
    field="scan",
    initial=ScanState.NOT_SCANNED,
    moves=[
        ("wait", [ScanState.NOT_SCANNED], ScanState.WAITING),
        ("clear", [ScanState.WAITING], ScanState.CLEAN),
        ("condemn", [ScanState.WAITING], ScanState.INFECTED),
    ],
)
