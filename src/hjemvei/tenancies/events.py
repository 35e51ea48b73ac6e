"""News for the apps above: the first night, a signed lease, security. Called in the same transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from hjemvei.accounts.actor import Actor
from hjemvei.tenancies.models import FirstNight, Guarantee, Lease

Listener = Callable[[Actor, FirstNight, dt.datetime], None]
LeaseListener = Callable[[Actor, Lease, dt.datetime], None]
GuaranteeListener = Callable[[Actor, Guarantee, dt.datetime], None]
first_night_recorded: list[Listener] = []
"""`deviations` registers when the apps are ready."""
lease_signed: list[LeaseListener] = []
guarantee_issued: list[GuaranteeListener] = []
