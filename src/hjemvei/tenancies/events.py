"""News for the apps above: where somebody spent the first night."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from hjemvei.accounts.actor import Actor
from hjemvei.tenancies.models import FirstNight

Listener = Callable[[Actor, FirstNight, dt.datetime], None]
first_night_recorded: list[Listener] = []
"""Called in the same transaction; `deviations` registers when the apps are ready."""
