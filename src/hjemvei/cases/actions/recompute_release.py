"""Compute the release again after time away; FOR-2002-02-22-183 § 3-3 (L18)."""

from __future__ import annotations

import datetime as dt

from hjemvei.accounts.actor import Actor
from hjemvei.cases.actions.change_dates import DateChange, change_dates
from hjemvei.cases.enums import AbsenceKind, ReleaseCertainty, ReleaseKind
from hjemvei.cases.models import Absence, Custody, ReleaseDate
from hjemvei.cases.rules.release import Absence as AbsenceFact
from hjemvei.cases.rules.release import recomputed_release

SOURCE = "beregnet etter fravær"


def recompute_release(*, actor: Actor, custody: Custody, at: dt.datetime) -> bool:
    """From the newest date that somebody set, add the days away that became known after it."""
    dates = ReleaseDate.objects.visible_to(actor).filter(custody=custody).exclude(source=SOURCE)
    base = dates.order_by("-known_at", "-id").first()
    if base is None or base.expected_on is None:
        return False
    known = Absence.objects.visible_to(actor).filter(custody=custody, recorded_at__gte=base.known_at)
    absences = [
        AbsenceFact(AbsenceKind(row.kind), row.starts_on, row.ends_before) for row in known.order_by("id")
    ]
    answer = recomputed_release(base.expected_on, absences=absences)
    change = DateChange(
        case_id=custody.case_id,
        expected_on=answer.release_on,
        kind=ReleaseKind(base.kind),
        certainty=ReleaseCertainty(base.certainty),
        reason=" ".join(reason.say() for reason in answer.reasons)[:300],
    )
    return bool(change_dates(actor=actor, changes=[change], source=SOURCE, at=at))
