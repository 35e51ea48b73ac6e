"""A contact point is no longer used; it stays in history."""

from __future__ import annotations

import datetime as dt

from hjemvei.parties.models import ContactPoint
from hjemvei.parties.policy import Editor, can_edit_unit


def end_contact_point(*, actor: Editor, point: ContactPoint, today: dt.date) -> None:
    """Ended twice it keeps the first day. One that began today gets yesterday. Raises NotAllowed."""
    can_edit_unit(actor, point.unit).require()
    if point.ends_before is not None and point.ends_before <= today:
        return
    point.starts_on = min(point.starts_on, today - dt.timedelta(days=1))
    point.ends_before = today
    point.save(update_fields=["starts_on", "ends_before"])
