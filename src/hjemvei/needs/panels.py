"""The panel of this app that the case page shows to municipal roles."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.kept import Rows
from hjemvei.needs.confidential import ASK_ANSWERS, questions_of
from hjemvei.sharing.models import Case
from hjemvei.sharing.panels import CasePanel


def _confidential(_actor: Actor, _case: Case, _today: dt.date, rows: Sequence[Rows]) -> dict[str, Any]:
    return {"questions": questions_of(rows[0])}


CONFIDENTIAL = CasePanel(
    "needs:confidential", "needs/_confidential.html", ((ASK_ANSWERS, None),), _confidential
)
