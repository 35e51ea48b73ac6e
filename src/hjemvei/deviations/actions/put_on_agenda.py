"""Give every point that a committee has not settled a new random label for one meeting."""

from __future__ import annotations

import secrets

from hjemvei.accounts.actor import Actor
from hjemvei.agreements.models import Agreement
from hjemvei.deviations.models import AgendaLabel, AgendaPoint

LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ23456789"
LENGTH = 5


def put_on_agenda(*, actor: Actor, agreement: Agreement, meeting: str) -> int:
    """How many points are new on this agenda; `meeting` is the meeting's key. Twice changes nothing."""
    labelled = AgendaLabel.objects.visible_to(actor).filter(meeting=meeting)
    taken = set(labelled.values_list("label", flat=True))
    points = AgendaPoint.objects.visible_to(actor).filter(
        agreement=agreement, settled_month=None, taken_back_month=None
    )
    waiting = points.exclude(pk__in=labelled.values("point_id")).order_by("key")
    rows = []
    for point in waiting:
        label = _new(taken)
        taken.add(label)
        rows.append(AgendaLabel(point=point, meeting=meeting, label=label))
    AgendaLabel.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _new(taken: set[str]) -> str:
    while True:
        label = "".join(secrets.choice(LETTERS) for _place in range(LENGTH))
        if label not in taken:
            return label
