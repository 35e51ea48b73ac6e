"""What higher apps have at a unit, so that none is closed while something there would be nobody's.

A holder is registered in `listeners.py` of the app that knows; it answers in words, empty for nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from hjemvei.parties.models import Unit

Holder = Callable[[Unit, dt.date], str]
HOLDERS: list[Holder] = []


def left_at(unit: Unit, today: dt.date) -> str:
    return ", ".join(said for holder in HOLDERS if (said := holder(unit, today)))
