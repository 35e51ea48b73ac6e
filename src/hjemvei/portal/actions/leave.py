"""The session is over: the person leaves, or hides the page."""

from __future__ import annotations

import datetime as dt

from hjemvei.portal.here import Here
from hjemvei.portal.models import Visit


def leave(*, here: Here, at: dt.datetime) -> None:
    Visit.objects.filter(pk=here.visit_id).update(ended_at=at)
