"""The panel of this app that the case page shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.kept import Rows
from hjemvei.allocation.policy import can_apply
from hjemvei.allocation.queries import READS, views_of
from hjemvei.homes.policy import HOUSING_ROLES
from hjemvei.sharing.models import Case
from hjemvei.sharing.panels import CasePanel


def _home(actor: Actor, _case: Case, _today: dt.date, rows: Sequence[Rows]) -> dict[str, Any]:
    return {
        "applications": views_of(rows),
        "may_apply": can_apply(actor),
        "may_decide": actor.has(*HOUSING_ROLES),
    }


HOME = CasePanel("allocation:home", "allocation/_home.html", READS, _home)
