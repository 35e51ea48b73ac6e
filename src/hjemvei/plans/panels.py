"""The panel of this app that the case page shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.kept import Rows
from hjemvei.plans.queries import READS, view_of
from hjemvei.sharing.models import Case
from hjemvei.sharing.panels import CasePanel


def _plan(actor: Actor, _case: Case, today: dt.date, rows: Sequence[Rows]) -> dict[str, Any]:
    return {"plan_view": view_of(actor, rows, today=today)}


PLAN = CasePanel("plans:plan", "plans/_plan.html", READS, _plan)
